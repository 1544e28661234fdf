using Geo.Statistics.Density;
using Geo.Statistics.Distributions;
using Geo.Statistics.Rates;

namespace Geo.Statistics.Control;

/// <summary>A point of the funnel for counts: the expected counts at which an observed count touches the limits.</summary>
/// <param name="Observed">Observed count.</param>
/// <param name="ExpectedAtUpper">Expected count below which the observed count is high.</param>
/// <param name="ExpectedAtLower">Expected count above which it is low.</param>
/// <param name="RatioUpper">Upper limit of observed/expected there.</param>
/// <param name="RatioLower">Lower limit of observed/expected there.</param>
public readonly record struct FunnelCurvePoint(long Observed, double ExpectedAtUpper, double ExpectedAtLower, double RatioUpper, double RatioLower);

/// <summary>Where a count lies on a funnel.</summary>
public enum FunnelPosition
{
    /// <summary>Within what chance explains.</summary>
    Inside,

    /// <summary>Lower than chance explains.</summary>
    Low,

    /// <summary>Higher than chance explains.</summary>
    High,
}

/// <summary>How much more observed/expected ratios vary than chance.</summary>
/// <param name="Phi">Variance of the winsorised z scores; 1 where there is chance only.</param>
/// <param name="TauSquared">Variance between areas on the square root scale; 0 where there is chance only.</param>
/// <param name="Areas">Number of areas.</param>
public readonly record struct Overdispersion(double Phi, double TauSquared, int Areas);

/// <summary>Funnel limits: which areas differ from the rest, allowing for their size.</summary>
/// <remarks>
/// Null hypothesis: the area's expected value is the overall one; two-sided. Proportions: p̄ ± z√(p̄(1 − p̄)/n). Counts with expected E: an observed
/// O is outside when L(O)/E &gt; 1 or U(O)/E &lt; 1 (exact below 10, Byar from 10). With overdispersion (Spiegelhalter 2005): Y = √(O/E), s = 1/(2√E),
/// z = (Y − 1)/s winsorised at 10% and 90%, limits 1 ± z√(s² + τ²), then squared. FunnelPlotR's CQC branch does not square them.
/// Ward crime is always overdispersed: without τ² far too many wards lie outside. Sources: PHEindicatormethods R/Funnels.R; FunnelPlotR.
/// </remarks>
public static class Funnel
{
    /// <summary>Limits of a proportion for a number of cases.</summary>
    /// <param name="overall">Overall proportion, 0 to 1.</param>
    /// <param name="trials">Cases, at least 1.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>Limits, kept within 0 and 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static Limits OfProportion(double overall, long trials, double level = 0.95)
    {
        Require.Probability(overall);
        Require.Count(trials);
        Require.AtLeast(trials, 1);
        Require.Level(level);
        var reach = Normal.TwoSidedQuantile(level) * Math.Sqrt(overall * (1 - overall) / trials);
        return new Limits(Math.Max(0, overall - reach), Math.Min(1, overall + reach), level);
    }

    /// <summary>Where a count lies against an expected one.</summary>
    /// <param name="observed">Observed count, 0 to 10,000,000,000.</param>
    /// <param name="expected">Expected count, greater than 0.</param>
    /// <param name="level">Confidence, more than 0 and less than 1; 0.998 for three standard deviations.</param>
    /// <returns>The position.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static FunnelPosition PositionOf(long observed, double expected, double level = 0.95)
    {
        Require.Positive(expected);
        var limits = PoissonLimits.Of(observed, level);
        return limits.Lower > expected ? FunnelPosition.High : limits.Upper < expected ? FunnelPosition.Low : FunnelPosition.Inside;
    }

    /// <summary>A point of the curves of the funnel for counts.</summary>
    /// <param name="observed">Observed count, 1 to 10,000,000,000.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>Where that count touches the limits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static FunnelCurvePoint CurveAt(long observed, double level = 0.95)
    {
        Require.AtLeast(observed, 1);
        var limits = PoissonLimits.Exact(observed, level);
        return new FunnelCurvePoint(observed, limits.Lower, limits.Upper, observed / limits.Lower, observed / limits.Upper);
    }

    /// <summary>Measures overdispersion of observed against expected counts.</summary>
    /// <param name="observed">Observed counts, 0 or more, at least 2.</param>
    /// <param name="expected">Expected counts, greater than 0.</param>
    /// <returns>φ and τ².</returns>
    /// <exception cref="ArgumentException">There are fewer than 2, lengths differ, or a number is out of range.</exception>
    public static Overdispersion MeasureOverdispersion(ReadOnlySpan<long> observed, ReadOnlySpan<double> expected)
    {
        Require.AllCounts(observed);
        if (observed.Length < 2)
            throw new ArgumentException("observed must hold at least 2 counts.", nameof(observed));
        Require.SameLength(expected.Length, observed.Length, nameof(expected), nameof(observed));
        Require.AllPositive(expected);
        double m = observed.Length;
        var z = new double[observed.Length];
        double sumW = 0, sumW2 = 0;
        for (var i = 0; i < z.Length; i++)
        {
            var w = 4 * expected[i];
            z[i] = (Math.Sqrt(observed[i] / expected[i]) - 1) * Math.Sqrt(w);
            sumW += w;
            sumW2 += w * w;
        }

        var sorted = (double[])z.Clone();
        Array.Sort(sorted);
        double low = Bandwidth.Quantile(sorted, 0.1), high = Bandwidth.Quantile(sorted, 0.9), squares = 0;
        foreach (var score in z)
        {
            var held = Math.Clamp(score, low, high);
            squares += held * held;
        }

        var phi = squares / m;
        var denominator = sumW - sumW2 / sumW;
        var tau = squares < m - 1 || denominator <= 0 ? 0 : (squares - (m - 1)) / denominator;
        return new Overdispersion(phi, tau, observed.Length);
    }

    /// <summary>Limits of observed/expected for an expected count, allowing for overdispersion.</summary>
    /// <param name="expected">Expected count, greater than 0.</param>
    /// <param name="tauSquared">τ² of <see cref="MeasureOverdispersion"/>, 0 or more.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>Limits of the ratio.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static Limits OfRatio(double expected, double tauSquared, double level = 0.95)
    {
        Require.Positive(expected);
        Require.NotNegative(tauSquared);
        Require.Level(level);
        if (expected < 1e-100 || tauSquared > 1e100)
            throw new ArgumentOutOfRangeException(nameof(expected), expected, "expected must be at least 1e-100, and tauSquared at most 1e100.");
        var reach = Normal.TwoSidedQuantile(level) * Math.Sqrt(0.25 / expected + tauSquared);
        // Where the root would be negative there is no lower limit.
        var lower = Math.Max(0, 1 - reach);
        return new Limits(lower * lower, (1 + reach) * (1 + reach), level);
    }
}
