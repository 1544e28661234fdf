using Geo.Statistics.Distributions;

namespace Geo.Statistics.Change;

/// <summary>The E-test of two small Poisson counts.</summary>
/// <remarks>
/// <para>Null hypothesis: the rates are equal; two-sided. T = |x1/n1 − x2/n2| / √(x1/n1² + x2/n2²), and p = P(T ≥ T observed) where
/// both counts are Poisson with the pooled rate (c + p)/(n1 + n2). More powerful than the conditional test for small counts,
/// not needed above about 100. Source: Krishnamoorthy and Thomson (2004). The same as SciPy's <c>poisson_means_test</c>;
/// R's ptools pools the variance, which is the same for equal exposures and differs slightly for unequal ones.</para>
/// </remarks>
public static class ETest
{
    /// <summary>The largest count that the test takes.</summary>
    public const long LargestCount = 1000;

    /// <summary>Two-sided p-value of the E-test.</summary>
    /// <param name="previous">Count in the comparison period, 0 to 1,000.</param>
    /// <param name="current">Count in the period, 0 to 1,000.</param>
    /// <param name="previousExposure">Exposure of the comparison period, greater than 0.</param>
    /// <param name="currentExposure">Exposure of the period in the same unit, greater than 0.</param>
    /// <returns>The p-value; 1 where both counts are zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <example><code>ETest.PValue(20, 10) // 0.0687</code></example>
    public static double PValue(long previous, long current, double previousExposure = 1, double currentExposure = 1)
    {
        Require.Between(previous, 0, LargestCount);
        Require.Between(current, 0, LargestCount);
        var shares = ExposureShares.Of(previousExposure, currentExposure);
        var share = shares.Current;
        var otherShare = shares.Previous;
        if (previous + current == 0)
            return 1;
        // Only the ratio of exposures matters, so they are scaled to add to one.
        var observed = Statistic(current, previous, share, otherShare) * (1 - 1e-12);
        var total = previous + current;
        var (firstCurrent, lastCurrent) = Reach(total * share);
        var (firstPrevious, lastPrevious) = Reach(total * otherShare);
        var chances = new double[lastPrevious - firstPrevious + 1];
        for (var x = firstPrevious; x <= lastPrevious; x++)
            chances[x - firstPrevious] = SaddlePoint.Poisson(x, total * otherShare);
        var sum = 0.0;
        for (var x = firstCurrent; x <= lastCurrent; x++)
        {
            var inner = 0.0;
            for (var y = firstPrevious; y <= lastPrevious; y++)
            {
                if (x + y > 0 && Statistic(x, y, share, otherShare) >= observed)
                    inner += chances[y - firstPrevious];
            }

            sum += inner * SaddlePoint.Poisson(x, total * share);
        }

        return Math.Min(1, sum);
    }

    private static double Statistic(long x, long y, double n1, double n2) =>
        Math.Abs(x / n1 - y / n2) / Math.Sqrt(x / (n1 * n1) + y / (n2 * n2));

    // Outcomes beyond this reach have a chance below 1e-20 together.
    private static (long First, long Last) Reach(double mean)
    {
        var width = 10 * Math.Sqrt(mean);
        return ((long)Math.Max(0, mean - width - 1), (long)(mean + width + 40));
    }
}
