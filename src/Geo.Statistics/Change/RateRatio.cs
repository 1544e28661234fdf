using Geo.Statistics.Distributions;

namespace Geo.Statistics.Change;

/// <summary>How many times the earlier rate the later rate is.</summary>
/// <param name="Value">(c/tc)/(p/tp); positive infinity from zero; <see langword="null"/> where both counts are zero.</param>
/// <param name="Limits">Exact limits; 0 and positive infinity where the counts set no bound.</param>
public readonly record struct RateRatioEstimate(double? Value, Limits Limits);

/// <summary>The ratio of two rates with exact conditional limits.</summary>
/// <remarks>
/// Clopper-Pearson limits π of c in c + p, turned into (π/(1 − π))·(tp/tc). Both tails, (1 − level)/2 in each.
/// The limits agree with R's <c>poisson.test(c(c, p), c(tc, tp))$conf.int</c>. They need not agree with <see cref="TwoCountTest"/>
/// at the very edge, because that sums outcomes by likelihood, as R does. Source: Clopper and Pearson (1934); Przyborowski and Wilenski (1940).
/// </remarks>
public static class RateRatio
{
    /// <summary>The ratio of the rate of a period to that of the comparison period.</summary>
    /// <param name="previous">Count in the comparison period, 0 to 10,000,000,000.</param>
    /// <param name="current">Count in the period, 0 to 10,000,000,000.</param>
    /// <param name="previousExposure">Exposure of the comparison period, greater than 0.</param>
    /// <param name="currentExposure">Exposure of the period in the same unit, greater than 0.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>The ratio with limits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <example><code>RateRatio.Of(23, 58) // 2.52 (1.53 to 4.28)</code></example>
    public static RateRatioEstimate Of(long previous, long current, double previousExposure = 1, double currentExposure = 1, double level = 0.95)
    {
        Require.Count(previous);
        Require.Count(current);
        Require.Level(level);
        var shares = ExposureShares.Of(previousExposure, currentExposure);
        var unit = shares.Previous / shares.Current;
        var total = previous + current;
        if (total == 0)
            return new RateRatioEstimate(null, new Limits(0, double.PositiveInfinity, level));
        var tail = (1 - level) / 2;
        var lower = 0.0;
        if (current > 0)
        {
            var low = Tail.ChanceWhereAtLeast(current, total, tail);
            lower = previous == 0 ? unit * low / -Expm1(Math.Log(tail) / total) : unit * low / (1 - low);
        }

        var upper = double.PositiveInfinity;
        if (previous > 0)
        {
            // The upper limit of c is the complement of the lower limit of p, which keeps the digits of a chance near 1.
            var misses = Tail.ChanceWhereAtLeast(previous, total, tail);
            var hits = current == 0 ? -Expm1(Math.Log(tail) / total) : 1 - misses;
            upper = unit * hits / misses;
        }

        double? value = previous == 0 ? double.PositiveInfinity : unit * current / previous;
        return new RateRatioEstimate(value, new Limits(lower, upper, level));
    }

    // exp(x) - 1 without cancellation near zero.
    private static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
            return Math.Exp(x) - 1;
        var u = Math.Exp(x);
        if (u == 1)
            return x;
        return (u - 1) * x / Math.Log(u);
    }
}
