using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Measures;

/// <summary>A publication of data, and why it came about.</summary>
public sealed record DataVersion(long Version, DateTimeOffset PublishedAt, string Reason)
{
    private const int Most = 20;

    /// <summary>The latest first.</summary>
    public static async Task<IReadOnlyList<DataVersion>> LatestAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select version, published_at, reason from measures.data_version order by version desc limit $1", connection) { Parameters = { new() { Value = Most } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var versions = new List<DataVersion>();
        while (await reader.ReadAsync(cancellationToken))
            versions.Add(new(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2)));
        return versions;
    }
}
