using Geo.Statistics.Distributions;

namespace Geo.Statistics.Persistence;

/// <summary>Whether a series tends to rise or fall.</summary>
/// <param name="S">Later values above earlier ones less those below.</param>
/// <param name="Variance">Variance of S without a trend, corrected for ties.</param>
/// <param name="Z">(S − sign S)/√variance; 0 where all values are equal.</param>
/// <param name="PValue">Two-sided p-value.</param>
public readonly record struct TrendTest(long S, double Variance, double Z, double PValue);

/// <summary>Mann and Kendall's trend test.</summary>
/// <remarks>
/// S = ΣΣ sign(z_j − z_i), Var = [n(n − 1)(2n + 5) − Σ t(t − 1)(2t + 5)]/18. Null hypothesis: no trend; two-sided. Sources: Mann (1945), Kendall (1975).
/// </remarks>
public static class MannKendall
{
    /// <summary>Tests a series for a trend.</summary>
    /// <param name="values">Values in order of time, finite, at least 2 and at most 10,000.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">There are too few or too many, or a value is not finite.</exception>
    /// <example><code>MannKendall.Of([1, 3, 2, 5, 6, 4, 8, 9]) // S = 22, Z = 2.598</code></example>
    public static TrendTest Of(ReadOnlySpan<double> values)
    {
        Require.AllFinite(values);
        if (values.Length is < 2 or > 10_000)
            throw new ArgumentException("values must hold from 2 to 10,000 numbers.", nameof(values));
        long s = 0;
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = i + 1; j < values.Length; j++)
                s += values[j].CompareTo(values[i]);
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        double n = sorted.Length;
        var variance = n * (n - 1) * (2 * n + 5);
        for (var first = 0; first < sorted.Length;)
        {
            var end = first;
            while (end < sorted.Length && sorted[end] == sorted[first])
                end++;
            double ties = end - first;
            variance -= ties * (ties - 1) * (2 * ties + 5);
            first = end;
        }

        variance /= 18;
        var z = variance == 0 ? 0 : (s - Math.Sign(s)) / Math.Sqrt(variance);
        return new TrendTest(s, variance, z, Normal.TwoSidedTail(z));
    }
}
