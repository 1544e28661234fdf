namespace Geo.Core.Measures.Tables;

/// <summary>Stocks as CSV: a line a month, the last of which explains the table, then the lines of its end.</summary>
public static class StockCsv
{
    private static readonly string[] Columns = ["month", "by", "name", "on", "share", "started", "ended", "over_2_years", "over_2_years_share", "year_before", "change", "change_per_cent", "note"];

    public static void Write(TextWriter writer, Stock stock)
    {
        using var csv = new FiguresCsv(writer, Columns);
        var note = FiguresCsv.Note(stock.Origin);
        foreach (var month in stock.Months)
        {
            var isEnd = month == stock.End;
            csv.Text($"{month.Month}").Text("").Text("").Number(month.On).Text("").Number(month.Started).Number(month.Ended).Number(month.OverTwoYears).Number(Rounding.Share(month.OverTwoYearsShare))
                .Change(isEnd ? stock.YearBefore : null, isEnd ? stock.Change : null, isEnd ? stock.ChangePerCent : null).Text(isEnd ? stock.Explanation : note).End();
        }

        foreach (var line in stock.NotStated is { } none ? stock.Lines.Append(none) : stock.Lines)
        {
            csv.Text($"{stock.End.Month}").Text(stock.By!.Slug).Text(line.Key.Name).Number(line.Count).Number(Rounding.Share(line.Share)).Text("").Text("").Text("").Text("").Text("").Text("").Text("")
                .Text(note).End();
        }
    }
}
