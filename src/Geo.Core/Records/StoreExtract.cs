using Npgsql;

namespace Geo.Core.Records;

/// <summary>A record of an extract on its way into the database.</summary>
internal sealed record StoredRecord(
    int BatchId, int RowNumber, Month Month, DateOnly Recorded, DateTime? From, DateTime? To, short CategoryId, int Flags, int? PlaceId, byte[] Reference,
    IReadOnlyList<int> Details, IReadOnlyList<StoredRole> Roles);

/// <param name="Person">Keyed hash of the source's reference, or null.</param>
internal sealed record StoredRole(string Role, byte[]? Person, short? Age, string AgeBand, string Sex, string Ethnicity);

/// <summary>Writes the records of an extract with their details and roles.</summary>
internal static class StoreExtract
{
    public static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        await CopyAsync(
            connection, "records.record (batch_id, row_number, month, category_id, place_id, reference, flags)",
            records.Select(record => (object?[])[record.BatchId, record.RowNumber, record.Month.FirstDay, record.CategoryId, record.PlaceId, record.Reference, record.Flags]), cancellationToken);
        await CopyAsync(
            connection, "records.occurrence (batch_id, row_number, recorded_on, occurred_from, occurred_to)",
            records.Select(record => (object?[])[record.BatchId, record.RowNumber, record.Recorded, record.From, record.To]), cancellationToken);
        await CopyAsync(
            connection, "records.detail (batch_id, row_number, term_id)",
            records.SelectMany(record => record.Details.Select(term => (object?[])[record.BatchId, record.RowNumber, term])), cancellationToken);
        await CopyAsync(
            connection, "records.role (batch_id, row_number, role, person, age, age_band, sex, ethnicity)",
            records.SelectMany(record => record.Roles.Select(role => (object?[])[record.BatchId, record.RowNumber, role.Role, role.Person, role.Age, role.AgeBand, role.Sex, role.Ethnicity])), cancellationToken);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string columns, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {columns} from stdin (format binary)", cancellationToken);
        foreach (var row in rows)
            await copy.WriteRowAsync(cancellationToken, row);
        await copy.CompleteAsync(cancellationToken);
    }
}
