using Geo.Core.Backup;
using Geo.Core.Jobs;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>The scheduler by a clock that a test sets: a month in seconds, and clocks that jump.</summary>
public sealed class ClockJumpTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [DatabaseFact]
    public async Task Month_ThatPassesInSeconds_HasEveryPeriodOnceInOrder_AndTellsALateSourceOnTheDay()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TakeInAsync(new StreetFile("2025-11").Add("Burglary", null, 3));
        Schedule[] schedules = [new("refresh", "0 30 3 * * ?", Misfire.Once, true)];
        var clock = new ShiftedClock(new(2026, 3, 5, 0, 0, 0, TimeSpan.Zero));
        using var node = await JobSchedulerTests.NodeAsync(database, schedules, time: clock);
        var nights = schedules[0].Next(clock.GetUtcNow(), 31);

        foreach (var (i, night) in nights.Index())
        {
            clock.Set(night.AddSeconds(1));
            await DoneAsync(database, night);
            var run = (await RunLog.LatestAsync(database.Geo, "refresh", 1, default)).Single();
            (run.Id, run.ScheduledFor, run.Trigger).ShouldBe((i + 1, night, RunTrigger.Schedule), "the only one of this night, after those of the nights before");
            run.StartedAt.ShouldBeInRange(night, night.AddMinutes(1));
        }

        (nights[23].Hour, nights[24].Hour).ShouldBe((3, 2), "on 29 March the clocks go forward");
        var late = (await Findings.CurrentAsync(database.Geo, default)).Single(found => found.Finding.Kind == FindingKind.Late);
        DateOnly.FromDateTime(late.FirstSeenAt.UtcDateTime).ShouldBe(new(2026, 4, 1));
        late.Finding.Message.ShouldEndWith(" Newer records were expected by 31 March 2026.");
        await node.StopAsync();
    }

    [DatabaseTheory]
    [InlineData(Misfire.Each)]
    [InlineData(Misfire.Once)]
    [InlineData(Misfire.Skip)]
    public async Task Clock_ThatJumpsTenDaysAheadAndBack_LosesNoPeriodAndRunsNoneTwice(Misfire misfire)
    {
        await using var database = await TestDatabase.CreateAsync();
        Schedule[] schedules = [new("refresh", "0 30 3 * * ?", misfire, true)];
        var clock = new ShiftedClock(Noon);
        using var node = await JobSchedulerTests.NodeAsync(database, schedules, time: clock);
        var nights = schedules[0].Next(Noon, 13);

        clock.Set(Noon.AddDays(10));
        await NextAsync(database, clock, nights[10]);
        clock.Set(Noon); // somebody mends it
        for (var minute = 1; await NextAsync(database) != nights[0]; minute++)
        {
            minute.ShouldBeLessThan(60, "it is noticed within a minute");
            clock.Set(Noon.AddMinutes(minute));
            await Task.Delay(100);
        }

        // Thirteen nights as they come, of which those that were run ahead of their time (ten, one, none) are not run again.
        foreach (var night in nights)
        {
            clock.Set(night.AddSeconds(1));
            await NextAsync(database, clock, schedules[0].Next(night)!.Value);
            await DoneAsync(database, night);
        }

        (await database.ScalarAsync<int>("select max(id) from jobs.run")).ShouldBe(nights.Count, "so many runs there were ever");
        (await database.ScalarAsync<int>("select count(*) from jobs.run where outcome <> 'done'")).ShouldBe(0);
        await node.StopAsync();
    }

    [DatabaseFact]
    public async Task Run_ThatAClockDatedAhead_StandsInTheOrderOfRuns_AndIsToldWhenNobodyContinuesIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        var host = new JobHost(database.Geo, database.Clock, database.Folder, "one");
        await database.ExecuteAsync("insert into jobs.run (job, trigger, node, started_at, outcome) values ('refresh', 'schedule', 'gone', '2024-06-11 09:00Z', 'running')");

        (await Alerts.HoldingAsync(database.Geo, database.Clock.GetUtcNow(), default)).Select(told => told.Message).ShouldBe(
            ["Refresh, begun on 11 June 2024 at 10:00, was interrupted and not continued. Its log says why; the last good figures stay."]);
        (await RunJob.RunAsync(host, new RefreshChain(), new(RunTrigger.Hand), default)).ShouldBe(RunOutcome.Done);

        var runs = await RunLog.LatestAsync(database.Geo, "refresh", 5, default);
        runs.Select(run => (run.Outcome, run.StartedAt.Day, run.EndedAt!.Value.Day)).ShouldBe([(RunOutcome.Done, 1, 1), (RunOutcome.Done, 1, 1), (RunOutcome.Interrupted, 11, 11)]);
        (await Alerts.HoldingAsync(database.Geo, database.Clock.GetUtcNow(), default)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Backups_ThatAClockDatedAhead_KeepNoneFromBeingCheckedOrKept()
    {
        await using var database = await TestDatabase.CreateAsync();
        var host = new JobHost(database.Geo, database.Clock, database.Folder, "one");
        var now = database.Clock.GetUtcNow();
        foreach (var days in Enumerable.Range(10, 8))
        {
            var ahead = await MakeBackup.RunAsync(database.Geo, BackupFolder.NewPath(BackupFolder.Of(database.Folder), now.AddDays(days)), database.Clock, null, default);
            await (ahead.Manifest with { MadeAt = now.AddDays(days), CheckedAt = now.AddDays(days) }).WriteAsync(BackupFile.ManifestOf(ahead.Path), default);
        }

        (await RunJob.RunAsync(host, new KeepBackups(), new(RunTrigger.Hand), default)).ShouldBe(RunOutcome.Done);

        var all = BackupFolder.All(BackupFolder.Of(database.Folder));
        all.Count.ShouldBe(9);
        (all[^1].Manifest.MadeAt, all[^1].Manifest.CheckedAt is not null).ShouldBe((now, true));
        BackupFolder.LatestChecked(database.Folder, now).ShouldBe(now);
    }

    private static async Task DoneAsync(TestDatabase database, DateTimeOffset period)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await database.ScalarAsync<bool>($"select exists (select from jobs.run where outcome = 'done' and scheduled_for = '{period:u}')"))
            await Task.Delay(10, limit.Token);
    }

    private static async Task<DateTimeOffset> NextAsync(TestDatabase database)
    {
        await using var command = database.Geo.Scheduler.CreateCommand("select next_fire_time from qrtz_triggers where trigger_name = 'refresh'");
        return new((long)(await command.ExecuteScalarAsync())!, TimeSpan.Zero);
    }

    private static async Task NextAsync(TestDatabase database, ShiftedClock clock, DateTimeOffset wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await NextAsync(database) is var next && next != wanted)
        {
            limit.IsCancellationRequested.ShouldBeFalse($"it waits for {next:u} and not for {wanted:u}; it is {clock.GetUtcNow():u}");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
