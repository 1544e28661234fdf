using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Jobs;

/// <summary>
/// The right to run a job: an advisory lock that a session of its own holds. It is free again the moment its holder dies or loses
/// the database, which is how the next run knows that one was interrupted.
/// </summary>
internal sealed class JobLock : IAsyncDisposable
{
    /// <summary>The first key of the locks of jobs; the second is the job.</summary>
    public const int Space = 0x476a6f62; // "Gjob"

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlConnection _session;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly int _silence;

    private JobLock(NpgsqlConnection session, TimeSpan silence) => (_session, _silence) = (session, (int)silence.TotalSeconds);

    /// <returns>Null where another run of the job is under way.</returns>
    public static async Task<JobLock?> TryAsync(GeoDatabase database, string job, CancellationToken cancellationToken)
    {
        var session = await database.Writer.OpenConnectionAsync(cancellationToken);
        var held = new JobLock(session, database.Silence);
        try
        {
            // The server frees the lock of a node that it hears nothing of any more, when that node has long noticed the same.
            await using var command = held.Command("select pg_try_advisory_lock($1, hashtext($2)), set_config('idle_session_timeout', $3, false)", Space, job, $"{2 * held._silence}s");
            if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!)
                return held;
            await held.DisposeAsync();
            return null;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Watches over a run until it ends: cancels it when somebody asked for that, and when the session and so the lock is lost.</summary>
    /// <returns>Who asked for it to be cancelled, or null.</returns>
    public async Task<string?> WatchAsync(long run, CancellationTokenSource stop, CancellationToken ended)
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                if (await AskAsync("select cancel_asked_by from jobs.run where id = $1", run) is string who)
                {
                    await stop.CancelAsync();
                    return who;
                }

                await Task.Delay(LookEvery, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            await stop.CancelAsync();
        }

        return null;
    }

    /// <summary>Does something while the lock is watched over: it is stopped when the lock is lost.</summary>
    public async Task<T> WhileHeldAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = new CancellationTokenSource();
        var watch = Task.Run(() => WatchAsync(run: 0, stop, ended.Token), CancellationToken.None);
        try
        {
            return await work(stop.Token);
        }
        catch (OperationCanceledException stopped) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NpgsqlException("The session that held the lock was lost.", stopped);
        }
        finally
        {
            await ended.CancelAsync();
            await watch;
        }
    }

    /// <summary>Whether the session is gone, and the lock with it.</summary>
    public async Task<bool> IsLostAsync()
    {
        try
        {
            await AskAsync("select 1");
            return false;
        }
        catch (Exception error) when (IsLoss(error))
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await AskAsync("select pg_advisory_unlock_all()");
        }
        catch (Exception error) when (IsLoss(error))
        {
            // The session is gone, and the lock with it.
        }

        await _session.DisposeAsync();
        _turn.Dispose();
    }

    private static bool IsLoss(Exception error) => error is NpgsqlException or IOException or InvalidOperationException;

    /// <summary>One at a time on the one session.</summary>
    private async Task<object?> AskAsync(string sql, params object[] values)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            await using var command = Command(sql, values);
            return await command.ExecuteScalarAsync(CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, _session) { CommandTimeout = _silence };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
