using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Intake;

/// <summary>A source with what counts of it now.</summary>
/// <param name="Months">In order, each once; none where everything was undone.</param>
/// <param name="Records">Of the batches that count, as the other numbers.</param>
/// <param name="Last">What was published last and counts; null where nothing does.</param>
public sealed record HeldSource(
    string Slug, string Agency, string Feed, string Licence, string Classification, bool IsDemonstration, IReadOnlyList<Month> Months, long Records, long NotLocated, long SetAside, HeldBatch? Last)
{
    private static readonly string Sql = SqlFile.Read("Intake/HeldSource.sql");

    /// <summary>Months without data between the first and the last.</summary>
    public IReadOnlyList<Month> Missing => [.. Month.Gaps(Months).SelectMany(gap => Enumerable.Range(0, gap.Last.Number - gap.First.Number + 1).Select(gap.First.Plus))];

    /// <summary>The same as runs in words.</summary>
    public string MissingRuns => Month.Told(Month.Gaps(Months));

    /// <summary>Every source, by name.</summary>
    public static async Task<IReadOnlyList<HeldSource>> AllAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sources = new List<HeldSource>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sources.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetBoolean(5),
                [.. reader.GetFieldValue<DateOnly[]>(6).Select(Month.Of)], reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9),
                reader.IsDBNull(10) ? null : new(reader.GetInt32(10), Month.Of(reader.GetFieldValue<DateOnly>(11)), reader.GetString(12), reader.GetFieldValue<DateTimeOffset>(13), reader.GetString(14))));
        }

        return sources;
    }
}

/// <summary>A batch that counts.</summary>
public sealed record HeldBatch(int Id, Month Month, string FileName, DateTimeOffset PublishedAt, string LoadedBy);
