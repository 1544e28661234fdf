using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Jobs;

/// <summary>What started a run.</summary>
public enum RunTrigger
{
    Schedule,
    Hand,

    /// <summary>It continues a run that was interrupted.</summary>
    CatchUp,
}

public enum RunOutcome
{
    Running,
    Done,
    Failed,
    Cancelled,

    /// <summary>The process that ran it ended, or was told to; the next run continues it.</summary>
    Interrupted,

    /// <summary>Another run of the job was under way.</summary>
    Skipped,

    /// <summary>Of a step: the run that this one continues had finished it.</summary>
    Kept,
}

/// <param name="Number">From 1.</param>
public sealed record LoggedStep(int Number, string Name, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, RunOutcome Outcome, string Message, long Rows);

/// <summary>A run as the log holds it.</summary>
/// <param name="ScheduledFor">The period it is of; null for runs by hand.</param>
/// <param name="Continues">The interrupted run whose finished steps it did not repeat.</param>
public sealed record LoggedRun(
    long Id, string Job, RunTrigger Trigger, DateTimeOffset? ScheduledFor, long? Continues, string Node, string AskedBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    RunOutcome Outcome, string Message, long Rows, string Log, IReadOnlyList<LoggedStep> Steps);

/// <summary>Reads the run log through the reading role.</summary>
public static class RunLog
{
    /// <summary>How long a run is kept: two years.</summary>
    public const int KeptMonths = 24;

    /// <summary>The latest runs of a job, or of each where none is named, the newest first.</summary>
    /// <param name="most">Runs of each job.</param>
    public static async Task<IReadOnlyList<LoggedRun>> LatestAsync(GeoDatabase database, string? job, int most, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(SqlFile.Read("Jobs/RunLog.sql"));
        command.Parameters.Add(new() { Value = (object?)job ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = most });
        command.Parameters.Add(new() { Value = JobLock.Space });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<LoggedRun>();
        while (await reader.ReadAsync(cancellationToken))
            runs.Add(RunOf(reader));
        return runs;
    }

    /// <summary>Of each job the latest run that came to an end of its own, done or failed; without its steps.</summary>
    public static async Task<IReadOnlyList<LoggedRun>> LatestEndedAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select distinct on (job) id, job, trigger, scheduled_for, node, asked_by, started_at, ended_at, outcome, message from jobs.run where outcome in ('done', 'failed') order by job, id desc");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<LoggedRun>();
        while (await reader.ReadAsync(cancellationToken))
        {
            runs.Add(new(
                reader.GetInt64(0), reader.GetString(1), TriggerOf(reader.GetString(2)), Moment(reader, 3), null, reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<DateTimeOffset>(6), Moment(reader, 7), OutcomeOf(reader.GetString(8)), reader.GetString(9), 0, "", []));
        }

        return runs;
    }

    internal static string Word(this RunOutcome outcome) => outcome.ToString().ToLowerInvariant();

    public static string Word(this RunTrigger trigger) => trigger switch { RunTrigger.Schedule => "schedule", RunTrigger.Hand => "hand", _ => "catch-up" };

    private static LoggedRun RunOf(NpgsqlDataReader reader)
    {
        var names = reader.GetFieldValue<string[]>(13);
        var (starts, ends) = (reader.GetFieldValue<DateTime[]>(14), reader.GetFieldValue<DateTime?[]>(15));
        var (outcomes, messages, rows) = (reader.GetFieldValue<string[]>(16), reader.GetFieldValue<string[]>(17), reader.GetFieldValue<long[]>(18));
        return new(
            reader.GetInt64(0), reader.GetString(1), TriggerOf(reader.GetString(2)), Moment(reader, 3), reader.IsDBNull(4) ? null : reader.GetInt64(4),
            reader.GetString(5), reader.GetString(6), reader.GetFieldValue<DateTimeOffset>(7), Moment(reader, 8), OutcomeOf(reader.GetString(9)), reader.GetString(10), reader.GetInt64(11), reader.GetString(12),
            [.. names.Select((name, i) => new LoggedStep(i + 1, name, new DateTimeOffset(starts[i]), ends[i] is { } end ? new DateTimeOffset(end) : null, OutcomeOf(outcomes[i]), messages[i], rows[i]))]);
    }

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    private static RunTrigger TriggerOf(string word) => word switch { "schedule" => RunTrigger.Schedule, "hand" => RunTrigger.Hand, _ => RunTrigger.CatchUp };

    internal static RunOutcome OutcomeOf(string word) => Enum.Parse<RunOutcome>(word, ignoreCase: true);
}
