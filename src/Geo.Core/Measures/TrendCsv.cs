namespace Geo.Core.Measures;

/// <summary>A trend as CSV: a line a month, quarter or year, then the total, whose note explains the table.</summary>
public static class TrendCsv
{
    private static readonly string[] Columns = ["period", "count", "previous", "change", "change_per_cent", "two_years_before", "last_12_months", "verdict", "note"];

    public static void Write(TextWriter writer, Trend trend)
    {
        using var csv = new FiguresCsv(writer, Columns);
        foreach (var row in trend.Rows)
        {
            csv.Text(row.Period.Span).Number(row.Count).Change(row.Previous, row.Change, row.ChangePerCent).Number(row.TwoYearsBefore)
                .Number(row.Last12Months).Text(row.Verdict?.Text).Text(FiguresCsv.Note(trend.Origin)).End();
        }

        csv.Text("Total").Number(trend.Total).Change(trend.Previous, trend.Verdict?.Difference, trend.Verdict?.PerCent).Number(trend.TwoYearsBefore)
            .Text("").Text(trend.Verdict?.Text).Text(trend.Explanation).End();
    }
}
