using Geo.Core.Database;

namespace Geo.Core.Intake;

/// <summary>How lately a source was heard of, and how much of what it sent could be taken in.</summary>
/// <param name="TakenInAt">When the latest of its batches that count was published.</param>
/// <param name="Rows">Read in all batches that count.</param>
/// <param name="Refused">Of them those that were set aside.</param>
public sealed record SourceFreshness(string Slug, DateTimeOffset TakenInAt, long Rows, long Refused)
{
    private static readonly string Sql = SqlFile.Read("Intake/SourceFreshness.sql");

    /// <summary>Every source as it was known at a moment, by its slug.</summary>
    public static async Task<IReadOnlyDictionary<string, SourceFreshness>> ReadAsync(GeoDatabase database, DateTimeOffset asAt, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = asAt.ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sources = new Dictionary<string, SourceFreshness>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            sources.Add(reader.GetString(0), new(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2), reader.GetInt64(3)));
        return sources;
    }
}
