using Geo.Core.Database;
using Geo.Core.Jobs;
using Geo.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Quartz;

namespace Geo.Web.Jobs;

/// <summary>The jobs that keep the data up to date, and their runs.</summary>
internal static class JobEndpoints
{
    private const int MostRuns = 500;

    private static readonly QueryParameter[] Parameters = [new("top", "How many runs, the latest first; 50 unless told otherwise.", "integer")];

    public static void MapJobs(this IEndpointRouteBuilder api)
    {
        api.MapGet("jobs", ListAsync).WithTags("Jobs").WithSummary("Jobs with their schedules, next and last runs").WithParameters([])
            .Produces<JobsDocument>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("jobs/{job}/runs", RunsAsync).WithTags("Jobs").WithSummary("Runs of a job with their steps").WithParameters(Parameters)
            .Produces<RunsDocument>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>What the forms of the page post to.</summary>
    public static void MapJobActions(this WebApplication app) => app.MapPost("/data/jobs/{job}", ActAsync).ExcludeFromDescription();

    private static async Task<IResult> ListAsync(HttpContext context, GeoDatabase database, IReadOnlyList<Schedule> schedules, TimeProvider time)
    {
        context.Response.Headers.CacheControl = "no-store";
        var states = await ScheduleState.AllAsync(database, schedules, time.GetUtcNow(), context.RequestAborted);
        var runs = (await RunLog.LatestAsync(database, null, 1, context.RequestAborted)).ToDictionary(run => run.Job, StringComparer.Ordinal);
        return TypedResults.Json(new JobsDocument([.. states.Select(state => new JobDocument(
            state.Job.Slug, state.Job.Name, state.Job.Description, state.Job.Inputs, state.Schedule?.Cron, state.Schedule?.MisfireWord,
            state.InFile is { } inFile ? new(inFile.Cron, inFile.MisfireWord, inFile.IsEnabled) : null, state.Changed, state.Paused is not null, state.Next,
            runs.GetValueOrDefault(state.Job.Slug) is { } run ? RunDocument.Of(run) : null))]), ApiJson.Default.JobsDocument);
    }

    private static async Task<IResult> RunsAsync(HttpContext context, GeoDatabase database, string job)
    {
        context.Response.Headers.CacheControl = "no-store";
        var top = Query.Read(context.Request, Parameters).Integer("top", 1, MostRuns) ?? 50;
        if (AllJobs.Find(job) is null)
            throw new Geo.Core.Measures.QuestionException(Geo.Core.Measures.QuestionFault.NotFound, "job", $"There is no job '{Geo.Core.Fault.Shown(job)}'.", [.. AllJobs.All.Select(known => known.Slug)]);
        return TypedResults.Json(new RunsDocument([.. (await RunLog.LatestAsync(database, job, top, context.RequestAborted)).Select(RunDocument.Of)]), ApiJson.Default.RunsDocument);
    }

    private static async Task<IResult> ActAsync(HttpContext context, Changes changes, GeoDatabase database, ISchedulerFactory factory, TimeProvider time, IReadOnlyList<Schedule> schedules, string job, [FromForm] string what, [FromForm] string? cron, [FromForm] string? misfire)
    {
        changes.Require(context);
        if (AllJobs.Find(job) is null)
            return TypedResults.NotFound();
        var cancellationToken = context.RequestAborted;
        switch (what)
        {
            case "run":
                await ScheduleState.RunNowAsync(await factory.GetScheduler(cancellationToken), job, Changes.Author, cancellationToken);
                break;
            case "cancel":
                await CancelRun.RunAsync(database, job, Changes.Author, cancellationToken);
                break;
            case "pause" or "resume":
                await ScheduleState.PauseAsync(await factory.GetScheduler(cancellationToken), database, job, what == "pause", Changes.Author, time.GetUtcNow(), cancellationToken);
                break;
            case "schedule" when Recurrence.WrongWith(cron ?? "") is null && Schedule.MisfireOf(misfire ?? "") is { } missed:
                await ScheduleState.ChangeAsync(
                    await factory.GetScheduler(cancellationToken), database, schedules, new(job, cron!, missed, true), Changes.Author, time.GetUtcNow(), cancellationToken);
                break;
            case "reset":
                await ScheduleState.ResetAsync(await factory.GetScheduler(cancellationToken), database, schedules, job, time.GetUtcNow(), cancellationToken);
                break;
            default:
                return TypedResults.BadRequest();
        }

        return TypedResults.LocalRedirect($"/data/jobs?asked={what}&job={job}");
    }
}

internal sealed record JobsDocument(IReadOnlyList<JobDocument> Jobs);

/// <param name="Cron">What holds; null where it runs by hand only. The clock is London's.</param>
/// <param name="Misfire">What becomes of a time that passed while nothing ran: once, each or skip.</param>
/// <param name="InFile">What the file of schedules says; null where it says nothing of the job.</param>
/// <param name="Changed">Who changed it from what the file says; null where nobody did.</param>
internal sealed record JobDocument(
    string Job, string Name, string Description, IReadOnlyList<string> Inputs, string? Cron, string? Misfire, ScheduleDocument? InFile, ByHand? Changed, bool IsPaused, DateTimeOffset? Next, RunDocument? LastRun);

internal sealed record ScheduleDocument(string Cron, string Misfire, bool IsEnabled);

internal sealed record RunsDocument(IReadOnlyList<RunDocument> Runs);

/// <param name="ScheduledFor">The period it is of; null for runs by hand.</param>
/// <param name="Continues">The interrupted run whose finished steps it kept.</param>
internal sealed record RunDocument(
    long Id, string Job, string Trigger, DateTimeOffset? ScheduledFor, long? Continues, string Node, string AskedBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Outcome,
    string Message, long Rows, IReadOnlyList<RunStepDocument> Steps, string Log)
{
    public static RunDocument Of(LoggedRun run) => new(
        run.Id, run.Job, run.Trigger.Word(), run.ScheduledFor, run.Continues, run.Node, run.AskedBy, run.StartedAt, run.EndedAt, $"{run.Outcome}".ToLowerInvariant(),
        JobWords.Message(run), run.Rows, [.. run.Steps.Select(step => new RunStepDocument(step.Name, step.StartedAt, step.EndedAt, $"{step.Outcome}".ToLowerInvariant(), step.Message, step.Rows))], run.Log);
}

internal sealed record RunStepDocument(string Name, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Outcome, string Message, long Rows);
