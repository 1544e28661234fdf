using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Records;
using Npgsql;

namespace Geo.Core.Refresh;

/// <summary>Stores a boundary set, assigns every place to its areas and counts every month in them, in one transaction.</summary>
public static class ImportAreas
{
    /// <exception cref="RefusedException">The file breaks a rule; the database is as it was.</exception>
    public static async Task<StoredBoundarySet> RunAsync(GeoDatabase database, BoundarySetFile file, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Publication.LockAsync(connection, null, cancellationToken);
        var stored = await StoreBoundarySet.RunAsync(connection, transaction, file, time, cancellationToken);
        if (!file.IsDemonstration && await Publication.RemoveDemonstrationAsync(connection, cancellationToken) is { } removed)
            await Publication.CountAsync(connection, await OthersAsync(connection, stored, cancellationToken), removed, cancellationToken);
        var months = await MonthsAsync(connection, cancellationToken);
        if (await CoarsePlaces.LocateAsync(connection, stored.Id, cancellationToken) is { Count: > 0 } located)
        {
            var others = await OthersAsync(connection, stored, cancellationToken);
            await CoarsePlaces.AssignAsync(connection, others, located, afterPlaceId: int.MaxValue, cancellationToken);
            await Publication.CountAsync(connection, others, months, cancellationToken);
        }

        await Publication.RunAsync(
            connection, [stored.Id], afterPlaceId: 0, months, $"boundary set {file.Name} imported", time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return stored;
    }

    private static async Task<int[]> OthersAsync(NpgsqlConnection connection, StoredBoundarySet stored, CancellationToken cancellationToken) =>
        [.. (await Publication.BoundarySetsAsync(connection, cancellationToken)).Where(id => id != stored.Id)];

    private static async Task<IReadOnlyCollection<Month>> MonthsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select coalesce(array_agg(distinct month), '{}') from intake.batch where superseded_at is null", connection);
        return [.. ((DateOnly[])(await command.ExecuteScalarAsync(cancellationToken))!).Select(Month.Of)];
    }
}
