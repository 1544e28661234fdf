using Geo.Core.Exports;

namespace Geo.Core.Measures.Tables;

/// <summary>A cross table as it is printed: a count and a share for each column, then the totals, the last of which explains the table.</summary>
public static class CrossTableExport
{
    public static ExportTable Of(CrossTable table)
    {
        var isCompared = table.Total.Verdict is not null;
        return new()
        {
            FileName = table.Origin.FileName("table"), Title = Title(table), Explanation = table.Explanation, IsDemonstration = table.Origin.IsDemonstration,
            Columns =
            [
                new("code", ColumnKind.Text), new("name", ColumnKind.Text),
                .. table.Columns.Select(Name).SelectMany(name => (ExportColumn[])[new(name, name, ColumnKind.Count), new($"{name} share", $"{name}, %", ColumnKind.PerCent)]),
                new("total", ColumnKind.Count), new("total_share", "Total, %", ColumnKind.PerCent),
                .. isCompared ? (ExportColumn[])[Changes.Change, Changes.PerCent, new("verdict", ColumnKind.Text)] : [],
            ],
            Rows = [.. table.Rows.Select(row => Row(row, isCompared)), .. table.Footing.Select(row => Row(row, isCompared) with { IsFooting = true, BearsExplanation = row == table.Total })],
            About = table.Origin.About(table.NotStated is null ? "Shares of the total" : "Shares of what is stated", table.Notes),
        };
    }

    private static string Title(CrossTable table)
    {
        var by = table.RowDimension is { } dimension ? $" by {dimension.Name.ToLowerInvariant()}" : "";
        var most = table.Rows.MaxBy(row => row.Total) is { Total: > 0 } first && table.RowDimension is not null ? $"most {(table.RowDimension.Kind is DimensionKind.Area or DimensionKind.Time ? "in" : "are")} {first.Key.Name}, {first.Total:N0} of {table.Total.Total:N0}" : $"{table.Total.Total:N0}";
        return $"{table.Origin.Measure.Name}{by}, {table.Origin.Period.Name}: {most}";
    }

    private static ExportRow Row(CrossRow row, bool isCompared)
    {
        List<ExportCell> cells = [row.Key.Code, row.Key.Name];
        foreach (var (count, share) in row.Counts.Zip(row.Shares))
            cells.AddRange([count, Rounding.Share(share)]);
        cells.AddRange([row.Total, Rounding.Share(row.TotalShare)]);
        if (isCompared)
            cells.AddRange([.. Changes.Cells(row.Verdict?.Difference, row.Verdict?.PerCent), row.Verdict?.Text]);
        return new(cells);
    }

    private static string Name(IReadOnlyList<TableKey> column) => string.Join(", ", column.Select(key => key.Name));
}
