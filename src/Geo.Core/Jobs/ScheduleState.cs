using Geo.Core.Database;
using Quartz;

namespace Geo.Core.Jobs;

/// <summary>What somebody did: who, and when.</summary>
public sealed record ByHand(string By, DateTimeOffset At);

/// <summary>A job with its schedule as it stands.</summary>
/// <param name="Schedule">What holds; null where it runs by hand only.</param>
/// <param name="InFile">What the file of schedules says; null where it says nothing of the job.</param>
/// <param name="Changed">Who changed it from what the file says; null where nobody did.</param>
/// <param name="Paused">Who paused it, though it can be run by hand; null where it is not paused.</param>
/// <param name="Next">When it runs next by itself; null for never.</param>
public sealed record JobState(Job Job, Schedule? Schedule, Schedule? InFile, ByHand? Changed, ByHand? Paused, DateTimeOffset? Next);

/// <summary>
/// What of schedules is changed while the product runs: when a job runs, and whether it is paused. The database keeps it, so that every node
/// knows, and the store of the nodes follows at once.
/// </summary>
public static class ScheduleState
{
    public static async Task<IReadOnlyList<JobState>> AllAsync(GeoDatabase database, IReadOnlyList<Schedule> schedules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var touched = await TouchedAsync(database, cancellationToken);
        return
        [
            .. AllJobs.All.Select(job =>
            {
                var (inFile, (change, changed, paused)) = (schedules.FirstOrDefault(schedule => schedule.Job == job.Slug), touched.GetValueOrDefault(job.Slug));
                var schedule = change ?? inFile;
                return new JobState(job, schedule, inFile, changed, paused, schedule is { IsEnabled: true } && paused is null ? schedule.Next(now) : null);
            }),
        ];
    }

    /// <summary>Pauses a job's schedule, or lets it go on. What it missed meanwhile is treated as its schedule says of missed times.</summary>
    public static async Task PauseAsync(IScheduler? scheduler, GeoDatabase database, string job, bool isPaused, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await WriteAsync(
            database,
            """
            insert into jobs.schedule (job, is_paused, paused_by, paused_at) values ($1, $2, $3, $4)
            on conflict (job) do update set is_paused = excluded.is_paused, paused_by = excluded.paused_by, paused_at = excluded.paused_at
            """,
            [job, isPaused, by, now], cancellationToken);
        if (scheduler is not null)
            await SetAsync(scheduler, KeyOf(job), isPaused, cancellationToken);
    }

    /// <summary>Has a job run by this schedule instead of the file's, on every node. Times that the one before it missed are not made up.</summary>
    /// <exception cref="RefusedException">It breaks a rule.</exception>
    public static async Task ChangeAsync(IScheduler scheduler, GeoDatabase database, IReadOnlyList<Schedule> schedules, Schedule schedule, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Recurrence.WrongWith(schedule.Cron) is { } wrong)
            throw new RefusedException(Schedule.Wrong(schedule.Job, null, "cron", schedule.Cron, wrong));
        if (schedules.Contains(schedule))
        {
            await ResetAsync(scheduler, database, schedules, schedule.Job, now, cancellationToken);
            return;
        }

        await WriteAsync(
            database,
            """
            insert into jobs.schedule (job, cron, misfire, changed_by, changed_at) values ($1, $2, $3, $4, $5)
            on conflict (job) do update set cron = excluded.cron, misfire = excluded.misfire, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """,
            [schedule.Job, schedule.Cron, schedule.MisfireWord, by, now], cancellationToken);
        await ApplyAsync(scheduler, await OfAsync(database, schedules, schedule.Job, now, cancellationToken), cancellationToken);
    }

    /// <summary>Has a job run as the file says again; by hand only where it says nothing.</summary>
    public static async Task ResetAsync(IScheduler scheduler, GeoDatabase database, IReadOnlyList<Schedule> schedules, string job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await WriteAsync(database, "update jobs.schedule set cron = null, misfire = null, changed_by = null, changed_at = null where job = $1", [job], cancellationToken);
        await ApplyAsync(scheduler, await OfAsync(database, schedules, job, now, cancellationToken), cancellationToken);
    }

    /// <summary>Has a job run now, on whichever node is free first.</summary>
    public static async Task RunNowAsync(IScheduler scheduler, string job, string askedBy, CancellationToken cancellationToken)
    {
        await AddJobAsync(scheduler, job, cancellationToken);
        await scheduler.TriggerJob(new JobKey(job), new JobDataMap { { ScheduledJob.AskedBy, askedBy } }, cancellationToken);
    }

    /// <summary>Makes the store of the nodes agree with the schedules; a schedule that stands as it should is left alone, with the times that it missed.</summary>
    internal static async Task ApplyAsync(IScheduler scheduler, GeoDatabase database, IReadOnlyList<Schedule> schedules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var state in await AllAsync(database, schedules, now, cancellationToken))
            await ApplyAsync(scheduler, state, cancellationToken);
    }

    /// <summary>
    /// Sets schedules back that wait for a later time than the one after the next: the clock was ahead when they fired last, and all times until
    /// then would be left out. A period that was done meanwhile is not done again.
    /// </summary>
    internal static async Task FollowClockAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        foreach (var job in AllJobs.All)
        {
            var key = KeyOf(job.Slug);
            if (await scheduler.GetTrigger(key, cancellationToken) is ICronTrigger held && IsAhead(held, scheduler.TimeProvider.GetUtcNow()) && await scheduler.GetTriggerState(key, cancellationToken) != TriggerState.Paused)
                await scheduler.RescheduleJob(key, TriggerOf(scheduler, job.Slug, held.CronExpressionString!, (CronTriggerMisfireInstruction)held.MisfireInstructionCode), cancellationToken);
        }
    }

    private static bool IsAhead(ICronTrigger held, DateTimeOffset now) =>
        held.NextFireTimeUtc is { } waits && new Schedule(held.Key.Name, held.CronExpressionString!, Misfire.Skip, true).Next(now, 2) is [.., var next] && waits > next;

    private static ITrigger TriggerOf(IScheduler scheduler, string job, string cron, CronTriggerMisfireInstruction instruction) =>
        TriggerBuilder.Create(scheduler.TimeProvider).ForJob(new JobKey(job)).WithIdentity(KeyOf(job))
            .WithCronSchedule(cron, schedule => schedule.InTimeZone(Schedule.London).WithMisfireInstruction(instruction)).Build();

    private static async Task ApplyAsync(IScheduler scheduler, JobState state, CancellationToken cancellationToken)
    {
        var slug = state.Job.Slug;
        await AddJobAsync(scheduler, slug, cancellationToken);
        var key = KeyOf(slug);
        var held = await scheduler.GetTrigger(key, cancellationToken) as ICronTrigger;
        if (state.Schedule is not { IsEnabled: true } schedule)
        {
            if (held is not null)
                await scheduler.UnscheduleJob(key, cancellationToken);
            return;
        }

        var instruction = InstructionOf(schedule.Misfire);
        if (held is null || held.CronExpressionString != schedule.Cron || held.MisfireInstructionCode != (int)instruction)
        {
            var trigger = TriggerOf(scheduler, slug, schedule.Cron, instruction);
            if (held is null)
                await scheduler.ScheduleJob(trigger, new ScheduleJobOptions { Replace = true }, cancellationToken);
            else
                await scheduler.RescheduleJob(key, trigger, cancellationToken);
        }

        await SetAsync(scheduler, key, state.Paused is not null, cancellationToken);
    }

    internal static TriggerKey KeyOf(string job) => new(job, ScheduledJob.BySchedule);

    private static async Task SetAsync(IScheduler scheduler, TriggerKey key, bool isPaused, CancellationToken cancellationToken)
    {
        var state = await scheduler.GetTriggerState(key, cancellationToken);
        if (isPaused && state != TriggerState.Paused)
            await scheduler.PauseTrigger(key, cancellationToken);
        else if (!isPaused && state == TriggerState.Paused)
            await scheduler.ResumeTrigger(key, cancellationToken);
    }

    private static async Task AddJobAsync(IScheduler scheduler, string job, CancellationToken cancellationToken)
    {
        if (!await scheduler.Exists(new JobKey(job), cancellationToken))
            await scheduler.AddJob(JobBuilder.Create<ScheduledJob>().WithIdentity(new JobKey(job)).StoreDurably().RequestRecovery().Build(), new AddJobOptions { Replace = true }, cancellationToken);
    }

    private static CronTriggerMisfireInstruction InstructionOf(Misfire misfire) => misfire switch
    {
        Misfire.Each => CronTriggerMisfireInstruction.IgnoreMisfires,
        Misfire.Skip => CronTriggerMisfireInstruction.DoNothing,
        _ => CronTriggerMisfireInstruction.FireAndProceed,
    };

    private static async Task<JobState> OfAsync(GeoDatabase database, IReadOnlyList<Schedule> schedules, string job, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await AllAsync(database, schedules, now, cancellationToken)).Single(state => state.Job.Slug == job);

    private static async Task WriteAsync(GeoDatabase database, string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = database.Writer.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Dictionary<string, (Schedule? Change, ByHand? Changed, ByHand? Paused)>> TouchedAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select job, cron, misfire, changed_by, changed_at, is_paused, paused_by, paused_at from jobs.schedule");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var touched = new Dictionary<string, (Schedule?, ByHand?, ByHand?)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var job = reader.GetString(0);
            var isChanged = !reader.IsDBNull(1);
            touched[job] = (
                isChanged ? new(job, reader.GetString(1), Schedule.MisfireOf(reader.GetString(2))!.Value, true) : null,
                isChanged ? new(reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)) : null,
                reader.GetBoolean(5) ? new(reader.GetString(6), reader.GetFieldValue<DateTimeOffset>(7)) : null);
        }

        return touched;
    }
}
