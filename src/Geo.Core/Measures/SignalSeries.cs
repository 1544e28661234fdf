using Geo.Statistics.Change;
using Geo.Statistics.Control;

namespace Geo.Core.Measures;

/// <summary>A month on a control chart of counts.</summary>
/// <param name="Centre">The usual count of a month with as many days; null where the series is not judged.</param>
/// <param name="Lower">Below it lies more than chance explains; not below 0.</param>
/// <param name="Upper">Above it lies more than chance explains.</param>
/// <param name="Signals">The rules that fired.</param>
public sealed record SignalMonth(Month Month, long Count, double? Centre, double? Lower, double? Upper, ControlSignals Signals)
{
    public bool IsSignal => Signals != ControlSignals.None;

    /// <summary>The rules that fired, in words; empty for none.</summary>
    public string Rules => string.Join("; ", Signalling.Rules.Where(rule => Signals.HasFlag(rule.Rule)).Select(rule => rule.Text));
}

/// <summary>The months of a measure in an area, the last one judged by those before it.</summary>
/// <param name="Area">Null for all with what is not located.</param>
/// <param name="Months">Without a gap, the judged month last.</param>
/// <param name="NotJudged">Why not; null where it is.</param>
/// <param name="PValue">How likely a last month at least as far from the usual is by chance; null where it is not judged.</param>
public sealed record SignalSeries(Measure Measure, CubeArea? Area, IReadOnlyList<SignalMonth> Months, string? NotJudged, double? PValue)
{
    public SignalMonth Last => Months[^1];

    /// <summary>The last month in a sentence.</summary>
    public string Text => $"{Measure.Name}, {Area?.Name ?? "all areas"}: {Last.Count:N0} in {new Period(Last.Month, Last.Month, "").Name}{Clause}.";

    private string Clause => NotJudged is not null ? $"; not judged: {NotJudged}"
        : Last.Signals.HasFlag(ControlSignals.OutsideLimits) ? Last.Count > Last.Upper ? $", above the limit of {Most:N0} that chance explains" : $", below the limit of {Least:N0} that chance explains"
        : Last.Signals.HasFlag(ControlSignals.Run) ? $", the last of {RunLength} months in a row {(Last.Count > Last.Centre ? "above" : "below")} the usual {Usual:N0}"
        : Last.Signals.HasFlag(ControlSignals.Trend) ? $", after {Steps} {(Rises ? "rises" : "falls")} in a row"
        : Last.Signals.HasFlag(ControlSignals.TwoOfThreeNearLimit) ? $"; with {(Months[^2].Signals.HasFlag(ControlSignals.TwoOfThreeNearLimit) ? "the month before" : "two months before")} near the {(Last.Count > Last.Centre ? "upper" : "lower")} limit of what chance explains, {(Last.Count > Last.Centre ? Most : Least):N0}"
        : $", within the {Least:N0} to {Most:N0} that chance explains";

    private decimal Usual => Rounding.Round(Last.Centre!.Value, 0);

    // Counts are whole: the most and the least that lie within the limits.
    private double Most => Math.Floor(Last.Upper!.Value);

    private double Least => Math.Ceiling(Last.Lower!.Value);

    private int RunLength => Months.Reverse().TakeWhile(month => month.Count > month.Centre == Last.Count > Last.Centre && month.Count != month.Centre).Count();

    private bool Rises => Level(Months.Count - 1) > Level(Months.Count - 2);

    private int Steps => Enumerable.Range(1, Months.Count - 1).Reverse().TakeWhile(i => Level(i) != Level(i - 1) && Level(i) > Level(i - 1) == Rises).Count();

    private double Level(int month) => Signalling.Adjusted(Months[month].Month, Months[month].Count);
}

/// <summary>Judges the last month of a run of months.</summary>
/// <remarks>
/// XmR chart of counts per month of average length (methods: NHSRplotthedots, Wheeler). The limits are taken from the months before the last, two years
/// of them at most, so that each season counts alike and the last month does not hide itself; they are told for the days that each month has.
/// </remarks>
internal static class Signalling
{
    /// <summary>Fewer months before it, and a month is not judged.</summary>
    public const int FewestMonths = 12;

    /// <summary>The months before that the limits are taken from, where there are so many.</summary>
    public const int MostMonths = 24;

    /// <summary>A mean of fewer a month, and an XmR chart would call any month with a few a signal.</summary>
    public const double LeastMean = 2;

    /// <summary>The share of last months of a steady process in which some rule fires: 2.3 to 3.1 in 100 for 24 months before and a mean of 5 or more.</summary>
    /// <remarks>From 20,000 steady Poisson series each; 5 in 100 for a mean of 2 or for 12 months. <c>SignalsTests</c> repeats it.</remarks>
    public const double FalseAlarms = 0.03;

    public static readonly IReadOnlyList<(ControlSignals Rule, string Text)> Rules =
    [
        (ControlSignals.OutsideLimits, "outside the limits"), (ControlSignals.Run, "7 or more in a row on one side of the usual"),
        (ControlSignals.Trend, "6 or more rises or falls in a row"), (ControlSignals.TwoOfThreeNearLimit, "2 of 3 near a limit"),
    ];

    /// <summary>How months are judged, as a sentence.</summary>
    public const string Method =
        "A month is judged by an XmR chart of up to 24 months before it, at least 12, by days: outside the limits (mean and 2.66 times the mean moving range), 7 in a row on one side of the mean, 6 rises or falls in a row, "
        + "or 2 of 3 beyond two thirds of a limit; fewer than 2 a month on average are not judged.";

    public static double Adjusted(Month month, long count) => CountCharts.AdjustForDays(count, Days(month));

    /// <summary>The last month of a period that all sources of its measure have, with those before it without a gap.</summary>
    /// <exception cref="QuestionException">No month of the period has data of every source.</exception>
    public static Period Run(Asked asked)
    {
        var held = asked.Cube.WholeMonthsOf(asked.Measure);
        var last = asked.Period.Last;
        while (last >= asked.Period.First && !held.Contains(last))
            last = last.Plus(-1);
        if (last < asked.Period.First)
            throw new QuestionException(QuestionFault.Incomplete, "period", $"No month of {asked.Period.Name} has data of every source, so none can be judged.", asked.Missing);
        var first = last;
        while (held.Contains(first.Plus(-1)) && last.Number - first.Number < MostMonths)
            first = first.Plus(-1);
        return new Period(first, last, "");
    }

    /// <summary>The counts of each month of a run by bucket, and of all areas with what is not located in the bucket after the last.</summary>
    public static long[][] Counts(Asked asked, Period run) =>
    [
        .. run.Each.Select(month =>
        {
            var counts = new long[asked.Set.Buckets + 1];
            asked.Set.Count(asked.Measure, month, month, counts.AsSpan(0, asked.Set.Buckets));
            counts[^1] = asked.Set.Total(counts);
            return counts;
        }),
    ];

    public static SignalSeries Judge(Measure measure, CubeArea? area, Period run, IReadOnlyList<long> counts)
    {
        var months = run.Each.ToList();
        var before = months.Count - 1;
        var sum = counts.Take(before).Sum();
        var why = before < FewestMonths ? $"there are data of {before} months before it, and it takes {FewestMonths}"
            : sum < LeastMean * before ? $"fewer than {LeastMean:N0} a month on average" : null;
        if (why is not null)
            return new(measure, area, [.. months.Zip(counts, (month, count) => new SignalMonth(month, count, null, null, null, ControlSignals.None))], why, null);
        var values = months.Zip(counts, Adjusted).ToArray();
        var chart = XmrChart.Of(values, new XmrOptions { BaselinePoints = before });
        var segment = chart.Segments[0];
        var pValue = Math.Max(
            XmrChart.PValueOfNext(segment, before, values[^1]),
            TwoCountTest.Exact(sum, counts[before], months.Take(before).Sum(Days), Days(months[^1])).PValue);
        return new(measure, area, [.. months.Select((month, i) => Month(month, counts[i], segment, chart.Points[i].Signals))], null, pValue);
    }

    private static SignalMonth Month(Month month, long count, XmrSegment segment, ControlSignals signals)
    {
        var length = Days(month) / CountCharts.DaysInAverageMonth;
        return new(month, count, segment.Mean * length, segment.LowerForDisplay * length, segment.Upper * length, signals);
    }

    private static int Days(Month month) => DateTime.DaysInMonth(month.Year, month.OfYear);
}
