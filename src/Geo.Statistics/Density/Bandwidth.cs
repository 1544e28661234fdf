namespace Geo.Statistics.Density;

/// <summary>How wide to smooth.</summary>
/// <remarks>
/// The normal reference rule for a Gaussian width, 4 × 1.06 × min(sd, IQR/1.34) × n^(−1/5), on each axis, and their mean (Venables and
/// Ripley's <c>bandwidth.nrd</c>, quantiles of R's type 7). sfhotspot takes the eastings twice. The rule oversmooths a quartic kernel:
/// show the bandwidth, and allow a quarter of it up to all of it; never less than a cell.
/// </remarks>
public static class Bandwidth
{
    /// <summary>The rule on one axis.</summary>
    /// <param name="values">Coordinates, at least 2, finite.</param>
    /// <returns>Width in the unit of the values; where the middle half of the values are equal the standard deviation alone is used (R gives 0), and 0 only where all are.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 values, or one is not finite.</exception>
    /// <example><code>Bandwidth.Nrd([10, 20, 35, 50, 80, 120, 200, 330]) // 227.02</code></example>
    public static double Nrd(ReadOnlySpan<double> values)
    {
        Require.AllModerate(values);
        if (values.Length < 2)
            throw new ArgumentException("values must hold at least 2 numbers.", nameof(values));
        var sorted = values.ToArray();
        Array.Sort(sorted);
        double mean = 0, squares = 0;
        foreach (var value in sorted)
            mean += value / sorted.Length;
        foreach (var value in sorted)
            squares += (value - mean) * (value - mean);
        var sd = sorted[0] == sorted[^1] ? 0 : Math.Sqrt(squares / (sorted.Length - 1));
        var middle = (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / 1.34;
        return 4 * 1.06 * (middle > 0 ? Math.Min(sd, middle) : sd) * Math.Pow(sorted.Length, -0.2);
    }

    /// <summary>The mean of the rule on both axes.</summary>
    /// <param name="points">Points in metres, at least 2, not all in one place.</param>
    /// <returns>Bandwidth in metres.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 points, all are in one place, or a coordinate is not finite.</exception>
    public static double Suggest(ReadOnlySpan<PlanePoint> points)
    {
        PlanePoint.RequireAll(points, nameof(points));
        if (points.Length < 2)
            throw new ArgumentException("points must hold at least 2 points.", nameof(points));
        var values = new double[points.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = points[i].X;
        var x = Nrd(values);
        for (var i = 0; i < values.Length; i++)
            values[i] = points[i].Y;
        var bandwidth = (x + Nrd(values)) / 2;
        if (bandwidth == 0)
            throw new ArgumentException("points must not all be in one place.", nameof(points));
        return bandwidth;
    }

    /// <summary>Quantile of ascending values by R's type 7.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        var at = (sorted.Length - 1) * probability;
        var low = (int)Math.Floor(at);
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
