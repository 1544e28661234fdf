using Geo.Core.Database;
using Quartz;

namespace Geo.Core.Jobs;

/// <summary>A job with its schedule as it stands.</summary>
/// <param name="Schedule">Null where it runs by hand only.</param>
/// <param name="IsPaused">Somebody paused it; it can be run by hand.</param>
/// <param name="Next">When it runs next by itself; null for never.</param>
public sealed record JobState(Job Job, Schedule? Schedule, bool IsPaused, string ChangedBy, DateTimeOffset? ChangedAt, DateTimeOffset? Next);

/// <summary>What of schedules is changed while the product runs: which are paused. The database keeps it, so that every node knows.</summary>
public static class ScheduleState
{
    public static async Task<IReadOnlyList<JobState>> AllAsync(GeoDatabase database, IReadOnlyList<Schedule> schedules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var paused = await PausedAsync(database, cancellationToken);
        return
        [
            .. AllJobs.All.Select(job =>
            {
                var schedule = schedules.FirstOrDefault(schedule => schedule.Job == job.Slug);
                var state = paused.GetValueOrDefault(job.Slug);
                return new JobState(job, schedule, state.IsPaused, state.By ?? "", state.At, schedule is { IsEnabled: true } && !state.IsPaused ? schedule.Next(now) : null);
            }),
        ];
    }

    /// <summary>Pauses a job's schedule, or lets it go on. What it missed meanwhile is treated as its schedule says of missed times.</summary>
    public static async Task PauseAsync(IScheduler? scheduler, GeoDatabase database, string job, bool isPaused, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using (var command = database.Writer.CreateCommand(
            """
            insert into jobs.schedule (job, is_paused, changed_by, changed_at) values ($1, $2, $3, $4)
            on conflict (job) do update set is_paused = excluded.is_paused, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """))
        {
            foreach (var value in new object[] { job, isPaused, by, now })
                command.Parameters.Add(new() { Value = value });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        if (scheduler is not null)
            await SetAsync(scheduler, KeyOf(job), isPaused, cancellationToken);
    }

    /// <summary>Has a job run now, on whichever node is free first.</summary>
    public static async Task RunNowAsync(IScheduler scheduler, string job, string askedBy, CancellationToken cancellationToken)
    {
        await AddJobAsync(scheduler, job, cancellationToken);
        await scheduler.TriggerJob(new JobKey(job), new JobDataMap { { ScheduledJob.AskedBy, askedBy } }, cancellationToken);
    }

    /// <summary>Makes the store of the nodes agree with the schedules; a schedule that stands as it should is left alone, with the times that it missed.</summary>
    internal static async Task ApplyAsync(IScheduler scheduler, GeoDatabase database, IReadOnlyList<Schedule> schedules, CancellationToken cancellationToken)
    {
        var paused = await PausedAsync(database, cancellationToken);
        foreach (var job in AllJobs.All)
        {
            await AddJobAsync(scheduler, job.Slug, cancellationToken);
            var key = KeyOf(job.Slug);
            var schedule = schedules.FirstOrDefault(schedule => schedule.Job == job.Slug && schedule.IsEnabled);
            var held = await scheduler.GetTrigger(key, cancellationToken) as ICronTrigger;
            if (schedule is null)
            {
                if (held is not null)
                    await scheduler.UnscheduleJob(key, cancellationToken);
                continue;
            }

            var instruction = InstructionOf(schedule.Misfire);
            if (held is null || held.CronExpressionString != schedule.Cron || held.MisfireInstructionCode != (int)instruction)
            {
                var trigger = TriggerBuilder.Create().ForJob(new JobKey(job.Slug)).WithIdentity(key)
                    .WithCronSchedule(schedule.Cron, cron => cron.InTimeZone(Schedule.London).WithMisfireInstruction(instruction)).Build();
                if (held is null)
                    await scheduler.ScheduleJob(trigger, new ScheduleJobOptions { Replace = true }, cancellationToken);
                else
                    await scheduler.RescheduleJob(key, trigger, cancellationToken);
            }

            await SetAsync(scheduler, key, paused.GetValueOrDefault(job.Slug).IsPaused, cancellationToken);
        }
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

    private static async Task<Dictionary<string, (bool IsPaused, string? By, DateTimeOffset? At)>> PausedAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select job, is_paused, changed_by, changed_at from jobs.schedule");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var paused = new Dictionary<string, (bool, string?, DateTimeOffset?)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            paused[reader.GetString(0)] = (reader.GetBoolean(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3));
        return paused;
    }
}
