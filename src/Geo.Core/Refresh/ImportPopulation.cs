using Geo.Core.Areas;
using Geo.Core.Database;

namespace Geo.Core.Refresh;

/// <summary>Stores the populations of a file and publishes them.</summary>
public static class ImportPopulation
{
    /// <exception cref="RefusedException">The file breaks a rule; the database is as it was.</exception>
    public static async Task<StoredPopulation> RunAsync(GeoDatabase database, PopulationFile file, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Publication.LockAsync(connection, null, cancellationToken);
        var stored = await StorePopulation.RunAsync(connection, transaction, file, cancellationToken);
        await Publication.AnnounceAsync(connection, $"population of {file.BoundarySet} imported", time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return stored;
    }
}
