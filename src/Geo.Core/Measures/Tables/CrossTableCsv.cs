namespace Geo.Core.Measures.Tables;

/// <summary>A cross table as CSV: a count and a share for each column, then the totals, the last of which explains the table.</summary>
public static class CrossTableCsv
{
    public static void Write(TextWriter writer, CrossTable table)
    {
        using var csv = new FiguresCsv(writer,
        [
            "code", "name", .. table.Columns.Select(Name).SelectMany(name => new[] { name, $"{name} share" }), "total", "total_share",
            .. table.Total.Verdict is null ? (string[])[] : ["change", "change_per_cent", "verdict"], "note",
        ]);
        foreach (var row in table.Rows)
            Write(csv, row, FiguresCsv.Note(table.Origin));
        foreach (var row in table.Footing)
            Write(csv, row, row == table.Total ? table.Explanation : FiguresCsv.Note(table.Origin));
    }

    private static void Write(FiguresCsv csv, CrossRow row, string note)
    {
        csv.Text(row.Key.Code).Text(row.Key.Name);
        foreach (var (count, share) in row.Counts.Zip(row.Shares))
            csv.Number(count).Number(Rounding.Share(share));
        csv.Number(row.Total).Number(Rounding.Share(row.TotalShare));
        if (row.Verdict is { } verdict)
            csv.Change(verdict.Difference, verdict.PerCent).Text(verdict.Text);
        csv.Text(note).End();
    }

    private static string Name(IReadOnlyList<TableKey> column) => string.Join(", ", column.Select(key => key.Name));
}
