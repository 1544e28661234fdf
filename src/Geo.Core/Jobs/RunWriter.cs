using System.Globalization;
using System.Text;
using Geo.Core.Database;
using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.Jobs;

/// <summary>A run that somebody has to finish.</summary>
internal sealed record LeftRun(long Id, DateTimeOffset? ScheduledFor, IReadOnlyList<LoggedStep> Steps);

/// <summary>Writes a run down while it goes, through the writing role. Only who holds the job's lock writes its runs.</summary>
internal sealed class RunWriter(JobHost host)
{
    private const int LongestLog = 16_000;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly StringBuilder _log = new();
    private readonly Lock _turn = new();
    private long _lastTold;
    private int _step;

    /// <summary>The id of the run under way.</summary>
    public long Run { get; private set; }

    public async Task SkipAsync(string job, RunRequest request, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            insert into jobs.run (job, trigger, scheduled_for, node, asked_by, started_at, ended_at, outcome, message)
            select $1, $2, $3, $4, $5, $6, $6, 'skipped', 'Skipped: already running' || coalesce(' on ' || (select node from jobs.run where job = $1 and outcome = 'running' order by id desc limit 1), '') || '.'
            """,
            job, request.Trigger.Word(), Period(request), host.Node, request.AskedBy, host.Time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks runs that the log says are running, while nobody has the lock, as interrupted.</summary>
    /// <returns>The latest interrupted run, unless something was run after it.</returns>
    public async Task<LeftRun?> InterruptedAsync(string job, CancellationToken cancellationToken)
    {
        await using (var mark = Command(
            """
            with dead as (
              update jobs.run set outcome = 'interrupted', ended_at = greatest($2, started_at), message = 'The process that ran it ended without a word; the next run continues it.'
              where job = $1 and outcome = 'running' returning id
            )
            update jobs.step set outcome = 'interrupted', ended_at = greatest($2, started_at) where outcome = 'running' and run_id in (select id from dead)
            """,
            job, host.Time.GetUtcNow()))
            await mark.ExecuteNonQueryAsync(cancellationToken);

        await using var ask = Command(
            """
            select r.id, r.scheduled_for, s.number, s.name, s.started_at, s.ended_at, s.outcome, s.message, s.rows
            from (select * from jobs.run where job = $1 and outcome <> 'skipped' order by id desc limit 1) r left join jobs.step s on s.run_id = r.id
            where r.outcome = 'interrupted' order by s.number
            """,
            job);
        await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
        LeftRun? left = null;
        var steps = new List<LoggedStep>();
        while (await reader.ReadAsync(cancellationToken))
        {
            left ??= new(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1), steps);
            if (!reader.IsDBNull(2) && RunLog.OutcomeOf(reader.GetString(6)) is RunOutcome.Done or RunOutcome.Failed or RunOutcome.Kept)
                steps.Add(new(reader.GetInt16(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5), RunLog.OutcomeOf(reader.GetString(6)), reader.GetString(7), reader.GetInt64(8)));
        }

        return left;
    }

    public async Task<bool> IsDoneAsync(string job, DateTimeOffset period, CancellationToken cancellationToken)
    {
        await using var command = Command("select exists (select from jobs.run where job = $1 and scheduled_for = $2 and outcome = 'done')", job, period);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task BeginAsync(string job, RunRequest request, LeftRun? left, CancellationToken cancellationToken)
    {
        _log.Clear();
        await using var command = Command(
            "insert into jobs.run (job, trigger, scheduled_for, continues, node, asked_by, started_at, outcome) values ($1, $2, $3, $4, $5, $6, $7, 'running') returning id",
            job, request.Trigger.Word(), Period(request), new NpgsqlParameter { Value = (object?)left?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, host.Node, request.AskedBy, host.Time.GetUtcNow());
        Run = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (left is not null)
            Say($"Continues run {left.Id}.");
    }

    public async Task KeepAsync(int number, LoggedStep finished, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "insert into jobs.step (run_id, number, name, started_at, ended_at, outcome, message, rows) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            Run, (short)number, finished.Name, finished.StartedAt, finished.EndedAt!, finished.Outcome == RunOutcome.Failed ? "failed" : "kept", finished.Message, finished.Rows);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task BeginStepAsync(int number, string name, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _step, number);
        Say($"{name}:");
        await using var command = Command("insert into jobs.step (run_id, number, name, started_at, outcome) values ($1, $2, $3, $4, 'running')", Run, (short)number, name, host.Time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task EndStepAsync(int number, RunOutcome outcome, string message, long rows, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _step, 0);
        if (message.Length > 0)
            Say(message);
        await using var command = Command(
            """
            with step as (update jobs.step set ended_at = greatest($4, started_at), outcome = $3, message = $5, rows = $6 where run_id = $1 and number = $2)
            update jobs.run set rows = rows + $6, log = $7 where id = $1
            """,
            Run, (short)number, outcome.Word(), host.Time.GetUtcNow(), message, rows, Log());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes down how it ended, for a while even where the database is away; after that the next run finds out by itself.</summary>
    public async Task EndAsync(RunOutcome outcome, string message)
    {
        var began = host.Time.GetTimestamp();
        Say(message);
        while (true)
        {
            try
            {
                await using var command = Command(
                    """
                    with run as (update jobs.run set outcome = $2, ended_at = greatest($3, started_at), message = $4, log = $5 where id = $1 and outcome = 'running' returning id)
                    update jobs.step set outcome = case when $2 = 'cancelled' then 'cancelled' else 'interrupted' end, ended_at = greatest($3, started_at) where outcome = 'running' and run_id in (select id from run)
                    """,
                    Run, outcome.Word(), host.Time.GetUtcNow(), message, Log());
                await command.ExecuteNonQueryAsync(CancellationToken.None);
                return;
            }
            catch (NpgsqlException) when (host.Time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TellEvery, CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                return;
            }
        }
    }

    /// <summary>Adds a line to the log; the oldest go where it grows too long.</summary>
    public void Say(string line)
    {
        lock (_turn)
        {
            _log.Append(host.Time.GetUtcNow().ToString("HH:mm:ss ", CultureInfo.InvariantCulture)).Append(line).Append('\n');
            if (_log.Length > LongestLog)
                _log.Remove(0, _log.Length - (LongestLog / 2)).Insert(0, "…\n");
        }
    }

    /// <summary>Shows how far the step is, at most once a second; an answer is not waited for.</summary>
    public void Tell(string message, long rows)
    {
        var (now, number) = (host.Time.GetTimestamp(), Volatile.Read(ref _step));
        if (number == 0 || host.Time.GetElapsedTime(Interlocked.Read(ref _lastTold), now) < TellEvery)
            return;
        Interlocked.Exchange(ref _lastTold, now);
        _ = Task.Run(async () =>
        {
            try
            {
                await using var command = Command("update jobs.step set message = $3, rows = $4 where run_id = $1 and number = $2 and outcome = 'running'", Run, (short)number, message, rows);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // It is only for whoever watches.
            }
        });
    }

    private string Log()
    {
        lock (_turn)
            return _log.ToString();
    }

    private static NpgsqlParameter Period(RunRequest request) => new() { Value = (object?)request.ScheduledFor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = host.Database.Writer.CreateCommand(sql);
        command.CommandTimeout = (int)host.Database.Silence.TotalSeconds;
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
        return command;
    }
}
