namespace Geo.Statistics.Change;

/// <summary>Quick z scores of a change between Poisson counts.</summary>
/// <remarks>
/// Square roots of Poisson counts have a standard deviation of about 1/2. Null hypothesis: no change; two-sided.
/// Against a well-known multi-year mean z = 2(√c − √p̄); against one other year z = √2(√c − √p), because that year
/// varies too. Wheeler's limit of 3 on the first form fires ten times too often against one prior year.
/// Approximate: use <see cref="TwoCountTest"/> below 20. Source: Wheeler (2016), corrected as said.
/// </remarks>
public static class SquareRootChange
{
    /// <summary>z of a count against one earlier count over an equal period: √2(√c − √p).</summary>
    /// <param name="previous">Count in the comparison period, 0 to 10,000,000,000.</param>
    /// <param name="current">Count in the period, 0 to 10,000,000,000.</param>
    /// <returns>An approximately standard normal score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    public static double AgainstPeriod(long previous, long current)
    {
        Require.Count(previous);
        Require.Count(current);
        return Math.Sqrt(2) * (Math.Sqrt(current) - Math.Sqrt(previous));
    }

    /// <summary>z of a count against a mean known from many years: 2(√c − √p̄).</summary>
    /// <param name="mean">Mean of many earlier periods of the same length, finite and 0 or more.</param>
    /// <param name="current">Count in the period, 0 to 10,000,000,000.</param>
    /// <returns>An approximately standard normal score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <example><code>SquareRootChange.AgainstMean(4, 9) // 2</code></example>
    public static double AgainstMean(double mean, long current)
    {
        Require.NotNegative(mean);
        Require.Count(current);
        return 2 * (Math.Sqrt(current) - Math.Sqrt(mean));
    }
}
