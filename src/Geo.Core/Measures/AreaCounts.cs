using System.Runtime.CompilerServices;
using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Measures;

/// <summary>Records of a category with flags in an area (0 outside all areas, −1 not located) in a month.</summary>
internal readonly record struct AreaCount(int AreaId, short CategoryId, int Flags, Month Month, int Count);

/// <summary>Counts straight from the records, as they were known at a moment. Slower than the stored cube, and what it is checked against.</summary>
public static class AreaCounts
{
    /// <summary>Counts of a measure over a period by area id; 0 is outside all areas, −1 not located.</summary>
    public static async Task<IReadOnlyDictionary<int, long>> AsAtAsync(
        GeoDatabase database, int boundarySetId, Measure measure, Period period, DateTimeOffset asAt, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        var counts = new Dictionary<int, long>();
        await foreach (var count in ReadAsync(connection, boundarySetId, asAt, cancellationToken))
        {
            var times = measure.Times(count.CategoryId, count.Flags);
            if (times > 0 && count.Month >= period.First && count.Month <= period.Last)
                counts[count.AreaId] = counts.GetValueOrDefault(count.AreaId) + (times * count.Count);
        }

        return counts;
    }

    internal static async IAsyncEnumerable<AreaCount> ReadAsync(
        NpgsqlConnection connection, int boundarySetId, DateTimeOffset asAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlFile.Read("Measures/AreaCounts.sql"), connection)
        {
            Parameters = { new() { Value = boundarySetId }, new() { Value = asAt.ToUniversalTime() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return new AreaCount(reader.GetInt32(0), reader.GetInt16(1), reader.GetInt32(2), Month.Of(reader.GetFieldValue<DateOnly>(3)), reader.GetInt32(4));
    }
}
