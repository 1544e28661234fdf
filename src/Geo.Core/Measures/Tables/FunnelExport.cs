using Geo.Core.Exports;

namespace Geo.Core.Measures.Tables;

/// <summary>A funnel as it is printed: a line for each step of each line, the total's last; the last line explains the table.</summary>
public static class FunnelExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("code", ColumnKind.Text), new("name", ColumnKind.Text), new("step", ColumnKind.Text), new("count", ColumnKind.Count), new("of_step_before", "Of the step before, %", ColumnKind.PerCent),
        new("lower_95", "Lower 95% limit", ColumnKind.PerCent), new("upper_95", "Upper 95% limit", ColumnKind.PerCent), new("comparison", "Comparison, %", ColumnKind.PerCent), Changes.PerCent,
    ];

    public static ExportTable Of(FunnelTable table) => new()
    {
        FileName = table.Origin.FileName("funnel"), Columns = Columns, Explanation = table.Explanation, IsDemonstration = table.Origin.IsDemonstration,
        Title = $"{table.Funnel.Name}, {table.Origin.Period.Name}: {string.Join(", ", table.Total.Cells.Select((cell, i) => $"{table.Funnel.Steps[i].Measure.Name} {cell.Count:N0}"))}",
        Rows = table.Rows.Append(table.Total).SelectMany(row => row.Cells.Select((cell, i) => Row(table, row, i))),
        About = table.Origin.About("Each share is of the step before", table.Notes),
    };

    private static ExportRow Row(FunnelTable table, FunnelRow row, int step)
    {
        var (cell, isTotal) = (row.Cells[step], row == table.Total);
        return new(
        [
            row.Key.Code, row.Key.Name, table.Funnel.Steps[step].Measure.Name, cell.Count,
            PerCent(cell.OfStepBefore?.Value), PerCent(cell.OfStepBefore?.Limits.Lower), PerCent(cell.OfStepBefore?.Limits.Upper), PerCent(cell.Before?.Value), Rounding.ChangePerCent(cell.ChangePerCent),
        ])
        { IsFooting = isTotal, BearsExplanation = isTotal && step == row.Cells.Count - 1 };
    }

    private static decimal? PerCent(double? share) => Rounding.Share(share * 100);
}
