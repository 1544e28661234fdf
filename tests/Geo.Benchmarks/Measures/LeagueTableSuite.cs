using System.Diagnostics;
using Geo.Benchmarks.Processes;
using Geo.Core.Areas;
using Geo.Core.Demonstration;
using Geo.Core.Measures;
using Geo.Testing;

namespace Geo.Benchmarks.Measures;

/// <summary>League tables from the cube in memory: by length of the period, beside plain SQL, beside a static file, and of a whole country.</summary>
internal static class LeagueTableSuite
{
    private const string Wards = "wards";
    private const string England = "england";
    private const int Connections = 16;
    private const int Seconds = 5;
    private const int Runs = 3;

    public static async Task<int> RunAsync()
    {
        var board = new Scoreboard("League tables");
        if (!TestCluster.IsThere)
        {
            board.NotMeasured("League tables", Missing.Database ?? $"{TestCluster.Setting} is not set");
            return board.Print();
        }

        Scoreboard.Say("making up counts: 63 wards over 240 months, 7,700 wards over 24");
        await using var database = await TestDatabase.CreateAsync();
        await FillAsync(database);
        var cube = await CountCube.LoadAsync(database.Geo, default);
        int[] areas = [.. cube.Sets.Select(set => set.Areas.Count)];
        if (areas is not [63, 7700])
            throw new InvalidOperationException($"Expected 63 and 7,700 wards: {string.Join(", ", areas)}");

        CompareLengths(board, cube);
        MeasureEngland(board, cube);
        await ServeAsync(board, database);
        return board.Print();
    }

    private static async Task FillAsync(TestDatabase database)
    {
        var folder = database.NewFolder();
        await DemonstrationCounty.WriteAsync(folder, DemonstrationCounty.DefaultSeed, default);
        await database.ImportAreasAsync(new BoundarySetFile { Path = Path.Combine(folder, "demonstration-wards.geojson"), Name = Wards, Kind = "ward", CodeProperty = "code", NameProperty = "name" });
        await database.ImportPopulationAsync(new PopulationFile { Path = Path.Combine(folder, "demonstration-population.csv"), BoundarySet = Wards });
        await database.ExecuteAsync(await File.ReadAllTextAsync(SqlFile("MadeUpCounts")));
        await database.ExecuteAsync("vacuum analyze plain.monthly");
        await database.ExecuteAsync("vacuum analyze plain.area");
        await PostgresClient.SettleAsync();
    }

    private static void CompareLengths(Scoreboard board, CountCube cube)
    {
        var (month, decade) = Time(Ask(cube, Wards, "2024-12", "2023-12"), Ask(cube, Wards, "2015-01..2024-12", "2005-01..2014-12"), times: 1000);
        board.RatioAtMost("63 wards, 120 months against 120", $"{decade:0.0} µs", $"1 month against 1: {month:0.0} µs", decade / month, 1.2);
    }

    private static void MeasureEngland(Scoreboard board, CountCube cube)
    {
        var england = Ask(cube, England, "2024-01..2024-12", MeasureQuestion.YearBefore);
        var (microseconds, _) = Time(england, england, times: 20);
        board.Limit("7,700 wards, 12 months against 12: the table", $"{microseconds / 1000:0.00} ms", "below 5 ms", microseconds < 5000);
    }

    /// <summary>The API, asked by wrk; every peer is asked in turn with it.</summary>
    private static async Task ServeAsync(Scoreboard board, TestDatabase database)
    {
        const string address = $"/api/v1/league-tables/crime?boundaries={Wards}&period=2024-01..2024-12&compare=year-before";
        const string english = $"/api/v1/league-tables/crime?boundaries={England}&period=2024-01..2024-12&compare=year-before";
        if (!Child.IsInstalled(Wrk.Program))
        {
            board.NotMeasured("League tables through the API", "wrk is missing: apt-get install wrk");
            return;
        }

        await using var fresh = await WebHost.StartAsync(database, keepsAnswers: false);
        var answer = await fresh.GetAsync(address);
        await using var kept = await WebHost.StartAsync(database, keepsAnswers: true, answer);
        byte[][] same = [await kept.GetAsync(address), await kept.GetAsync(WebHost.StaticFile)];
        if (same.Any(body => !body.AsSpan().SequenceEqual(answer)))
            throw new InvalidOperationException("The static file is not the answer.");

        List<double> sql = [], made = [], cached = [], file = [], england = [], waited = [];
        for (var run = 0; run <= Runs; run++)
        {
            Scoreboard.Say(run == 0 ? "warming up the web host and its peers" : $"asking the web host and its peers: {run} of {Runs}");
            var before = await PostgresClient.PgbenchAsync(database, SqlFile("PlainLeagueTable"), Connections, Seconds);
            var making = await Wrk.AskAsync(fresh, address, Connections, Seconds);
            var fromFile = await Wrk.AskAsync(kept, WebHost.StaticFile, Connections, Seconds);
            var keeping = await Wrk.AskAsync(kept, address, Connections, Seconds);
            var country = await Wrk.AskAsync(fresh, english, connections: 1, Seconds);
            if (run == 0)
                continue;
            sql.Add(before);
            made.Add(making.PerSecond);
            file.Add(fromFile.PerSecond);
            cached.Add(keeping.PerSecond);
            england.Add(country.ProcessorMilliseconds);
            waited.Add(country.Milliseconds);
        }

        board.RatioAtLeast(
            "API, answers made anew, 16 connections", $"{made.Median():0}/s ({made.All("0")})", $"pgbench, plain monthly table: {sql.Median():0}/s ({sql.All("0")})", made.Median() / sql.Median(), 2);
        board.RatioAtLeast(
            "API, answers kept, 16 connections", $"{cached.Median():0}/s ({cached.All("0")})", $"static file of {answer.Length:N0} bytes: {file.Median():0}/s ({file.All("0")})", cached.Median() / file.Median(), 0.5);
        board.Limit("7,700 wards through the API, made anew", $"{england.Median():0.00} ms of processor ({england.All("0.00")}), {waited.Median():0.00} ms by the clock", "below 5 ms", england.Median() < 5);
    }

    private static Action Ask(CountCube cube, string boundaries, string period, string compare)
    {
        var question = new MeasureQuestion { Measure = "crime", Boundaries = boundaries, Period = period, Compare = compare };
        return () =>
        {
            if (LeagueTable.Ask(cube, question).Total.Count == 0)
                throw new InvalidOperationException($"Nothing was counted in {period}.");
        };
    }

    /// <summary>Microseconds of two actions done by turns, the median of many rounds.</summary>
    private static (double First, double Second) Time(Action first, Action second, int times)
    {
        const int warmUp = 10, rounds = 50;
        List<double> firsts = [], seconds = [];
        for (var round = 0; round < warmUp + rounds; round++)
        {
            var (a, b) = (Once(first, times), Once(second, times));
            if (round < warmUp)
                continue;
            firsts.Add(a);
            seconds.Add(b);
        }

        return (firsts.Median(), seconds.Median());
    }

    private static double Once(Action action, int times)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            action();
        return watch.Elapsed.TotalMicroseconds / times;
    }

    private static string SqlFile(string name) => Repository.At("tests", "Geo.Benchmarks", "Measures", $"{name}.sql");
}
