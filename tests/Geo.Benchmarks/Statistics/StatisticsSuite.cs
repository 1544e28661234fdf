using System.Diagnostics;
using System.Runtime.InteropServices;
using Geo.Statistics;
using Geo.Statistics.Density;
using Geo.Statistics.Spatial;

namespace Geo.Benchmarks.Statistics;

/// <summary>
/// Speed of Geo.Statistics beside R's spdep and spatstat in one run on one machine. A limit is a ratio to the peer (or, where the
/// peer is absent, the time a prototype took on two cores), equal results, memory, and cost that grows no faster than the input.
/// </summary>
internal static class StatisticsSuite
{
    private static int _missed;

    public static Task<int> RunAsync()
    {
        _missed = 0;
        using var peers = new Peers();
        Console.WriteLine($"{"what",-52} {"ours",10} {"prototype",10} {"peer",10} {"ratio",8} {"limit",7}");
        Queen(peers, "Queen contiguity, 7,744 wards", MadeUpCountry.Areas(88, 88, 16), 28, 5);
        var small = MadeUpCountry.Areas(182, 182, 10);
        var weights = Queen(peers, "Queen contiguity, 33,124 small areas", small, 96, 3);
        Star(peers, weights);
        Moran(peers, weights);
        Density(peers, "KDE, England at 500 m, 400,000 points, h 1 km", 400_000, 650_000, 650_000, 500, 1000, 35, 3);
        Density(peers, "KDE, Shropshire at 100 m, 17,000 points, h 500 m", 17_000, 70_000, 77_000, 100, 500, 4.4, 5);
        Growth();
        return Task.FromResult(_missed);
    }

    private static SpatialWeights Queen(Peers peers, string name, MadeUpCountry country, double prototype, int peerRuns)
    {
        var shapes = country.Shapes;
        SpatialWeights? weights = null;
        var ours = Median(15, () => weights = Contiguity.Queen(shapes));
        peers.Write("coordinates", country.Coordinates);
        peers.Write("starts", country.RingStarts);
        var peer = peers.Seconds("queen", peerRuns);
        Line($"{name} ({shapes.VertexCount:N0} vertices)", ours, prototype, peer, 40);
        var links = new List<int>();
        var degrees = new int[weights!.Count];
        for (var i = 0; i < weights.Count; i++)
        {
            degrees[i] = weights.NeighboursOf(i).Length;
            links.AddRange(weights.NeighboursOf(i));
        }

        if (peer is not null)
            Check($"  the same {links.Count:N0} links as spdep", peers.ReadWhole("degrees").SequenceEqual(degrees) && peers.ReadWhole("links").SequenceEqual(links));
        peers.Write("degrees", degrees);
        peers.Write("links", [.. links]);
        return weights;
    }

    private static void Star(Peers peers, SpatialWeights weights)
    {
        var values = MadeUpCountry.Values(weights.Count);
        var self = weights.WithSelf();
        var scores = new double[weights.Count];
        var ours = Median(200, () => GetisOrd.Scores(self, values, scores));
        peers.Write("values", values);
        var peer = peers.Seconds("gi", 11);
        Line($"Gi* given weights, {weights.Count:N0} areas", ours, 0.4, peer, 80);
        if (peer is not null)
        {
            var difference = peers.ReadNumbers("result").Zip(scores, (a, b) => Math.Abs(a - b)).Max();
            Check($"  largest difference from spdep {difference:g2}, limit 1e-9", difference < 1e-9);
        }
    }

    private static void Moran(Peers peers, SpatialWeights weights)
    {
        var values = MadeUpCountry.Values(weights.Count);
        var standardised = weights.RowStandardised();
        LocalMoranArea[] areas = [];
        var ours = Median(5, () => areas = LocalMoran.Permuted(standardised, values, 999, 1));
        var peer = peers.Seconds("moran", 1);
        Line($"Local Moran, 999 permutations, {weights.Count:N0} areas", ours, null, peer, 20);
        if (peer is not null)
        {
            var difference = peers.ReadNumbers("result").Zip(areas, (a, b) => Math.Abs(a - b.I!.Value)).Max();
            Check($"  largest difference of I from spdep {difference:g2}, limit 1e-9", difference < 1e-9);
        }
    }

    private static void Density(Peers peers, string name, int count, double width, double height, double cell, double bandwidth, double prototype, int peerRuns)
    {
        var points = MadeUpCountry.Points(count, width, height, count / 700 + 5);
        var grid = new GridDefinition(0, 0, cell, (int)(width / cell), (int)(height / cell));
        DensitySurface? surface = null;
        var ours = Median(15, () => surface = KernelDensity.OfPoints(points, grid, bandwidth));
        peers.Write("points", MemoryMarshal.Cast<PlanePoint, double>(points).ToArray());
        peers.Write("grid", [width, height, grid.Columns, grid.Rows, bandwidth]);
        var peer = peers.Seconds("kde", peerRuns);
        Line(name, ours, prototype, peer, 80);
        if (peer is not null)
        {
            // spatstat moves points to cell centres before smoothing, so it differs cell by cell but not in sum.
            var sum = peers.ReadNumbers("result").Sum() * cell * cell;
            var own = surface!.PerSquareKilometre.Sum() * grid.CellSquareKilometres;
            Check($"  events under the surface {own:N0}, spatstat {sum:N0}, limit 1% apart", Math.Abs(own - sum) < 0.01 * own);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        KernelDensity.OfPoints(points, grid, bandwidth);
        var share = (GC.GetTotalAllocatedBytes(precise: true) - before) / (8.0 * grid.CellCount);
        Check($"  memory {share:N2} times the grid, limit 3", share <= 3);
    }

    private static void Growth()
    {
        Console.WriteLine("Cost per unit over three sizes (largest over smallest, limit 1.6):");
        GrowQueen([(44, 44), (88, 88), (176, 176)]);
        Grow("areas, local Moran 99, ns per area", [(44, 44), (88, 88), (176, 176)], size =>
        {
            var weights = Contiguity.Queen(MadeUpCountry.Areas(size.Item1, size.Item2, 2).Shapes).RowStandardised();
            var values = MadeUpCountry.Values(weights.Count);
            return (Median(9, () => LocalMoran.Permuted(weights, values, 99, 1)), weights.Count);
        });
        var fixedWeights = Contiguity.Queen(MadeUpCountry.Areas(88, 88, 2).Shapes).RowStandardised();
        var fixedValues = MadeUpCountry.Values(fixedWeights.Count);
        Grow("permutations, local Moran 7,744 areas, ns each", [(499, 0), (999, 0), (1999, 0)], size =>
            (Median(9, () => LocalMoran.Permuted(fixedWeights, fixedValues, size.Item1, 1)), size.Item1));
        var grid = new GridDefinition(0, 0, 500, 1300, 1300);
        Grow("points, KDE England, ns per point", [(200_000, 0), (400_000, 0), (800_000, 0)], size =>
        {
            var points = MadeUpCountry.Points(size.Item1, 650_000, 650_000, 577);
            return (Median(9, () => KernelDensity.OfPoints(points, grid, 1000)), size.Item1);
        });
    }

    private static void Grow(string name, (int, int)[] sizes, Func<(int, int), (double Seconds, int Units)> measure)
    {
        var costs = sizes.Select(size =>
        {
            var (seconds, units) = measure(size);
            return 1e9 * seconds / units;
        }).ToArray();
        var ratio = costs[^1] / costs[0];
        Check($"  {name,-48} {costs[0],10:N1} {costs[1],10:N1} {costs[2],10:N1}   {ratio:N2}", ratio <= 1.6);
    }

    /// <summary>
    /// Looking vertices up leaves the caches of the machine as the map grows, whatever the method: held against filling the
    /// framework's hash set, linear by construction, with the same vertices.
    /// </summary>
    private static void GrowQueen((int Columns, int Rows)[] sizes)
    {
        var (queen, set) = (new double[sizes.Length], new double[sizes.Length]);
        for (var i = 0; i < sizes.Length; i++)
        {
            var country = MadeUpCountry.Areas(sizes[i].Columns, sizes[i].Rows, 16);
            var vertices = new (double, double)[country.Coordinates.Length / 2];
            for (var v = 0; v < vertices.Length; v++)
                vertices[v] = (country.Coordinates[2 * v], country.Coordinates[2 * v + 1]);
            queen[i] = 1e9 * Median(9, () => Contiguity.Queen(country.Shapes)) / vertices.Length;
            set[i] = 1e9 * Median(9, () => new HashSet<(double, double)>(vertices)) / vertices.Length;
        }

        var ratio = queen[^1] / queen[0] / (set[^1] / set[0]);
        Check(
            $"  {"areas, queen, ns per vertex",-48} {queen[0],10:N1} {queen[1],10:N1} {queen[2],10:N1}   {queen[^1] / queen[0]:N2}"
            + $"\n  {"  a hash set of the same vertices, ns each",-48} {set[0],10:N1} {set[1],10:N1} {set[2],10:N1}   {set[^1] / set[0]:N2}; growth against it {ratio:N2}", ratio <= 1.6);
    }

    private static double Median(int runs, Action action)
    {
        // Enough calls for the compiler's second tier, with a pause for it to arrive.
        for (var warm = 0; warm < (runs > 100 ? 200 : 3); warm++)
            action();
        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            times[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(times);
        return times[runs / 2];
    }

    private static void Line(string name, double ours, double? prototypeMilliseconds, double? peer, double limit)
    {
        var kept = peer is { } seconds ? seconds / ours >= limit : prototypeMilliseconds is not { } tried || 1000 * ours <= tried;
        if (!kept)
            _missed++;
        var ratio = peer is { } there ? $"{there / ours,7:N0}x" : $"{"-",8}";
        Console.WriteLine($"{name,-52} {1000 * ours,7:N2} ms {(prototypeMilliseconds is { } p ? $"{p,7:N1} ms" : $"{"-",10}")} "
            + $"{(peer is { } s ? $"{1000 * s,7:N0} ms" : $"{"absent",10}")} {ratio} {limit,6:N0}x{(kept ? "" : "  MISSED")}");
    }

    private static void Check(string what, bool kept)
    {
        if (!kept)
            _missed++;
        Console.WriteLine(kept ? what : what + "  MISSED");
    }
}
