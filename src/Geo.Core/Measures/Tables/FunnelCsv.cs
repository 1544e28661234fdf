namespace Geo.Core.Measures.Tables;

/// <summary>A funnel as CSV: a line for each step of each line, the total's last; the last line explains the table.</summary>
public static class FunnelCsv
{
    private static readonly string[] Columns = ["code", "name", "step", "count", "of_step_before", "lower_95", "upper_95", "comparison", "change_per_cent", "note"];

    public static void Write(TextWriter writer, FunnelTable table)
    {
        using var csv = new FiguresCsv(writer, Columns);
        foreach (var row in table.Rows.Append(table.Total))
        {
            foreach (var (i, cell) in row.Cells.Index())
            {
                csv.Text(row.Key.Code).Text(row.Key.Name).Text(table.Funnel.Steps[i].Measure.Name).Number(cell.Count)
                    .Number(PerCent(cell.OfStepBefore?.Value)).Number(PerCent(cell.OfStepBefore?.Limits.Lower)).Number(PerCent(cell.OfStepBefore?.Limits.Upper))
                    .Number(PerCent(cell.Before?.Value)).Number(Rounding.ChangePerCent(cell.ChangePerCent))
                    .Text(row == table.Total && i == row.Cells.Count - 1 ? table.Explanation : FiguresCsv.Note(table.Origin)).End();
            }
        }
    }

    private static decimal? PerCent(double? share) => Rounding.Share(share * 100);
}
