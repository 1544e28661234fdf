using Geo.Statistics.Distributions;
using Geo.Statistics.Spatial;

namespace Geo.Statistics.Surveillance;

/// <summary>A case in an area on a day.</summary>
/// <param name="Area">Number of the area, from 0.</param>
/// <param name="Day">Number of the day, from 0 for the first of the study.</param>
public readonly record struct AreaCase(int Area, int Day);

/// <summary>How a scan looks for clusters.</summary>
public sealed record ScanOptions
{
    /// <summary>Longest duration of a cluster in days, counted back from the last day; at least 1 and less than the days of the study.</summary>
    public int LongestDays { get; init; } = 28;

    /// <summary>Largest radius in metres.</summary>
    public double LargestRadiusMetres { get; init; } = 1e9;

    /// <summary>Largest share of all cases that the areas of a cluster may have over the whole study, more than 0 and up to 0.5.</summary>
    public double LargestShare { get; init; } = 0.5;

    /// <summary>Fewest cases in a cluster, at least 2.</summary>
    public int FewestCases { get; init; } = 2;

    /// <summary>Permutations, 99 to 99,999.</summary>
    public int Permutations { get; init; } = 999;

    /// <summary>Days between two analyses, 1 for daily; the recurrence interval is in multiples of it.</summary>
    public double DaysBetweenAnalyses { get; init; } = 1;

    /// <summary>Most clusters to report, at least 1; they do not share areas.</summary>
    public int MostClusters { get; init; } = 5;

    /// <summary>Threads to use, or −1 for all.</summary>
    public int Threads { get; init; } = -1;
}

/// <summary>A cluster that is there on the last day.</summary>
/// <param name="Centre">Area at the centre.</param>
/// <param name="RadiusMetres">Radius: the distance of the farthest centroid.</param>
/// <param name="Areas">Areas inside, ascending.</param>
/// <param name="Days">Length in days up to the last one.</param>
/// <param name="Cases">Cases inside.</param>
/// <param name="Expected">Cases expected if place and time had nothing to do with each other.</param>
/// <param name="LogLikelihoodRatio">The statistic.</param>
/// <param name="PValue">Rank of the statistic among the permutations' best, over permutations + 1.</param>
/// <param name="RecurrenceDays">How often one so strong would be seen by chance: days between analyses / p.</param>
public sealed record SpaceTimeCluster(int Centre, double RadiusMetres, IReadOnlyList<int> Areas, int Days, int Cases, double Expected,
    double LogLikelihoodRatio, double PValue, double RecurrenceDays);

/// <summary>Prospective space-time permutation scan: is something new going on somewhere?</summary>
/// <remarks>
/// <para>Cylinders over area centroids that end on the last day. With c cases inside and μ = (cases of the areas × cases of the days)/N expected,
/// the statistic is c ln(c/μ) + (N − c) ln((N − c)/(N − μ)) where c exceeds μ. Null hypothesis: place and time are independent; one-sided. The p-value
/// allows for all cylinders looked at, by shuffling days over cases. Needs no population. Source: Kulldorff and others (2005), as in SaTScan.</para>
/// <para>The shuffle keeps the number of cases of each area and of each day, so that busy places and seasons are no clusters. A count against a
/// threshold per ward, as dashboards have it, looks at hundreds of places and times at once and is alarmed every week.</para>
/// </remarks>
public static class SpaceTimeScan
{
    /// <summary>Looks for clusters that are there on the last day.</summary>
    /// <param name="centroids">Centroid of each area in metres.</param>
    /// <param name="cases">Cases; days run from 0 to <paramref name="days"/> − 1.</param>
    /// <param name="days">Days of the study, at least 2.</param>
    /// <param name="seed">Seed; the same seed gives the same result on any number of threads.</param>
    /// <param name="options">How; <see langword="null"/> for the usual way.</param>
    /// <returns>Clusters, strongest first, without common areas; empty where no cylinder has more cases than expected.</returns>
    /// <exception cref="ArgumentException">A case is in no area or on no day of the study, a coordinate is not finite, or an option is out of range.</exception>
    public static SpaceTimeCluster[] Prospective(ReadOnlySpan<PlanePoint> centroids, ReadOnlySpan<AreaCase> cases, int days, ulong seed, ScanOptions? options = null)
    {
        options ??= new ScanOptions();
        PlanePoint.RequireAll(centroids, nameof(centroids));
        Require.Between(days, 2, 1_000_000);
        var parallel = Check(options, days);
        var areaOf = new int[cases.Length];
        var dayOf = new int[cases.Length];
        var perArea = new int[centroids.Length];
        var perDay = new int[days];
        for (var i = 0; i < cases.Length; i++)
        {
            if (cases[i].Area < 0 || cases[i].Area >= centroids.Length || cases[i].Day < 0 || cases[i].Day >= days)
                throw new ArgumentException(Require.Text($"cases must be in an area and on a day of the study; case {i} is in area {cases[i].Area} on day {cases[i].Day}."), nameof(cases));
            areaOf[i] = cases[i].Area;
            dayOf[i] = cases[i].Day;
            perArea[cases[i].Area]++;
            perDay[cases[i].Day]++;
        }

        if (cases.Length < options.FewestCases)
            return [];
        var setting = new Setting(centroids.ToArray(), perArea, RecentTotals(perDay, options.LongestDays), cases.Length, options);
        var recent = setting.RecentCounts(areaOf, dayOf, days);
        var found = new List<Cylinder>();
        setting.Scan(recent, found);
        if (found.Count == 0)
            return [];
        var best = new double[options.Permutations];
        Parallel.For(0, options.Permutations, parallel, p =>
        {
            var random = new RandomStream(seed, (ulong)p);
            var shuffled = (int[])dayOf.Clone();
            random.Shuffle<int>(shuffled);
            best[p] = setting.Scan(setting.RecentCounts(areaOf, shuffled, days), null);
        });
        return Report(setting, found, best, options);
    }

    private static SpaceTimeCluster[] Report(Setting setting, List<Cylinder> found, double[] best, ScanOptions options)
    {
        found.Sort(static (a, b) => a.Statistic != b.Statistic ? b.Statistic.CompareTo(a.Statistic) : a.Centre.CompareTo(b.Centre));
        var clusters = new List<SpaceTimeCluster>();
        var taken = new HashSet<int>();
        foreach (var cylinder in found)
        {
            var areas = setting.AreasOf(cylinder);
            if (areas.Any(taken.Contains))
                continue;
            taken.UnionWith(areas);
            var atLeast = best.Count(statistic => statistic >= cylinder.Statistic - 1e-9);
            var p = (atLeast + 1.0) / (best.Length + 1);
            clusters.Add(new SpaceTimeCluster(cylinder.Centre, setting.RadiusOf(cylinder), areas, cylinder.Days, cylinder.Cases, cylinder.Expected,
                cylinder.Statistic, p, options.DaysBetweenAnalyses / p));
            if (clusters.Count == options.MostClusters)
                break;
        }

        return [.. clusters];
    }

    // Cases on the last 1, 2, … days.
    private static long[] RecentTotals(int[] perDay, int longest)
    {
        var totals = new long[longest + 1];
        for (var length = 1; length <= longest; length++)
            totals[length] = totals[length - 1] + perDay[^length];
        return totals;
    }

    private static ParallelOptions Check(ScanOptions options, int days)
    {
        if (options.LongestDays < 1 || options.LongestDays >= days)
            throw new ArgumentException("options.LongestDays must be at least 1 and less than the days of the study.", nameof(options));
        if (!(options.LargestRadiusMetres >= 0))
            throw new ArgumentException("options.LargestRadiusMetres must be 0 or more.", nameof(options));
        if (!(options.LargestShare > 0 && options.LargestShare <= 0.5))
            throw new ArgumentException("options.LargestShare must be greater than 0 and at most 0.5.", nameof(options));
        if (options.FewestCases < 2 || options.MostClusters < 1 || options.Permutations is < 99 or > 99_999)
            throw new ArgumentException("options must have FewestCases of at least 2, MostClusters of at least 1, and Permutations from 99 to 99,999.", nameof(options));
        if (!(options.DaysBetweenAnalyses > 0 && options.DaysBetweenAnalyses < 1e9))
            throw new ArgumentException("options.DaysBetweenAnalyses must be greater than 0.", nameof(options));
        return Threads.Of(options.Threads);
    }

    private readonly record struct Cylinder(int Centre, int Reach, int Days, int Cases, double Expected, double Statistic);

    /// <summary>What stays the same through all permutations: the circles, and the cases of areas and days.</summary>
    private sealed class Setting
    {
        private readonly PlanePoint[] _centroids;
        private readonly int[] _perArea;
        private readonly long[] _recentTotals;
        private readonly int _cases;
        private readonly ScanOptions _options;
        private readonly int[][] _circles;

        internal Setting(PlanePoint[] centroids, int[] perArea, long[] recentTotals, int cases, ScanOptions options)
        {
            (_centroids, _perArea, _recentTotals, _cases, _options) = (centroids, perArea, recentTotals, cases, options);
            _circles = new int[centroids.Length][];
            var index = new PointIndex(centroids, options.LargestRadiusMetres < 1e9 ? options.LargestRadiusMetres : 0);
            var found = new List<int>();
            for (var i = 0; i < centroids.Length; i++)
                _circles[i] = Circle(index, i, found);
        }

        internal IReadOnlyList<int> AreasOf(Cylinder cylinder) => _circles[cylinder.Centre].Take(cylinder.Reach).Order().ToArray();

        internal double RadiusOf(Cylinder cylinder) => _centroids[cylinder.Centre].DistanceTo(_centroids[_circles[cylinder.Centre][cylinder.Reach - 1]]);

        /// <summary>Cases of each area on the last 1, 2, … days, area by area.</summary>
        internal int[] RecentCounts(int[] areaOf, int[] dayOf, int days)
        {
            var longest = _options.LongestDays;
            var counts = new int[_centroids.Length * longest];
            for (var i = 0; i < areaOf.Length; i++)
            {
                var back = days - 1 - dayOf[i];
                if (back < longest)
                    counts[areaOf[i] * longest + back]++;
            }

            for (var area = 0; area < _centroids.Length; area++)
            {
                for (var back = 1; back < longest; back++)
                    counts[area * longest + back] += counts[area * longest + back - 1];
            }

            return counts;
        }

        /// <summary>The best statistic; the best cylinder of each centre goes into the list where there is one.</summary>
        internal double Scan(int[] recent, List<Cylinder>? found)
        {
            var longest = _options.LongestDays;
            var inside = new int[longest];
            var best = 0.0;
            for (var centre = 0; centre < _centroids.Length; centre++)
            {
                Array.Clear(inside);
                long areaTotal = 0;
                var own = default(Cylinder);
                var circle = _circles[centre];
                for (var reach = 0; reach < circle.Length; reach++)
                {
                    var area = circle[reach];
                    areaTotal += _perArea[area];
                    for (var back = 0; back < longest; back++)
                        inside[back] += recent[area * longest + back];
                    // Areas as far as the next one belong to the same circle.
                    if (reach + 1 < circle.Length && SameDistance(centre, area, circle[reach + 1]))
                        continue;
                    for (var back = 0; back < longest; back++)
                    {
                        if (inside[back] < _options.FewestCases)
                            continue;
                        var expected = (double)areaTotal * _recentTotals[back + 1] / _cases;
                        if (inside[back] <= expected)
                            continue;
                        var statistic = LogLikelihoodRatio(inside[back], expected, _cases);
                        if (statistic > own.Statistic)
                            own = new Cylinder(centre, reach + 1, back + 1, inside[back], expected, statistic);
                    }
                }

                best = Math.Max(best, own.Statistic);
                if (own.Statistic > 0)
                    found?.Add(own);
            }

            return best;
        }

        private bool SameDistance(int centre, int a, int b) => _centroids[centre].DistanceTo(_centroids[a]) == _centroids[centre].DistanceTo(_centroids[b]);

        private static double LogLikelihoodRatio(int cases, double expected, int total)
        {
            var outside = total - cases;
            return cases * Math.Log(cases / expected) + (outside == 0 ? 0 : outside * Math.Log(outside / (total - expected)));
        }

        // Areas around a centre, nearest first, as far as the largest radius and share allow.
        private int[] Circle(PointIndex index, int centre, List<int> found)
        {
            found.Clear();
            index.Within(_centroids[centre], Math.Min(_options.LargestRadiusMetres, 4e9), found);
            var distances = found.Select(area => _centroids[area].DistanceTo(_centroids[centre])).ToArray();
            var areas = found.ToArray();
            Array.Sort(areas, distances);
            var order = Enumerable.Range(0, areas.Length).OrderBy(k => distances[k]).ThenBy(k => areas[k]).Select(k => areas[k]);
            var circle = new List<int>();
            long total = 0;
            foreach (var area in order)
            {
                total += _perArea[area];
                if (total > _options.LargestShare * _cases)
                    break;
                circle.Add(area);
            }

            return [.. circle];
        }
    }
}
