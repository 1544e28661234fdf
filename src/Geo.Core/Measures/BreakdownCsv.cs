namespace Geo.Core.Measures;

/// <summary>A breakdown as CSV, the most first, then the total, whose note explains the table.</summary>
public static class BreakdownCsv
{
    private static readonly string[] Columns = ["code", "name", "count", "share", "previous", "change", "change_per_cent", "verdict", "note"];

    public static void Write(TextWriter writer, Breakdown breakdown)
    {
        using var csv = new FiguresCsv(writer, Columns);
        foreach (var row in breakdown.Rows)
            Write(csv, row, FiguresCsv.Note(breakdown.Origin));
        Write(csv, breakdown.Total, breakdown.Explanation);
    }

    private static void Write(FiguresCsv csv, BreakdownRow row, string note) => csv
        .Text(row.Code).Text(row.Name).Number(row.Count).Number(Rounding.Share(row.Share)).Change(row.Previous, row.Change, row.ChangePerCent)
        .Text(row.Verdict?.Text).Text(note).End();
}
