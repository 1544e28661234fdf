namespace Geo.Core.Measures;

/// <summary>A trend as CSV: a line a month, then the total, whose note explains the table.</summary>
public static class TrendCsv
{
    private static readonly string[] Columns = ["month", "count", "previous", "change", "change_per_cent", "last_12_months", "note"];

    public static void Write(TextWriter writer, Trend trend)
    {
        using var csv = new FiguresCsv(writer, Columns);
        foreach (var row in trend.Rows)
        {
            csv.Text($"{row.Month}").Number(row.Count).Change(row.Previous, row.Change, row.ChangePerCent)
                .Number(row.Last12Months).Text(FiguresCsv.Note(trend.Origin)).End();
        }

        csv.Text("Total").Number(trend.Total).Change(trend.Previous, trend.Verdict?.Difference, trend.Verdict?.PerCent)
            .Number((long?)null).Text($"{(trend.Verdict is { } verdict ? $"{verdict.Text}. " : "")}{trend.Explanation}").End();
    }
}
