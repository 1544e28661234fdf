using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Refresh;

/// <summary>Removes a boundary set with its areas, populations and counts. Records and places stay.</summary>
public static class RemoveAreas
{
    /// <returns>False when there is no such set.</returns>
    public static async Task<bool> RunAsync(GeoDatabase database, string name, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Publication.LockAsync(connection, null, cancellationToken);
        await using var command = new NpgsqlCommand("delete from areas.boundary_set where name = $1", connection) { Parameters = { new() { Value = name } } };
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            return false;
        await Publication.AnnounceAsync(connection, $"boundary set {name} removed", time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
