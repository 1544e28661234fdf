using System.Globalization;
using Geo.Core.Database;
using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.Measures.Tables;

/// <summary>Records, or people, that are alike in what was asked.</summary>
/// <param name="AreaId">0 outside all areas, −1 not located.</param>
internal readonly record struct Alike(Month Month, short CategoryId, int Flags, int AreaId, Person Person, string[] Details, long Count);

/// <summary>Counts the records of a measure, as they were known at a moment, by whatever dimensions a table has.</summary>
/// <param name="period">The months that count; of what lasts, also those before the asked ones.</param>
internal sealed class RecordCounts(GeoDatabase database, Asked asked, Period period, IReadOnlyList<Only> only)
{
    private const string AreaOf = "coalesce(pa.area_id, case when r.place_id is null then -1 else 0 end)";

    private const string PersonColumns = "case ro.role when 'victim' then 1 when 'suspect' then 2 when 'subject' then 4 else 0 end, ro.age, coalesce(ro.age_band, ''), coalesce(ro.sex, ''), coalesce(ro.ethnicity, '')";
    private const string NoPerson = "0, null::smallint, '', '', ''";

    private readonly List<NpgsqlParameter> _values = [];

    /// <summary>Records by the dimensions; where one is of people, their parts in them.</summary>
    public Task<IReadOnlyList<Alike>> RecordsAsync(IReadOnlyList<Dimension> dimensions, CancellationToken cancellationToken)
    {
        if (only.Count == 0 && dimensions.All(dimension => dimension.Kind is not (DimensionKind.Person or DimensionKind.Detail)))
            return Task.FromResult(InCube(dimensions.Any(dimension => dimension.Kind == DimensionKind.Time), dimensions.Any(dimension => dimension.Kind == DimensionKind.Area)));
        var people = dimensions.Any(dimension => dimension.Kind == DimensionKind.Person);
        var details = dimensions.Where(dimension => dimension.Kind == DimensionKind.Detail).ToList();
        var told = From(people, details);
        string[] columns =
        [
            dimensions.Any(dimension => dimension.Kind == DimensionKind.Time) ? "r.month" : "null::date",
            "r.category_id", "r.flags",
            dimensions.Any(dimension => dimension.Kind == DimensionKind.Area) ? AreaOf : "0",
            people ? PersonColumns : NoPerson,
            details.Count == 0 ? "array[]::text[]" : $"array[{string.Join(", ", details.Select((_, i) => $"coalesce(d{i}.value, '')"))}]",
        ];
        return ReadAsync($"select {string.Join(", ", columns)}, count(*) {told} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10", cancellationToken);
    }

    /// <summary>People by what they are told to be: their roles over all the records, the rest from the first record that says.</summary>
    public Task<IReadOnlyList<Alike>> PeopleAsync(CancellationToken cancellationToken) => ReadAsync(
        $"""
        with part as (select ro.person, ro.role, ro.age, ro.age_band, ro.sex, ro.ethnicity, r.month, r.batch_id, r.row_number {From(people: true, [])} and ro.person is not null),
        who as (
          select (case when bool_or(role = 'victim') then 1 else 0 end) + (case when bool_or(role = 'suspect') then 2 else 0 end) + (case when bool_or(role = 'subject') then 4 else 0 end) as roles,
                 (array_agg(age order by month, batch_id, row_number) filter (where age is not null))[1] as age,
                 (array_agg(age_band order by month, batch_id, row_number) filter (where age_band <> ''))[1] as age_band,
                 (array_agg(sex order by month, batch_id, row_number) filter (where sex <> ''))[1] as sex,
                 (array_agg(ethnicity order by month, batch_id, row_number) filter (where ethnicity <> ''))[1] as ethnicity
          from part group by person
        )
        select null::date, 0::smallint, 0, 0, roles, age, coalesce(age_band, ''), coalesce(sex, ''), coalesce(ethnicity, ''), array[]::text[], count(*)
        from who group by 1, 2, 3, 4, 5, 6, 7, 8, 9
        """,
        cancellationToken);

    /// <summary>Records that last, by when they began and ended and by one dimension of a person or a detail.</summary>
    public Task<IReadOnlyList<Episode>> EpisodesAsync(Dimension? by, CancellationToken cancellationToken)
    {
        var people = by is { Kind: DimensionKind.Person };
        var told = From(people, by is { Kind: DimensionKind.Detail } ? [by] : [], spans: true);
        var sql = $"""
            select o.recorded_on, o.occurred_to::date, {(people ? PersonColumns : NoPerson)}, {(by is { Kind: DimensionKind.Detail } ? "coalesce(d0.value, '')" : "''")}, count(*)
            {told} group by 1, 2, 3, 4, 5, 6, 7, 8
            """;
        return ReadAsync(sql, reader => new Episode(
            reader.GetFieldValue<DateOnly>(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateOnly>(1), PersonAt(reader, 2), reader.GetString(7), reader.GetInt64(8)), cancellationToken);
    }

    /// <summary>How many parts in the records name no person, so that they cannot be counted as people.</summary>
    public async Task<long> PartsWithoutPersonAsync(CancellationToken cancellationToken) =>
        (await ReadAsync($"select null::date, 0::smallint, 0, 0, {NoPerson}, array[]::text[], count(*) {From(people: true, [])} and ro.batch_id is not null and ro.person is null", cancellationToken))[0].Count;

    /// <summary>What the cube holds already, of the same moment.</summary>
    private IReadOnlyList<Alike> InCube(bool byMonth, bool byArea)
    {
        var set = asked.Set;
        var buckets = Enumerable.Range(0, set.Buckets).Where(bucket => asked.Bucket is { } one ? bucket == one : bucket != set.OutsideBucket).ToList();
        var counts = new long[set.Buckets];
        var alike = new List<Alike>();
        foreach (var (category, flags) in set.Kinds.Where(kind => asked.Measure.Times(kind.CategoryId, kind.Flags) > 0))
        {
            foreach (var (first, last) in byMonth ? period.Each.Select(month => (month, month)) : [(period.First, period.Last)])
            {
                set.Count(category, flags, first, last, counts);
                var month = byMonth ? first : default;
                if (byArea)
                    alike.AddRange(buckets.Where(bucket => counts[bucket] > 0).Select(bucket => new Alike(month, category, flags, set.AreaIdAt(bucket), default, [], counts[bucket])));
                else if (buckets.Sum(bucket => counts[bucket]) is > 0 and var count)
                    alike.Add(new(month, category, flags, 0, default, [], count));
            }
        }

        return alike;
    }

    private string From(bool people, IReadOnlyList<Dimension> details, bool spans = false)
    {
        _values.Clear();
        var measure = asked.Measure;
        var classification = Value(measure.Classification);
        var moment = Value(asked.Cube.AsAt.ToUniversalTime());
        var months = $"between {Value(period.First.FirstDay)} and {Value(period.Last.FirstDay)}";
        var current = $"array(select b.id from intake.batch b join intake.source s on s.id = b.source_id where s.classification = {classification} and b.month {months} and b.published_at <= {moment} and (b.superseded_at is null or b.superseded_at > {moment}))";
        var (flags, every) = (Value(measure.Flags), Value(measure.EveryFlag));
        var told = details.Select((detail, i) =>
            $"left join (select d.batch_id, d.row_number, t.value from records.detail d join records.term t on t.id = d.term_id where t.kind = {Value(detail.Slug)} and d.batch_id = any ({current})) d{i} on d{i}.batch_id = r.batch_id and d{i}.row_number = r.row_number");
        return $"""
            from records.record r
            left join records.place_area pa on pa.boundary_set_id = {Value(asked.Set.Set.Id)} and pa.place_id = r.place_id
            {(people ? $"left join records.role ro on ro.batch_id = any ({current}) and ro.batch_id = r.batch_id and ro.row_number = r.row_number" : "")}
            {string.Join('\n', told)} {(spans ? $"join records.occurrence o on o.batch_id = any ({current}) and o.batch_id = r.batch_id and o.row_number = r.row_number" : "")}
            where r.batch_id = any ({current}) and r.month {months}
              and r.category_id = any ({Value(measure.Categories.ToArray())})
              and ({flags} = 0 or r.flags & {flags} <> 0) and r.flags & {every} = {every} and r.flags & {Value(measure.WithoutFlags)} = 0
              and {(asked.Area is { } area ? $"pa.area_id = {Value(area.Id)}" : $"{AreaOf} <> 0")}
              {string.Concat(only.Select(one => Having(one, people, current)))}
            """;
    }

    private string Having(Only one, bool people, string current) => one.Dimension switch
    {
        "flag" => $" and r.flags & {Value(Records.Catalogue.Flags.First(flag => flag.Slug == one.Value).Mask)} <> 0",
        "role" or "sex" or "ethnicity" when people => $" and ro.{one.Dimension} = {Value(one.Value)}",
        "role" or "sex" or "ethnicity" => $" and exists (select from records.role o where o.batch_id = r.batch_id and o.row_number = r.row_number and o.{one.Dimension} = {Value(one.Value)})",
        _ => $" and (r.batch_id, r.row_number) in (select d.batch_id, d.row_number from records.detail d join records.term t on t.id = d.term_id where t.kind = {Value(one.Dimension)} and t.value = {Value(one.Value)} and d.batch_id = any ({current}))",
    };

    /// <summary>A value as a parameter: no text of a question becomes text of a statement.</summary>
    private string Value(object value)
    {
        _values.Add(new NpgsqlParameter { Value = value });
        if (value is short[])
            _values[^1].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint;
        return $"${_values.Count}";
    }

    private Task<IReadOnlyList<Alike>> ReadAsync(string sql, CancellationToken cancellationToken) => ReadAsync(sql, reader => new Alike(
        reader.IsDBNull(0) ? default : Month.Of(reader.GetFieldValue<DateOnly>(0)), reader.GetInt16(1), reader.GetInt32(2), reader.GetInt32(3), PersonAt(reader, 4),
        reader.GetFieldValue<string[]>(9), reader.GetInt64(10)), cancellationToken);

    private Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var values = _values.Select(value => value.Clone()).ToArray();
        return database.ReadAsync($"{sql} {string.Join(' ', values.Select(Shown))}", () => ReadAsync(sql, values, read, cancellationToken));
    }

    private static string Shown(NpgsqlParameter value) => value.Value switch
    {
        short[] numbers => string.Join(',', numbers),
        DateTimeOffset moment => $"{moment:O}",
        var other => $"'{Convert.ToString(other, CultureInfo.InvariantCulture)}'",
    };

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, NpgsqlParameter[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var prepare = new NpgsqlCommand("set local enable_nestloop = off", connection)) // tables just filled have no statistics, and row by row this takes minutes
            await prepare.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            counts.Add(read(reader));
        return counts;
    }

    private static Person PersonAt(NpgsqlDataReader reader, int at) =>
        new(reader.GetInt32(at), reader.IsDBNull(at + 1) ? null : reader.GetInt16(at + 1), reader.GetString(at + 2), reader.GetString(at + 3), reader.GetString(at + 4));
}
