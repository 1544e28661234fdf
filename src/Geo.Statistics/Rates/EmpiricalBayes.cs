using Geo.Statistics.Spatial;

namespace Geo.Statistics.Rates;

/// <summary>Rates drawn towards their mean, the more the smaller the population.</summary>
/// <param name="Estimates">An estimate for each area, per person.</param>
/// <param name="Mean">Overall rate per person, b.</param>
/// <param name="BetweenVariance">Variance of the true rates between areas, a; 0 where all that is seen is chance.</param>
public sealed record EmpiricalBayesRates(double[] Estimates, double Mean, double BetweenVariance);

/// <summary>Around what the spread of a neighbourhood is measured in local smoothing.</summary>
public enum LocalSpread
{
    /// <summary>Around the mean of the area's own neighbourhood, as GeoDa does.</summary>
    OwnMean,

    /// <summary>Each neighbour around the mean of that neighbour's neighbourhood, as spdep does unless told otherwise.</summary>
    NeighbourMeans,
}

/// <summary>Empirical Bayes smoothing of rates (Marshall's method of moments).</summary>
/// <remarks>
/// Global: b = ΣO/Σn, s² = Σ n(p − b)²/Σn, a = max(0, s² − b/n̄), estimate = b + (p − b)·a/(a + b/n). Local: the same with the
/// mean and variance of the area and its neighbours (GeoDa's form; spdep's default uses each neighbour's own mean instead).
/// An estimate lies between the raw rate and the mean. esda's <c>Empirical_Bayes</c> lacks the clamp at 0 and can
/// give a negative variance, so estimates beyond the mean. Source: Marshall (1991); spdep's <c>EBest</c> and <c>EBlocal</c>.
/// </remarks>
public static class EmpiricalBayes
{
    /// <summary>Shrinks every rate towards the overall rate.</summary>
    /// <param name="counts">Events in each area, 0 or more.</param>
    /// <param name="populations">Population of each area, greater than 0.</param>
    /// <returns>Estimates with what they rest on; all zero where there are no events.</returns>
    /// <exception cref="ArgumentException">There are no areas, lengths differ, or a number is out of range.</exception>
    public static EmpiricalBayesRates Global(ReadOnlySpan<long> counts, ReadOnlySpan<double> populations)
    {
        Check(counts, populations);
        var prior = Prior(counts, populations);
        var estimates = new double[counts.Length];
        for (var i = 0; i < counts.Length; i++)
            estimates[i] = Shrink(counts[i] / populations[i], prior.Mean, prior.BetweenVariance, populations[i]);
        return new EmpiricalBayesRates(estimates, prior.Mean, prior.BetweenVariance);
    }

    /// <summary>Shrinks every rate towards that of the area and its neighbours.</summary>
    /// <param name="counts">Events in each area, 0 or more.</param>
    /// <param name="populations">Population of each area, greater than 0.</param>
    /// <param name="weights">Who neighbours whom; the area itself is always included, weights are not used.</param>
    /// <param name="spread">Around what the spread is measured; to compare with spdep's default use <see cref="LocalSpread.NeighbourMeans"/>.</param>
    /// <returns>An estimate for each area, per person; 0 where the neighbourhood has no events, the raw rate for an island.</returns>
    /// <exception cref="ArgumentException">There are no areas, lengths differ, or a number is out of range.</exception>
    public static double[] Local(ReadOnlySpan<long> counts, ReadOnlySpan<double> populations, SpatialWeights weights, LocalSpread spread = LocalSpread.OwnMean)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Check(counts, populations);
        Require.SameLength(weights.Count, counts.Length, nameof(weights), nameof(counts));
        if (!Enum.IsDefined(spread))
            throw new ArgumentOutOfRangeException(nameof(spread), spread, "spread must be OwnMean or NeighbourMeans.");
        var withSelf = SpatialWeights.FromNeighbours(Neighbourhoods(weights));
        var people = new double[counts.Length];
        var means = new double[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            var events = 0.0;
            foreach (var j in withSelf.Row(i))
            {
                events += counts[j];
                people[i] += populations[j];
            }

            means[i] = events / people[i];
        }

        var estimates = new double[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            var places = withSelf.Row(i);
            var rate = counts[i] / populations[i];
            if (places.Length == 1)
            {
                estimates[i] = rate;
                continue;
            }

            var variance = 0.0;
            foreach (var j in places)
            {
                var d = counts[j] / populations[j] - means[spread == LocalSpread.OwnMean ? i : j];
                variance += populations[j] / people[i] * d * d;
            }

            var between = Math.Max(0, variance - means[i] / (people[i] / places.Length));
            estimates[i] = means[i] == 0 ? 0 : Shrink(rate, means[i], between, populations[i]);
        }

        return estimates;
    }

    private static int[][] Neighbourhoods(SpatialWeights weights)
    {
        var neighbourhoods = new int[weights.Count][];
        for (var i = 0; i < neighbourhoods.Length; i++)
        {
            var row = weights.Row(i);
            neighbourhoods[i] = row.BinarySearch(i) >= 0 ? row.ToArray() : [.. row, i];
        }

        return neighbourhoods;
    }

    /// <summary>Scores for Moran's I of rates, standardised for unequal populations: (p − b)/√v, v = a + b/n.</summary>
    /// <remarks>
    /// Here a is not clamped; where v would not be positive, b/n is used. Source: Assunção and Reis (1999), spdep's <c>EBImoran.mc</c>.
    /// Moran's I of raw rates finds clusters where populations are small.
    /// </remarks>
    /// <param name="counts">Events in each area, 0 or more.</param>
    /// <param name="populations">Population of each area, greater than 0.</param>
    /// <returns>A score for each area, for <see cref="GlobalMoran"/> or <see cref="LocalMoran"/>; all zero where there are no events.</returns>
    /// <exception cref="ArgumentException">There are no areas, lengths differ, or a number is out of range.</exception>
    public static double[] StandardisedScores(ReadOnlySpan<long> counts, ReadOnlySpan<double> populations)
    {
        Check(counts, populations);
        var prior = Prior(counts, populations);
        var scores = new double[counts.Length];
        if (prior.Mean == 0)
            return scores;
        for (var i = 0; i < counts.Length; i++)
        {
            var within = prior.Mean / populations[i];
            var variance = prior.UnclampedVariance + within;
            scores[i] = (counts[i] / populations[i] - prior.Mean) / Math.Sqrt(variance > 0 ? variance : within);
        }

        return scores;
    }

    internal static PriorMoments Prior(ReadOnlySpan<long> counts, ReadOnlySpan<double> populations)
    {
        double events = 0, people = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            events += counts[i];
            people += populations[i];
        }

        var mean = events / people;
        var spread = 0.0;
        for (var i = 0; i < counts.Length; i++)
        {
            var d = counts[i] / populations[i] - mean;
            spread += populations[i] / people * d * d;
        }

        return new PriorMoments(mean, spread - mean / (people / counts.Length));
    }

    private static double Shrink(double rate, double mean, double between, double population) =>
        between == 0 ? mean : mean + (rate - mean) * (between / (between + mean / population));

    private static void Check(ReadOnlySpan<long> counts, ReadOnlySpan<double> populations)
    {
        if (counts.IsEmpty)
            throw new ArgumentException("counts must hold at least one area.", nameof(counts));
        Require.AllCounts(counts);
        Require.SameLength(populations.Length, counts.Length, nameof(populations), nameof(counts));
        for (var i = 0; i < populations.Length; i++)
        {
            if (!(populations[i] >= 1e-6 && populations[i] <= 1e15))
                throw new ArgumentException(Require.Text($"populations must be from 1e-6 to 1e15; that of area {i} is {populations[i]}."), nameof(populations));
        }
    }

    internal readonly record struct PriorMoments(double Mean, double UnclampedVariance)
    {
        internal double BetweenVariance => Math.Max(0, UnclampedVariance);
    }
}
