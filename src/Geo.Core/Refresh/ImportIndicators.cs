using Geo.Core.Database;
using Geo.Core.Measures.Indicators;

namespace Geo.Core.Refresh;

/// <summary>Stores the ready-made figures of a file and publishes them.</summary>
public static class ImportIndicators
{
    /// <exception cref="RefusedException">The file breaks a rule; the database is as it was.</exception>
    public static Task<StoredIndicators> RunAsync(GeoDatabase database, string path, TimeProvider time, CancellationToken cancellationToken) => RunAsync(database, path, isDemonstration: false, time, cancellationToken);

    internal static async Task<StoredIndicators> RunAsync(GeoDatabase database, string path, bool isDemonstration, TimeProvider time, CancellationToken cancellationToken)
    {
        var values = IndicatorFile.Read(path, isDemonstration);
        await using var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Publication.LockAsync(connection, null, cancellationToken);
        var now = time.GetUtcNow();
        var stored = await IndicatorStore.StoreAsync(connection, values, now, cancellationToken);
        if (stored.New + stored.Replaced > 0)
            await Publication.AnnounceAsync(connection, $"{Path.GetFileName(path)}: indicators imported", now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return stored;
    }
}
