using Geo.Core.Exports;

namespace Geo.Core.Measures.Tables;

/// <summary>Stocks as they are printed: a line a month, the last of which explains the table, then the lines of its end.</summary>
public static class StockExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("month", ColumnKind.Text), new("by", ColumnKind.Text), new("name", ColumnKind.Text), new("on", "Under way", ColumnKind.Count), new("share", "Share, %", ColumnKind.PerCent),
        new("started", ColumnKind.Count), new("ended", ColumnKind.Count), new("over_2_years", ColumnKind.Count), new("over_2_years_share", "Over 2 years, %", ColumnKind.PerCent),
        new("year_before", ColumnKind.Count), Changes.Change, Changes.PerCent,
    ];

    public static ExportTable Of(Stock stock) => new()
    {
        FileName = stock.Origin.FileName("stock"), Columns = Columns, Explanation = stock.Explanation, IsDemonstration = stock.Origin.IsDemonstration,
        Title = $"{stock.Origin.Measure.Name}: {stock.End.On:N0} under way at the end of {stock.Origin.Period.Last.FirstDay:MMMM yyyy}{Clause(stock)}",
        Rows = [.. stock.Months.Select(month => Row(stock, month)), .. (stock.NotStated is { } none ? stock.Lines.Append(none) : stock.Lines).Select(line => Row(stock, line))],
        About = stock.Origin.About("Shares of what is stated, and of those under way", stock.Notes),
    };

    private static string Clause(Stock stock) => Changes.Clause(stock.YearBefore, stock.End.On, stock.ChangePerCent, new(stock.End.Month.Plus(-12), stock.End.Month.Plus(-12), ""));

    private static ExportRow Row(Stock stock, StockMonth month)
    {
        var isEnd = month == stock.End;
        return new(
        [
            $"{month.Month}", ExportCell.Blank, ExportCell.Blank, month.On, ExportCell.Blank, month.Started, month.Ended, month.OverTwoYears, Rounding.Share(month.OverTwoYearsShare),
            .. Changes.Cells(isEnd ? stock.YearBefore : null, isEnd ? stock.Change : null, isEnd ? stock.ChangePerCent : null),
        ])
        { BearsExplanation = isEnd };
    }

    private static ExportRow Row(Stock stock, StockLine line) => new(
    [
        $"{stock.End.Month}", stock.By!.Slug, line.Key.Name, line.Count, Rounding.Share(line.Share), .. Enumerable.Repeat(ExportCell.Blank, 7),
    ]);
}
