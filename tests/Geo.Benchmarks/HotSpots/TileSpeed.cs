using System.Diagnostics;
using System.Globalization;
using Geo.Benchmarks.Processes;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Testing;

namespace Geo.Benchmarks.HotSpots;

/// <summary>Tiles as a web host serves them: vector tiles beside the bare query and a static file, pictures of heat when first asked for and again.</summary>
internal static class TileSpeed
{
    // As many as the host has to the database: its peer has the same.
    private const int Connections = 4;

    private const int Seconds = 5;
    private const int Runs = 3;

    private static readonly int[] Zooms = [10, 11, 12];

    // The first two warm the host up.
    private static readonly string[] Periods = ["2021-04..2022-03", "2021-05..2022-04", "2022-04..2023-03", "2023-04..2024-03", "2023-10..2024-03", "2024-03", "2023-01..2023-12"];

    public static async Task MeasureAsync(Scoreboard board, TestDatabase county)
    {
        await MeasureWardsAsync(board);
        await MeasureHeatAsync(board, county);
    }

    /// <summary>The API asked by wrk, its peers in turn with it.</summary>
    private static async Task MeasureWardsAsync(Scoreboard board)
    {
        if (!Child.IsInstalled(Wrk.Program))
        {
            board.NotMeasured("Vector tiles of wards", "wrk is missing: apt-get install wrk");
            return;
        }

        Scoreboard.Say("making up 7,700 wards");
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(await File.ReadAllTextAsync(Repository.At("tests", "Geo.Benchmarks", "HotSpots", "England.sql")));
        await database.ExecuteAsync("vacuum analyze");
        await PostgresClient.SettleAsync();
        var tile = Tile.Holding((276_000, 276_000), 8);
        var address = $"/api/v1/tiles/ward/{tile}.mvt";
        var bare = database.NewFile("tile.sql", await BareAsync(database, tile));

        await using var fresh = await WebHost.StartAsync(database, keepsAnswers: false);
        var answer = await fresh.GetAsync(address);
        await using var kept = await WebHost.StartAsync(database, keepsAnswers: true, answer);
        byte[][] same = [await kept.GetAsync(address), await kept.GetAsync(WebHost.StaticFile)];
        if (answer.Length < 10_000 || same.Any(body => !body.AsSpan().SequenceEqual(answer)))
            throw new InvalidOperationException("The static file is not the tile.");
        List<double> sql = [], made = [], cached = [], file = [];
        for (var run = 0; run <= Runs; run++)
        {
            Scoreboard.Say(run == 0 ? "warming up the tiles and their peers" : $"asking for tiles and their peers: {run} of {Runs}");
            var before = await PostgresClient.PgbenchAsync(database, bare, Connections, Seconds);
            var making = await Wrk.AskAsync(fresh, address, Connections, Seconds);
            var fromFile = await Wrk.AskAsync(kept, WebHost.StaticFile, Connections, Seconds);
            var keeping = await Wrk.AskAsync(kept, address, Connections, Seconds);
            if (run == 0)
                continue;
            sql.Add(before);
            made.Add(making.PerSecond);
            file.Add(fromFile.PerSecond);
            cached.Add(keeping.PerSecond);
        }

        board.RatioAtMost(
            $"Time of a tile of wards of {answer.Length:N0} bytes, {Connections} connections, made anew", $"{made.Median():0}/s ({made.All("0")})", $"pgbench, bare query: {sql.Median():0}/s ({sql.All("0")})", sql.Median() / made.Median(), 1.3);
        board.RatioAtLeast(
            $"The same tile kept, {Connections} connections", $"{cached.Median():0}/s ({cached.All("0")})", $"static file of its size: {file.Median():0}/s ({file.All("0")})", cached.Median() / file.Median(), 0.5);
    }

    /// <summary>The statement behind a tile with its numbers written in, as pgbench takes it.</summary>
    private static async Task<string> BareAsync(TestDatabase database, Tile tile)
    {
        var set = await database.ScalarAsync<int>("select id from areas.boundary_set where name = 'england'");
        var sql = await File.ReadAllTextAsync(Repository.At("src", "Geo.Web", "Areas", "Tile.sql"));
        foreach (var (number, value) in new[] { tile.Zoom, tile.X, tile.Y, set, tile.Zoom }.Index())
            sql = sql.Replace($"${number + 1}", value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return sql.TrimEnd() + ";\n";
    }

    /// <summary>One after the other, each tile twice: what else the machine does falls on both alike.</summary>
    private static async Task MeasureHeatAsync(Scoreboard board, TestDatabase database)
    {
        Scoreboard.Say("asking for tiles of heat");
        var cube = await CountCube.LoadAsync(database.Geo, default);
        var data = await MapData.LoadAsync(database.Geo, cube, cube.Sets.Single(set => set.Set.Kind == "ward"), null, null, null, default);
        var tiles = Zooms.SelectMany(zoom => Tile.Within(data.Box, zoom)).ToList();
        await using var host = await WebHost.StartAsync(database, keepsAnswers: true);
        List<double> first = [], cold = [], again = [];
        foreach (var (round, period) in Periods.Index())
        {
            string Address(Tile tile) => $"/api/v1/heat-maps/{HeatMapSuite.Crime}/{tile}.png?period={period}&bandwidth=500";
            var never = await TimeAsync(host, Address(Tile.Holding(Tile.Shrewsbury, 9)));
            var pairs = new List<(double Cold, double Again)>();
            foreach (var tile in tiles)
                pairs.Add((await TimeAsync(host, Address(tile)), await TimeAsync(host, Address(tile))));
            if (round < 2)
                continue;
            first.Add(never);
            cold.AddRange(pairs.Select(pair => pair.Cold));
            again.AddRange(pairs.Select(pair => pair.Again));
        }

        board.RatioAtMost(
            $"Tile of heat over HTTP, made anew from its surface, 95% of {cold.Count:N0} within", $"{Within95(cold):0.00} ms (median {cold.Median():0.00})", $"kept: {Within95(again):0.00} ms (median {again.Median():0.00})", Within95(cold) / Within95(again), 5);
        board.Limit("First tile of a surface never asked for", $"{first.Median():0} ms ({first.All("0")})", "told only", met: true);
    }

    private static async Task<double> TimeAsync(WebHost host, string address)
    {
        var watch = Stopwatch.StartNew();
        await host.GetAsync(address);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Within95(List<double> values) => values.Order().ElementAt((int)Math.Ceiling(0.95 * values.Count) - 1);
}
