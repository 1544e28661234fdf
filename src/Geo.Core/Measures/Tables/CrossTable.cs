using Geo.Core.Database;
using Geo.Statistics.Change;

namespace Geo.Core.Measures.Tables;

/// <param name="Shares">Per cent, unrounded, by column; null where it would be a share of nothing.</param>
/// <param name="TotalShare">Of the line's total in the total of the lines that are stated.</param>
/// <param name="Verdict">Of the change from the first column to the last, where columns are of time; false discoveries over the table are held to 5%.</param>
public sealed record CrossRow(TableKey Key, IReadOnlyList<long> Counts, IReadOnlyList<double?> Shares, long Total, double? TotalShare, ChangeVerdict? Verdict);

/// <summary>Records of a measure, or the people in them, by one dimension or by one against one or two others.</summary>
/// <remarks>The lines that are stated, then what is not stated with its own share of everything, then the total. It foots: a record that has several values of a line's dimension counts once in the total.</remarks>
public sealed record CrossTable
{
    public const int MostCells = 50_000;

    public required Origin Origin { get; init; }

    public required TableQuestion Question { get; init; }

    public required Dimension? RowDimension { get; init; }

    public required IReadOnlyList<Dimension> ColumnDimensions { get; init; }

    public required CubeArea? Area { get; init; }

    /// <summary>A key for each column dimension.</summary>
    public required IReadOnlyList<IReadOnlyList<TableKey>> Columns { get; init; }

    public required IReadOnlyList<CrossRow> Rows { get; init; }

    /// <summary>What the records do not say; null where they all do.</summary>
    public required CrossRow? NotStated { get; init; }

    /// <summary>Of all lines that are stated; the same as the total where there is nothing else.</summary>
    public required CrossRow Stated { get; init; }

    public required CrossRow Total { get; init; }

    /// <summary>Whether lines add up to more than the total, because a record may be in several.</summary>
    public required bool Overlaps { get; init; }

    /// <summary>Whether columns add up to more than the records, because a record may be in several.</summary>
    public required bool ColumnsOverlap { get; init; }

    /// <summary>Parts in the records that name no person; none of them is counted among people.</summary>
    public required long WithoutPerson { get; init; }

    public IEnumerable<CrossRow> Footing => NotStated is null ? [Total] : [Stated, NotStated, Total];

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Origin.Of(Area),
        $"Boundaries: {Origin.Set.Name}.",
        Question.Counting == TableCounting.People ? $"Each person counts once, whatever the number of records; {WithoutPerson:N0} parts in records that name no person do not count." : null,
        Question.Counting == TableCounting.Records && AllDimensions.Any(dimension => dimension.Kind == DimensionKind.Person) ? "A record counts once for each person's part in it." : null,
        Question.Only.Count == 0 ? null : $"Only {string.Join(" and ", Question.Only.Select(only => $"{only.Dimension} {only.Value}"))}.",
        Overlaps ? "A record may be in several lines: they add up to more than the total." : null,
        ColumnsOverlap ? "A record may be in several columns: a line's total adds up to more than its records." : null,
        NotStated is null ? null : $"Shares are of the {Stated.Total:N0} that are stated; {NotStated.Total:N0} of {Total.Total:N0} are not.",
        Total.Verdict is null ? null : "Whether a change from the first column to the last is more than chance is judged by the exact test of two counts, by days, with false discoveries over the table held to 5%.",
    ];

    private IEnumerable<Dimension> AllDimensions => RowDimension is null ? ColumnDimensions : ColumnDimensions.Prepend(RowDimension);

    /// <param name="cube">Of the moment that is asked about: it says which months and areas there are.</param>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static async Task<CrossTable> AskAsync(GeoDatabase database, CountCube cube, TableQuestion question, CancellationToken cancellationToken)
    {
        var measure = question.Of.FindMeasure();
        if (measure.Counting == Measures.Counting.People)
            question = question with { Counting = TableCounting.People };
        var asked = question.Of.In(cube, measure);
        var find = await FindDimensions.LoadAsync(database, cancellationToken);
        var rows = question.Rows is null ? null : find.Find("rows", question.Rows);
        var columns = question.Columns.Select(slug => find.Find("columns", slug)).ToList();
        find.Check(question, rows, columns);

        var counts = new RecordCounts(database, asked, asked.Period, question.Only);
        var fold = new Fold(measure, asked.Period, asked.Set, rows, columns);
        var people = question.Counting == TableCounting.People;
        fold.Add(people ? await counts.PeopleAsync(cancellationToken) : await counts.RecordsAsync(fold.Dimensions, cancellationToken));
        var several = rows is { Kind: DimensionKind.Detail or DimensionKind.Flag };
        if (several)
            fold.Total(await counts.RecordsAsync(columns, cancellationToken));
        if (columns.Exists(column => column.Kind is DimensionKind.Detail or DimensionKind.Flag))
            fold.Records(await counts.RecordsAsync([.. fold.Dimensions.Where(dimension => dimension.Kind == DimensionKind.Person)], cancellationToken));
        return fold.Table(
            asked.Origin, question, asked.Area, people ? await counts.PartsWithoutPersonAsync(cancellationToken) : 0);
    }
}
