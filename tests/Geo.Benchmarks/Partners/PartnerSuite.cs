using System.Diagnostics;
using System.Globalization;
using Geo.Benchmarks.Processes;
using Geo.Core.Database;
using Geo.Core.Demonstration;
using Geo.Core.Measures;
using Geo.Testing;
using Npgsql;

namespace Geo.Benchmarks.Partners;

/// <summary>Extracts of partners: a county-year from disk to counts that can be read, the demonstration county, and its tables beside the bare SQL.</summary>
internal static class PartnerSuite
{
    private const int CountyYear = 40_000;
    private const int Runs = 15;

    /// <summary>A table of the API by the name of its bare statement.</summary>
    private static readonly (string Statement, string Address)[] Tables =
    [
        ("league table", "league-tables/recorded-crime?period=2023-04..2024-03&compare=year-before"),
        ("trend", "trends/recorded-crime?period=2023-04..2024-03"),
        ("breakdown", "breakdowns/recorded-crime?period=2023-04..2024-03&compare=year-before&by=subgroup"),
        ("areas by years", "tables/serious-violence-domestic?areas=town&period=2020-09..2023-08&rows=area&columns=sv-year"),
        ("people by role, age and sex", "tables/serious-violence?period=2020-09..2023-08&rows=age&columns=role,sex&count=people&share=row"),
        ("details", "tables/recorded-crime?period=2023-04..2024-03&rows=outcome"),
        ("funnel", "funnels/protection-notices?period=2023-03..2024-02"),
        ("stock", "stocks/child-protection?period=2023-04..2024-03"),
    ];

    public static async Task<int> RunAsync()
    {
        var board = new Scoreboard("Extracts of partners");
        if (!TestCluster.IsThere)
        {
            board.NotMeasured("Extracts of partners", Missing.Database ?? $"{TestCluster.Setting} is not set");
            return board.Print();
        }

        await MeasureCountyYearAsync(board);
        await using var database = await TestDatabase.CreateAsync();
        await MeasureCountyAsync(board, database);
        await CompareTablesAsync(board, database);
        return board.Print();
    }

    private static async Task MeasureCountyYearAsync(Scoreboard board)
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = database.NewFolder();
        await DemonstrationCounty.WriteAsync(folder, DemonstrationCounty.DefaultSeed, default);
        await database.ImportAreasAsync(new Core.Areas.BoundarySetFile { Path = Path.Combine(folder, "demonstration-wards.geojson"), Name = "wards", Kind = "ward", CodeProperty = "code", NameProperty = "name" });
        var files = Directory.GetFiles(Path.Combine(folder, "2024-06-30"), "police-offences-*.csv").Order(StringComparer.Ordinal).ToList();
        var lines = files.SelectMany(file => File.ReadLines(file).Skip(1)).Take(CountyYear).Prepend(File.ReadLines(files[0]).First()).ToList();
        var path = Path.Combine(folder, "county-year.csv");
        await File.WriteAllTextAsync(path, string.Join("\r\n", lines) + "\r\n");
        await PostgresClient.SettleAsync();
        Scoreboard.Say($"importing {lines.Count - 1:N0} offences with roles and flags");
        var run = await Child.RunAsync(
            "dotnet", [Environment.GetEnvironmentVariable("GEO_CLI") ?? throw new InvalidOperationException("GEO_CLI is not set: run ./geo bench."), "import", "--source", "police-offences", path],
            new Dictionary<string, string>(StringComparer.Ordinal) { [GeoDatabase.Setting] = database.ConnectionString });
        var watch = Stopwatch.StartNew();
        var cube = await CountCube.LoadAsync(database.Geo, default);
        var counted = Trend.Ask(cube, new MeasureQuestion { Measure = "recorded-crime", Period = "2020-09..2024-03", AllowMissing = true }).Rows.Sum(row => row.Count ?? 0);
        var seconds = run.Seconds + watch.Elapsed.TotalSeconds;
        if (counted < CountyYear * 9 / 10)
            throw new InvalidOperationException($"Only {counted:N0} of {CountyYear:N0} were counted.");
        board.Limit($"{lines.Count - 1:N0} offences with roles and flags, imported and read", $"{seconds:0.0} s, {run.PeakMegabytes:0} MB", "below 10 s", seconds < 10);
    }

    private static async Task MeasureCountyAsync(Scoreboard board, TestDatabase database)
    {
        Scoreboard.Say("building the demonstration county");
        var folder = database.NewFolder();
        var watch = Stopwatch.StartNew();
        await DemonstrationCounty.WriteAsync(folder, DemonstrationCounty.DefaultSeed, default);
        var written = watch.Elapsed.TotalSeconds;
        watch.Restart();
        await LoadDemonstration.RunAsync(database.Geo, DemonstrationCounty.DefaultSeed, onlyIfEmpty: false, TimeProvider.System, null, default);
        var loaded = watch.Elapsed.TotalSeconds;
        board.Limit("The demonstration county, written", $"{written:0.0} s", "below 60 s", written < 60);
        board.Limit("The demonstration county, made and imported", $"{loaded:0.0} s", "below 60 s", loaded < 60);
    }

    private static async Task CompareTablesAsync(Scoreboard board, TestDatabase database)
    {
        await database.ExecuteAsync("vacuum analyze");
        await using var host = await WebHost.StartAsync(database, keepsAnswers: false);
        var set = await database.ScalarAsync<int>("select id from areas.boundary_set where name = 'demonstration-wards'");
        await using var connection = await database.Geo.Reader.OpenConnectionAsync();
        await ReadAsync(connection, "set enable_nestloop = off"); // as the tables do: row by row, some take minutes
        foreach (var (name, address) in Tables)
        {
            var statement = Statement(name, set);
            List<double> asked = [], bare = [];
            for (var run = -3; run < Runs; run++) // three to warm up
            {
                var watch = Stopwatch.StartNew();
                await host.GetAsync($"/api/v1/{address}");
                var api = watch.Elapsed.TotalMilliseconds;
                watch.Restart();
                await ReadAsync(connection, statement);
                if (run < 0)
                    continue;
                asked.Add(api);
                bare.Add(watch.Elapsed.TotalMilliseconds);
            }

            board.RatioAtMost($"API, {name}", $"{asked.Median():0.0} ms", $"bare SQL {bare.Median():0.0} ms", asked.Median() / bare.Median(), 3);
        }
    }

    private static async Task ReadAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
        }
    }

    private static string Statement(string name, int set)
    {
        var text = File.ReadAllText(Repository.At("tests", "Geo.Benchmarks", "Partners", "PlainTables.sql"));
        var start = text.IndexOf($"-- {name}\n", StringComparison.Ordinal);
        return text[start..text.IndexOf(';', start)]
            .Replace("$current", "array(select id from intake.batch where superseded_at is null)", StringComparison.Ordinal).Replace("$set", set.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
