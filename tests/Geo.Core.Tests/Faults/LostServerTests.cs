using System.Globalization;
using Geo.Core.Database;
using Geo.Core.Jobs;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Faults;

/// <summary>The server is stopped and started under a node, and the network between them goes away. <c>GEO_STOPS</c> says how often the server is stopped; once unless told otherwise.</summary>
public sealed class LostServerTests
{
    private static readonly int Stops = int.Parse(Environment.GetEnvironmentVariable("GEO_STOPS") is { Length: > 0 } set ? set : "1", CultureInfo.InvariantCulture);
    private static readonly SmallMap Map = SmallMap.Draw("AAB", "ACB");

    [PrivateServerFact]
    public async Task Server_StoppedUnderAChain_AndStartedAgain_IsFoundByTheNode_WhichLeavesTheFiguresOfACleanRun()
    {
        var random = new Random(20240611);
        var months = Enumerable.Range(0, Stops + 1).Select(i => Crimes(Month.Of(2020, 1).Plus(i))).ToList();
        await using var clean = await TestDatabase.CreateAsync();
        await clean.ImportAreasAsync(Map);
        await clean.TakeInAsync([.. months]);

        await using var server = await PrivateServer.StartAsync();
        await using var database = await TestDatabase.OnAsync(server);
        await database.ImportAreasAsync(Map);
        var data = database.NewFolder();
        var inbox = Directory.CreateDirectory(Path.Combine(data, "inbox", "street-level")).FullName;
        using var node = WorkerNode.Start(database, data, database.NewFile("schedules.yaml", "schedules:\n  - { job: refresh, cron: \"0/2 * * * * ?\", misfire: each }\n"));
        foreach (var month in months[..^1])
        {
            month.WriteTo(inbox);
            await UntilAsync(database, "select exists (select from jobs.run where outcome = 'running')");
            await Task.Delay(random.Next(0, 3000)); // two seconds of looking at the inbox, then landing, counting, checking
            await server.StopAsync();
            await Task.Delay(TimeSpan.FromSeconds(3));
            await server.StartAgainAsync();
            database.Geo.Clear();
        }

        months[^1].WriteTo(inbox);
        await UntilAsync(database, $"select count(*) = {months.Count} from intake.batch where superseded_at is null");
        await UntilAsync(database, "select coalesce((select outcome = 'done' and message not like 'Took%' from jobs.run where outcome <> 'skipped' order by id desc limit 1), false)");

        node.HasExited.ShouldBeFalse();
        node.Kill();
        (await database.RowsAsync(FaultTests.Contents)).ShouldBe(await clean.RowsAsync(FaultTests.Contents));
        (await database.ScalarAsync<int>("select count(*) from intake.batch")).ShouldBe(months.Count, "each month was taken in once");
        (await database.RowsAsync("select scheduled_for from jobs.run where outcome = 'done' group by 1 having count(*) > 1")).ShouldBeEmpty("a period is processed once");
        (await RunLog.LatestAsync(database.Geo, "refresh", 500, default)).ShouldNotContain(run => run.Outcome == RunOutcome.Failed);
        (await database.RowsAsync("select scheduled_for from jobs.run r where outcome = 'interrupted' and not exists (select from jobs.run d where d.outcome = 'done' and d.scheduled_for = r.scheduled_for) and r.id < (select max(id) from jobs.run where outcome = 'done')"))
            .ShouldBeEmpty("what was interrupted was continued");
        Directory.EnumerateFiles(inbox).ShouldBeEmpty();
        await UntilAsync(database, "select not exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))");
    }

    [DatabaseFact]
    public async Task Network_ThatGoesSilent_EndsTheRunInBoundedTime_AndLetsAnotherNodeFinishIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        await using var network = new Network(database.ConnectionString);
        await using var far = new GeoDatabase(network.ConnectionString) { Silence = TimeSpan.FromSeconds(2) };
        Crimes(Month.Of(2020, 1)).WriteTo(Directory.CreateDirectory(Path.Combine(database.Folder, "inbox", "street-level")).FullName);
        var run = RunAsync(far, database, "far");
        await UntilAsync(database, "select exists (select from jobs.step where outcome = 'running' and name = 'take in the inbox')"); // it looks for two seconds
        network.Silence();
        var began = database.Clock.GetTimestamp();

        // The server hears nothing of the far node, and gives its lock to the near one while the network is still silent.
        (await RunAsync(database.Geo, database, "near")).ShouldBe(RunOutcome.Skipped);
        RunOutcome? near;
        while ((near = await RunAsync(database.Geo, database, "near")) == RunOutcome.Skipped)
            await Task.Delay(200);
        near.ShouldBe(RunOutcome.Done);
        var freed = database.Clock.GetElapsedTime(began);
        (await run).ShouldBe(RunOutcome.Interrupted);

        freed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        database.Clock.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(40));
        var runs = (await RunLog.LatestAsync(database.Geo, "refresh", 50, default)).Where(one => one.Outcome != RunOutcome.Skipped).ToList();
        runs.Select(one => (one.Outcome, one.Node)).ShouldBe([(RunOutcome.Done, "near"), (RunOutcome.Done, "near"), (RunOutcome.Interrupted, "far")]);
        runs[1].Continues.ShouldBe(runs[2].Id);
        network.Restore();
        (await RunAsync(far, database, "far")).ShouldBe(RunOutcome.Done);
        (await database.ScalarAsync<int>("select count(*) from intake.batch")).ShouldBe(1);
        (await database.ScalarAsync<int>("select count(*) from records.record")).ShouldBe(1_000);
    }

    [DatabaseFact]
    public async Task Network_ThatGoesSilentOrIsCutDuringACopy_EndsTheRunInBoundedTime_AndTheNextOneRepeatsIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        await using var network = new Network(database.ConnectionString);
        await using var far = new GeoDatabase(network.ConnectionString) { Silence = TimeSpan.FromSeconds(2) };
        var inbox = Directory.CreateDirectory(Path.Combine(database.Folder, "inbox", "street-level")).FullName;
        Crimes(Month.Of(2020, 1), 60_000).WriteTo(inbox);
        foreach (var lose in new[] { network.Silence, network.Cut })
        {
            var run = RunAsync(far, database, "far");
            await network.SentAsync(1_000_000); // nothing but rows is so long
            lose();
            var began = database.Clock.GetTimestamp();
            if (lose == network.Cut)
            {
                await Task.Delay(TimeSpan.FromSeconds(3));
                network.Restore();
            }

            (await run.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(RunOutcome.Interrupted);
            database.Clock.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(40));
            network.Restore();
            (await database.ScalarAsync<int>("select count(*) from records.record")).ShouldBe(0);
        }

        (await RunAsync(far, database, "far")).ShouldBe(RunOutcome.Done);
        (await database.ScalarAsync<int>("select count(*) from records.record")).ShouldBe(60_000);
        (await database.ScalarAsync<int>("select count(*) from jobs.run where outcome = 'running'")).ShouldBe(0);
    }

    private static StreetFile Crimes(Month month, int rows = 1_000)
    {
        var random = new Random(month.Number);
        var file = new StreetFile($"{month}");
        for (var i = 0; i < rows; i++)
            file.Add(i % 5 == 0 ? StreetFile.Asb : "Burglary", i % 50 == 0 ? null : Map.At(random.Next(300) / 100.0, random.Next(200) / 100.0));
        return file;
    }

    private static Task<RunOutcome?> RunAsync(GeoDatabase through, TestDatabase database, string node) => RunJob.RunAsync(new(through, database.Clock, database.Folder, node), new RefreshChain(), new(RunTrigger.Hand), default);

    private static async Task UntilAsync(TestDatabase database, string condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await database.ScalarAsync<bool>(condition))
            await Task.Delay(20, limit.Token);
    }
}
