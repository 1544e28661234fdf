using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Geo.Core;
using Geo.Core.Fetch;
using Geo.Core.Jobs;
using Geo.Testing;
using Geo.Testing.Stub;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Jobs;

/// <summary>
/// The product left alone: a web host with its scheduler, what stands in for the services that publish, and a dashboard. Nobody touches
/// anything but the clock, which the test sets from one time of a schedule to the next.
/// </summary>
public sealed partial class AfternoonTests
{
    private const string Schedules = """
        schedules:
          - { job: refresh, cron: "0 0 12-18 * * ?" }
          - { job: alerts, cron: "0 10 12-18 * * ?" }
        """;

    private static readonly SmallMap Old = SmallMap.Draw("ABB");
    private static readonly SmallMap New = SmallMap.Draw("CCD");

    [DatabaseFact]
    public async Task Dashboard_FollowsThreePublicationsACorrectionAndNewBoundaries_WithNoHandOnIt()
    {
        await using var stub = await StubServices.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        var dashboards = database.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(dashboards, "board.yaml"), "title: Board\npanels:\n  - { kind: league-table, measure: crime, months: 1 }");
        var feeds = database.NewFile("feeds.yaml", stub.Feeds(sets: ["wards-2024", "wards-2025"]));
        var alerts = database.NewFile("alerts.yaml", $"webhook: {{ address-file: {database.NewFile("webhook", $"{stub.Address}/webhook/key")} }}");
        var clock = new ShiftedClock(new(2026, 3, 2, 12, 15, 0, TimeSpan.Zero)); // London has UTC until the 29th
        await using var host = GeoHostFactory.Start(
            database.ConnectionString, clock, ("Geo:Dashboards", dashboards), ("GEO_SCHEDULER", "on"), ("GEO_DATA_DIR", database.NewFolder()), (Schedule.Setting, database.NewFile("schedules.yaml", Schedules)),
            (Feeds.Setting, feeds), (Feeds.LoopbackSetting, "1"), (AlertSettings.Setting, alerts));
        using var client = host.Client();
        await ScheduledAsync();

        // Before the first publication there are boundaries; those of the end of 2025 are not there yet.
        stub.Geography.Publish("wards-2024", Old);
        People(stub, "AB");
        await UntilAsync("13:20");
        (await OutcomesAsync()).ShouldBe(["alerts done", "refresh failed"]);
        (await database.RowsAsync("select concat_ws(' ', s.name, s.outcome) from jobs.step s join jobs.run r on r.id = s.run_id where r.job = 'refresh' order by s.number")).ShouldBe(
            ["fetch boundaries failed", "fetch populations failed", "fetch crime failed", "take in the inbox done", "check the quality of the data done", "find signals done", "find hot spots done", "tidy up done"]);
        (await database.ScalarAsync<string>("select message from jobs.step where name = 'fetch crime'")).Replace(stub.Address, "STUB", StringComparison.Ordinal).ShouldBe(
            "fetch crime: STUB/api/crime-last-updated: 127.0.0.1 answered 404 Not Found. Check the address in the feeds file, or fetch again when it is published.");
        stub.Posts.Single().ShouldStartWith("""{"text":"*Geo: 1 failure*\nFailures\n- Refresh, begun on 2 March 2026 at 13:00, failed at: fetch boundaries, fetch populations, fetch crime.""");

        stub.Police.Publish("2025-11", Month("2025-11", 5, 7, 11, nowhere: 2));
        await UntilAsync("14:20");
        (await TableAsync()).ShouldBe("wards-2024, November 2025: B 18, A 5; not located 2, total 25");
        (await BoardAsync()).ShouldBe("1 Area B 18 72.00 18.00 2024, 2 Area A 5 20.00 5.00 2024");

        stub.Police.Publish("2025-12", Month("2025-12", 20, 3, 1));
        await UntilAsync("15:20");
        (await TableAsync()).ShouldBe("wards-2024, December 2025: A 20, B 4; not located 0, total 24");
        (await BoardAsync()).ShouldBe("1 Area A 20 83.33 20.00 2024, 2 Area B 4 16.67 4.00 2024");

        stub.Police.Publish("2026-01", Month("2026-01", 6, 9, 8, nowhere: 1));
        await UntilAsync("16:20");
        (await TableAsync()).ShouldBe("wards-2024, January 2026: B 17, A 6; not located 1, total 24");
        (await BoardAsync()).ShouldBe("1 Area B 17 70.83 17.00 2024, 2 Area A 6 25.00 6.00 2024");

        // The archive of January comes again, with another December.
        stub.Police.Publish("2026-01", Month("2025-12", 19, 3, 10));
        await UntilAsync("17:20");
        (await TableAsync("period=2025-12")).ShouldBe("wards-2024, December 2025: A 19, B 13; not located 0, total 32");
        (await TableAsync("period=2025-12&as-at=2026-03-02T16:30:00Z")).ShouldBe("wards-2024, December 2025: A 20, B 4; not located 0, total 24");
        (await BoardAsync()).ShouldBe("1 Area B 17 70.83 17.00 2024, 2 Area A 6 25.00 6.00 2024");

        // The new boundaries are in force from the last day of 2025: January is told by them, and December as it was.
        stub.Geography.Publish("wards-2025", New);
        People(stub, "CD");
        await UntilAsync("18:20");
        (await TableAsync()).ShouldBe("wards-2025, January 2026: C 15, D 8; not located 1, total 24");
        (await BoardAsync()).ShouldBe("1 Area C 15 62.50 15.00 2024, 2 Area D 8 33.33 8.00 2024");
        (await TableAsync("period=2025-12")).ShouldBe("wards-2024, December 2025: A 19, B 13; not located 0, total 32");
        (await TableAsync("boundaries=wards-2025&period=2025-11..2026-01")).ShouldBe("wards-2025, November 2025 to January 2026: C 49, D 29; not located 3, total 81");

        (await OutcomesAsync()).ShouldBe(["alerts done", "refresh done"]);
        stub.Posts.Count.ShouldBe(1, "what goes on failing is told once");
        (await database.RowsAsync("select job, count(*), count(*) filter (where outcome = 'done'), count(distinct scheduled_for) from jobs.run group by job order by job")).ShouldBe(
            ["alerts|6|6|6", "refresh|6|1|6"]);

        (await database.RowsAsync("select s.message from jobs.step s join jobs.run r on r.id = s.run_id where r.job = 'refresh' and s.name = 'fetch crime' order by s.run_id offset 1")).ShouldBe(
        [
            "Took in 1 month of crime to 2025-11, 25 rows.", "Took in 1 month of crime to 2025-12, 24 rows.", "Took in 1 month of crime to 2026-01, 24 rows.",
            "Took in 1 month of crime to 2026-01, 32 rows.", "",
        ]);

        async Task ScheduledAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            foreach (var question in new[] { "select to_regclass('qrtz_triggers') is not null", "select count(*) = 2 from qrtz_triggers" }) // the scheduler makes its tables first
            {
                await using var ask = database.Geo.Scheduler.CreateCommand(question);
                while (!(bool)(await ask.ExecuteScalarAsync(limit.Token))!)
                    await Task.Delay(50, limit.Token);
            }
        }

        async Task UntilAsync(string time)
        {
            var schedules = Schedule.Read(new StringReader(Schedules), "schedules.yaml");
            var until = DateTimeOffset.Parse($"2026-03-02T{time}:00Z", System.Globalization.CultureInfo.InvariantCulture);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            while (schedules.Select(schedule => (schedule.Job, At: schedule.Next(clock.GetUtcNow())!.Value)).MinBy(fire => fire.At) is var (job, at) && at <= until)
            {
                clock.Set(at.AddSeconds(1));
                while (!await database.ScalarAsync<bool>($"select exists (select from jobs.run where job = '{job}' and scheduled_for = '{at:u}' and outcome <> 'running')"))
                    await Task.Delay(20, limit.Token);
            }

            clock.Set(until);
        }

        async Task<IReadOnlyList<string>> OutcomesAsync() => await database.RowsAsync("select concat_ws(' ', job, outcome) from (select distinct on (job) * from jobs.run order by job, id desc) r order by job");

        async Task<string> TableAsync(string query = "")
        {
            var version = await database.ScalarAsync<long>("select max(version) from measures.data_version");
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (true)
            {
                using var answer = await client.GetAsync($"/api/v1/league-tables/crime?{query}", limit.Token);
                var table = JsonNode.Parse(await answer.Content.ReadAsStringAsync(limit.Token))!;
                if (answer.IsSuccessStatusCode && ((long)table["dataVersion"]! == version || query.Contains("as-at", StringComparison.Ordinal)))
                    return $"{table["boundaries"]!["name"]}, {table["period"]!["name"]}: {string.Join(", ", table["rows"]!.AsArray().Select(row => $"{row!["code"]} {row["count"]}"))}; not located {table["notLocated"]!["count"]}, total {table["total"]!["count"]}";
                await Task.Delay(50, limit.Token);
            }
        }

        // The ranked rows: place, area, count, share, rate, year of the people. Asked after the table, when the host has heard of the version.
        async Task<string> BoardAsync() => string.Join(", ", Rows().Matches(await client.GetStringAsync("/dashboards/board")).Select(row => Tags().Replace(row.Value, " ").Trim()).Where(row => char.IsAsciiDigit(row[0])));
    }

    /// <summary>Burglaries in the west, the middle and the east of the map, a kilometre apart.</summary>
    private static StreetFile Month(string month, int west, int middle, int east, int nowhere = 0) => new StreetFile(month)
        .Add("Burglary", Old.At(0.5, 0.5), west).Add("Burglary", Old.At(1.5, 0.5), middle).Add("Burglary", Old.At(2.5, 0.5), east).Add("Burglary", null, nowhere);

    private static void People(StubServices stub, string codes)
    {
        foreach (var code in codes)
        {
            foreach (var (age, people) in new[] { (200, "1000"), (201, "200"), (204, "30") })
                stub.Nomis.Publish($"{code}", 2024, age, people);
        }
    }

    [GeneratedRegex("<tr[^>]*>(?:(?!</tr>).)*Area [A-D].*?</tr>", RegexOptions.Singleline, 1000)]
    private static partial Regex Rows();

    [GeneratedRegex(@"(<[^>]*>|\s)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tags();
}
