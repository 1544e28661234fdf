using Geo.Statistics.Change;
using Geo.Statistics.Distributions;

namespace Geo.Statistics.Spatial;

/// <summary>How unusually high or low an area and its neighbours are together.</summary>
/// <param name="Z">Gi or Gi* as a standard score; <see langword="null"/> where there is no result.</param>
/// <param name="PValue">Two-sided p-value of one test on its own.</param>
/// <param name="AdjustedPValue">p-value corrected for looking at all areas (Benjamini and Hochberg).</param>
public readonly record struct HotSpot(double? Z, double? PValue, double? AdjustedPValue)
{
    /// <summary>Whether the area is a hot spot: high, and more than chance explains even when every area is looked at.</summary>
    /// <param name="significance">Share of false hot spots accepted, more than 0 and less than 1.</param>
    /// <returns><see langword="true"/> for a hot spot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The significance is out of range.</exception>
    public bool IsHot(double significance = 0.05)
    {
        Require.Level(significance);
        return Z > 0 && AdjustedPValue < significance;
    }

    /// <summary>Whether the area is a cold spot: low, and more than chance explains even when every area is looked at.</summary>
    /// <param name="significance">Share of false cold spots accepted, more than 0 and less than 1.</param>
    /// <returns><see langword="true"/> for a cold spot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The significance is out of range.</exception>
    public bool IsCold(double significance = 0.05)
    {
        Require.Level(significance);
        return Z < 0 && AdjustedPValue < significance;
    }
}

/// <summary>Gi and Gi*: hot and cold spots.</summary>
/// <remarks>
/// <para>Gi* (the area counts as its own neighbour): z = (Σ w x − W x̄) / √(s²(n S1 − W²)/(n − 1)), s² = Σ(x − x̄)²/n, W = Σw, S1 = Σw².
/// Gi (without itself) uses the mean and variance of the other areas. Null hypothesis: values are scattered over the areas at random;
/// two-sided, p = 2Φ(−|z|). Scaling the values or standardising rows changes nothing. Source: Ord and Getis (1995); the same as spdep's <c>localG</c>.</para>
/// <para>Keep areas with zero events in: leaving them out makes everything look hot. Weighted records must pass their weighted sum as value.
/// Tools that colour p &lt; 0.05 without a correction colour one area in twenty on random data.</para>
/// </remarks>
public static class GetisOrd
{
    /// <summary>Fewer areas than this give no result in <see cref="HotSpots"/>: the normal distribution does not hold.</summary>
    public const int FewestAreas = 30;

    /// <summary>Scores of Gi* or Gi, without p-values, into a span.</summary>
    /// <param name="weights">Weights with self (<see cref="SpatialWeights.WithSelf"/>) for Gi*; an area in its own neighbours makes its score Gi*, otherwise Gi.</param>
    /// <param name="values">A value for each area, finite, at most 1e100 in size.</param>
    /// <param name="scores">Receives the score of each area; 0 where there is no result (all values equal, an island, or a row that holds every area).</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite or too large.</exception>
    public static void Scores(SpatialWeights weights, ReadOnlySpan<double> values, Span<double> scores)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Require.SameLength(values.Length, weights.Count, nameof(values), nameof(weights));
        Require.SameLength(scores.Length, weights.Count, nameof(scores), nameof(weights));
        Require.AllModerate(values);
        if (values.Length < 3)
        {
            scores.Clear();
            return;
        }

        var moments = Moments.Of(values);
        if (!moments.Varies)
        {
            scores.Clear();
            return;
        }

        if (weights.AllOnes)
            ScoresOfOnes(weights, values, moments, scores);
        else
            ScoresOfWeights(weights, values, moments, scores);
    }

    /// <summary>Hot and cold spots with p-values, corrected over all areas.</summary>
    /// <param name="weights">Weights; with self for Gi*, without for Gi.</param>
    /// <param name="values">A value for each area, finite, at most 1e100 in size.</param>
    /// <returns>A result for each area; none at all with fewer than 30 areas or all values equal.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite or too large.</exception>
    /// <example><code>GetisOrd.HotSpots(Contiguity.Queen(wards).WithSelf(), counts)[12].IsHot()</code></example>
    public static HotSpot[] HotSpots(SpatialWeights weights, ReadOnlySpan<double> values)
    {
        var scores = new double[values.Length];
        Scores(weights, values, scores);
        var spots = new HotSpot[values.Length];
        if (values.Length < FewestAreas || !Moments.Of(values).Varies)
            return spots;
        var tested = new List<int>();
        var pValues = new List<double>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (weights.Row(i).IsEmpty || CoversAll(weights, i))
                continue;
            tested.Add(i);
            pValues.Add(Normal.TwoSidedTail(scores[i]));
        }

        var adjusted = FalseDiscovery.Adjust(pValues.ToArray());
        for (var k = 0; k < tested.Count; k++)
            spots[tested[k]] = new HotSpot(scores[tested[k]], pValues[k], adjusted[k]);
        return spots;
    }

    private static bool CoversAll(SpatialWeights weights, int area)
    {
        var sums = weights.SumsOf(area);
        var hasSelf = weights.Row(area).BinarySearch(area) >= 0;
        return Spread(sums.Sum, sums.Squares, hasSelf ? weights.Count : weights.Count - 1) == 0;
    }

    // n S1 - W², zero where the row weighs every area alike; the rest is rounding.
    private static double Spread(double sum, double squares, int n)
    {
        var spread = n * squares - sum * sum;
        return spread > 1e-12 * sum * sum ? spread : 0;
    }

    private static void ScoresOfOnes(SpatialWeights weights, ReadOnlySpan<double> values, Moments moments, Span<double> scores)
    {
        var starts = weights.Starts;
        ReadOnlySpan<int> neighbours = weights.AllNeighbours;
        var n = values.Length;
        // With weights of 1 the denominator depends on the number of neighbours only.
        Span<double> perCount = stackalloc double[64];
        for (var k = 0; k < perCount.Length; k++)
        {
            var spread = Spread(k, k, n);
            perCount[k] = spread == 0 ? 0 : 1 / Math.Sqrt(moments.Variance * spread / (n - 1));
        }

        var end = starts[0];
        for (var i = 0; i < n; i++)
        {
            var begin = end;
            end = starts[i + 1];
            var sum = 0.0;
            var self = false;
            foreach (var j in neighbours[begin..end])
            {
                sum += values[j];
                self |= j == i;
            }

            var count = end - begin;
            scores[i] = self && count < 64
                ? (sum - count * moments.Mean) * perCount[count]
                : Score(i, sum, count, count, self, values, moments);
        }
    }

    private static void ScoresOfWeights(SpatialWeights weights, ReadOnlySpan<double> values, Moments moments, Span<double> scores)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var sums = weights.SumsOf(i);
            var self = weights.Row(i).BinarySearch(i) >= 0;
            scores[i] = Score(i, weights.Lag(i, values), sums.Sum, sums.Squares, self, values, moments);
        }
    }

    private static double Score(int area, double lag, double sum, double squares, bool self, ReadOnlySpan<double> values, Moments moments)
    {
        var n = values.Length;
        if (self)
        {
            var spread = Spread(sum, squares, n);
            return spread == 0 ? 0 : (lag - sum * moments.Mean) / Math.Sqrt(moments.Variance * spread / (n - 1));
        }

        // Mean and variance of the others, without a second pass over them.
        var own = values[area] - moments.Mean;
        var others = n - 1;
        var mean = moments.Mean - own / others;
        var variance = (moments.Variance * n - own * own * n / others) / others;
        var othersSpread = Spread(sum, squares, others);
        return othersSpread == 0 || variance <= 1e-14 * moments.Variance
            ? 0
            : (lag - sum * mean) / Math.Sqrt(variance * othersSpread / (others - 1));
    }
}
