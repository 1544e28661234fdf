using Microsoft.EntityFrameworkCore;

namespace Geo.Core.Database;

/// <summary>Brings the schema up to date.</summary>
public static class Migrate
{
    private const long LockKey = 0x47656f_4d6967; // "GeoMig"

    /// <summary>Applies the migrations that are missing; several callers at once apply each once.</summary>
    /// <returns>The ids that were applied.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.Context(database.Owner);
        await context.Database.OpenConnectionAsync(cancellationToken); // a session lock outlives the transaction of each migration
        try
        {
            // Polled: a session that waits inside pg_advisory_lock keeps a snapshot and deadlocks CREATE INDEX CONCURRENTLY.
            while (!await context.Database.SqlQuery<bool>($"select pg_try_advisory_lock({LockKey}) as \"Value\"").SingleAsync(cancellationToken))
                await Task.Delay(200, cancellationToken);

            var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            if (pending.Count > 0)
            {
                await context.Database.MigrateAsync(cancellationToken);
                await context.Database.ExecuteSqlAsync($"grant select on schema_history to geo_writer, geo_reader", cancellationToken); // hosts ask what is pending
            }

            return pending;
        }
        finally
        {
            await context.Database.ExecuteSqlAsync($"select pg_advisory_unlock({LockKey})", CancellationToken.None);
            await context.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Ids that this build knows and the database lacks.</summary>
    public static async Task<IReadOnlyList<string>> PendingAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.Context(database.Reader);
        return [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
    }
}
