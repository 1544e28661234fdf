using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Geo.Statistics.Change;
using Geo.Statistics.Distributions;

namespace Geo.Statistics.Spatial;

/// <summary>How an area and its neighbours lie to the mean.</summary>
public enum Quadrant
{
    /// <summary>No result.</summary>
    None,

    /// <summary>High among high neighbours.</summary>
    HighHigh,

    /// <summary>Low among low neighbours.</summary>
    LowLow,

    /// <summary>High among low neighbours.</summary>
    HighLow,

    /// <summary>Low among high neighbours.</summary>
    LowHigh,
}

/// <summary>Local Moran of one area.</summary>
/// <param name="I">I_i; positive where the area is like its neighbours. <see langword="null"/> for an island or where all values are equal.</param>
/// <param name="Quadrant">Where area and neighbours lie; above the mean is high, not above is low.</param>
/// <param name="Expected">Expectation of I_i (analytic, or the mean of the permutations).</param>
/// <param name="Variance">Variance of I_i.</param>
/// <param name="PValue">Two-sided p-value of one test on its own.</param>
/// <param name="AdjustedPValue">p-value corrected for looking at all areas (Benjamini and Hochberg).</param>
public readonly record struct LocalMoranArea(double? I, Quadrant Quadrant, double? Expected, double? Variance, double? PValue, double? AdjustedPValue);

/// <summary>Local Moran's I: clusters and outliers.</summary>
/// <remarks>
/// <para>I_i = (z_i/m2) Σ_j w_ij z_j with m2 = Σz²/n. Null hypothesis: given the area's own value, the others are scattered at random; two-sided.
/// Analytic moments are conditional (Sokal and others, 1998), the default of spdep's <c>localmoran</c>. Permutation p-values are folded:
/// (#{|I* − Ī*| ≥ |I − Ī*|} + 1)/(permutations + 1). Source: Anselin (1995).</para>
/// <para>esda divides by Σz²/(n − 1), so its I is (n − 1)/n of this one. With 999 permutations the least p-value is 0.001,
/// too coarse to survive a correction over thousands of areas: use more, or read the plain p-values with that in mind.</para>
/// <para>Each permutation draws one sequence of other areas that all areas use, shifted past themselves. Every area's p-value is
/// exactly as good as with draws of its own; only errors of different areas are related. esda does the same.</para>
/// </remarks>
public static class LocalMoran
{
    /// <summary>Local Moran with conditional analytic moments.</summary>
    /// <param name="weights">Weights without self, row-standardised as a rule.</param>
    /// <param name="values">A value for each area, finite, at most 1e100 in size.</param>
    /// <returns>A result for each area.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite or too large.</exception>
    public static LocalMoranArea[] Analytic(SpatialWeights weights, ReadOnlySpan<double> values)
    {
        var areas = new LocalMoranArea[values.Length];
        if (Standardised(weights, values) is not { } z)
            return areas;
        double n = z.Length;
        for (var i = 0; i < z.Length; i++)
        {
            var sums = weights.SumsOf(i);
            if (sums.Sum == 0)
                continue;
            var lag = weights.Lag(i, z);
            var z2 = z[i] * z[i];
            var expected = -z2 * sums.Sum / (n - 1);
            var variance = Math.Max(0, z2 * (n / (n - 2)) * (sums.Squares - sums.Sum * sums.Sum / (n - 1)) * (1 - z2 / (n - 1)));
            var score = variance > 1e-20 ? (z[i] * lag - expected) / Math.Sqrt(variance) : 0;
            areas[i] = new LocalMoranArea(z[i] * lag, QuadrantOf(z[i], lag), expected, variance, Normal.TwoSidedTail(score), null);
        }

        return WithAdjusted(areas);
    }

    /// <summary>Local Moran with p-values from conditional permutation.</summary>
    /// <param name="weights">Weights without self, row-standardised as a rule.</param>
    /// <param name="values">A value for each area, finite, at most 1e100 in size.</param>
    /// <param name="permutations">Permutations for each area, 99 to 99,999.</param>
    /// <param name="seed">Seed; the same seed gives the same result on any number of threads.</param>
    /// <param name="threads">Threads to use, or −1 for all.</param>
    /// <returns>A result for each area.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite or too large, weights include self, or permutations or threads are out of range.</exception>
    public static LocalMoranArea[] Permuted(SpatialWeights weights, ReadOnlySpan<double> values, int permutations, ulong seed, int threads = -1)
    {
        Require.Between(permutations, 99, 99_999);
        var options = Threads.Of(threads);
        var areas = new LocalMoranArea[values.Length];
        if (Standardised(weights, values) is not { } z)
            return areas;
        var most = 0;
        for (var i = 0; i < z.Length; i++)
        {
            if (weights.Row(i).BinarySearch(i) >= 0)
                throw new ArgumentException(Require.Text($"weights must not include self for permutation; area {i} does."), nameof(weights));
            most = Math.Max(most, weights.Row(i).Length);
        }

        var draws = Draws(z.Length - 1, most, permutations, seed, options);
        const int AreasPerChunk = 64;
        Parallel.For(0, (z.Length + AreasPerChunk - 1) / AreasPerChunk, options, () => new double[permutations], (chunk, _, lags) =>
        {
            for (var i = chunk * AreasPerChunk; i < Math.Min(z.Length, (chunk + 1) * AreasPerChunk); i++)
                areas[i] = PermutedArea(weights, z, i, draws, lags);
            return lags;
        }, _ => { });
        return WithAdjusted(areas);
    }

    private static LocalMoranArea PermutedArea(SpatialWeights weights, double[] z, int i, int[] draws, double[] lags)
    {
        if (weights.SumsOf(i).Sum == 0)
            return default;
        var lag = weights.Lag(i, z);
        var permutations = lags.Length;
        if (weights.Values is { } values)
            WeightedLags(z, i, weights.Row(i).Length, values.AsSpan(weights.Starts[i]), draws, lags);
        else
            EqualLags(z, i, weights.Row(i).Length, weights.RowWeight(i), draws, lags);
        var sum = 0.0;
        foreach (var simulated in lags)
            sum += simulated;
        var mean = sum / permutations;
        // All of I* = z_i × lag*, so the factor z_i cancels except where it is zero, when nothing can differ.
        double squares = 0;
        var asExtreme = 0;
        var distance = Math.Abs(lag - mean) - 1e-13;
        foreach (var simulated in lags)
        {
            var d = simulated - mean;
            squares += d * d;
            if (Math.Abs(d) >= distance)
                asExtreme++;
        }

        if (z[i] == 0)
            asExtreme = permutations;
        return new LocalMoranArea(z[i] * lag, QuadrantOf(z[i], lag), z[i] * mean, z[i] * z[i] * squares / (permutations - 1),
            (asExtreme + 1.0) / (permutations + 1), null);
    }

    // draws holds, for each position of a neighbour, one number for each permutation.
    private static void EqualLags(double[] z, int i, int count, double weight, int[] draws, double[] lags)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(z);
        var p = 0;
        for (; p + 3 < lags.Length; p += 4)
        {
            double a = 0, b = 0, c = 0, d = 0;
            ref var draw = ref draws[p];
            for (var k = 0; k < count; k++)
            {
                ref var here = ref Unsafe.Add(ref draw, k * lags.Length);
                a += Unsafe.Add(ref first, Past(here, i));
                b += Unsafe.Add(ref first, Past(Unsafe.Add(ref here, 1), i));
                c += Unsafe.Add(ref first, Past(Unsafe.Add(ref here, 2), i));
                d += Unsafe.Add(ref first, Past(Unsafe.Add(ref here, 3), i));
            }

            lags[p] = a * weight;
            lags[p + 1] = b * weight;
            lags[p + 2] = c * weight;
            lags[p + 3] = d * weight;
        }

        for (; p < lags.Length; p++)
        {
            var sum = 0.0;
            for (var k = 0; k < count; k++)
                sum += z[Past(draws[k * lags.Length + p], i)];
            lags[p] = sum * weight;
        }
    }

    private static void WeightedLags(double[] z, int i, int count, ReadOnlySpan<double> weights, int[] draws, double[] lags)
    {
        Array.Clear(lags);
        for (var k = 0; k < count; k++)
        {
            for (var p = 0; p < lags.Length; p++)
                lags[p] += weights[k] * z[Past(draws[k * lags.Length + p], i)];
        }
    }

    // Numbers 0..n-2 stand for the areas other than i; the sign bit of (number - i) is 1 below i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Past(int number, int i) => number + 1 - (int)((uint)(number - i) >> 31);

    // Different numbers below `others` for each permutation: the beginning of a shuffle, undone for the next.
    private static int[] Draws(int others, int most, int permutations, ulong seed, ParallelOptions options)
    {
        var draws = new int[Math.Max(1, most) * permutations];
        Parallel.For(0, permutations, options, () => Deck(others), (p, _, deck) =>
        {
            var random = new RandomStream(seed, (ulong)p);
            var swaps = new int[most];
            for (var k = 0; k < most; k++)
            {
                swaps[k] = k + random.NextBelow(others - k);
                (deck[k], deck[swaps[k]]) = (deck[swaps[k]], deck[k]);
                draws[k * permutations + p] = deck[k];
            }

            for (var k = most - 1; k >= 0; k--)
                (deck[k], deck[swaps[k]]) = (deck[swaps[k]], deck[k]);
            return deck;
        }, _ => { });
        return draws;
    }

    private static int[] Deck(int count)
    {
        var deck = new int[count];
        for (var i = 0; i < count; i++)
            deck[i] = i;
        return deck;
    }

    // Deviations in units of the standard deviation, so that m2 is 1.
    private static double[]? Standardised(SpatialWeights weights, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Require.SameLength(values.Length, weights.Count, nameof(values), nameof(weights));
        Require.AllModerate(values);
        if (values.Length < 3)
            return null;
        var moments = Moments.Of(values);
        if (!moments.Varies)
            return null;
        var scale = 1 / Math.Sqrt(moments.Variance);
        var z = new double[values.Length];
        for (var i = 0; i < z.Length; i++)
            z[i] = (values[i] - moments.Mean) * scale;
        return z;
    }

    private static Quadrant QuadrantOf(double z, double lag) => (z > 0, lag > 0) switch
    {
        (true, true) => Quadrant.HighHigh,
        (false, false) => Quadrant.LowLow,
        (true, false) => Quadrant.HighLow,
        _ => Quadrant.LowHigh,
    };

    private static LocalMoranArea[] WithAdjusted(LocalMoranArea[] areas)
    {
        var tested = new List<int>();
        for (var i = 0; i < areas.Length; i++)
        {
            if (areas[i].PValue is not null)
                tested.Add(i);
        }

        var adjusted = FalseDiscovery.Adjust(tested.Select(i => areas[i].PValue!.Value).ToArray());
        for (var k = 0; k < tested.Count; k++)
            areas[tested[k]] = areas[tested[k]] with { AdjustedPValue = adjusted[k] };
        return areas;
    }
}
