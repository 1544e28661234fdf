namespace Geo.Statistics.Change;

/// <summary>Benjamini and Hochberg's correction for looking at a whole table.</summary>
/// <remarks>
/// Adjusted p(i) = min over j ≥ i of p(j)·m/j in ascending order, at most 1: calling everything below q a signal
/// keeps the expected share of false signals under q (for independent or positively dependent tests).
/// The same as R's <c>p.adjust(p, "BH")</c>. Source: Benjamini and Hochberg (1995).
/// </remarks>
public static class FalseDiscovery
{
    /// <summary>Adjusted p-values in the order given.</summary>
    /// <param name="pValues">p-values from 0 to 1; may be empty.</param>
    /// <returns>Adjusted p-values, one for each.</returns>
    /// <exception cref="ArgumentException">A p-value is not from 0 to 1.</exception>
    /// <example><code>FalseDiscovery.Adjust([0.01, 0.02, 0.03]) // 0.03, 0.03, 0.03</code></example>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        for (var i = 0; i < pValues.Length; i++)
        {
            if (!(pValues[i] >= 0 && pValues[i] <= 1))
                throw new ArgumentException(Require.Text($"pValues must hold numbers from 0 to 1; number {i} is {pValues[i]}."), nameof(pValues));
        }

        var sorted = pValues.ToArray();
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var adjusted = new double[sorted.Length];
        var least = 1.0;
        for (var rank = sorted.Length; rank >= 1; rank--)
        {
            least = Math.Min(least, sorted[rank - 1] * sorted.Length / rank);
            adjusted[order[rank - 1]] = least;
        }

        return adjusted;
    }
}
