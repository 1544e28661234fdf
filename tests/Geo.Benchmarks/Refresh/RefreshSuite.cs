using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Geo.Benchmarks.Processes;
using Geo.Core;
using Geo.Core.Areas;
using Geo.Core.Demonstration;
using Geo.Core.Intake;
using Geo.Testing;

namespace Geo.Benchmarks.Refresh;

/// <summary>The whole refresh after a month of every agency came into the inbox, in a web host that people read from meanwhile.</summary>
internal static partial class RefreshSuite
{
    /// <summary>Months that come one after the other.</summary>
    private const int Months = 3;

    /// <summary>Longer than the host waits and then needs to make pages ahead.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync()
    {
        var board = new Scoreboard("Refresh");
        if (!TestCluster.IsThere)
        {
            board.NotMeasured("Refresh", Missing.Database ?? $"{TestCluster.Setting} is not set");
            return board.Print();
        }

        await using var database = await TestDatabase.CreateAsync();
        Scoreboard.Say($"importing the demonstration county but for its last {Months} months");
        var coming = await CountyBeforeAsync(database);
        await database.ExecuteAsync("vacuum analyze");
        await PostgresClient.SettleAsync();
        var folder = database.NewFolder();
        await using var host = await WebHost.StartPublishedAsync(database, new(StringComparer.Ordinal)
        {
            ["GEO_DATA_DIR"] = folder, ["GEO_SCHEDULER"] = "on", ["GEO_CHANGES"] = "on", ["GEO_SCHEDULES"] = NoSchedules(folder), ["Geo__AnswerCache"] = "false",
        });
        await using var readers = Readers.Start(host);
        await readers.WhileAsync(Task.Delay(Quiet * 2)); // to warm up
        List<double> seconds = [], quiet = [], busy = [], ahead = [];
        foreach (var month in coming)
        {
            quiet.AddRange(await readers.WhileAsync(Task.Delay(Quiet)));
            Leave(month, folder);
            var refresh = RefreshAsync(host);
            busy.AddRange(await readers.WhileAsync(refresh));
            seconds.Add(await refresh);
            ahead.AddRange(await readers.WhileAsync(Task.Delay(Quiet)));
        }

        board.Limit($"One new month of {coming[0].Count} sources taken in, counted, published and looked at", $"{seconds.Median():0.0} s ({seconds.All("0.0")})", "below 10 s", seconds.Median() < 10);
        board.RatioAtMost($"95 of 100 answers to readers during it ({busy.Count:N0})", $"{Percentile(busy):0.0} ms", $"before it ({quiet.Count:N0}): {Percentile(quiet):0.0} ms", Percentile(busy) / Percentile(quiet), 1.5);
        board.RatioAtMost($"The same while the host makes pages of the new data ahead ({ahead.Count:N0})", $"{Percentile(ahead):0.0} ms", $"before: {Percentile(quiet):0.0} ms", Percentile(ahead) / Percentile(quiet), 1.5);
        board.Limit("Answers that mix two data versions, or go back to an earlier one", $"{readers.Mixed:N0} of {readers.Looks:N0}, of {readers.Versions:N0} versions", "none", readers.Mixed == 0 && readers.Versions > Months);
        return board.Print();
    }

    private static double Percentile(List<double> milliseconds) => milliseconds.Order().ElementAt((int)(milliseconds.Count * 0.95));

    /// <returns>The files of each month that is still to come, by source.</returns>
    private static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> CountyBeforeAsync(TestDatabase database)
    {
        database.Clock.Advance(new DateTime(2025, 7, 1) - database.Clock.GetUtcNow().UtcDateTime);
        var folder = database.NewFolder();
        var wards = CountyMap.Draw(DemonstrationTables.WardPoints());
        await DemonstrationCounty.WriteAreasAsync(folder, wards, default);
        foreach (var (set, kind) in new[] { (DemonstrationCounty.Wards, "ward"), (DemonstrationCounty.Towns, "town") })
            await database.ImportAreasAsync(new BoundarySetFile { Path = Path.Combine(folder, $"{set}.geojson"), Name = set, Kind = kind, CodeProperty = "code", NameProperty = "name", AllowGaps = kind == "town" });
        await database.ImportPopulationAsync(new PopulationFile { Path = Path.Combine(folder, "demonstration-population.csv"), BoundarySet = DemonstrationCounty.Wards });

        var sources = DemonstrationCounty.Extracts(wards, DemonstrationCounty.DefaultSeed).GroupBy(extract => extract.Source, StringComparer.Ordinal)
            .Select(source => new ExtractByMonth(SourceDescription.Find(source.Key), [.. source.Where(extract => extract.ExtractedOn == source.Max(one => one.ExtractedOn)).Select(extract => extract.Text)])).ToList();
        var last = sources.Single(source => source.Description.Source == "police-offences").Last;
        foreach (var source in sources)
            await database.TakeInAsync(source.Description, ExtractFiles.Of([database.NewFile($"{source.Description.Source}.csv", source.Until(last.Plus(-Months)))]));
        return [.. Enumerable.Range(1 - Months, Months).Select(i => last.Plus(i)).Select(month => sources.Where(source => source.Has(month)).ToDictionary(source => source.Description.Source, source => source.Of(month), StringComparer.Ordinal))];
    }

    private static void Leave(IReadOnlyDictionary<string, string> month, string folder)
    {
        foreach (var (source, text) in month)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "inbox", source)).FullName, "month.csv"), text);
    }

    /// <summary>As the button of the page of jobs does.</summary>
    /// <returns>Seconds of the run, by its own log.</returns>
    private static async Task<double> RefreshAsync(WebHost host)
    {
        var token = Token().Match(await host.Client.GetStringAsync(new Uri("/data/jobs", UriKind.Relative))).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["__RequestVerificationToken"] = token, ["what"] = "run" });
        var before = await LatestAsync(host);
        using (var answer = await host.Client.PostAsync(new Uri("/data/jobs/refresh", UriKind.Relative), form))
            answer.EnsureSuccessStatusCode();
        while (true)
        {
            await Task.Delay(100);
            if (await LatestAsync(host) is not { } run || run.GetProperty("id").GetInt64() == before?.GetProperty("id").GetInt64() || run.GetProperty("endedAt").ValueKind == JsonValueKind.Null)
                continue;
            return run.GetProperty("outcome").GetString() == "done"
                ? (run.GetProperty("endedAt").GetDateTimeOffset() - run.GetProperty("startedAt").GetDateTimeOffset()).TotalSeconds
                : throw new InvalidOperationException($"The refresh did not end well: {run}");
        }
    }

    private static async Task<JsonElement?> LatestAsync(WebHost host)
    {
        using var runs = JsonDocument.Parse(await host.GetAsync("/api/v1/jobs/refresh/runs?top=1"));
        return runs.RootElement.GetProperty("runs").EnumerateArray().Select(run => (JsonElement?)run.Clone()).FirstOrDefault();
    }

    /// <summary>Jobs run when they are asked to.</summary>
    private static string NoSchedules(string folder)
    {
        var path = Path.Combine(folder, "schedules.yaml");
        File.WriteAllText(path, """
            schedules:
              - { job: refresh, cron: "0 30 3 * * ?", misfire: skip, enabled: false }
            """);
        return path;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
