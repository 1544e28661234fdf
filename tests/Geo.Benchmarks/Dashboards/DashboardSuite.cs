using System.Diagnostics;
using Geo.Benchmarks.Processes;
using Geo.Core.Demonstration;
using Geo.Testing;

namespace Geo.Benchmarks.Dashboards;

/// <summary>Every shipped dashboard on the demonstration county: what the host needs for its page, what a browser sees of it, and its files.</summary>
internal static class DashboardSuite
{
    private const int Runs = 7;

    /// <summary>Each is asked for once: nothing of it is kept yet.</summary>
    private static readonly string[] Periods = ["2022-04..2023-02", "2022-05..2023-03", "2022-06..2023-04", "2022-07..2023-05", "2022-08..2023-06", "2022-09..2023-07", "2022-10..2023-08"];

    public static IReadOnlyList<string> Shipped { get; } = [.. Directory.EnumerateFiles(Repository.At("dashboards"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static async Task<int> RunAsync()
    {
        var board = new Scoreboard("Dashboards");
        if (!TestCluster.IsThere)
        {
            board.NotMeasured("Dashboards", Missing.Database ?? $"{TestCluster.Setting} is not set");
            return board.Print();
        }

        await BigWorkbook.MeasureAsync(board);
        await using var database = await TestDatabase.CreateAsync();
        Scoreboard.Say("building the demonstration county");
        await LoadDemonstration.RunAsync(database.Geo, DemonstrationCounty.DefaultSeed, onlyIfEmpty: false, TimeProvider.System, null, default);
        await database.ExecuteAsync("vacuum analyze");
        await PostgresClient.SettleAsync();
        await using var host = await WebHost.StartPublishedAsync(database);
        await MeasurePagesAsync(board, host);
        await MeasureReportAsync(board, host);
        await DashboardView.MeasureAsync(board, host);
        return board.Print();
    }

    private static async Task MeasurePagesAsync(Scoreboard board, WebHost host)
    {
        Scoreboard.Say("asking for pages");
        foreach (var dashboard in Shipped)
        {
            for (var warmUp = 0; warmUp < 3; warmUp++)
                await host.GetAsync($"/dashboards/{dashboard}?period=2023-0{4 + warmUp}"); // code that is compiled, connections that are open
            List<(double Clock, double Processor)> cold = [], kept = [];
            foreach (var period in Periods)
                cold.Add(await TimeAsync(host, $"/dashboards/{dashboard}?period={period}"));
            var address = $"/dashboards/{dashboard}?period=2023-24";
            await host.GetAsync(address);
            for (var run = 0; run < Runs; run++)
                kept.Add(await TimeAsync(host, address));
            Limit(board, $"{dashboard}: a period that nobody asked for", cold, 150);
            Limit(board, $"{dashboard}: asked for again", kept, 30);
        }
    }

    private static async Task MeasureReportAsync(Scoreboard board, WebHost host)
    {
        Scoreboard.Say("writing the annual report");
        foreach (var form in (string[])["docx", "pptx"])
        {
            var (watch, file) = (Stopwatch.StartNew(), await host.GetAsync($"/dashboards/annual-report.{form}?period=2022-23"));
            var milliseconds = watch.Elapsed.TotalMilliseconds;
            board.Limit($"Annual report for a year that nobody asked for, as {form}, maps included, {file.Length / 1024:N0} KB", $"{milliseconds:0} ms", "below 5,000 ms", milliseconds < 5000);
        }
    }

    /// <summary>The clock's time is what is promised; beside it the host's processor time, which other programs of the machine do not add to.</summary>
    private static void Limit(Scoreboard board, string figure, List<(double Clock, double Processor)> times, double milliseconds)
    {
        var clock = times.ConvertAll(time => time.Clock);
        board.Limit(figure, $"{clock.Median():0} ms ({clock.All("0")}), {times.ConvertAll(time => time.Processor).Median():0} ms of the host's processor", $"below {milliseconds:0} ms", clock.Median() < milliseconds);
    }

    private static async Task<(double Clock, double Processor)> TimeAsync(WebHost host, string address)
    {
        var (before, watch) = (host.ProcessorTime, Stopwatch.StartNew());
        await host.GetAsync(address);
        return (watch.Elapsed.TotalMilliseconds, (host.ProcessorTime - before).TotalMilliseconds);
    }
}
