using System.Globalization;
using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Refresh;

/// <summary>A month whose batch is undone.</summary>
/// <param name="Records">Of the batch that counts no more.</param>
/// <param name="Before">The batch that counted before it; null where the month had none.</param>
/// <param name="Restored">The new batch with the same records as <paramref name="Before"/>; null where there is none, or none yet.</param>
public sealed record UndoneMonth(Month Month, int Batch, int Records, int? Before, int RecordsBefore, int? Restored);

/// <param name="Months">In order.</param>
public sealed record Undone(string Source, string File, IReadOnlyList<UndoneMonth> Months);

/// <summary>
/// Undoes what was taken in last of a month, in one transaction: the batch counts no more and stays readable <em>as at</em> the time it
/// counted; the records of the one before it come back as a batch of their own. The file can be taken in again.
/// </summary>
public static class UndoBatch
{
    private static readonly string[] Statements = SqlFile.Statements("Refresh/UndoBatch.sql");

    /// <summary>What an undo would do; nothing is done.</summary>
    /// <param name="wholeFile">Also the other months that its file brought at the same time: what moved from one month to another counts once only with all of them.</param>
    /// <exception cref="RefusedException">There is no such batch, or it counts no more.</exception>
    public static async Task<Undone> PlanAsync(GeoDatabase database, int batchId, bool wholeFile, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, batchId, wholeFile, cancellationToken);
    }

    /// <summary>Undoes a batch that counts, as <see cref="PlanAsync"/> says.</summary>
    /// <param name="by">Whom the history names.</param>
    /// <exception cref="RefusedException">There is no such batch, or it counts no more.</exception>
    public static async Task<Undone> RunAsync(GeoDatabase database, int batchId, bool wholeFile, string by, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Publication.LockAsync(connection, null, cancellationToken);
        var now = time.GetUtcNow();
        var found = await FindAsync(connection, batchId, wholeFile, cancellationToken);
        var undone = found with { Months = await WithPlacesAsync(connection, found.Months, cancellationToken) };
        await ChangeAsync(connection, undone.Months, now, by, cancellationToken);
        await Publication.CountAsync(connection, await Publication.BoundarySetsAsync(connection, cancellationToken), [.. undone.Months.Select(month => month.Month)], cancellationToken);
        await Publication.AnnounceAsync(connection, $"{undone.Source}: {undone.File} undone", now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return undone;
    }

    private static async Task<Undone> FindAsync(NpgsqlConnection connection, int batchId, bool wholeFile, CancellationToken cancellationToken)
    {
        var months = new List<UndoneMonth>();
        var (source, file) = ("", "");
        await using (var find = new NpgsqlCommand(Statements[0], connection) { Parameters = { new() { Value = batchId }, new() { Value = wholeFile } } })
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                int? before = reader.IsDBNull(3) ? null : reader.GetInt32(3);
                months.Add(new(Month.Of(reader.GetFieldValue<DateOnly>(1)), reader.GetInt32(0), reader.GetInt32(2), before, before is null ? 0 : reader.GetInt32(4), null));
                (source, file) = (reader.GetString(5), reader.GetString(6));
            }
        }

        return months.Exists(month => month.Batch == batchId) ? new(source, file, months) : throw new RefusedException(await WhyNotAsync(connection, batchId, cancellationToken));
    }

    private static async Task<Fault> WhyNotAsync(NpgsqlConnection connection, int batchId, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand("select superseded_by, undone_by, superseded_at from intake.batch where id = $1", connection) { Parameters = { new() { Value = batchId } } };
        await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
        var name = string.Create(CultureInfo.InvariantCulture, $"batch {batchId}");
        if (!await reader.ReadAsync(cancellationToken))
            return new("unknown-batch", name, null, null, null, "There is no such batch.", "List them with: ./geo batches");
        return reader.IsDBNull(1)
            ? new("not-counting", name, null, null, null, $"It counts no more: batch {reader.GetInt32(0)} took its place.", $"Undo batch {reader.GetInt32(0)} instead.")
            : new("not-counting", name, null, null, null, $"It was undone already, on {reader.GetFieldValue<DateTimeOffset>(2).UtcDateTime.ToString("d MMMM yyyy HH:mm", CultureInfo.InvariantCulture)} UTC by {reader.GetString(1)}.", "To have it count again, import its file again.");
    }

    /// <summary>Gives each month that had a batch before the id of the one that brings it back.</summary>
    private static async Task<IReadOnlyList<UndoneMonth>> WithPlacesAsync(NpgsqlConnection connection, IReadOnlyList<UndoneMonth> months, CancellationToken cancellationToken)
    {
        await using var next = new NpgsqlCommand("select coalesce(array_agg(nextval('intake.batch_id')::int), '{}') from generate_series(1, $1)", connection)
        {
            Parameters = { new() { Value = months.Count(month => month.Before is not null) } },
        };
        var ids = new Queue<int>((int[])(await next.ExecuteScalarAsync(cancellationToken))!);
        return [.. months.Select(month => month with { Restored = month.Before is null ? null : ids.Dequeue() })];
    }

    private static async Task ChangeAsync(NpgsqlConnection connection, IReadOnlyList<UndoneMonth> months, DateTimeOffset now, string by, CancellationToken cancellationToken)
    {
        var back = months.Where(month => month.Before is not null).ToList();
        await using var change = new NpgsqlBatch(connection);
        change.BatchCommands.Add(Command(Statements[1], months.Select(month => month.Batch), months.Select(month => month.Restored)));
        foreach (var sql in Statements[2..])
            change.BatchCommands.Add(Command(sql, back.Select(month => month.Before!.Value), back.Select(month => month.Restored)));
        await change.ExecuteNonQueryAsync(cancellationToken);

        NpgsqlBatchCommand Command(string sql, IEnumerable<int> batches, IEnumerable<int?> places)
        {
            var command = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = batches.ToArray() }, new() { Value = places.ToArray() } } };
            if (sql.Contains("$3", StringComparison.Ordinal))
                command.Parameters.Add(new() { Value = now });
            if (sql.Contains("$4", StringComparison.Ordinal))
                command.Parameters.Add(new() { Value = by });
            return command;
        }
    }
}
