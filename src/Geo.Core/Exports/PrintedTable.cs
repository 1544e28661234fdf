namespace Geo.Core.Exports;

/// <summary>A table as it is put on paper or a slide: cut to what can be read there, with words for what is left out.</summary>
/// <param name="Rest">What is left out; null where nothing is.</param>
internal sealed record PrintedTable(IReadOnlyList<ExportColumn> Columns, IReadOnlyList<ExportRow> Rows, string? Rest)
{
    /// <summary>Keeps the first rows and columns, and the rows that sum up as far as there is room.</summary>
    public static PrintedTable Of(ExportTable table, int mostRows, int mostColumns)
    {
        var all = table.Rows.ToList();
        var columns = Math.Min(table.Columns.Count, mostColumns);
        var footing = all.Where(row => row.IsFooting).TakeLast(mostRows / 2).ToHashSet(ReferenceEqualityComparer.Instance);
        var lines = all.Where(row => !row.IsFooting).Take(Math.Max(mostRows - footing.Count, 1)).ToHashSet(ReferenceEqualityComparer.Instance);
        var kept = all.Where(row => footing.Contains(row) || lines.Contains(row)).Select(row => row with { Cells = [.. row.Cells.Take(columns)] }).ToList();
        string[] rest =
        [
            .. Count(all.Count - kept.Count, "row"),
            .. Count(table.Columns.Count - columns, "column"),
        ];
        return new([.. table.Columns.Take(columns)], kept, rest.Length == 0 ? null : $"and {string.Join(" and ", rest)}; the workbook of this table has them all");
    }

    /// <summary>How wide each column is, in parts of the whole.</summary>
    public IReadOnlyList<double> Widths()
    {
        const int least = 6, most = 44;
        var letters = Columns.Select((column, i) => (double)Math.Clamp(
            Rows.Select(row => row.Cells[i].Printed(column).Length).Append(column.Heading.Split(' ').Max(word => word.Length)).Max() + 2, least, most)).ToList();
        return letters.ConvertAll(width => width / letters.Sum());
    }

    private static IEnumerable<string> Count(int number, string what) => number == 0 ? [] : [$"{number:N0} more {what}{(number == 1 ? "" : "s")}"];
}
