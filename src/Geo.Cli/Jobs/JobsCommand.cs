using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core;
using Geo.Core.Database;
using Geo.Core.Fetch;
using Geo.Core.Jobs;

namespace Geo.Cli.Jobs;

/// <summary><c>geo jobs</c></summary>
internal static class JobsCommand
{
    private const int RunsTold = 20;

    public static Command Make(Shell shell) => new("jobs", "What keeps the data up to date: list the jobs, run one now, cancel one, change when one runs, test the alerts.")
    {
        new Command("list", "Every job with its next and its last run.").Does(shell, (asked, database, cancellationToken) => ListAsync(shell, database, asked.GetValue(Commands.Json), cancellationToken)),
        Named("run", "Run a job now, in this process. Where it runs already, nothing is done.", shell, RunAsync),
        Named("runs", "The latest runs of a job.", shell, RunsAsync),
        Named("cancel", "Stop a job, whichever process runs it; what is under way is not stored.", shell, CancelAsync),
        ScheduleCommand.Make(shell),
        new Command("alert-test", "Send a test by mail and webhook, as the file says that GEO_ALERTS names.").Does(shell, (asked, database, cancellationToken) => AlertTestAsync(shell, database, asked.GetValue(Commands.Json), cancellationToken)),
    };

    /// <summary>What a job of this process works with.</summary>
    public static JobHost HostOf(Shell shell, GeoDatabase database) => new(
        database, shell.Time, shell.DataFolder ?? throw new RefusedException(new Fault("no-data-folder", "GEO_DATA_DIR", null, null, null, "No folder for files is named.", "Start commands with ./geo, which sets it.")),
        JobHost.ThisNode, shell.Setting(Feeds.Setting), shell.Setting(Feeds.LoopbackSetting) == "1", shell.Setting(AlertSettings.Setting));

    private static Command Named(string name, string description, Shell shell, Func<Shell, GeoDatabase, Job, bool, CancellationToken, Task<int>> action)
    {
        var slug = JobArgument();
        return new Command(name, description) { slug }.Does(shell, (asked, database, cancellationToken) => action(shell, database, JobOf(asked.GetRequiredValue(slug)), asked.GetValue(Commands.Json), cancellationToken));
    }

    public static Argument<string> JobArgument() => new("JOB") { Description = string.Join(", ", AllJobs.All.Select(job => job.Slug)) };

    /// <exception cref="RefusedException">There is no such job.</exception>
    public static Job JobOf(string slug) => AllJobs.Find(slug) ?? throw new RefusedException(new Fault(
        "unknown-job", "JOB", null, null, slug, $"There is no such job; there are {string.Join(", ", AllJobs.All.Select(job => job.Slug))}.", "Name one of them."));

    private static async Task<int> ListAsync(Shell shell, GeoDatabase database, bool json, CancellationToken cancellationToken)
    {
        var states = await ScheduleState.AllAsync(database, Schedule.Load(shell.Setting(Schedule.Setting)), shell.Time.GetUtcNow(), cancellationToken);
        var runs = (await RunLog.LatestAsync(database, null, 1, cancellationToken)).ToDictionary(run => run.Job, StringComparer.Ordinal);
        if (json)
        {
            shell.Json(new { jobs = states.Select(state => new { job = state.Job.Slug, state.Job.Name, state.Job.Description, state.Schedule?.Cron, state.Schedule?.Misfire, state.InFile, state.Changed, isPaused = state.Paused is not null, state.Next, lastRun = runs.GetValueOrDefault(state.Job.Slug) }) });
            return ExitCode.Done;
        }

        shell.Table(["Job", "Next (UTC)", "Last (UTC)", "Outcome", "Message"], states.Select(state =>
        {
            var last = runs.GetValueOrDefault(state.Job.Slug);
            return (string[])[state.Job.Slug, state.Paused is not null ? "paused" : state.Next is { } next ? $"{next:yyyy-MM-dd HH:mm}" : "by hand", last is null ? "never" : $"{last.StartedAt:yyyy-MM-dd HH:mm}", last is null ? "" : $"{last.Outcome}".ToLowerInvariant(), last?.Message ?? ""];
        }));
        return ExitCode.Done;
    }

    private static async Task<int> RunAsync(Shell shell, GeoDatabase database, Job job, bool json, CancellationToken cancellationToken)
    {
        await RunJob.RunAsync(HostOf(shell, database), job, new(RunTrigger.Hand, AskedBy: Environment.UserName), cancellationToken);
        var run = (await RunLog.LatestAsync(database, job.Slug, 1, CancellationToken.None)).Single();
        if (json)
            shell.Json(run);
        else
            shell.Say(run.Message.Length == 0 ? "There was nothing to do." : run.Message);
        return run.Outcome switch { RunOutcome.Done => ExitCode.Done, RunOutcome.Cancelled or RunOutcome.Interrupted => ExitCode.Cancelled, _ => ExitCode.Refused };
    }

    private static async Task<int> RunsAsync(Shell shell, GeoDatabase database, Job job, bool json, CancellationToken cancellationToken)
    {
        var runs = await RunLog.LatestAsync(database, job.Slug, RunsTold, cancellationToken);
        if (json)
            shell.Json(new { runs });
        else if (runs.Count == 0)
            shell.Say($"{job.Slug} has not been run yet.");
        else
            shell.Table([">Run", "Began (UTC)", "Trigger", "Outcome", ">Rows", "Message"], runs.Select(run => (string[])[$"{run.Id}", $"{run.StartedAt:yyyy-MM-dd HH:mm:ss}", run.Trigger.Word(), $"{run.Outcome}".ToLowerInvariant(), $"{run.Rows:N0}", run.Message]));
        return ExitCode.Done;
    }

    private static async Task<int> CancelAsync(Shell shell, GeoDatabase database, Job job, bool json, CancellationToken cancellationToken)
    {
        var asked = await CancelRun.RunAsync(database, job.Slug, Environment.UserName, cancellationToken);
        if (json)
            shell.Json(new { job = job.Slug, asked });
        else
            shell.Say(asked ? $"{job.Slug} is asked to stop." : $"{job.Slug} does not run.");
        return ExitCode.Done;
    }

    private static async Task<int> AlertTestAsync(Shell shell, GeoDatabase database, bool json, CancellationToken cancellationToken)
    {
        var tests = await Alerts.TestAsync(HostOf(shell, database), cancellationToken);
        if (json)
            shell.Json(new { tests });
        else
            tests.ToList().ForEach(test => shell.Say($"{test.Channel}: {test.Message}"));
        return tests.All(test => test.IsSent) ? ExitCode.Done : ExitCode.Refused;
    }
}
