using Geo.Statistics.Change;

namespace Geo.Core.Measures.Tables;

/// <summary>Folds counts of what is alike into the lines and columns of a table.</summary>
internal sealed class Fold(Measure measure, Period period, CubeSet set, Dimension? rows, IReadOnlyList<Dimension> columns)
{
    private readonly Dictionary<(TableKey Row, string Column), long> _cells = [];
    private readonly Dictionary<TableKey, long> _rows = [];
    private readonly Dictionary<string, long> _columnTotals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<TableKey>> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<int, CubeArea> _areas = set.Areas.ToDictionary(area => area.Id);
    private bool _totalsApart;
    private long? _records;

    public IReadOnlyList<Dimension> Dimensions { get; } = rows is null ? columns : [rows, .. columns];

    /// <summary>Adds counts by <see cref="Dimensions"/>.</summary>
    public void Add(IReadOnlyList<Alike> counts)
    {
        foreach (var count in counts)
        {
            var details = 0;
            var rowKeys = rows is null ? [TableKey.All] : Keys(rows, count, ref details).ToList();
            foreach (var column in ColumnsOf(count, details))
            {
                var code = Remember(column);
                foreach (var row in rowKeys)
                {
                    _cells[(row, code)] = _cells.GetValueOrDefault((row, code)) + Times(count, row);
                    _rows[row] = _rows.GetValueOrDefault(row) + Times(count, row);
                }
            }
        }
    }

    /// <summary>Adds counts by the columns alone: the totals of lines that a record may be in several of.</summary>
    public void Total(IReadOnlyList<Alike> counts)
    {
        _totalsApart = true;
        foreach (var count in counts)
        {
            foreach (var column in ColumnsOf(count, 0))
            {
                var code = Remember(column);
                _columnTotals[code] = _columnTotals.GetValueOrDefault(code) + Times(count, TableKey.All);
            }
        }
    }

    /// <summary>Counts by no more than people: what columns that a record may be in several of are held against.</summary>
    public void Records(IReadOnlyList<Alike> counts) => _records = counts.Sum(count => Times(count, TableKey.All));

    public CrossTable Table(Origin origin, TableQuestion question, CubeArea? area, long withoutPerson)
    {
        AddEmpty();
        var order = _columns.OrderBy(pair => pair.Value[0].Order).ThenBy(pair => pair.Value[0].Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value[^1].Order).ThenBy(pair => pair.Value[^1].Name, StringComparer.Ordinal).Select(pair => pair.Key).ToList();
        var keys = _rows.OrderBy(pair => pair.Key.Order).ThenByDescending(pair => rows is { Slug: "age" or "sex" } ? 0 : pair.Value).ThenBy(pair => pair.Key.Name, StringComparer.Ordinal).Select(pair => pair.Key).ToList();
        if (keys.Count * Math.Max(order.Count, 1) > CrossTable.MostCells)
            throw new QuestionException(QuestionFault.Invalid, "rows", $"The table would have {keys.Count * order.Count:N0} cells; {CrossTable.MostCells:N0} are the most. Ask for fewer lines, columns or months.", []);
        long[] Sum(Func<TableKey, bool> of) => [.. order.Select(column => keys.Where(of).Sum(key => _cells.GetValueOrDefault((key, column))))];

        var stated = Sum(key => !key.IsMissing);
        var missing = Sum(key => key.IsMissing);
        var total = _totalsApart ? [.. order.Select(column => _columnTotals.GetValueOrDefault(column))] : Sum(_ => true);
        var overlaps = _totalsApart && !stated.Zip(missing, (a, b) => a + b).SequenceEqual(total);
        if (overlaps || measure.Counting == Counting.Flags)
            stated = [.. total.Zip(missing, (all, none) => all - none)]; // of records, not of their marks
        var shares = new Shares(question.Share, [.. order.Select(column => _columns[column])], stated, total);
        var compares = order.Count > 1 && columns is [{ Kind: DimensionKind.Time }];
        var lines = keys.Where(key => !key.IsMissing).Select(key => (Key: key, Counts: Counts(key, order))).ToList();
        var adjusted = compares ? FalseDiscovery.Adjust([.. lines.Select(line => TwoCountTest.Exact(line.Counts[0], line.Counts[^1], Days(order[0]), Days(order[^1])).PValue)]) : null;
        CrossRow Footing(string name, long[] counts, long[] of) => new(
            new(name.ToLowerInvariant().Replace(' ', '-'), name), counts, shares.Of(counts, of), counts.Sum(), Shares.Part(counts.Sum(), of.Sum()),
            compares ? ChangeVerdict.Of(counts[0], counts[^1], Days(order[0]), Days(order[^1])) : null);

        return new CrossTable
        {
            Origin = origin, Question = question, RowDimension = rows, ColumnDimensions = columns, Area = area, Columns = [.. order.Select(column => _columns[column])],
            Rows = [.. lines.Select((line, i) => new CrossRow(
                line.Key, line.Counts, shares.Of(line.Counts, stated), line.Counts.Sum(), Shares.Part(line.Counts.Sum(), stated.Sum()),
                compares ? ChangeVerdict.From(line.Counts[0], line.Counts[^1], adjusted![i]) : null))],
            NotStated = missing.Any(count => count > 0) ? Footing("Not stated", missing, total) : null,
            Stated = Footing("Stated", stated, stated), Total = Footing("Total", total, total), Overlaps = overlaps, ColumnsOverlap = _records is { } records && total.Sum() > records, WithoutPerson = withoutPerson,
        };
    }

    private long[] Counts(TableKey key, List<string> order) => [.. order.Select(column => _cells.GetValueOrDefault((key, column)))];

    private double Days(string column) => Period.Parse(_columns[column][0].Code, period.Last, out _)!.Days;

    private long Times(Alike count, TableKey row) =>
        measure.Counting == Counting.Flags && count.CategoryId != 0 && !(rows is { Kind: DimensionKind.Flag } && row != TableKey.All) && !columns.Any(column => column.Kind == DimensionKind.Flag)
            ? measure.Times(count.CategoryId, count.Flags) * count.Count
            : count.Count;

    private IEnumerable<IReadOnlyList<TableKey>> ColumnsOf(Alike count, int details)
    {
        if (columns.Count == 0)
            return [[TableKey.All]];
        var first = Keys(columns[0], count, ref details).ToList();
        return columns.Count == 1 ? first.Select(key => (IReadOnlyList<TableKey>)[key]) : Pairs(first, [.. Keys(columns[1], count, ref details)]);
    }

    private static IEnumerable<IReadOnlyList<TableKey>> Pairs(List<TableKey> first, List<TableKey> second) =>
        first.SelectMany(one => second.Select(two => (IReadOnlyList<TableKey>)[one, two]));

    private string Remember(IReadOnlyList<TableKey> column)
    {
        var code = string.Join(' ', column.Select(key => key.Code));
        _columns.TryAdd(code, column);
        return code;
    }

    private IEnumerable<TableKey> Keys(Dimension dimension, Alike count, ref int details) => dimension.Kind switch
    {
        DimensionKind.Time => [dimension.KeyOf(count.Month, period)],
        DimensionKind.Area => [count.AreaId < 0 ? TableKey.NotLocated : new(_areas[count.AreaId].Code, _areas[count.AreaId].Name)],
        DimensionKind.Person => [count.Person.Key(dimension.Slug)],
        DimensionKind.Detail => [TableKey.Named(count.Details[details++])],
        _ => dimension.KeysOf(measure, count.CategoryId, count.Flags).DefaultIfEmpty(TableKey.NotStated),
    };

    /// <summary>Months and areas are there although nothing happened.</summary>
    private void AddEmpty()
    {
        if (rows is { Kind: DimensionKind.Area })
        {
            foreach (var area in set.Areas)
                _rows.TryAdd(new(area.Code, area.Name), 0);
        }

        if (rows is { Kind: DimensionKind.Time })
        {
            foreach (var month in period.Each)
                _rows.TryAdd(rows.KeyOf(month, period), 0);
        }

        if (columns is [{ Kind: DimensionKind.Time } time])
        {
            foreach (var month in period.Each)
                Remember([time.KeyOf(month, period)]);
        }

        if (_columns.Count == 0)
            Remember([.. columns.Select(_ => TableKey.All).DefaultIfEmpty(TableKey.All)]);
        if (rows is null)
            _rows.TryAdd(TableKey.All, 0);
    }
}

/// <summary>What each cell of a table is a share of.</summary>
internal sealed class Shares(ShareOf of, IReadOnlyList<IReadOnlyList<TableKey>> columns, long[] stated, long[] total)
{
    /// <param name="against">The totals that a column's share is of.</param>
    public IReadOnlyList<double?> Of(IReadOnlyList<long> counts, long[] against) => [.. counts.Select((count, i) => Part(count, of switch
    {
        ShareOf.Column => against[i],
        ShareOf.Row => columns.Index().Where(column => Alike(column.Item, columns[i])).Sum(column => counts[column.Index]),
        _ => ReferenceEquals(against, stated) ? stated.Sum() : total.Sum(),
    }))];

    public static double? Part(long count, long whole) => whole == 0 ? null : 100.0 * count / whole;

    /// <summary>Whether two columns stand under the same first key, and neither is of what is not stated.</summary>
    private static bool Alike(IReadOnlyList<TableKey> one, IReadOnlyList<TableKey> other) =>
        (one.Count == 1 || one[0] == other[0]) && (!one[^1].IsMissing || other[^1].IsMissing);
}
