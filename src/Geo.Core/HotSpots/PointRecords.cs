using Geo.Core.Database;
using Geo.Core.Measures;
using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.HotSpots;

/// <summary>Reads records of a measure inside the ground, as they were known at a cube's moment.</summary>
internal static class PointRecords
{
    private const string WhySnapped = "Two of them at one point need not be at one place, so repeats cannot be told; ask for a measure of an extract that tells the places.";

    /// <summary>The measure, where one record more at a place is a repeat.</summary>
    /// <exception cref="QuestionException">Its places are not the source's own, or it does not count records.</exception>
    public static Measure FindMeasure(CountCube cube, MeasureQuestion question)
    {
        var measure = question.FindMeasureOfRecords();
        if (Precision.Of(measure) is { IsSnapped: true } snapped)
            throw new QuestionException(QuestionFault.Invalid, "measure", $"{snapped.Why} {WhySnapped}", Choices(cube));
        if (measure.Counting != Counting.Records)
            throw new QuestionException(QuestionFault.Invalid, "measure", $"'{Fault.Shown(measure.Slug)}' counts a record once for each of its marks, so that a record with two would look like a repeat; ask for a measure that counts records.", Choices(cube));
        return measure;
    }

    private static IReadOnlyList<string> Choices(CountCube cube) => [.. cube.Measures.Where(measure => !Precision.Of(measure).IsSnapped && measure.Counting == Counting.Records).Select(measure => measure.Slug)];

    /// <summary>Reads what a statement finds of the records from one month to another.</summary>
    /// <param name="sql">Takes as $1 to $10 the boundary set, the classification, the moment, the first and last month, the categories, the flags of which one must be borne, those that all must be, those that none may be, and the one area or null; then what is more.</param>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(GeoDatabase database, string sql, Asked asked, Month first, Month last, IReadOnlyList<object> more, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var measure = asked.Measure;
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var prepare = new NpgsqlCommand("set local enable_nestloop = off", connection)) // tables just filled have no statistics, and row by row this takes minutes
            await prepare.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters =
            {
                new() { Value = asked.Set.Set.Id }, new() { Value = measure.Classification }, new() { Value = asked.Cube.AsAt.ToUniversalTime() }, new() { Value = first.FirstDay }, new() { Value = last.FirstDay },
                new() { Value = measure.Categories.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
                new() { Value = measure.Flags }, new() { Value = measure.EveryFlag }, new() { Value = measure.WithoutFlags }, new() { Value = asked.Area is { } area ? area.Id : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            },
        };
        foreach (var value in more)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
