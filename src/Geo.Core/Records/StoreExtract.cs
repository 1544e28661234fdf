using Npgsql;
using NpgsqlTypes;

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
        await RecordsAsync(connection, records, cancellationToken);
        await OccurrencesAsync(connection, records, cancellationToken);
        await DetailsAsync(connection, records, cancellationToken);
        await RolesAsync(connection, records, cancellationToken);
    }

    private static async Task RecordsAsync(NpgsqlConnection connection, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy records.record (batch_id, row_number, month, category_id, place_id, reference, flags) from stdin (format binary)", cancellationToken);
        foreach (var record in records)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(record.BatchId, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(record.RowNumber, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(record.Month.FirstDay, NpgsqlDbType.Date, cancellationToken);
            await copy.WriteAsync(record.CategoryId, NpgsqlDbType.Smallint, cancellationToken);
            await OrNullAsync(copy, record.PlaceId, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(record.Reference, NpgsqlDbType.Bytea, cancellationToken);
            await copy.WriteAsync(record.Flags, NpgsqlDbType.Integer, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task OccurrencesAsync(NpgsqlConnection connection, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy records.occurrence (batch_id, row_number, recorded_on, occurred_from, occurred_to) from stdin (format binary)", cancellationToken);
        foreach (var record in records)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(record.BatchId, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(record.RowNumber, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(record.Recorded, NpgsqlDbType.Date, cancellationToken);
            await OrNullAsync(copy, record.From, NpgsqlDbType.Timestamp, cancellationToken);
            await OrNullAsync(copy, record.To, NpgsqlDbType.Timestamp, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task DetailsAsync(NpgsqlConnection connection, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy records.detail (batch_id, row_number, term_id) from stdin (format binary)", cancellationToken);
        foreach (var record in records)
        {
            foreach (var term in record.Details)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(record.BatchId, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(record.RowNumber, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(term, NpgsqlDbType.Integer, cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task RolesAsync(NpgsqlConnection connection, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy records.role (batch_id, row_number, role, person, age, age_band, sex, ethnicity) from stdin (format binary)", cancellationToken);
        foreach (var record in records)
        {
            foreach (var role in record.Roles)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(record.BatchId, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(record.RowNumber, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(role.Role, NpgsqlDbType.Text, cancellationToken);
                if (role.Person is null)
                    await copy.WriteNullAsync(cancellationToken);
                else
                    await copy.WriteAsync(role.Person, NpgsqlDbType.Bytea, cancellationToken);
                await OrNullAsync(copy, role.Age, NpgsqlDbType.Smallint, cancellationToken);
                await copy.WriteAsync(role.AgeBand, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(role.Sex, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(role.Ethnicity, NpgsqlDbType.Text, cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static Task OrNullAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : struct => value is { } there ? copy.WriteAsync(there, type, cancellationToken) : copy.WriteNullAsync(cancellationToken);
}
