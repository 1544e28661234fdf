using System.Diagnostics;
using System.Globalization;
using Geo.Core;
using Geo.Core.Areas;
using Geo.Core.Demonstration;
using Geo.Core.HotSpots;
using Geo.Core.Intake;
using Geo.Testing;
using Npgsql;

namespace Geo.Benchmarks.HotSpots;

/// <summary>One month of the lattice counted anew, beside few and beside many months held.</summary>
internal static class LatticeRefresh
{
    private const string Wards = "wards";
    private const int Runs = 25;
    private const int WarmUp = 3;

    private static readonly Month Last = Month.Of(2024, 3);

    public static async Task MeasureAsync(Scoreboard board)
    {
        Scoreboard.Say("importing 6 and 36 months of offences");
        await using var few = await HoldingAsync(6);
        await using var many = await HoldingAsync(36);
        await Processes.PostgresClient.SettleAsync();
        List<double> fews = [], manies = [];
        for (var run = -WarmUp; run < Runs; run++)
        {
            var (small, large) = (await RefreshAsync(few), await RefreshAsync(many));
            if (run < 0)
                continue;
            fews.Add(small);
            manies.Add(large);
        }

        board.RatioAtMost("One month of the lattice counted anew, 36 months held", $"{manies.Median():0.0} ms", $"6 months held: {fews.Median():0.0} ms", manies.Median() / fews.Median(), 1.3);
    }

    private static async Task<TestDatabase> HoldingAsync(int months)
    {
        var database = await TestDatabase.CreateAsync();
        var folder = database.NewFolder();
        await DemonstrationCounty.WriteAsync(folder, DemonstrationCounty.DefaultSeed, default);
        await database.ImportAreasAsync(new BoundarySetFile { Path = Path.Combine(folder, "demonstration-wards.geojson"), Name = Wards, Kind = "ward", CodeProperty = "code", NameProperty = "name" });
        var files = Directory.GetFiles(Path.Combine(folder, "2024-06-30"), "police-offences-*.csv").Order(StringComparer.Ordinal).ToList();
        var lines = files.SelectMany(file => File.ReadLines(file).Skip(1)).Where(line => MonthOf(line) is var month && month > Last.Plus(-months) && month <= Last).Prepend(File.ReadLines(files[0]).First()).ToList();
        var path = Path.Combine(folder, "offences.csv");
        await File.WriteAllTextAsync(path, string.Join("\r\n", lines) + "\r\n");
        await database.TakeInAsync(SourceDescription.Find("police-offences"), ExtractFiles.Of([path]));
        var held = await database.ScalarAsync<int>("select count(distinct month) from hotspots.lattice");
        if (held != months)
            throw new InvalidOperationException($"{held} of {months} months are held.");
        await database.ExecuteAsync("vacuum analyze");
        return database;
    }

    private static Month MonthOf(string line) => Month.Of(DateOnly.ParseExact(line.Split(',')[1], "dd/MM/yyyy", CultureInfo.InvariantCulture));

    /// <returns>Milliseconds; what was written is taken back.</returns>
    private static async Task<double> RefreshAsync(TestDatabase database)
    {
        var set = await database.ScalarAsync<int>($"select id from areas.boundary_set where name = '{Wards}'");
        await using var connection = await database.Geo.Writer.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        var watch = Stopwatch.StartNew();
        await Core.HotSpots.RefreshLattice.RunAsync(connection, [set], [Last], default);
        var passed = watch.Elapsed.TotalMilliseconds;
        await transaction.RollbackAsync();
        return passed;
    }
}
