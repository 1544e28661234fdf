using Geo.Core.Database;
using NpgsqlTypes;

namespace Geo.Core.Jobs;

/// <summary>What jobs look out for.</summary>
public static class FindingKind
{
    public const string MissingMonth = "missing-month";
    public const string RowCount = "row-count";
    public const string NotLocated = "not-located";
    public const string UnknownCodes = "unknown-codes";
    public const string Late = "late";
    public const string RefusedFile = "refused-file";
    public const string Signal = "signal";
    public const string HotSpot = "hot-spot";
}

/// <summary>Something about the data that somebody should know. Never a record, nor a value out of one.</summary>
/// <param name="Kind">One of <see cref="FindingKind"/>.</param>
/// <param name="Subject">The source, or the measure and the area or square.</param>
/// <param name="Month">The month it is about; null for none.</param>
public sealed record Finding(string Kind, string Subject, Month? Month, string Message);

public sealed record KeptFinding(Finding Finding, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, DateTimeOffset? ClearedAt);

/// <summary>Keeps findings: since when they hold, and when they ceased to.</summary>
public static class Findings
{
    /// <summary>Stores all that was found of some kinds; what is not found any more is cleared.</summary>
    /// <param name="subjects">Only these were looked at; null for all.</param>
    /// <returns>Those that are new.</returns>
    internal static async Task<IReadOnlyList<Finding>> StoreAsync(
        GeoDatabase database, IReadOnlyList<string> kinds, IReadOnlyList<string>? subjects, IReadOnlyList<Finding> found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var fresh = new List<Finding>();
        foreach (var (i, sql) in SqlFile.Statements("Jobs/Findings.sql").Index())
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection);
            command.Parameters.Add(new() { Value = now });
            command.Parameters.Add(new() { Value = found.Select(finding => finding.Kind).ToArray() });
            command.Parameters.Add(new() { Value = found.Select(finding => finding.Subject).ToArray() });
            command.Parameters.Add(new() { Value = found.Select(finding => finding.Month?.FirstDay).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date });
            if (i == 0)
            {
                command.Parameters.Add(new() { Value = kinds.ToArray() });
                command.Parameters.Add(new() { Value = (object?)subjects?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
                await command.ExecuteNonQueryAsync(cancellationToken);
                continue;
            }

            command.Parameters.Add(new() { Value = found.Select(finding => finding.Message).ToArray() });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                if (reader.GetBoolean(4))
                    fresh.Add(new(reader.GetString(0), reader.GetString(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : Month.Of(reader.GetFieldValue<DateOnly>(2)), reader.GetString(3)));
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return fresh;
    }

    /// <summary>What holds now, by kind and subject; through the reading role.</summary>
    public static async Task<IReadOnlyList<KeptFinding>> CurrentAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select kind, subject, month, message, first_seen_at, last_seen_at, cleared_at from jobs.finding where cleared_at is null order by kind, subject, month");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var findings = new List<KeptFinding>();
        while (await reader.ReadAsync(cancellationToken))
        {
            findings.Add(new(
                new(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : Month.Of(reader.GetFieldValue<DateOnly>(2)), reader.GetString(3)),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return findings;
    }
}
