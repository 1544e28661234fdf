using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core.Database;
using Geo.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Geo.Cli.Jobs;

/// <summary><c>geo jobs schedule</c></summary>
internal static class ScheduleCommand
{
    private const int TimesTold = 5;

    public static Command Make(Shell shell)
    {
        var job = JobsCommand.JobArgument();
        var cron = new Option<string?>("--cron") { Description = "When it runs from now on, by the clock of London: seconds, minutes, hours, day of the month, month, day of the week, in quotes.", HelpName = "\"0 30 3 * * ?\"" };
        var misfire = new Option<string?>("--misfire") { Description = "What becomes of a time that passes while nothing runs: once, each or skip; as it was unless told." };
        misfire.AcceptOnlyFromAmong([.. Schedule.Misfires]);
        var reset = new Option<bool>("--reset") { Description = "As the file of schedules says." };
        var command = new Command("schedule", "When a job runs, and what the file of schedules says; with --cron or --misfire it is changed for every node.") { job, cron, misfire, reset };
        command.Validators.Add(given =>
        {
            if (given.GetValue(reset) && (given.GetValue(cron) ?? given.GetValue(misfire)) is not null)
                given.AddError("--reset goes without --cron and --misfire.");
        });
        return command.Does(shell, async (asked, database, cancellationToken) =>
        {
            var slug = JobsCommand.JobOf(asked.GetRequiredValue(job)).Slug;
            var schedules = Schedule.Load(shell.Setting(Schedule.Setting));
            if (asked.GetValue(reset) || (asked.GetValue(cron) ?? asked.GetValue(misfire)) is not null)
                await ChangeAsync(shell, database, schedules, slug, asked.GetValue(cron), asked.GetValue(misfire), asked.GetValue(reset), cancellationToken);
            Tell(shell, await StateAsync(shell, database, schedules, slug, cancellationToken), asked.GetValue(Commands.Json));
            return ExitCode.Done;
        });
    }

    private static async Task ChangeAsync(Shell shell, GeoDatabase database, IReadOnlyList<Schedule> schedules, string slug, string? cron, string? misfire, bool reset, CancellationToken cancellationToken)
    {
        var host = JobsCommand.HostOf(shell, database);
        var services = new ServiceCollection().AddLogging();
        JobScheduler.Add(services, _ => host, schedules, isNode: false);
        await using var provider = services.BuildServiceProvider();
        var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        try
        {
            var held = (await StateAsync(shell, database, schedules, slug, cancellationToken)).Schedule;
            if (reset)
                await ScheduleState.ResetAsync(scheduler, database, schedules, slug, shell.Time.GetUtcNow(), cancellationToken);
            else
                await ScheduleState.ChangeAsync(
                    scheduler, database, schedules, new(slug, cron ?? held?.Cron ?? "", misfire is null ? held?.Misfire ?? Misfire.Once : Schedule.MisfireOf(misfire)!.Value, true),
                    Environment.UserName, shell.Time.GetUtcNow(), cancellationToken);
        }
        finally
        {
            await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
        }
    }

    private static async Task<JobState> StateAsync(Shell shell, GeoDatabase database, IReadOnlyList<Schedule> schedules, string slug, CancellationToken cancellationToken) =>
        (await ScheduleState.AllAsync(database, schedules, shell.Time.GetUtcNow(), cancellationToken)).Single(state => state.Job.Slug == slug);

    private static void Tell(Shell shell, JobState state, bool json)
    {
        var next = state.Schedule is { IsEnabled: true } schedule ? schedule.Next(shell.Time.GetUtcNow(), TimesTold) : [];
        if (json)
        {
            shell.Json(new { job = state.Job.Slug, state.Schedule?.Cron, state.Schedule?.Misfire, state.InFile, state.Changed, isPaused = state.Paused is not null, next });
            return;
        }

        shell.Say($"{state.Job.Slug} runs {Words(state.Schedule)}.{(state.Changed is { } changed ? $" Changed by {changed.By} on {changed.At:yyyy-MM-dd HH:mm} UTC; the file says: {Words(state.InFile)}." : "")}");
        if (state.Paused is { } paused)
            shell.Say($"Paused by {paused.By} on {paused.At:yyyy-MM-dd HH:mm} UTC.");
        if (next.Count > 0)
            shell.Say($"The next times, by the clock of London: {string.Join(", ", next.Select(time => $"{TimeZoneInfo.ConvertTime(time, Schedule.London):yyyy-MM-dd HH:mm}"))}.");
    }

    private static string Words(Schedule? schedule) =>
        schedule is null ? "by hand only" : $"{schedule}{(Recurrence.Of(schedule.Cron) is null ? "" : $", cron {schedule.Cron}")}, misfire {schedule.MisfireWord}";
}
