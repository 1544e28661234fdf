using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>A trend as it is printed: a line a month, quarter or year, then the total, whose note explains the table.</summary>
public static class TrendExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("period", ColumnKind.Text), new("count", ColumnKind.Count), .. Changes.Columns,
        new("two_years_before", ColumnKind.Count), new("last_12_months", ColumnKind.Count), new("verdict", ColumnKind.Text),
    ];

    public static ExportTable Of(Trend trend) => new()
    {
        FileName = trend.Origin.FileName("trend"), Columns = Columns, Explanation = trend.Explanation, IsDemonstration = trend.Origin.IsDemonstration,
        Title = $"{trend.Origin.Measure.Name}, {trend.Origin.Period.Name}: {(trend.Total is { } total ? $"{total:N0}" : "months without data")}{Changes.Clause(trend.Verdict, trend.Origin.Compare)}",
        Rows =
        [
            .. trend.Rows.Select(row => new ExportRow([row.Period.Span, row.Count, .. Changes.Cells(row.Previous, row.Change, row.ChangePerCent), row.TwoYearsBefore, row.Last12Months, row.Verdict?.Text])),
            new ExportRow(["Total", trend.Total, .. Changes.Cells(trend.Previous, trend.Verdict?.Difference, trend.Verdict?.PerCent), trend.TwoYearsBefore, ExportCell.Blank, trend.Verdict?.Text]) { IsFooting = true, BearsExplanation = true },
        ],
        About = trend.Origin.About("None: counts", trend.Notes),
    };
}
