using System.Globalization;
using Geo.Core.Jobs;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Faults;

/// <summary>Two nodes of which either is killed at random while it refreshes. <c>GEO_KILLS</c> says how often; 3 unless told otherwise.</summary>
public sealed class KilledNodesTests
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("GEO_KILLS") is { Length: > 0 } set ? set : "3", CultureInfo.InvariantCulture);
    private static readonly SmallMap Map = SmallMap.Draw("AAB", "ACB");

    [DatabaseFact]
    public async Task Nodes_KilledAtRandomDuringAChain_LeaveTheFiguresOfACleanRun()
    {
        var random = new Random(20240611);
        var months = Enumerable.Range(0, Kills + 1).Select(i => Crimes(Month.Of(2020, 1).Plus(i))).ToList();
        await using var clean = await TestDatabase.CreateAsync();
        await clean.ImportAreasAsync(Map);
        await clean.TakeInAsync([.. months]);

        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        var data = database.NewFolder();
        var inbox = Directory.CreateDirectory(Path.Combine(data, "inbox", "street-level")).FullName;
        var schedules = database.NewFile("schedules.yaml", "schedules:\n  - { job: refresh, cron: \"0/2 * * * * ?\", misfire: once }\n");
        var nodes = new[] { WorkerNode.Start(database, data, schedules), WorkerNode.Start(database, data, schedules) };
        try
        {
            foreach (var month in months[..^1])
            {
                month.WriteTo(inbox);
                await UntilAsync(database, "select exists (select from jobs.run where outcome = 'running')");
                await Task.Delay(random.Next(0, 3000)); // two seconds of looking at the inbox, then landing, counting, checking
                var which = random.Next(2);
                nodes[which].Kill();
                nodes[which].Dispose();
                nodes[which] = WorkerNode.Start(database, data, schedules);
            }

            months[^1].WriteTo(inbox);
            await UntilAsync(database, $"select count(*) = {months.Count} from intake.batch where superseded_at is null");
            await UntilAsync(database, "select coalesce((select outcome = 'done' and message not like 'Took%' from jobs.run where outcome <> 'skipped' order by id desc limit 1), false)");
        }
        finally
        {
            foreach (var node in nodes)
                node.Dispose();
        }

        (await database.RowsAsync(FaultTests.Contents)).ShouldBe(await clean.RowsAsync(FaultTests.Contents));
        (await database.ScalarAsync<int>("select count(*) from intake.batch")).ShouldBe(months.Count, "each month was taken in once");
        (await database.RowsAsync("select scheduled_for from jobs.run where outcome = 'done' group by 1 having count(*) > 1")).ShouldBeEmpty("a period is processed once");
        Directory.EnumerateFiles(inbox).ShouldBeEmpty();
        Directory.EnumerateFiles(Path.Combine(inbox, "done"), "*.csv").Count().ShouldBe(months.Count);
        Directory.Exists(Path.Combine(inbox, "refused")).ShouldBeFalse();
        await UntilAsync(database, "select not exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))");
        (await RunLog.LatestAsync(database.Geo, "refresh", 500, default)).ShouldNotContain(run => run.Outcome == RunOutcome.Failed);
    }

    private static StreetFile Crimes(Month month)
    {
        var random = new Random(month.Number);
        var file = new StreetFile($"{month}");
        for (var i = 0; i < 1_000; i++)
            file.Add(i % 5 == 0 ? StreetFile.Asb : "Burglary", i % 50 == 0 ? null : Map.At(random.Next(300) / 100.0, random.Next(200) / 100.0));
        return file;
    }

    private static async Task UntilAsync(TestDatabase database, string condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await database.ScalarAsync<bool>(condition))
            await Task.Delay(50, limit.Token);
    }
}
