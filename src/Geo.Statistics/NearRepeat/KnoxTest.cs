using Geo.Statistics.Distributions;
using Geo.Statistics.Spatial;

namespace Geo.Statistics.NearRepeat;

/// <summary>How distance is measured between two events.</summary>
public enum DistanceMetric
{
    /// <summary>|Δx| + |Δy|, nearer to the way through streets.</summary>
    Manhattan,

    /// <summary>A straight line.</summary>
    Euclidean,
}

/// <summary>An event at a place on a day.</summary>
/// <param name="Place">Where, in metres.</param>
/// <param name="Day">When, in whole days from any day.</param>
public readonly record struct DatedPoint(PlanePoint Place, int Day);

/// <summary>A band of distance and a band of time.</summary>
/// <param name="FromMetres">Distance from, included.</param>
/// <param name="ToMetres">Distance to, not included.</param>
/// <param name="FromDays">Days from, included.</param>
/// <param name="ToDays">Days to, not included.</param>
/// <param name="Pairs">Pairs of events in both bands.</param>
/// <param name="ExpectedPairs">Mean of the permutations.</param>
/// <param name="Ratio">Pairs / expected; <see langword="null"/> where none are expected.</param>
/// <param name="PValue">(#{simulated ≥ observed} + 1)/(permutations + 1).</param>
/// <param name="IsFlagged">Ratio of at least 1.2 with p below 0.05.</param>
public readonly record struct KnoxBand(double FromMetres, double ToMetres, int FromDays, int ToDays, long Pairs, double ExpectedPairs, double? Ratio, double PValue, bool IsFlagged);

/// <summary>Knox's test for near repeats: does one event make another nearby soon after more likely?</summary>
/// <remarks>
/// Pairs of events are counted by distance and days apart, then again with the dates shuffled over the events. Null hypothesis: when
/// has nothing to do with where; one-sided (more pairs). Bands hold their lower end and not their upper. Leave out points that were snapped to
/// shared map points: the "same place" band is then an artefact. Sources: Knox (1964); Johnson and others (2007); the NearRepeat package for R.
/// It holds all distances in memory, events squared; here only pairs within reach are kept, found once.
/// </remarks>
public static class KnoxTest
{
    /// <summary>Ratio from which a band is flagged.</summary>
    public const double FlagRatio = 1.2;

    private const long MostPairs = 100_000_000;

    /// <summary>Tests events for near repeats.</summary>
    /// <param name="events">Events.</param>
    /// <param name="distanceBreaksMetres">Ends of the distance bands, ascending from 0 or more, at least 2; for example 0, 1, 100, 200, 400.</param>
    /// <param name="dayBreaks">Ends of the time bands, ascending from 0 or more, at least 2; for example 0, 8, 15, 29.</param>
    /// <param name="seed">Seed; the same seed gives the same result on any number of threads.</param>
    /// <param name="metric">How distance is measured.</param>
    /// <param name="permutations">Permutations, 99 to 99,999.</param>
    /// <param name="threads">Threads to use, or −1 for all.</param>
    /// <returns>A result for each pair of bands, distance by distance.</returns>
    /// <exception cref="ArgumentException">A coordinate is not finite, breaks do not ascend, there are more than 100 million pairs within reach, or an argument is out of range.</exception>
    public static KnoxBand[] Of(ReadOnlySpan<DatedPoint> events, ReadOnlySpan<double> distanceBreaksMetres, ReadOnlySpan<int> dayBreaks, ulong seed,
        DistanceMetric metric = DistanceMetric.Manhattan, int permutations = 999, int threads = -1)
    {
        CheckBreaks(distanceBreaksMetres, dayBreaks);
        Require.Between(permutations, 99, 99_999);
        if (!Enum.IsDefined(metric))
            throw new ArgumentOutOfRangeException(nameof(metric), metric, "metric must be Manhattan or Euclidean.");
        var options = Threads.Of(threads);
        var places = new PlanePoint[events.Length];
        var days = new int[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            if (Math.Abs((long)events[i].Day) > 1_000_000_000)
                throw new ArgumentException("events must have days within 1,000,000,000 of day 0.", nameof(events));
            (places[i], days[i]) = (events[i].Place, events[i].Day);
        }

        PlanePoint.RequireAll(places, nameof(events));
        var distances = distanceBreaksMetres.ToArray();
        var spans = dayBreaks.ToArray();
        var pairs = FindPairs(places, distances, metric);
        var cells = (distances.Length - 1) * (spans.Length - 1);
        var observed = Count(pairs, days, spans, cells);
        var simulated = new long[permutations][];
        Parallel.For(0, permutations, options, p =>
        {
            var random = new RandomStream(seed, (ulong)p);
            var shuffled = (int[])days.Clone();
            random.Shuffle<int>(shuffled);
            simulated[p] = Count(pairs, shuffled, spans, cells);
        });
        var bands = new KnoxBand[cells];
        for (var cell = 0; cell < cells; cell++)
        {
            var sum = 0.0;
            var atLeast = 0;
            foreach (var counts in simulated)
            {
                sum += counts[cell];
                atLeast += counts[cell] >= observed[cell] ? 1 : 0;
            }

            var expected = sum / permutations;
            double? ratio = expected == 0 ? null : observed[cell] / expected;
            var p = (atLeast + 1.0) / (permutations + 1);
            var d = cell / (spans.Length - 1);
            var t = cell % (spans.Length - 1);
            bands[cell] = new KnoxBand(distances[d], distances[d + 1], spans[t], spans[t + 1], observed[cell], expected, ratio, p, ratio >= FlagRatio && p < 0.05);
        }

        return bands;
    }

    private static List<Pair> FindPairs(PlanePoint[] places, double[] distanceBreaksMetres, DistanceMetric metric)
    {
        var reach = distanceBreaksMetres[^1];
        var index = new PointIndex(places, reach);
        var pairs = new List<Pair>();
        var found = new List<int>();
        for (var i = 0; i < places.Length; i++)
        {
            found.Clear();
            // A straight line is never longer than the way round the corner, so this finds both.
            index.Within(places[i], reach, found);
            foreach (var j in found)
            {
                if (j <= i)
                    continue;
                var distance = metric == DistanceMetric.Euclidean
                    ? places[i].DistanceTo(places[j])
                    : Math.Abs(places[i].X - places[j].X) + Math.Abs(places[i].Y - places[j].Y);
                var band = BandOf(distanceBreaksMetres, distance);
                if (band >= 0)
                    pairs.Add(new Pair(i, j, band));
            }

            if (pairs.Count > MostPairs)
                throw new ArgumentException("distanceBreaksMetres must be shorter: more than 100 million pairs of events are within reach.", nameof(distanceBreaksMetres));
        }

        return pairs;
    }

    private static long[] Count(List<Pair> pairs, int[] days, int[] spans, int cells)
    {
        var counts = new long[cells];
        foreach (var pair in pairs)
        {
            var apart = Math.Abs(days[pair.First] - days[pair.Second]);
            if (apart < spans[0] || apart >= spans[^1])
                continue;
            var span = 0;
            while (apart >= spans[span + 1])
                span++;
            counts[pair.Band * (spans.Length - 1) + span]++;
        }

        return counts;
    }

    private static int BandOf(double[] breaks, double value)
    {
        if (value < breaks[0] || value >= breaks[^1])
            return -1;
        var band = 0;
        while (value >= breaks[band + 1])
            band++;
        return band;
    }

    private static void CheckBreaks(ReadOnlySpan<double> distanceBreaksMetres, ReadOnlySpan<int> dayBreaks)
    {
        Require.AllNotNegative(distanceBreaksMetres);
        if (distanceBreaksMetres.Length < 2)
            throw new ArgumentException("distanceBreaksMetres must hold at least 2 numbers.", nameof(distanceBreaksMetres));
        if (dayBreaks.Length < 2 || dayBreaks[0] < 0)
            throw new ArgumentException("dayBreaks must hold at least 2 numbers from 0 on.", nameof(dayBreaks));
        for (var i = 1; i < distanceBreaksMetres.Length; i++)
        {
            if (distanceBreaksMetres[i] <= distanceBreaksMetres[i - 1])
                throw new ArgumentException("distanceBreaksMetres must ascend.", nameof(distanceBreaksMetres));
        }

        for (var i = 1; i < dayBreaks.Length; i++)
        {
            if (dayBreaks[i] <= dayBreaks[i - 1])
                throw new ArgumentException("dayBreaks must ascend.", nameof(dayBreaks));
        }
    }

    private readonly record struct Pair(int First, int Second, int Band);
}
