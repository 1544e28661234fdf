using System.Collections.Concurrent;
using System.Data;
using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Intake;
using Npgsql;

namespace Geo.Core.Measures;

/// <summary>A source and the months that it has a batch for.</summary>
/// <param name="Months">In order, each once.</param>
/// <param name="Batches">The batch of each month.</param>
/// <param name="Rhythm">How often it is renewed; null where nobody has said.</param>
public sealed record SourceMonths(string Slug, string Agency, string Feed, string Licence, string Classification, bool IsDemonstration, IReadOnlyList<Month> Months, IReadOnlyList<int> Batches, Rhythm? Rhythm)
{
    public int LastBatch => Batches.Max();
}

/// <param name="People">People of all ages by year.</param>
public sealed record CubeArea(int Id, string Code, string Name, IReadOnlyDictionary<int, double> People);

/// <summary>The count cube as of one data version, held in memory as flat arrays. Immutable: a host swaps it whole, so no reader sees a mix.</summary>
public sealed class CountCube
{
    internal const int OutsideAreaId = 0;
    internal const int NotLocatedAreaId = -1;

    private readonly Dictionary<string, IReadOnlyList<SourceMonths>> _fed;
    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _kept = new(StringComparer.Ordinal);

    private CountCube(long version, DateTimeOffset asAt, IReadOnlyList<SourceMonths> sources, IReadOnlyList<CubeSet> sets)
    {
        Version = version;
        AsAt = asAt;
        Sources = sources;
        Sets = sets;
        _fed = sources.GroupBy(source => source.Classification, StringComparer.Ordinal).ToDictionary(group => group.Key, group => (IReadOnlyList<SourceMonths>)[.. group], StringComparer.Ordinal);
        IsDemonstration = sources.Any(source => source.IsDemonstration) || sets.Any(set => set.Set.IsDemonstration);
    }

    /// <summary>The data version; 0 before anything was published.</summary>
    public long Version { get; }

    /// <summary>When the version was published.</summary>
    public DateTimeOffset AsAt { get; }

    public IReadOnlyList<SourceMonths> Sources { get; }

    public IReadOnlyList<CubeSet> Sets { get; }

    /// <summary>Measures that some source feeds.</summary>
    public IEnumerable<Measure> Measures => Measure.All.Where(measure => _fed.ContainsKey(measure.Classification));

    /// <summary>The sources that feed a measure.</summary>
    public IReadOnlyList<SourceMonths> SourcesOf(Measure measure) => _fed.GetValueOrDefault(measure.Classification, []);

    /// <summary>The months that some source of a measure has data for.</summary>
    public IReadOnlySet<Month> MonthsOf(Measure measure) => SourcesOf(measure).SelectMany(source => source.Months).ToHashSet();

    /// <summary>The months that every source of a measure has.</summary>
    internal IReadOnlySet<Month> WholeMonthsOf(Measure measure)
    {
        var sources = SourcesOf(measure);
        return sources.SelectMany(source => source.Months).GroupBy(month => month).Where(month => month.Count() == sources.Count).Select(month => month.Key).ToHashSet();
    }

    /// <summary>The first and the last month that a measure has data for; null where nothing feeds it.</summary>
    public (Month Earliest, Month Latest)? Span(Measure measure)
    {
        var sources = SourcesOf(measure);
        return sources.Count == 0 ? null : (sources.Min(source => source.Months[0]), sources.Max(source => source.Months[^1]));
    }

    public bool IsDemonstration { get; }

    /// <summary>Whether a moment was asked for that lies before anything was published.</summary>
    internal bool IsBeforeAll => Version == 0 && AsAt != default;

    /// <summary>True while there are no records or no areas to count them in.</summary>
    public bool IsEmpty => Sets.Count == 0 || Sources.Count == 0;

    /// <summary>Reads what belongs to this moment and does not depend on the period asked for, once for all who ask. For few and small things: it stays as long as the cube.</summary>
    internal async Task<T> KeepAsync<T>(string what, Func<Task<T>> read)
        where T : notnull
    {
        var reading = _kept.GetOrAdd(what, _ => new(async () => await read()));
        try
        {
            return (T)await reading.Value;
        }
        catch
        {
            _kept.TryRemove(new(what, reading)); // the next who asks tries again
            throw;
        }
    }

    /// <summary>Loads the current data version in one snapshot, through the reading role.</summary>
    public static Task<CountCube> LoadAsync(GeoDatabase database, CancellationToken cancellationToken) => LoadAsync(database, null, cancellationToken);

    /// <summary>Counts the records as they were known at a moment, in today's boundary sets and populations.</summary>
    public static Task<CountCube> LoadAsAtAsync(GeoDatabase database, DateTimeOffset asAt, CancellationToken cancellationToken) => LoadAsync(database, asAt, cancellationToken);

    private static async Task<CountCube> LoadAsync(GeoDatabase database, DateTimeOffset? past, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var (version, published) = await VersionAsync(connection, past, cancellationToken);
        var sources = await SourcesAsync(connection, past, cancellationToken);
        await using var context = await GeoDatabase.ContextAsync(connection, transaction, cancellationToken);
        var sets = new List<CubeSet>();
        foreach (var set in context.BoundarySets.OrderBy(set => set.Id).ToList())
            sets.Add(past is { } moment ? await SetAsAtAsync(connection, set, moment, cancellationToken) : await SetAsync(connection, set, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return new CountCube(version, past ?? published, sources, sets);
    }

    /// <summary>The number of the version that is current in the database; 0 before anything was published.</summary>
    public static async Task<long> LatestVersionAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        return (await VersionAsync(connection, null, cancellationToken)).Version;
    }

    /// <summary>The version that was current at a moment and when it was published; 0 before anything was.</summary>
    public static async Task<(long Version, DateTimeOffset PublishedAt)> VersionAtAsync(GeoDatabase database, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        return await VersionAsync(connection, moment, cancellationToken);
    }

    private static async Task<(long Version, DateTimeOffset AsAt)> VersionAsync(NpgsqlConnection connection, DateTimeOffset? past, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select version, published_at from measures.data_version where published_at <= coalesce($1, 'infinity') order by version desc limit 1", connection);
        command.Parameters.Add(Moment(past));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1)) : (0, default);
    }

    private static async Task<IReadOnlyList<SourceMonths>> SourcesAsync(NpgsqlConnection connection, DateTimeOffset? past, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select s.slug, s.agency, s.feed, s.licence, s.classification, s.is_demonstration, array_agg(b.month order by b.month), array_agg(b.id order by b.month), s.rhythm, s.late_after_days
            from intake.source s join intake.batch b on b.source_id = s.id
            where b.published_at <= coalesce($1, 'infinity') and (b.superseded_at is null or b.superseded_at > $1)
            group by s.id order by s.slug
            """,
            connection)
        { Parameters = { Moment(past) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sources = new List<SourceMonths>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sources.Add(new SourceMonths(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetBoolean(5),
                [.. reader.GetFieldValue<DateOnly[]>(6).Select(Month.Of)], reader.GetFieldValue<int[]>(7), reader.IsDBNull(9) ? null : new Rhythm(reader.GetString(8), reader.GetInt32(9))));
        }

        return sources;
    }

    private static NpgsqlParameter Moment(DateTimeOffset? past) =>
        new() { Value = past is { } moment ? moment.ToUniversalTime() : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz };

    private static async Task<CubeSet> SetAsAtAsync(NpgsqlConnection connection, BoundarySet set, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var counts = new List<AreaCount>();
        var areas = await AreasAsync(connection, set.Id, cancellationToken);
        await foreach (var count in AreaCounts.ReadAsync(connection, set.Id, moment, cancellationToken))
            counts.Add(count);
        if (counts.Count == 0)
            return new CubeSet(set, areas, default, 0);
        var first = counts.Min(count => count.Month);
        var cube = new CubeSet(set, areas, first, counts.Max(count => count.Month).Number - first.Number + 1);
        foreach (var cell in counts.GroupBy(count => (count.AreaId, count.CategoryId, count.Flags)))
        {
            var cumulative = new int[cube.Months];
            foreach (var count in cell)
                cumulative[count.Month.Number - first.Number] = count.Count;
            for (var month = 1; month < cumulative.Length; month++)
                cumulative[month] += cumulative[month - 1];
            cube.Add(cell.Key.AreaId, cell.Key.CategoryId, cell.Key.Flags, cumulative);
        }

        return cube;
    }

    private static async Task<CubeSet> SetAsync(NpgsqlConnection connection, BoundarySet set, CancellationToken cancellationToken)
    {
        var areas = await AreasAsync(connection, set.Id, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select c.first_month, c.months, a.area_id, a.category_id, a.flags, a.cumulative
            from measures.cube c left join measures.area_count a using (boundary_set_id)
            where c.boundary_set_id = $1
            """,
            connection)
        { Parameters = { new() { Value = set.Id } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        CubeSet? cubeSet = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            cubeSet ??= new CubeSet(set, areas, Month.Of(reader.GetFieldValue<DateOnly>(0)), reader.GetInt32(1));
            if (!await reader.IsDBNullAsync(2, cancellationToken))
                cubeSet.Add(reader.GetInt32(2), reader.GetInt16(3), reader.GetInt32(4), reader.GetFieldValue<int[]>(5));
        }

        return cubeSet ?? new CubeSet(set, areas, default, 0);
    }

    private static async Task<IReadOnlyList<CubeArea>> AreasAsync(NpgsqlConnection connection, int setId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select a.id, a.code, a.name, array_agg(p.year order by p.year) filter (where p.year is not null), array_agg(p.people order by p.year) filter (where p.year is not null)
            from areas.area a left join areas.population p on p.area_id = a.id and p.age_group = 'all'
            where a.boundary_set_id = $1
            group by a.id order by a.code collate "C"
            """,
            connection)
        { Parameters = { new() { Value = setId } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var areas = new List<CubeArea>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var people = await reader.IsDBNullAsync(3, cancellationToken)
                ? []
                : reader.GetFieldValue<int[]>(3).Zip(reader.GetFieldValue<double[]>(4)).ToDictionary(pair => pair.First, pair => pair.Second);
            areas.Add(new CubeArea(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), people));
        }

        return areas;
    }
}

/// <summary>The counts of one boundary set. Buckets are its areas in order, then outside, then not located.</summary>
public sealed class CubeSet
{
    private readonly Dictionary<int, int> _bucketOfArea;
    private readonly Dictionary<string, int[]> _cumulative = new(StringComparer.Ordinal); // by measure that has records: [month × buckets + bucket], month 0 all zeros
    private readonly Dictionary<(short CategoryId, int Flags), int[]> _kinds = []; // the same, by category and flags
    private readonly Month _firstMonth;
    private readonly int _months;

    internal CubeSet(BoundarySet set, IReadOnlyList<CubeArea> areas, Month firstMonth, int months)
    {
        (Set, Areas, _firstMonth, _months) = (set, areas, firstMonth, months);
        _bucketOfArea = areas.Select((area, i) => (area.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        _bucketOfArea[CountCube.OutsideAreaId] = OutsideBucket;
        _bucketOfArea[CountCube.NotLocatedAreaId] = NotLocatedBucket;
        PopulationYears = [.. areas.SelectMany(area => area.People.Keys).GroupBy(year => year).Where(year => year.Count() == areas.Count).Select(year => year.Key).Order()];
    }

    public BoundarySet Set { get; }

    public IReadOnlyList<CubeArea> Areas { get; }

    /// <summary>Years for which every area has a population of all ages.</summary>
    public IReadOnlyList<int> PopulationYears { get; }

    internal int Months => _months;

    internal int Buckets => Areas.Count + 2;

    internal int OutsideBucket => Areas.Count;

    internal int NotLocatedBucket => Areas.Count + 1;

    internal int AreaIdAt(int bucket) => bucket < Areas.Count ? Areas[bucket].Id : bucket == OutsideBucket ? CountCube.OutsideAreaId : CountCube.NotLocatedAreaId;

    /// <summary>The categories, with flags, that there are records of.</summary>
    internal IEnumerable<(short CategoryId, int Flags)> Kinds => _kinds.Keys;

    /// <summary>All areas and what is not located; not what lies outside.</summary>
    internal long Total(ReadOnlySpan<long> counts)
    {
        var total = counts[NotLocatedBucket];
        for (var i = 0; i < Areas.Count; i++)
            total += counts[i];
        return total;
    }

    /// <summary>Records of a category with flags in each bucket over a run of months.</summary>
    internal void Count(short categoryId, int flags, Month first, Month last, Span<long> counts) => Count(_kinds.GetValueOrDefault((categoryId, flags)), first, last, counts);

    /// <summary>Records of a measure in each bucket over a run of months: the difference of two cumulative values, whatever the length.</summary>
    internal void Count(Measure measure, Month first, Month last, Span<long> counts) => Count(_cumulative.GetValueOrDefault(measure.Slug), first, last, counts);

    private void Count(int[]? cumulative, Month first, Month last, Span<long> counts)
    {
        if (cumulative is null)
        {
            counts.Clear();
            return;
        }

        var upTo = cumulative.AsSpan(Math.Clamp(last.Number - _firstMonth.Number + 1, 0, _months) * Buckets, Buckets);
        var before = cumulative.AsSpan(Math.Clamp(first.Number - _firstMonth.Number, 0, _months) * Buckets, Buckets);
        for (var i = 0; i < Buckets; i++)
            counts[i] = upTo[i] - before[i];
    }

    internal void Add(int areaId, short categoryId, int flags, int[] cumulative)
    {
        var bucket = _bucketOfArea[areaId];
        Add(_kinds, (categoryId, flags), bucket, cumulative, 1);
        foreach (var measure in Measure.All)
        {
            var times = measure.Times(categoryId, flags);
            if (times > 0)
                Add(_cumulative, measure.Slug, bucket, cumulative, times);
        }
    }

    private void Add<TKey>(Dictionary<TKey, int[]> all, TKey key, int bucket, int[] cumulative, int times)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var counts))
            all.Add(key, counts = new int[(_months + 1) * Buckets]);
        for (var month = 0; month < cumulative.Length; month++)
            counts[((month + 1) * Buckets) + bucket] += times * cumulative[month];
    }
}
