using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Measures;

/// <summary>Counts straight from the records, as they were known at a moment. Slower than the cube, and what the cube is checked against.</summary>
public static class AreaCounts
{
    /// <summary>Counts by area id; 0 is outside all areas, -1 not located.</summary>
    public static async Task<IReadOnlyDictionary<int, long>> AsAtAsync(
        GeoDatabase database, int boundarySetId, Measure measure, Period period, DateTimeOffset asAt, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(SqlFile.Read("Measures/AreaCounts.sql"));
        command.Parameters.Add(new NpgsqlParameter { Value = boundarySetId });
        command.Parameters.Add(new NpgsqlParameter { Value = measure.Categories.ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = period.First.FirstDay });
        command.Parameters.Add(new NpgsqlParameter { Value = period.Last.FirstDay });
        command.Parameters.Add(new NpgsqlParameter { Value = asAt.ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<int, long>();
        while (await reader.ReadAsync(cancellationToken))
            counts[reader.GetInt32(0)] = reader.GetInt64(1);
        return counts;
    }
}
