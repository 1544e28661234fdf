using System.Diagnostics;
using Geo.Benchmarks.Processes;
using Geo.Core.Database;
using Geo.Testing;

namespace Geo.Benchmarks.Intake;

/// <summary>Street-level files from disk to counts that can be read: speed beside psql's \copy, memory, and the cost of one more month.</summary>
internal static class IntakeSuite
{
    private const int MillionMonths = 108; // 12 times the nine real months
    private const int QuarterMonths = 27;
    private const int MonthsHeld = 36;
    private const int Runs = 3;
    private const int MonthRuns = 7;
    private const string Columns =
        "crime_id text, month text, reported_by text, falls_within text, longitude text, latitude text, location text, lsoa_code text, lsoa_name text, crime_type text, outcome text, context text";

    public static async Task<int> RunAsync()
    {
        var board = new Scoreboard("Intake of street-level files");
        if (Missing.Database is not null || !RealData.IsThere)
        {
            board.NotMeasured("Intake", Missing.Database ?? $"no real data in {RealData.Folder}: {RealData.Setting} says where it is");
            return board.Print();
        }

        var folder = Directory.CreateTempSubdirectory("geo-bench-").FullName;
        try
        {
            await MeasureMillionAsync(board, folder);
            await MeasureNextMonthAsync(board, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return board.Print();
    }

    private static async Task MeasureMillionAsync(Scoreboard board, string folder)
    {
        var quarter = Directory.CreateDirectory(Path.Combine(folder, "quarter")).FullName;
        var million = Directory.CreateDirectory(Path.Combine(folder, "million")).FullName;
        var (_, quarterRows) = ShiftedMonths.Write(quarter, QuarterMonths);
        var (files, rows) = ShiftedMonths.Write(million, MillionMonths);

        Scoreboard.Say($"importing {quarterRows:N0} rows");
        var small = await ImportAsync(quarter, quarterRows);
        List<double> copies = [], imports = [];
        var peak = 0.0;
        for (var run = 1; run <= Runs; run++)
        {
            Scoreboard.Say($"importing {rows:N0} rows, and \\copy of the same files: {run} of {Runs}");
            copies.Add(await CopyAsync(files));
            var import = await ImportAsync(million, rows);
            imports.Add(import.Seconds);
            peak = Math.Max(peak, import.PeakMegabytes);
        }

        var (seconds, copySeconds) = (imports.Median(), copies.Median());
        var speed = rows / seconds;
        board.Limit($"Rows a second, {rows:N0} rows in {files.Count} files", $"{speed:N0}/s", "at least 200,000/s", speed >= 200_000);
        board.RatioAtMost("The same in time", $"{seconds:0.00} s ({imports.All("0.00")})", $"psql \\copy {copySeconds:0.00} s ({copies.All("0.00")})", seconds / copySeconds, 3);
        board.Limit("Peak memory of the process", $"{peak:0} MB", "below 300 MB", peak < 300);
        board.RatioAtMost("Peak memory, by number of rows", $"{peak:0} MB for {rows:N0}", $"{small.PeakMegabytes:0} MB for {quarterRows:N0}", peak / small.PeakMegabytes, 1.25);
    }

    /// <summary>The command line's import, into a database of its own that has the divisions.</summary>
    private static async Task<Finished> ImportAsync(string folder, int rows)
    {
        await using var database = await WithDivisionsAsync();
        await PostgresClient.SettleAsync();
        var run = await Child.RunAsync(
            "dotnet", [Environment.GetEnvironmentVariable("GEO_CLI") ?? throw new InvalidOperationException("GEO_CLI is not set: run ./geo bench."), "import", folder],
            new Dictionary<string, string>(StringComparer.Ordinal) { [GeoDatabase.Setting] = database.ConnectionString });
        var counted = await database.ScalarAsync<long>("select sum(cumulative[array_length(cumulative, 1)]) from measures.area_count");
        return counted == rows ? run : throw new InvalidOperationException($"{rows:N0} rows were imported and {counted:N0} counted.");
    }

    private static async Task<double> CopyAsync(IReadOnlyList<string> files)
    {
        await using var database = await TestDatabase.CreateAsync();
        await PostgresClient.PsqlAsync(database, $"create schema bare; create unlogged table bare.street ({Columns});");
        await PostgresClient.SettleAsync();
        var script = string.Concat(files.Select(file => $"\\copy bare.street from '{file}' with (format csv, header)\n"));
        return (await PostgresClient.PsqlAsync(database, script)).Seconds;
    }

    /// <summary>The same files as a database's first month and as the month after 36 others, in this process and by turns.</summary>
    private static async Task MeasureNextMonthAsync(Scoreboard board, string folder)
    {
        Scoreboard.Say($"one month into a database that holds {MonthsHeld}, and as the first");
        var months = Directory.CreateDirectory(Path.Combine(folder, "months")).FullName;
        var (files, _) = ShiftedMonths.Write(months, MonthsHeld + MonthRuns);
        await using var held = await WithDivisionsAsync();
        await TimeAsync(held, [.. files.Take(MonthsHeld)]);

        List<double> first = [], next = [];
        foreach (var (i, file) in files.Skip(MonthsHeld).Index())
        {
            await using var empty = await WithDivisionsAsync();
            await PostgresClient.SettleAsync();
            var asFirst = await TimeAsync(empty, file);
            await PostgresClient.SettleAsync();
            var asNext = await TimeAsync(held, file);
            if (i == 0)
                continue; // warming up
            first.Add(asFirst);
            next.Add(asNext);
        }

        board.RatioAtMost(
            $"One month into a database that holds {MonthsHeld}", $"{next.Median():0} ms ({next.All("0")})", $"the first month {first.Median():0} ms ({first.All("0")})", next.Median() / first.Median(), 1.5);
    }

    private static async Task<double> TimeAsync(TestDatabase database, params string[] files)
    {
        var watch = Stopwatch.StartNew();
        var report = await database.ImportAsync(files);
        return report.Files.FirstOrDefault(file => file.Refusal is not null) is { Refusal: { } refusal } ? throw refusal : watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<TestDatabase> WithDivisionsAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(RealData.DivisionsFile);
        return database;
    }
}
