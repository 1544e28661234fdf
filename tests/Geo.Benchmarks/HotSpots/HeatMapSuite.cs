using System.Buffers;
using System.Diagnostics;
using Geo.Core.Demonstration;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Testing;
using Geo.Web.HotSpots;

namespace Geo.Benchmarks.HotSpots;

/// <summary>Heat maps of the demonstration county: surfaces and pictures in the process, tiles over HTTP, the lattice's refresh, and the page in a browser.</summary>
internal static class HeatMapSuite
{
    internal const string Crime = "recorded-crime";

    private const int BandwidthMetres = 500;
    private const int CellMetres = 100;

    public static async Task<int> RunAsync()
    {
        var board = new Scoreboard("Heat maps");
        if (!TestCluster.IsThere)
        {
            board.NotMeasured("Heat maps", Missing.Database ?? $"{TestCluster.Setting} is not set");
            return board.Print();
        }

        await LatticeRefresh.MeasureAsync(board);
        await using var database = await TestDatabase.CreateAsync();
        Scoreboard.Say("building the demonstration county");
        await LoadDemonstration.RunAsync(database.Geo, DemonstrationCounty.DefaultSeed, onlyIfEmpty: false, TimeProvider.System, null, default);
        await database.ExecuteAsync("vacuum analyze");
        await Processes.PostgresClient.SettleAsync();
        await MeasureSurfacesAsync(board, database);
        await TileSpeed.MeasureAsync(board, database);
        await FirstView.MeasureAsync(board, database);
        return board.Print();
    }

    /// <summary>By processor time, all threads of the process together: that is what one core needs, and what other programs do does not add to it.</summary>
    private static async Task MeasureSurfacesAsync(Scoreboard board, TestDatabase database)
    {
        Scoreboard.Say("smoothing surfaces and drawing pictures");
        var cube = await CountCube.LoadAsync(database.Geo, default);
        var measure = Measure.Find(Crime)!;
        var data = await MapData.LoadAsync(database.Geo, cube, cube.Sets.Single(set => set.Set.Kind == "ward"), null, null, null, default);
        var (earliest, latest) = cube.Span(measure)!.Value;
        foreach (var months in new[] { 1, 12, latest.Number - earliest.Number + 1 })
        {
            var period = new Period(latest.Plus(1 - months), latest, "");
            Raster Smooth() => data.Of(null, data.Ground).Density(measure, period, BandwidthMetres); // the same cells and ground, with no surface kept yet
            if (Smooth() is not { Grid.CellMetres: CellMetres, Highest: > 0 } surface)
                throw new InvalidOperationException($"No surface of {CellMetres} m.");
            var (processor, clock) = Time(() => Smooth());
            board.Limit($"County surface, {surface.Grid.Columns} x {surface.Grid.Rows} cells of {CellMetres} m, bandwidth {BandwidthMetres} m, {months} month(s)", $"{processor:0.0} ms of processor, {clock:0.0} ms by the clock", "below 20 ms", processor < 20);
        }

        var map = HeatMap.Ask(cube, new MapQuestion { Measure = new MeasureQuestion { Measure = Crime, Period = "2023-04..2024-03" }, Bandwidth = BandwidthMetres }, data);
        foreach (var zoom in new[] { 9, 11, 13 })
        {
            var tile = Tile.Holding(Tile.Shrewsbury, zoom);
            var body = new ArrayBufferWriter<byte>(1 << 16);
            var (processor, clock) = Time(() =>
            {
                body.ResetWrittenCount();
                HeatPicture.Write(body, map, tile.Box, HeatPicture.TileSize, HeatPicture.TileSize);
            });
            if (!HeatPicture.Pixels(map, tile.Box, HeatPicture.TileSize, HeatPicture.TileSize).Any(pixel => pixel > 0))
                throw new InvalidOperationException($"Nothing is drawn on tile {tile}.");
            board.Limit($"Tile {tile} drawn and written as PNG, {body.WrittenCount:N0} bytes", $"{processor:0.00} ms of processor, {clock:0.00} ms by the clock", "below 10 ms", processor < 10);
        }
    }

    /// <summary>Milliseconds, the medians of many runs.</summary>
    private static (double Processor, double Clock) Time(Action action)
    {
        const int warmUp = 50, runs = 51;
        List<double> processor = [], clock = [];
        for (var run = -warmUp; run < runs; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            action();
            var (passed, spent) = (watch.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            if (run < 0)
                continue;
            clock.Add(passed);
            processor.Add(spent);
        }

        return (processor.Median(), clock.Median());
    }
}

/// <summary>A tile of the web's maps.</summary>
internal readonly record struct Tile(int Zoom, int X, int Y)
{
    private const double Half = 20037508.342789244;

    /// <summary>Easting and northing of the middle of the town.</summary>
    public static readonly (double Easting, double Northing) Shrewsbury = (349_200, 312_500);

    public MercatorBox Box => MercatorBox.OfTile(Zoom, X, Y);

    public static Tile Holding((double Easting, double Northing) place, int zoom)
    {
        var (x, y) = MercatorBox.OfGrid(place.Easting, place.Northing);
        var side = 2 * Half / (1L << zoom);
        return new(zoom, (int)((x + Half) / side), (int)((Half - y) / side));
    }

    /// <summary>Every tile of a zoom that touches a box of the National Grid.</summary>
    public static IEnumerable<Tile> Within((double Left, double Bottom, double Right, double Top) box, int zoom)
    {
        var (first, last) = (Holding((box.Left, box.Top), zoom), Holding((box.Right, box.Bottom), zoom));
        for (var y = first.Y; y <= last.Y; y++)
        {
            for (var x = first.X; x <= last.X; x++)
                yield return new(zoom, x, y);
        }
    }

    public override string ToString() => $"{Zoom}/{X}/{Y}";
}
