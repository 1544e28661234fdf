using System.Globalization;
using System.Text.Json;
using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Measures;

/// <summary>Why a count is not what it was.</summary>
public enum Difference
{
    /// <summary>Not known before, in the period.</summary>
    Late,

    /// <summary>No longer there.</summary>
    Cancelled,

    /// <summary>Now of a category that the measure counts, or no longer.</summary>
    ReclassifiedIn,
    ReclassifiedOut,

    /// <summary>Now with a mark that the measure counts, or without it.</summary>
    FlagAdded,
    FlagRemoved,

    /// <summary>Now recorded in a month of the period, or of another.</summary>
    MovedIn,
    MovedOut,

    /// <summary>Now at a place inside the area, or outside it.</summary>
    RelocatedIn,
    RelocatedOut,
}

/// <param name="Count">By how much the count changed; below zero for records that no longer count.</param>
public sealed record Reason(Difference Difference, string Words, long Count)
{
    /// <summary>Short stable name, such as <c>reclassified-in</c>.</summary>
    public string Name => JsonNamingPolicy.KebabCaseLower.ConvertName($"{Difference}");
}

/// <summary>The same measure and period as known at two moments, and every record of the difference.</summary>
/// <param name="Relocated">Records that count at both moments and now lie at another place; they change no total.</param>
public sealed record Reconciliation(Measure Measure, Period Period, DateTimeOffset Before, DateTimeOffset After, long CountBefore, long CountAfter, IReadOnlyList<Reason> Reasons, long Relocated, bool IsDemonstration)
{
    private static readonly Dictionary<Difference, string> Words = new()
    {
        [Difference.Late] = "recorded late: not known before",
        [Difference.Cancelled] = "cancelled: no longer in the source",
        [Difference.ReclassifiedIn] = "reclassified into the measure",
        [Difference.ReclassifiedOut] = "reclassified out of the measure",
        [Difference.FlagAdded] = "now marked",
        [Difference.FlagRemoved] = "no longer marked",
        [Difference.MovedIn] = "moved into the period",
        [Difference.MovedOut] = "moved out of the period",
        [Difference.RelocatedIn] = "now located inside the area",
        [Difference.RelocatedOut] = "now located outside the area",
    };

    /// <summary>What became of the count, in a sentence.</summary>
    public string Finding => CountBefore == CountAfter && Reasons.Count == 0
        ? $"{Measure.Name}, {Period.Name}: {CountBefore:N0} at both moments, and every record the same"
        : $"{Measure.Name}, {Period.Name}: {CountBefore:N0} became {CountAfter:N0}";

    /// <summary>What was compared, in one line.</summary>
    public string Explanation => $"{Measure.Name}, {Period.Name}, as known at {Shown(Before)} and at {Shown(After)}, counted in today's boundaries both times; the lines between add up to the difference, record by record."
        + (Relocated > 0 ? $" {Relocated:N0} more lie at another place now; they change no total." : "");

    /// <summary>A moment in words.</summary>
    public static string Shown(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMMM yyyy HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <inheritdoc cref="OfAsync(GeoDatabase, CountCube, string, string?, DateTimeOffset, DateTimeOffset, CancellationToken)"/>
    public static async Task<Reconciliation> OfAsync(
        GeoDatabase database, string measure, string period, DateTimeOffset before, DateTimeOffset after, CancellationToken cancellationToken) =>
        await OfAsync(database, await CountCube.LoadAsync(database, cancellationToken), measure, period, before, after, cancellationToken);

    /// <summary>Compares what was known at two moments, counted as the tables count: the areas and what is not located, in today's boundaries both times.</summary>
    /// <param name="cube">Today's.</param>
    /// <param name="period">Null for the latest month.</param>
    /// <exception cref="QuestionException">There is no such measure, or nothing is known of the period.</exception>
    public static async Task<Reconciliation> OfAsync(
        GeoDatabase database, CountCube cube, string measure, string? period, DateTimeOffset before, DateTimeOffset after, CancellationToken cancellationToken)
    {
        var question = new MeasureQuestion { Measure = measure, Period = period };
        var asked = question.FindMeasureOfRecords();
        var (span, _) = question.FindPeriods(cube, asked);
        object set = cube.Sets.Any(known => known.Set.Kind == question.Areas) ? question.FindSet(cube, span).Set.Id : DBNull.Value;
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var reasons = new Dictionary<Difference, long>();
        long relocated = 0;
        await using (var command = new NpgsqlCommand(SqlFile.Read("Measures/Reconciliation.sql"), connection)
        {
            Parameters = { new() { Value = asked.Classification }, new() { Value = before.ToUniversalTime() }, new() { Value = after.ToUniversalTime() }, Set(set) },
        })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var (was, now) = (State.Read(reader, 0), State.Read(reader, 4));
                var (samePlace, count) = (reader.GetBoolean(8), reader.GetInt64(9));
                var (timesBefore, timesAfter) = (was?.Times(asked, span) ?? 0, now?.Times(asked, span) ?? 0);
                if (timesBefore == timesAfter)
                    relocated += timesBefore > 0 && !samePlace ? count : 0;
                else
                    reasons[Explain(was, now, asked, span, timesAfter > timesBefore)] = reasons.GetValueOrDefault(Explain(was, now, asked, span, timesAfter > timesBefore)) + ((timesAfter - timesBefore) * count);
            }
        }

        return new(
            asked, span, before, after, await CountAsync(connection, asked, span, before, set, cancellationToken), await CountAsync(connection, asked, span, after, set, cancellationToken),
            [.. reasons.OrderBy(pair => pair.Key).Select(pair => new Reason(pair.Key, Words[pair.Key], pair.Value))], relocated, cube.SourcesOf(asked).Any(source => source.IsDemonstration));
    }

    private static Difference Explain(State? was, State? now, Measure measure, Period period, bool grew)
    {
        if (was is not { } old)
            return Difference.Late;
        if (now is not { } current)
            return Difference.Cancelled;
        if (old.IsIn(period) != current.IsIn(period))
            return grew ? Difference.MovedIn : Difference.MovedOut;
        if (old.IsOutside != current.IsOutside)
            return grew ? Difference.RelocatedIn : Difference.RelocatedOut;
        if (measure.Categories.Contains(old.CategoryId) != measure.Categories.Contains(current.CategoryId))
            return grew ? Difference.ReclassifiedIn : Difference.ReclassifiedOut;
        return grew ? Difference.FlagAdded : Difference.FlagRemoved;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, Measure measure, Period period, DateTimeOffset asAt, object set, CancellationToken cancellationToken)
    {
        const string sql = """
            select r.category_id, r.flags, count(*)
            from records.record r
            left join records.place_area pa on pa.boundary_set_id = $5 and pa.place_id = r.place_id
            where ($5 is null or r.place_id is null or pa.area_id is not null) and r.month between $3 and $4 and r.batch_id = any (array(
              select b.id from intake.batch b join intake.source s on s.id = b.source_id
              where s.classification = $1 and b.published_at <= $2 and (b.superseded_at is null or b.superseded_at > $2)))
            group by 1, 2
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in new object[] { measure.Classification, asAt.ToUniversalTime(), period.First.FirstDay, period.Last.FirstDay })
            command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(Set(set));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        long count = 0;
        while (await reader.ReadAsync(cancellationToken))
            count += measure.Times(reader.GetInt16(0), reader.GetInt32(1)) * reader.GetInt64(2);
        return count;
    }

    private static NpgsqlParameter Set(object set) => new() { Value = set, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer };

    /// <summary>How a record was told.</summary>
    private readonly record struct State(Month Month, short CategoryId, int Flags, bool IsOutside)
    {
        public static State? Read(NpgsqlDataReader reader, int at) =>
            reader.IsDBNull(at) ? null : new State(Month.Of(reader.GetFieldValue<DateOnly>(at)), reader.GetInt16(at + 1), reader.GetInt32(at + 2), reader.GetBoolean(at + 3));

        public bool IsIn(Period period) => Month >= period.First && Month <= period.Last;

        public int Times(Measure measure, Period period) => IsIn(period) && !IsOutside ? measure.Times(CategoryId, Flags) : 0;
    }
}
