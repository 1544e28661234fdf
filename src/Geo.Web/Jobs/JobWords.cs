using System.Globalization;
using Geo.Core.Jobs;

namespace Geo.Web.Jobs;

/// <summary>How jobs and their runs are told.</summary>
internal static class JobWords
{
    /// <summary>Such as <c>1 June 2024 10:00</c>, by the clock of London.</summary>
    public static string Moment(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Schedule.London).ToString("d MMMM yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The same with the day of the week.</summary>
    public static string Day(DateTimeOffset moment) => $"{TimeZoneInfo.ConvertTime(moment, Schedule.London).DayOfWeek} {Moment(moment)}";

    /// <summary>When a job runs by itself: <c>every day at 03:30</c>.</summary>
    public static string Of(Schedule? schedule) => schedule?.ToString() ?? "only by hand";

    /// <summary>Who changed when it runs, and what the file says; empty where nobody did.</summary>
    public static string Changed(JobState state) => state is not { Changed: { } changed, Schedule: { } schedule } ? "" :
        $". Changed by {changed.By} on {Moment(changed.At)}; the file says: {Of(state.InFile)}{(state.InFile is { } inFile && inFile.Cron == schedule.Cron ? $", and of a missed time: {Of(inFile.Misfire)}" : "")}";

    public static string Capital(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}";

    /// <summary>What becomes of a time that passes while nothing runs.</summary>
    public static string Of(Misfire misfire) => misfire switch
    {
        Misfire.Once => "run once, however many times were missed",
        Misfire.Each => "run once for each missed time, in order",
        _ => "leave it out and wait for the next time",
    };

    public static string Took(DateTimeOffset from, DateTimeOffset? to, DateTimeOffset now) => ((to ?? now) - from) switch
    {
        { TotalSeconds: < 1 } => "less than a second",
        { TotalSeconds: < 120 } took => Many((int)took.TotalSeconds, "second"),
        { TotalMinutes: < 120 } took => Many((int)took.TotalMinutes, "minute"),
        var took => Many((int)took.TotalHours, "hour"),
    };

    public static string Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Running => "Running",
        RunOutcome.Done => "Done",
        RunOutcome.Failed => "Failed",
        RunOutcome.Cancelled => "Cancelled",
        RunOutcome.Interrupted => "Interrupted",
        RunOutcome.Skipped => "Skipped",
        _ => "Done earlier",
    };

    public static string Of(RunTrigger trigger, string askedBy) => trigger switch
    {
        RunTrigger.Schedule => "By schedule",
        RunTrigger.Hand => askedBy.Length > 0 ? $"By hand ({askedBy})" : "By hand",
        _ => "Continues an interrupted run",
    };

    /// <summary>What a run came to, in words.</summary>
    public static string Message(LoggedRun run) => run switch
    {
        { Message.Length: > 0 } => run.Message,
        { Outcome: RunOutcome.Running } => run.Steps is [.., var step] ? $"{step.Name}{(step.Message.Length > 0 ? $": {step.Message}" : "")}" : "It begins.",
        { Outcome: RunOutcome.Interrupted } => "The process that ran it is gone; the next run continues it.",
        _ => "There was nothing to do.",
    };

    private static string Many(int count, string unit) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {unit}{(count == 1 ? "" : "s")}";
}
