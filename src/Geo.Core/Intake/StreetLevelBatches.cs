using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.Intake;

/// <summary>What the database knows of a file's source and month, asked and told in few round trips: an import of years has hundreds of files.</summary>
internal sealed class StreetLevelBatches(NpgsqlConnection connection)
{
    private const string Known =
        """
        select s.id, s.slug, s.agency, s.feed, s.licence, s.classification, s.is_demonstration,
               b.id, b.month, b.file_name, b.content_sha256, b.rows_fingerprint, b.rows_read, b.rows_accepted, b.rows_quarantined,
               b.rows_not_located, b.rows_without_reference, b.repeated_references, b.loaded_by, b.published_at
        from intake.source s left join intake.batch b on b.source_id = s.id and b.superseded_at is null
        """;

    /// <summary>The batch that counts and holds the same bytes.</summary>
    public async Task<(Source Source, Batch Batch)?> FindAsync(byte[] contentSha256, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"{Known} where b.content_sha256 = $1", connection) { Parameters = { new() { Value = contentSha256 } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (SourceOf(reader), BatchOf(reader)!) : null;
    }

    /// <summary>The id of the next batch; its source, where that is known; the batch that counts of the month.</summary>
    public async Task<(int Id, Source? Source, Batch? Current)> NextAsync(string slug, Month month, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("select nextval('intake.batch_id')::int"),
                new NpgsqlBatchCommand($"{Known} and b.month = $2 where s.slug = $1") { Parameters = { new() { Value = slug }, new() { Value = month.FirstDay } } },
            },
        };
        await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var id = reader.GetInt32(0);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (id, SourceOf(reader), BatchOf(reader)) : (id, null, null);
    }

    /// <summary>Stores a source that was not known, and returns it with its id.</summary>
    public async Task<Source> StoreAsync(Source source, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(
            """
            with s as (insert into intake.source (slug, agency, feed, licence, classification, is_demonstration, rhythm, late_after_days) values ($1, $2, $3, $4, $5, $6, $7, $8) returning *)
            select s.id, s.slug, s.agency, s.feed, s.licence, s.classification, s.is_demonstration from s
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = source.Slug }, new() { Value = source.Agency }, new() { Value = source.Feed },
                new() { Value = source.Licence }, new() { Value = source.Classification }, new() { Value = source.IsDemonstration },
                new() { Value = source.Rhythm }, new() { Value = source.LateAfterDays!.Value },
            },
        };
        await using var reader = await insert.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return SourceOf(reader);
    }

    /// <summary>Stores a batch with the rows that were set aside; the one it takes the place of counts no more.</summary>
    public async Task StoreAsync(Batch batch, IReadOnlyList<QuarantinedRow> quarantine, Batch? superseded, CancellationToken cancellationToken)
    {
        await using var store = new NpgsqlBatch(connection);
        if (superseded is not null) // before the new batch: a month has one that counts
        {
            store.BatchCommands.Add(new NpgsqlBatchCommand("update intake.batch set superseded_at = $2, superseded_by = $3 where id = $1")
            {
                Parameters = { new() { Value = superseded.Id }, new() { Value = superseded.SupersededAt }, new() { Value = superseded.SupersededBy } },
            });
        }

        store.BatchCommands.Add(Insert(batch));
        if (quarantine.Count > 0)
            store.BatchCommands.Add(Insert(quarantine));
        await store.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Insert(Batch batch) => new(
        """
        insert into intake.batch (id, source_id, month, file_name, content_sha256, rows_fingerprint, rows_read, rows_accepted, rows_quarantined,
                                  rows_not_located, rows_without_reference, repeated_references, loaded_by, published_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """)
    {
        Parameters =
        {
            new() { Value = batch.Id }, new() { Value = batch.SourceId }, new() { Value = batch.Month }, new() { Value = batch.FileName },
            new() { Value = batch.ContentSha256 }, new() { Value = batch.RowsFingerprint },
            new() { Value = batch.RowsRead }, new() { Value = batch.RowsAccepted }, new() { Value = batch.RowsQuarantined },
            new() { Value = batch.RowsNotLocated }, new() { Value = batch.RowsWithoutReference }, new() { Value = batch.RepeatedReferences },
            new() { Value = batch.LoadedBy }, new() { Value = batch.PublishedAt },
        },
    };

    private static NpgsqlBatchCommand Insert(IReadOnlyList<QuarantinedRow> rows)
    {
        return new("insert into intake.quarantine (batch_id, row_number, code, column_name, value, reason, raw) select * from unnest($1, $2, $3, $4, $5, $6, $7)")
        {
            Parameters =
            {
                Column(row => row.BatchId, NpgsqlDbType.Integer), Column(row => row.RowNumber, NpgsqlDbType.Integer), Column(row => row.Code, NpgsqlDbType.Text),
                Column(row => row.ColumnName, NpgsqlDbType.Text), Column(row => row.Value, NpgsqlDbType.Text), Column(row => row.Reason, NpgsqlDbType.Text), Column(row => row.Raw, NpgsqlDbType.Text),
            },
        };

        NpgsqlParameter Column<T>(Func<QuarantinedRow, T> value, NpgsqlDbType type) => new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private static Source SourceOf(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt16(0), Slug = reader.GetString(1), Agency = reader.GetString(2), Feed = reader.GetString(3),
        Licence = reader.GetString(4), Classification = reader.GetString(5), IsDemonstration = reader.GetBoolean(6),
    };

    private static Batch? BatchOf(NpgsqlDataReader reader) => reader.IsDBNull(7) ? null : new()
    {
        Id = reader.GetInt32(7), SourceId = reader.GetInt16(0), Month = reader.GetFieldValue<DateOnly>(8), FileName = reader.GetString(9),
        ContentSha256 = reader.GetFieldValue<byte[]>(10), RowsFingerprint = reader.GetFieldValue<byte[]>(11),
        RowsRead = reader.GetInt32(12), RowsAccepted = reader.GetInt32(13), RowsQuarantined = reader.GetInt32(14),
        RowsNotLocated = reader.GetInt32(15), RowsWithoutReference = reader.GetInt32(16), RepeatedReferences = reader.GetInt32(17),
        LoadedBy = reader.GetString(18), PublishedAt = reader.GetFieldValue<DateTimeOffset>(19),
    };
}
