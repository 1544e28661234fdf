using MathNet.Numerics.Distributions;

namespace Geo.Statistics.Control;

/// <summary>What is unusual about a point of a control chart.</summary>
[Flags]
public enum ControlSignals
{
    /// <summary>Nothing: what the process gives by chance.</summary>
    None = 0,

    /// <summary>Outside the limits.</summary>
    OutsideLimits = 1,

    /// <summary>Part of a run on one side of the mean.</summary>
    Run = 2,

    /// <summary>Part of seven points that rise or fall without a break.</summary>
    Trend = 4,

    /// <summary>One of at least two in three points beyond the near limit of one side.</summary>
    TwoOfThreeNearLimit = 8,

    /// <summary>One of at least three in four points nearer a limit than the mean, on one side (Wheeler). Only when asked for.</summary>
    ThreeOfFourNearLimit = 16,

    /// <summary>A moving range above its own limit. Only when asked for.</summary>
    LargeMovingRange = 32,
}

/// <summary>A fresh start of the limits, with the reason that the chart must show.</summary>
/// <param name="From">Number of the first point of the new segment.</param>
/// <param name="Reason">Why: what changed in the process. Not empty.</param>
public sealed record Rebase(int From, string Reason);

/// <summary>How an XmR chart is made.</summary>
public sealed record XmrOptions
{
    /// <summary>Leave moving ranges of 3.267 times their mean or more out of the limits, once. On unless turned off.</summary>
    public bool ScreenMovingRanges { get; init; } = true;

    /// <summary>Take limits from the median moving range (3.145 × median) rather than the mean one. Off unless turned on.</summary>
    public bool MedianMovingRange { get; init; }

    /// <summary>Points on one side of the mean that make a run: 7 in the NHS, 8 in Wheeler.</summary>
    public int RunLength { get; init; } = 7;

    /// <summary>Number of points at the start of each segment that the limits are taken from, at least 12; <see langword="null"/> for all.</summary>
    public int? BaselinePoints { get; init; }

    /// <summary>Where the limits start afresh, ascending.</summary>
    public IReadOnlyList<Rebase> Rebases { get; init; } = [];

    /// <summary>Also mark three of four points nearer a limit than the mean, and moving ranges above their limit.</summary>
    public bool WheelerSignals { get; init; }
}

/// <summary>A stretch of a chart with one mean and one pair of limits.</summary>
/// <param name="From">Number of its first point.</param>
/// <param name="Count">Number of its points.</param>
/// <param name="Mean">Mean of the points that the limits are taken from.</param>
/// <param name="MeanMovingRange">Mean (or median) moving range after screening.</param>
/// <param name="Lower">Lower limit, unclipped.</param>
/// <param name="Upper">Upper limit.</param>
/// <param name="NearLower">Two thirds of the way to the lower limit.</param>
/// <param name="NearUpper">Two thirds of the way to the upper limit.</param>
/// <param name="UpperRange">Limit of the moving ranges.</param>
/// <param name="Reason">Why the segment starts; <see langword="null"/> for the first.</param>
public sealed record XmrSegment(int From, int Count, double Mean, double MeanMovingRange, double Lower, double Upper, double NearLower, double NearUpper, double UpperRange, string? Reason)
{
    /// <summary>The lower limit for drawing counts, which cannot be negative.</summary>
    public double LowerForDisplay => Math.Max(0, Lower);
}

/// <summary>A point of an XmR chart.</summary>
/// <param name="Value">The value.</param>
/// <param name="MovingRange">Distance from the value before in the same segment.</param>
/// <param name="Segment">Number of its segment.</param>
/// <param name="Signals">What is unusual about it.</param>
public readonly record struct XmrPoint(double Value, double? MovingRange, int Segment, ControlSignals Signals);

/// <summary>XmR chart: which months are more than the usual ups and downs.</summary>
/// <remarks>
/// <para>Mean ± 2.66 × mean moving range; near limits ± 1.773. A moving range of at least 3.267 times their mean is left out of the mean once.
/// Null hypothesis: one steady process; the limits hold about 99% of its points. Signals: outside the limits; 7 on one side of the mean; 7 rising
/// or falling (6 differences); 2 of 3 beyond a near limit on one side, of which those points are marked. Months with zero stay in.</para>
/// <para>Source: NHSRplotthedots (Making Data Count); Wheeler (2003). It counts two of three only if all three are on one side of the mean, and
/// not points beyond the limits themselves; and a series that never changes has no limits there, while here they equal the mean.
/// Charts that take the standard deviation of all points hide the very shifts they look for.</para>
/// </remarks>
/// <param name="Segments">The segments, in order.</param>
/// <param name="Points">The points, in order.</param>
public sealed record XmrChart(IReadOnlyList<XmrSegment> Segments, XmrPoint[] Points)
{
    private const double LimitFactor = 2.66;
    private const double NearFactor = 2.66 * 2 / 3;
    private const double RangeFactor = 3.267;
    private const double MedianLimitFactor = 3.145;
    private const double MedianRangeFactor = 3.865;
    private const double RangeToSigma = 1.128;
    private const int TrendLength = 7;

    /// <summary>Makes the chart of a series.</summary>
    /// <param name="values">Values in order of time, finite, at most 1e100 in size, at least 2 in each segment.</param>
    /// <param name="options">How; <see langword="null"/> for the usual way.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There are too few values, a value is not finite, or an option is out of range.</exception>
    public static XmrChart Of(ReadOnlySpan<double> values, XmrOptions? options = null)
    {
        options ??= new XmrOptions();
        Require.AllModerate(values);
        if (values.Length < 2)
            throw new ArgumentException("values must hold at least 2 numbers.", nameof(values));
        Check(options, values.Length);
        var segments = new List<XmrSegment>();
        var points = new XmrPoint[values.Length];
        for (var s = 0; s <= options.Rebases.Count; s++)
        {
            var from = s == 0 ? 0 : options.Rebases[s - 1].From;
            var to = s == options.Rebases.Count ? values.Length : options.Rebases[s].From;
            var part = values[from..to];
            var segment = SegmentOf(part, from, s == 0 ? null : options.Rebases[s - 1].Reason, options);
            segments.Add(segment);
            var signals = Signals(part, segment, options);
            for (var i = 0; i < part.Length; i++)
                points[from + i] = new XmrPoint(part[i], i == 0 ? null : Math.Abs(part[i] - part[i - 1]), s, signals[i]);
        }

        return new XmrChart(segments, points);
    }

    /// <summary>How likely a next value at least as far from the mean is, if the process stays as steady as it was.</summary>
    /// <remarks>
    /// Two-sided, by Student's t: (value − mean) / (σ√(1 + 1/n)) with σ = mean moving range / 1.128, which knows as much of σ as a standard deviation with
    /// about 0.62(n − 1) degrees of freedom does (Wheeler 2004). Null hypothesis: independent values of one normal distribution.
    /// </remarks>
    /// <param name="segment">The segment, with limits from its mean moving range.</param>
    /// <param name="points">Number of points that its limits are taken from, at least 2.</param>
    /// <param name="value">The next value, finite.</param>
    /// <returns>From 0 to 1. Of a series that never changed: 1 for the same value again, else 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double PValueOfNext(XmrSegment segment, int points, double value)
    {
        ArgumentNullException.ThrowIfNull(segment);
        Require.AtLeast(points, 2);
        Require.Finite(value);
        var distance = Math.Abs(value - segment.Mean);
        var sigma = segment.MeanMovingRange / RangeToSigma;
        if (distance <= 1e-12 * Math.Abs(segment.Mean))
            return 1;
        return sigma == 0 ? 0 : Math.Min(1, 2 * StudentT.CDF(0, 1, 0.62 * (points - 1), -distance / (sigma * Math.Sqrt(1 + 1.0 / points))));
    }

    private static XmrSegment SegmentOf(ReadOnlySpan<double> values, int from, string? reason, XmrOptions options)
    {
        var baseline = values[..Math.Min(values.Length, options.BaselinePoints ?? values.Length)];
        var mean = Mean(baseline);
        var ranges = new double[baseline.Length - 1];
        for (var i = 1; i < baseline.Length; i++)
            ranges[i - 1] = Math.Abs(baseline[i] - baseline[i - 1]);
        if (options.ScreenMovingRanges)
        {
            var bound = RangeFactor * Mean(ranges);
            var kept = Array.FindAll(ranges, range => range < bound);
            // A constant series has ranges of zero, none of them below a bound of zero.
            ranges = kept.Length == 0 ? ranges : kept;
        }

        var typical = options.MedianMovingRange ? Median(ranges) : Mean(ranges);
        var reach = (options.MedianMovingRange ? MedianLimitFactor : LimitFactor) * typical;
        var near = options.MedianMovingRange ? reach * 2 / 3 : NearFactor * typical;
        var upperRange = (options.MedianMovingRange ? MedianRangeFactor : RangeFactor) * typical;
        return new XmrSegment(from, values.Length, mean, typical, mean - reach, mean + reach, mean - near, mean + near, upperRange, reason);
    }

    private static ControlSignals[] Signals(ReadOnlySpan<double> values, XmrSegment segment, XmrOptions options)
    {
        var signals = new ControlSignals[values.Length];
        // Rounding must not put a point of a constant series outside.
        var slack = 1e-12 * Math.Max(Math.Abs(segment.Upper), Math.Abs(segment.Lower));
        var sides = new int[values.Length];
        var near = new int[values.Length];
        var half = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (value > segment.Upper + slack || value < segment.Lower - slack)
                signals[i] |= ControlSignals.OutsideLimits;
            if (options.WheelerSignals && i > 0 && Math.Abs(value - values[i - 1]) > segment.UpperRange + slack)
                signals[i] |= ControlSignals.LargeMovingRange;
            sides[i] = SideOf(value, segment.Mean + slack, segment.Mean - slack);
            near[i] = SideOf(value, segment.NearUpper + slack, segment.NearLower - slack);
            half[i] = SideOf(value, (segment.Mean + segment.Upper) / 2 + slack, (segment.Mean + segment.Lower) / 2 - slack);
        }

        MarkRuns(sides, options.RunLength, signals);
        MarkTrends(values, signals);
        MarkSome(near, 3, 2, ControlSignals.TwoOfThreeNearLimit, signals);
        if (options.WheelerSignals)
            MarkSome(half, 4, 3, ControlSignals.ThreeOfFourNearLimit, signals);
        return signals;
    }

    private static int SideOf(double value, double above, double below) => value > above ? 1 : value < below ? -1 : 0;

    private static void MarkRuns(int[] sides, int length, ControlSignals[] signals)
    {
        var run = 0;
        for (var i = 0; i < sides.Length; i++)
        {
            run = sides[i] == 0 ? 0 : i > 0 && sides[i] == sides[i - 1] ? run + 1 : 1;
            for (var k = 0; run >= length && k < length; k++)
                signals[i - k] |= ControlSignals.Run;
        }
    }

    private static void MarkTrends(ReadOnlySpan<double> values, ControlSignals[] signals)
    {
        var steps = 0;
        for (var i = 1; i < values.Length; i++)
        {
            var direction = Math.Sign(values[i] - values[i - 1]);
            steps = direction == 0 ? 0 : Math.Sign(steps) == direction ? steps + direction : direction;
            for (var k = 0; Math.Abs(steps) >= TrendLength - 1 && k < TrendLength; k++)
                signals[i - k] |= ControlSignals.Trend;
        }
    }

    // Marks the points of a window that lie on a side which at least `needed` of its points lie on.
    private static void MarkSome(int[] sides, int window, int needed, ControlSignals signal, ControlSignals[] signals)
    {
        for (var first = 0; first + window <= sides.Length; first++)
        {
            foreach (var side in (ReadOnlySpan<int>)[1, -1])
            {
                var there = 0;
                for (var k = 0; k < window; k++)
                    there += sides[first + k] == side ? 1 : 0;
                for (var k = 0; there >= needed && k < window; k++)
                {
                    if (sides[first + k] == side)
                        signals[first + k] |= signal;
                }
            }
        }
    }

    private static void Check(XmrOptions options, int count)
    {
        if (options.BaselinePoints is < 12)
            throw new ArgumentException("options.BaselinePoints must be at least 12.", nameof(options));
        if (options.RunLength < 2)
            throw new ArgumentException("options.RunLength must be at least 2.", nameof(options));
        var from = 0;
        foreach (var rebase in options.Rebases)
        {
            if (string.IsNullOrWhiteSpace(rebase.Reason))
                throw new ArgumentException("options.Rebases must each have a reason.", nameof(options));
            if (rebase.From < from + 2 || rebase.From > count - 2)
                throw new ArgumentException("options.Rebases must ascend and leave at least 2 values in each segment.", nameof(options));
            from = rebase.From;
        }
    }

    internal static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return values.IsEmpty ? 0 : sum / values.Length;
    }

    private static double Median(double[] values)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
