using Geo.Core.Database;
using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.Measures.Indicators;

/// <param name="Same">Values that were known already.</param>
public sealed record StoredIndicators(int New, int Replaced, int Same);

/// <summary>Keeps and finds ready-made figures.</summary>
public static class IndicatorStore
{
    /// <summary>Values as they were known at a moment, by indicator, the latest period first, comparators last.</summary>
    public static Task<IReadOnlyList<IndicatorValue>> ReadAsync(GeoDatabase database, DateTimeOffset asAt, CancellationToken cancellationToken) =>
        database.ReadAsync($"indicators {asAt:O}", () => ReadFromAsync(database, asAt, cancellationToken));

    private static async Task<IReadOnlyList<IndicatorValue>> ReadFromAsync(GeoDatabase database, DateTimeOffset asAt, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select indicator, area, first_day, last_day, numerator, denominator, value, lower_95, upper_95, is_comparator, source, commentary, is_demonstration
            from measures.indicator where published_at <= $1 and (superseded_at is null or superseded_at > $1)
            order by indicator, last_day desc, first_day desc, is_comparator, value desc, area
            """,
            connection)
        { Parameters = { new() { Value = asAt.ToUniversalTime() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        double? Number(int at) => reader.IsDBNull(at) ? null : reader.GetDouble(at);
        var values = new List<IndicatorValue>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateOnly>(2), reader.GetFieldValue<DateOnly>(3), Number(4), Number(5), reader.GetDouble(6),
                Number(7) is { } lower ? new(lower, Number(8)!.Value, 0.95) : null, reader.GetBoolean(9), reader.GetString(10), reader.GetString(11), reader.GetBoolean(12)));
        }

        return values;
    }

    /// <summary>Stores values inside the caller's transaction; one that differs takes the place of the earlier, which stays readable as at its time.</summary>
    internal static async Task<StoredIndicators> StoreAsync(NpgsqlConnection connection, IReadOnlyList<IndicatorValue> values, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (added, replaced) = (0, 0);
        foreach (var value in values)
        {
            await using var supersede = new NpgsqlCommand(
                """
                update measures.indicator set superseded_at = $13
                where superseded_at is null and indicator = $1 and area = $2 and first_day = $3 and last_day = $4
                  and (numerator, denominator, value, lower_95, upper_95, is_comparator, source, commentary) is distinct from ($5, $6, $7, $8, $9, $10, $11, $12)
                """,
                connection);
            await using var insert = new NpgsqlCommand(
                """
                insert into measures.indicator (indicator, area, first_day, last_day, numerator, denominator, value, lower_95, upper_95, is_comparator, source, commentary, published_at, is_demonstration)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                on conflict (indicator, area, first_day, last_day) where superseded_at is null do nothing
                """,
                connection);
            foreach (var parameter in Parameters(value, now))
            {
                supersede.Parameters.Add(parameter.Clone());
                insert.Parameters.Add(parameter);
            }

            insert.Parameters.Add(new() { Value = value.IsDemonstration });
            var was = await supersede.ExecuteNonQueryAsync(cancellationToken);
            replaced += was;
            added += await insert.ExecuteNonQueryAsync(cancellationToken) - was;
        }

        return new(added, replaced, values.Count - added - replaced);
    }

    private static IEnumerable<NpgsqlParameter> Parameters(IndicatorValue value, DateTimeOffset now)
    {
        static NpgsqlParameter Number(double? number) => new() { Value = number is { } there ? there : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Double };
        return
        [
            new() { Value = value.Indicator }, new() { Value = value.Area }, new() { Value = value.FirstDay }, new() { Value = value.LastDay },
            Number(value.Numerator), Number(value.Denominator), Number(value.Value), Number(value.Limits?.Lower), Number(value.Limits?.Upper),
            new() { Value = value.IsComparator }, new() { Value = value.Source }, new() { Value = value.Commentary }, new() { Value = now.ToUniversalTime() },
        ];
    }
}
