using Geo.Statistics.Distributions;
using Geo.Statistics.Rates;
using Geo.Statistics.Spatial;

namespace Geo.Statistics.Ranks;

/// <summary>What the simulated rates are drawn from.</summary>
public enum RankModel
{
    /// <summary>Counts are redrawn from a Poisson distribution around the count seen.</summary>
    Poisson,

    /// <summary>Rates are drawn from their posterior gamma distribution, with the spread between areas as prior (empirical Bayes).</summary>
    EmpiricalBayes,
}

/// <summary>Where in the table an area can be said to be.</summary>
public enum RankBand
{
    /// <summary>The interval reaches into both halves: it cannot be told.</summary>
    Middle,

    /// <summary>The whole interval is in the upper half of the table.</summary>
    High,

    /// <summary>The whole interval is in the lower half of the table.</summary>
    Low,
}

/// <summary>An area's place in a table, and how sure it is.</summary>
/// <param name="Rank">1 for the highest rate, ties share a rank; <see langword="null"/> with fewer than 10 events, where only the band is honest.</param>
/// <param name="LowerRank">Best rank of the interval.</param>
/// <param name="UpperRank">Worst rank of the interval.</param>
/// <param name="ChanceInTop">Share of simulations with the area among the top k.</param>
/// <param name="Band">Where the interval lies.</param>
public readonly record struct RankInterval(int? Rank, int LowerRank, int UpperRank, double ChanceInTop, RankBand Band);

/// <summary>Ranks with intervals, by parametric simulation.</summary>
/// <remarks>
/// In each simulation every area gets a rate drawn as <see cref="RankModel"/> says; areas with equal rates are put in a random order.
/// The interval runs from the (1 − level)/2 to the (1 + level)/2 quantile of the simulated ranks. No null hypothesis: it is an interval.
/// Sources: Goldstein and Spiegelhalter (1996); Marshall and Spiegelhalter (1998). League tables without intervals suggest an
/// order that the next year does not keep.
/// </remarks>
public static class RankIntervals
{
    /// <summary>Areas with fewer events than this get no rank.</summary>
    public const long FewestEvents = 10;

    /// <summary>Ranks areas by rate.</summary>
    /// <param name="counts">Events in each area, 0 or more, at least one area.</param>
    /// <param name="populations">Population of each area, greater than 0; all 1 to rank counts.</param>
    /// <param name="seed">Seed; the same seed gives the same result on any number of threads.</param>
    /// <param name="model">What is drawn.</param>
    /// <param name="top">k, for the chance of being among the top k; 1 or more.</param>
    /// <param name="level">Level of the interval, more than 0 and less than 1.</param>
    /// <param name="simulations">Simulations, 100 to 100,000.</param>
    /// <param name="threads">Threads to use, or −1 for all.</param>
    /// <returns>A rank with its interval for each area.</returns>
    /// <exception cref="ArgumentException">There are no areas, lengths differ, or an argument is out of range.</exception>
    public static RankInterval[] Of(ReadOnlySpan<long> counts, ReadOnlySpan<double> populations, ulong seed, RankModel model = RankModel.Poisson,
        int top = 10, double level = 0.95, int simulations = 2000, int threads = -1)
    {
        var shrunk = EmpiricalBayes.Global(counts, populations);
        if (!Enum.IsDefined(model))
            throw new ArgumentOutOfRangeException(nameof(model), model, "model must be Poisson or EmpiricalBayes.");
        Require.AtLeast(top, 1);
        Require.Level(level);
        Require.Between(simulations, 100, 100_000);
        var options = Threads.Of(threads);
        var n = counts.Length;
        if ((long)n * simulations > 500_000_000)
            throw new ArgumentOutOfRangeException(nameof(simulations), simulations, "simulations must be fewer for so many areas.");
        var events = counts.ToArray();
        var people = populations.ToArray();
        var ranks = new int[n * simulations];
        Parallel.For(0, simulations, options, () => new Draw(n), (simulation, _, draw) =>
        {
            var random = new RandomStream(seed, (ulong)simulation);
            for (var i = 0; i < n; i++)
            {
                draw.Rates[i] = -(model == RankModel.Poisson
                    ? random.NextPoisson(events[i]) / people[i]
                    : Posterior(ref random, events[i], people[i], shrunk));
                draw.Order[i] = i;
            }

            // A random order before a stable one decides ties by chance.
            random.Shuffle<int>(draw.Order);
            for (var k = 0; k < n; k++)
                draw.Keys[k] = new Key(draw.Rates[draw.Order[k]], k);
            Array.Sort(draw.Keys, draw.Order, KeyOrder.Instance);
            for (var k = 0; k < n; k++)
                ranks[draw.Order[k] * simulations + simulation] = k + 1;
            return draw;
        }, _ => { });
        return Summarise(events, people, ranks, simulations, top, level);
    }

    private static double Posterior(ref RandomStream random, long count, double population, EmpiricalBayesRates prior)
    {
        // No events at all, or no spread between areas beyond chance: every area has the overall rate, and the order is chance.
        if (prior.BetweenVariance == 0 || prior.Mean == 0)
            return prior.Mean;
        var scale = prior.Mean / prior.BetweenVariance;
        return random.NextGamma(prior.Mean * scale + count) / (scale + population);
    }

    private static RankInterval[] Summarise(long[] counts, double[] populations, int[] ranks, int simulations, int top, double level)
    {
        var n = counts.Length;
        var observed = Observed(counts, populations);
        var result = new RankInterval[n];
        for (var i = 0; i < n; i++)
        {
            var own = ranks.AsSpan(i * simulations, simulations);
            own.Sort();
            var lower = own[QuantileIndex((1 - level) / 2, simulations)];
            var upper = own[QuantileIndex((1 + level) / 2, simulations)];
            var inTop = 0;
            while (inTop < simulations && own[inTop] <= top)
                inTop++;
            var band = 2 * upper <= n ? RankBand.High : 2 * lower > n + 1 ? RankBand.Low : RankBand.Middle;
            result[i] = new RankInterval(counts[i] < FewestEvents ? null : observed[i], lower, upper, (double)inTop / simulations, band);
        }

        return result;
    }

    private static int QuantileIndex(double probability, int count) => Math.Clamp((int)Math.Ceiling(probability * count) - 1, 0, count - 1);

    private static int[] Observed(long[] counts, double[] populations)
    {
        var rates = new double[counts.Length];
        var order = new int[counts.Length];
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = -counts[i] / populations[i];
            order[i] = i;
        }

        Array.Sort(rates, order);
        var ranks = new int[counts.Length];
        for (var k = 0; k < order.Length; k++)
            ranks[order[k]] = k > 0 && rates[k] == rates[k - 1] ? ranks[order[k - 1]] : k + 1;
        return ranks;
    }

    private sealed class Draw(int count)
    {
        internal double[] Rates { get; } = new double[count];

        internal int[] Order { get; } = new int[count];

        internal Key[] Keys { get; } = new Key[count];
    }

    private readonly record struct Key(double Rate, int Position);

    private sealed class KeyOrder : IComparer<Key>
    {
        internal static readonly KeyOrder Instance = new();

        public int Compare(Key x, Key y) => x.Rate != y.Rate ? x.Rate.CompareTo(y.Rate) : x.Position.CompareTo(y.Position);
    }
}
