using Npgsql;

namespace Geo.Core.Jobs;

/// <param name="ScheduledFor">The period that a schedule means; processed once, however often it is asked for.</param>
/// <param name="AskedBy">Who asked for a run by hand.</param>
/// <param name="OnlyContinues">After a node died: what it left is finished, and nothing is begun that had not been.</param>
public sealed record RunRequest(RunTrigger Trigger, DateTimeOffset? ScheduledFor = null, string AskedBy = "", bool OnlyContinues = false);

/// <summary>
/// Runs a job on this node, once in the whole cluster at a time. A run that was interrupted is continued first, after the last step that it
/// finished; a period that was processed is not processed again.
/// </summary>
public static class RunJob
{
    /// <returns>How it ended; null where there was nothing to do.</returns>
    public static async Task<RunOutcome?> RunAsync(JobHost host, Job job, RunRequest request, CancellationToken cancellationToken)
    {
        var log = new RunWriter(host);
        await using var held = await JobLock.TryAsync(host.Database, job.Slug, cancellationToken);
        if (held is null)
        {
            await log.SkipAsync(job.Slug, request, cancellationToken);
            return RunOutcome.Skipped;
        }

        RunOutcome? outcome = null;
        if (await log.InterruptedAsync(job.Slug, cancellationToken) is { } left)
        {
            var continued = request with { Trigger = RunTrigger.CatchUp, ScheduledFor = left.ScheduledFor };
            outcome = await RunAsync(host, held, log, job, continued, left, cancellationToken);
            if (outcome is RunOutcome.Interrupted or RunOutcome.Cancelled || request.OnlyContinues)
                return outcome;
        }

        if (request.OnlyContinues && request.ScheduledFor is null)
            return outcome;
        if (request.ScheduledFor is { } period && await log.IsDoneAsync(job.Slug, period, cancellationToken))
            return outcome;
        return await RunAsync(host, held, log, job, request, null, cancellationToken);
    }

    private static async Task<RunOutcome> RunAsync(JobHost host, JobLock held, RunWriter log, Job job, RunRequest request, LeftRun? left, CancellationToken cancellationToken)
    {
        await log.BeginAsync(job.Slug, request, left, cancellationToken);
        using var limit = new CancellationTokenSource(job.TimeLimit, host.Time);
        using var lost = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token, lost.Token);
        using var ended = new CancellationTokenSource();
        var watch = Task.Run(() => held.WatchAsync(log.Run, lost, ended.Token), CancellationToken.None);
        (RunOutcome Outcome, string Message) end;
        try
        {
            end = await UnlessLostAsync(StepsAsync(host, held, log, job, request, left, stop.Token), held, host.Database.Silence, stop.Token);
        }
        catch (StepFailedException failure)
        {
            end = (RunOutcome.Failed, failure.Message);
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            end = (RunOutcome.Failed, JobTrouble.Told(error)); // the log itself could not be written
        }
        catch (Exception)
        {
            end = (RunOutcome.Interrupted, "");
        }

        await ended.CancelAsync();
        var cancelledBy = await watch;
        var isLost = await held.IsLostAsync();
        if (isLost)
            host.Database.Clear();
        if (end.Outcome != RunOutcome.Done && (stop.IsCancellationRequested || isLost))
            end = cancellationToken.IsCancellationRequested ? (RunOutcome.Interrupted, "The process that ran it was stopped; the next run continues it.")
                : cancelledBy is not null ? (RunOutcome.Cancelled, $"Cancelled{(cancelledBy.Length > 0 ? $" by {cancelledBy}" : "")}; what was under way is not stored.")
                : limit.IsCancellationRequested ? (RunOutcome.Failed, $"It took longer than its limit of {(job.TimeLimit.TotalMinutes < 1 ? $"{job.TimeLimit.TotalSeconds} seconds" : $"{job.TimeLimit.TotalMinutes} minutes")} and was stopped.")
                : (RunOutcome.Interrupted, "The database was lost meanwhile; the next run continues it.");
        await log.EndAsync(end.Outcome, end.Message);
        return end.Outcome;
    }

    /// <summary>Waits for the steps; for one that goes on after the lock was lost, as it may for ever where a network is silent, only so long.</summary>
    private static async Task<(RunOutcome, string)> UnlessLostAsync(Task<(RunOutcome, string)> steps, JobLock held, TimeSpan silence, CancellationToken stop)
    {
        await Task.WhenAny(steps, Task.Delay(Timeout.Infinite, stop));
        if (!steps.IsCompleted && await held.IsLostAsync())
            await Task.WhenAny(steps, Task.Delay(silence, CancellationToken.None));
        else
            return await steps;
        return steps.IsCompleted ? await steps : throw new OperationCanceledException(stop);
    }

    private static async Task<(RunOutcome, string)> StepsAsync(JobHost host, JobLock held, RunWriter log, Job job, RunRequest request, LeftRun? left, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        var said = new List<string>();
        foreach (var (i, step) in job.Steps.Index())
        {
            if (left is not null && i < left.Steps.Count && left.Steps[i] is { Outcome: not RunOutcome.Running } finished && finished.Name == step.Name)
            {
                await log.KeepAsync(i + 1, finished, cancellationToken);
                (finished.Outcome == RunOutcome.Failed ? failures : said).Add(finished.Message);
                continue;
            }

            left = null; // what comes after a step that has to be done is done too
            cancellationToken.ThrowIfCancellationRequested();
            await log.BeginStepAsync(i + 1, step.Name, cancellationToken);
            try
            {
                var result = await step.RunAsync(new StepRun(host, request.ScheduledFor, log.Say, log.Tell), cancellationToken);
                await log.EndStepAsync(i + 1, RunOutcome.Done, result.Message, result.Rows, CancellationToken.None);
                said.Add(result.Message);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                if (await held.IsLostAsync())
                    throw; // the step has not failed: it lost the database, and is repeated
                var message = $"{step.Name}: {JobTrouble.Told(error)}";
                await log.EndStepAsync(i + 1, RunOutcome.Failed, message, 0, CancellationToken.None);
                failures.Add(message);
                if (step.StopsTheRest)
                    throw new StepFailedException(string.Join(' ', failures), error);
            }
        }

        return failures.Count > 0 ? (RunOutcome.Failed, string.Join(' ', failures)) : (RunOutcome.Done, string.Join(' ', said.Where(message => message.Length > 0)));
    }

    private sealed class StepFailedException(string message, Exception cause) : Exception(message, cause);
}
