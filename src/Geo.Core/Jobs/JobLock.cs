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

    private JobLock(NpgsqlConnection session) => _session = session;

    /// <returns>Null where another run of the job is under way.</returns>
    public static async Task<JobLock?> TryAsync(GeoDatabase database, string job, CancellationToken cancellationToken)
    {
        var session = await database.Writer.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1, hashtext($2))", session) { Parameters = { new() { Value = Space }, new() { Value = job } } };
        if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!)
            return new(session);
        await session.DisposeAsync();
        return null;
    }

    /// <summary>Watches over a run until it ends: cancels it when somebody asked for that, and when the session and so the lock is lost.</summary>
    /// <returns>Who asked for it to be cancelled, or null.</returns>
    public async Task<string?> WatchAsync(long run, CancellationTokenSource stop, CancellationToken ended)
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                await using var ask = new NpgsqlCommand("select cancel_asked_by from jobs.run where id = $1", _session) { Parameters = { new() { Value = run } } };
                if (await ask.ExecuteScalarAsync(CancellationToken.None) is string who)
                {
                    await stop.CancelAsync();
                    return who;
                }

                await Task.Delay(LookEvery, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception error) when (error is NpgsqlException or IOException or InvalidOperationException)
        {
            await stop.CancelAsync();
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var unlock = new NpgsqlCommand("select pg_advisory_unlock_all()", _session);
            await unlock.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // The session is gone, and the lock with it.
        }

        await _session.DisposeAsync();
    }
}
