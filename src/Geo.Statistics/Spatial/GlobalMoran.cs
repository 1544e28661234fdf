using Geo.Statistics.Distributions;

namespace Geo.Statistics.Spatial;

/// <summary>Whether like values lie together over the whole map.</summary>
/// <param name="I">Moran's I; above its expectation where like lies beside like.</param>
/// <param name="Expected">−1/(n − 1), with n the areas that have neighbours.</param>
/// <param name="Variance">Variance of I when the values are shuffled over the areas.</param>
/// <param name="Z">(I − expected)/√variance.</param>
/// <param name="PValue">Two-sided p-value.</param>
/// <param name="Permutations">Permutations behind the p-value; 0 for the normal approximation.</param>
public readonly record struct MoranResult(double I, double Expected, double Variance, double Z, double PValue, int Permutations);

/// <summary>Moran's I of a map.</summary>
/// <remarks>
/// I = (n/S0) Σ_i z_i Σ_j w_ij z_j / Σ z². Null hypothesis: the values are scattered over the areas at random; two-sided.
/// Variance under randomisation (Cliff and Ord, 1981), the same as spdep's <c>moran.test(randomisation = TRUE)</c> with islands left out.
/// </remarks>
public static class GlobalMoran
{
    /// <summary>Moran's I with its normal approximation.</summary>
    /// <param name="weights">Weights without self, row-standardised as a rule.</param>
    /// <param name="values">A value for each area, finite, at most 1e100 in size.</param>
    /// <returns>The result; <see langword="null"/> with fewer than 4 areas that have neighbours, or where all values are equal or all weights zero.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite or too large.</exception>
    public static MoranResult? Analytic(SpatialWeights weights, ReadOnlySpan<double> values)
    {
        if (Deviations(weights, values) is not { } z)
            return null;
        double n = weights.Count - weights.Islands.Count;
        double s0 = 0, s1 = 0, s2 = 0;
        var columnSums = new double[weights.Count];
        var starts = weights.Starts;
        for (var i = 0; i < weights.Count; i++)
        {
            var row = weights.Row(i);
            for (var k = 0; k < row.Length; k++)
            {
                var w = weights.Weight(i, starts[i] + k);
                columnSums[row[k]] += w;
                var back = BackWeight(weights, row[k], i);
                // Links without a link back are met once, pairs twice.
                s1 += back is { } b ? 0.5 * (w + b) * (w + b) : w * w;
                s0 += w;
            }
        }

        for (var i = 0; i < weights.Count; i++)
        {
            var both = weights.SumsOf(i).Sum + columnSums[i];
            s2 += both * both;
        }

        if (s0 == 0)
            return null;
        double m2 = 0, m4 = 0;
        foreach (var d in z)
        {
            m2 += d * d;
            m4 += d * d * d * d;
        }

        m2 /= n;
        m4 /= n;
        var kurtosis = m4 / (m2 * m2);
        var i0 = Statistic(weights, z, s0, n);
        var expected = -1 / (n - 1);
        var variance = (n * (s1 * (n * n - 3 * n + 3) - n * s2 + 3 * s0 * s0) - kurtosis * (s1 * (n * n - n) - 2 * n * s2 + 6 * s0 * s0))
            / ((n - 1) * (n - 2) * (n - 3) * s0 * s0) - expected * expected;
        // A map where every area neighbours every other always gives the expectation.
        var score = variance > 1e-15 ? (i0 - expected) / Math.Sqrt(variance) : 0;
        return new MoranResult(i0, expected, Math.Max(0, variance), score, Normal.TwoSidedTail(score), 0);
    }

    /// <summary>Moran's I with a p-value from shuffling the values over the areas.</summary>
    /// <param name="weights">Weights without self, row-standardised as a rule.</param>
    /// <param name="values">A value for each area, finite, at most 1e100 in size.</param>
    /// <param name="permutations">How often to shuffle, 99 to 99,999.</param>
    /// <param name="seed">Seed; the same seed gives the same result on any number of threads.</param>
    /// <param name="threads">Threads to use, or −1 for all.</param>
    /// <returns>The result, its expectation and variance those of the permutations and p = (#{|I* − Ī*| ≥ |I − Ī*|} + 1)/(permutations + 1);
    /// <see langword="null"/> as for <see cref="Analytic"/>.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite or too large, or permutations or threads are out of range.</exception>
    public static MoranResult? Permuted(SpatialWeights weights, ReadOnlySpan<double> values, int permutations, ulong seed, int threads = -1)
    {
        Require.Between(permutations, 99, 99_999);
        var options = Threads.Of(threads);
        if (Deviations(weights, values) is not { } z)
            return null;
        var linked = new List<int>();
        var s0 = 0.0;
        for (var i = 0; i < weights.Count; i++)
            s0 += weights.SumsOf(i).Sum;
        if (s0 == 0)
            return null;
        var islands = weights.Islands.ToHashSet();
        for (var i = 0; i < weights.Count; i++)
        {
            if (!islands.Contains(i))
                linked.Add(i);
        }

        double n = linked.Count;
        var observed = Statistic(weights, z, s0, n);
        var simulated = new double[permutations];
        Parallel.For(0, permutations, options, () => new Shuffled(new double[z.Length], new double[linked.Count]), (p, _, work) =>
        {
            var random = new RandomStream(seed, (ulong)p);
            for (var k = 0; k < linked.Count; k++)
                work.Linked[k] = z[linked[k]];
            random.Shuffle<double>(work.Linked);
            for (var k = 0; k < linked.Count; k++)
                work.All[linked[k]] = work.Linked[k];
            simulated[p] = Statistic(weights, work.All, s0, n);
            return work;
        }, _ => { });
        var mean = simulated.Sum() / permutations;
        var variance = simulated.Sum(s => (s - mean) * (s - mean)) / (permutations - 1);
        var asExtreme = simulated.Count(s => Math.Abs(s - mean) >= Math.Abs(observed - mean) - 1e-14);
        var score = variance > 1e-15 ? (observed - mean) / Math.Sqrt(variance) : 0;
        return new MoranResult(observed, mean, variance, score, (asExtreme + 1.0) / (permutations + 1), permutations);
    }

    /// <summary>Deviations from the mean of areas with neighbours, scaled so that squares stay in range; zero for islands.</summary>
    private static double[]? Deviations(SpatialWeights weights, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Require.SameLength(values.Length, weights.Count, nameof(values), nameof(weights));
        Require.AllModerate(values);
        if (weights.Count - weights.Islands.Count < 4)
            return null;
        var islands = weights.Islands.ToHashSet();
        var kept = new List<double>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (!islands.Contains(i))
                kept.Add(values[i]);
        }

        var moments = Moments.Of(kept.ToArray());
        if (!moments.Varies)
            return null;
        var scale = 1 / Math.Sqrt(moments.Variance);
        var z = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
            z[i] = islands.Contains(i) ? 0 : (values[i] - moments.Mean) * scale;
        return z;
    }

    private static double Statistic(SpatialWeights weights, double[] z, double s0, double n)
    {
        double products = 0, squares = 0;
        for (var i = 0; i < z.Length; i++)
        {
            products += z[i] * weights.Lag(i, z);
            squares += z[i] * z[i];
        }

        return n / s0 * products / squares;
    }

    private static double? BackWeight(SpatialWeights weights, int from, int to)
    {
        var position = weights.Row(from).BinarySearch(to);
        return position < 0 ? null : weights.Weight(from, weights.Starts[from] + position);
    }

    private sealed record Shuffled(double[] All, double[] Linked);
}

/// <summary>How many threads a method may use.</summary>
internal static class Threads
{
    internal static ParallelOptions Of(int threads)
    {
        if (threads is 0 or < -1)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "threads must be at least 1, or -1 for all.");
        return new ParallelOptions { MaxDegreeOfParallelism = threads };
    }
}
