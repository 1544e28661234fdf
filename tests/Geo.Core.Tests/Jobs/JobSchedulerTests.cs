using Geo.Core.Database;
using Geo.Core.Jobs;
using Geo.Core.Tests.Cli;
using Geo.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>Nodes that share a store: each time fires once, missed periods are made up in order, what somebody paused stays paused.</summary>
public sealed class JobSchedulerTests
{
    // In the small hours of a day long past and to come: nothing fires by itself while a test runs.
    private const string Yearly = "0 0 4 1 1 ?";

    [DatabaseFact]
    public async Task PeriodsThatPassedWhileNothingRan_AreEachRunOnceInOrder_ByWhicheverOfTwoNodes()
    {
        await using var database = await TestDatabase.CreateAsync();
        Schedule[] schedules = [new("refresh", "0 0 4 1 * ?", Misfire.Each, true)];
        using (var before = await NodeAsync(database, schedules))
            await before.StopAsync();
        // As if nothing had run since before the turn of three months.
        var now = TimeProvider.System.GetUtcNow();
        var missed = new[] { -2, -1, 0 }.Select(months => schedules[0].Next(new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(months))!.Value).Where(fire => fire < now).ToList();
        await using (var command = database.Geo.Scheduler.CreateCommand($"update qrtz_triggers set next_fire_time = {missed[0].UtcTicks}, start_time = {missed[0].AddDays(-1).UtcTicks} where trigger_name = 'refresh'"))
            (await command.ExecuteNonQueryAsync()).ShouldBe(1);

        using var one = await NodeAsync(database, schedules);
        using var other = await NodeAsync(database, schedules);
        var runs = await RunsAsync(database, missed.Count);

        runs.Reverse().Select(run => (run.ScheduledFor, run.Outcome, run.Trigger)).ShouldBe(missed.Select(fire => ((DateTimeOffset?)fire, RunOutcome.Done, RunTrigger.Schedule)));

        // Another schedule and back: what was made up is not made up again.
        var scheduler = await SchedulerAsync(one);
        await ScheduleState.ChangeAsync(scheduler, database.Geo, schedules, schedules[0] with { Cron = "0 0 5 2 * ?" }, "an analyst", now, default);
        await ScheduleState.ResetAsync(scheduler, database.Geo, schedules, "refresh", now, default);
        await using (var command = database.Geo.Scheduler.CreateCommand("select next_fire_time from qrtz_triggers where trigger_name = 'refresh'"))
            new DateTimeOffset((long)(await command.ExecuteScalarAsync())!, TimeSpan.Zero).ShouldBe(schedules[0].Next(now)!.Value);
        await one.StopAsync();
        await other.StopAsync();
        (await RunsAsync(database, missed.Count)).Count.ShouldBe(missed.Count);
    }

    [DatabaseFact]
    public async Task Change_FromACommand_IsFollowedByEveryNode_EachTimeOnce_UntilItIsTakenBack()
    {
        await using var database = await TestDatabase.CreateAsync();
        var file = database.NewFile("schedules.yaml", $"schedules:\n  - {{ job: refresh, cron: \"{Yearly}\", misfire: skip }}\n");
        var schedules = Schedule.Load(file);
        using var one = await NodeAsync(database, schedules, "one");
        using var other = await NodeAsync(database, schedules, "other");
        Task<CommandRun> GeoAsync(params string[] args) => CommandRun.WithAsync(
            name => name switch { "GEO_DATABASE" => database.ConnectionString, "GEO_DATA_DIR" => database.Folder, Schedule.Setting => file, _ => null }, default, ["jobs", "schedule", .. args]);

        var changed = await GeoAsync("refresh", "--cron", "0/3 * * * * ?");
        changed.Output.ShouldMatch(@"^refresh runs by the cron expression 0/3 \* \* \* \* \?, misfire skip\. Changed by .+ on \d{4}-\d\d-\d\d \d\d:\d\d UTC; the file says: by the cron expression 0 0 4 1 1 \?, misfire skip\.\r?\nThe next times, by the clock of London: (\d{4}-\d\d-\d\d \d\d:\d\d(, )?){5}\.\r?\n$", changed.Error);
        await RunsAsync(database, 2);
        await one.StopAsync();
        var before = (await RunsAsync(database, 2)).Count;
        var runs = await RunsAsync(database, before + 1);
        runs[0].Node.ShouldBe("other");
        runs.ShouldAllBe(run => run.Outcome == RunOutcome.Done && run.Trigger == RunTrigger.Schedule && run.ScheduledFor!.Value.Second % 3 == 0);
        runs.Select(run => run.ScheduledFor).ShouldBeUnique();

        (await GeoAsync("refresh", "--reset")).Output.ShouldStartWith("refresh runs by the cron expression 0 0 4 1 1 ?, misfire skip.\n".ReplaceLineEndings());
        ((ICronTrigger)(await (await SchedulerAsync(other)).GetTrigger(ScheduleState.KeyOf("refresh")))!).CronExpressionString.ShouldBe(Yearly);
        await other.StopAsync();

        // A job that the file says nothing of; a node that starts later knows, and a bad time changes nothing.
        (await GeoAsync("fetch", "--cron", "0 15 4 ? * MON", "--misfire", "each")).ExitCode.ShouldBe(0);
        var bad = await GeoAsync("fetch", "--cron", "0 15 1 * * ?");
        (bad.ExitCode, bad.Error).ShouldBe((1, "geo: fetch, column cron, value '0 15 1 * * ?': Between 1 and 2 o'clock the clocks change: such a time is left out in March and comes twice in October. Choose another hour.\n     ARCHITECTURE.md tells how schedules are written.\n".ReplaceLineEndings()));
        using var late = await NodeAsync(database, schedules, "late");
        ((ICronTrigger)(await (await SchedulerAsync(late)).GetTrigger(ScheduleState.KeyOf("fetch")))!).CronExpressionString.ShouldBe("0 15 4 ? * MON");
        (await GeoAsync("fetch", "--json")).Json.GetProperty("misfire").GetString().ShouldBe("each");
        (await GeoAsync("fetch", "--reset")).Output.ShouldBe("fetch runs by hand only.\n".ReplaceLineEndings());
        (await (await SchedulerAsync(late)).GetTrigger(ScheduleState.KeyOf("fetch"))).ShouldBeNull();
        await late.StopAsync();
    }

    [DatabaseFact]
    public async Task RunNow_FromAnyNode_RunsOnceAndNamesWhoAsked_AlsoWhilePaused()
    {
        await using var database = await TestDatabase.CreateAsync();
        Schedule[] schedules = [new("refresh", Yearly, Misfire.Skip, true)];
        using var one = await NodeAsync(database, schedules);
        using var other = await NodeAsync(database, schedules);
        var scheduler = await SchedulerAsync(one);

        await ScheduleState.PauseAsync(scheduler, database.Geo, "refresh", isPaused: true, "an analyst", database.Clock.GetUtcNow(), default);
        await ScheduleState.RunNowAsync(scheduler, "refresh", "an analyst", default);

        var run = (await RunsAsync(database, 1)).Single();
        (run.Outcome, run.Trigger, run.AskedBy, run.ScheduledFor).ShouldBe((RunOutcome.Done, RunTrigger.Hand, "an analyst", null));
        var state = (await ScheduleState.AllAsync(database.Geo, schedules, database.Clock.GetUtcNow(), default)).Single(state => state.Job.Slug == "refresh");
        (state.Paused?.By, state.Changed, state.Next).ShouldBe(("an analyst", null, null));

        // A node that starts later knows of it, and of a schedule that has changed.
        schedules[0] = schedules[0] with { Cron = "0 0 5 1 1 ?" };
        using var third = await NodeAsync(database, schedules);
        scheduler = await SchedulerAsync(third);
        (await scheduler.GetTriggerState(ScheduleState.KeyOf("refresh"))).ShouldBe(TriggerState.Paused);
        ((ICronTrigger)(await scheduler.GetTrigger(ScheduleState.KeyOf("refresh")))!).CronExpressionString.ShouldBe("0 0 5 1 1 ?");
        await ScheduleState.PauseAsync(scheduler, database.Geo, "refresh", isPaused: false, "an analyst", database.Clock.GetUtcNow(), default);
        (await scheduler.GetTriggerState(ScheduleState.KeyOf("refresh"))).ShouldBe(TriggerState.Normal);
        (await ScheduleState.AllAsync(database.Geo, schedules, database.Clock.GetUtcNow(), default)).Single(state => state.Job.Slug == "refresh").Next.ShouldBe(new DateTimeOffset(2025, 1, 1, 5, 0, 0, TimeSpan.Zero));
        foreach (var node in new[] { one, other, third })
            await node.StopAsync();
    }

    internal static async Task<IReadOnlyList<LoggedRun>> RunsAsync(TestDatabase database, int wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var runs = await RunLog.LatestAsync(database.Geo, "refresh", 50, limit.Token);
            if (runs.Count >= wanted && runs.All(run => run.Outcome != RunOutcome.Running))
                return runs;
            await Task.Delay(100, limit.Token);
        }
    }

    internal static ValueTask<IScheduler> SchedulerAsync(IHost node) => node.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();

    internal static async Task<IHost> NodeAsync(TestDatabase database, IReadOnlyList<Schedule> schedules, string name = "a node", TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(new GeoDatabase(database.ConnectionString));
        JobScheduler.Add(builder.Services, provider => new JobHost(provider.GetRequiredService<GeoDatabase>(), time ?? TimeProvider.System, database.Folder, name), schedules);
        var node = builder.Build();
        await node.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await SchedulerAsync(node)).Status != SchedulerStatus.Running)
            await Task.Delay(50, limit.Token);
        return node;
    }
}
