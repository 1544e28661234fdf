namespace Geo.Core.Exports;

/// <summary>A table as it is put on paper or a slide: cut to what can be read there, with words for what is left out.</summary>
/// <param name="Rest">What is left out; null where nothing is.</param>
internal sealed record PrintedTable(IReadOnlyList<ExportColumn> Columns, IReadOnlyList<ExportRow> Rows, string? Rest)
{
    /// <summary>Keeps the first rows and columns, and the rows that sum up as far as there is room. Columns for machines, and those that are blank all down, are no loss.</summary>
    public static PrintedTable Of(ExportTable table, int mostRows, int mostColumns)
    {
        var all = table.Rows.ToList();
        var worth = table.Columns.Index().Where(column => !column.Item.IsForMachines && all.Exists(row => !row.Cells[column.Index].IsBlank)).Select(column => column.Index).ToList();
        var shown = worth.Take(mostColumns).ToList();
        var footing = all.Where(row => row.IsFooting).TakeLast(mostRows / 2).ToHashSet(ReferenceEqualityComparer.Instance);
        var lines = all.Where(row => !row.IsFooting).Take(Math.Max(mostRows - footing.Count, 1)).ToHashSet(ReferenceEqualityComparer.Instance);
        var kept = all.Where(row => footing.Contains(row) || lines.Contains(row)).Select(row => row with { Cells = [.. shown.Select(column => row.Cells[column])] }).ToList();
        string[] rest =
        [
            .. Count(all.Count - kept.Count, "row"),
            .. Count(worth.Count - shown.Count, "column"),
        ];
        return new([.. shown.Select(column => table.Columns[column])], kept, rest.Length == 0 ? null : $"and {string.Join(" and ", rest)}; the workbook of this table has them all");
    }

    /// <summary>How wide each column is, in parts of the whole: numbers have what they need, texts share what is left.</summary>
    /// <param name="room">Letters that stand side by side on the whole width.</param>
    public IReadOnlyList<double> Widths(double room)
    {
        const int least = 6, leastText = 12, most = 44;
        const double bold = 1.2;
        var letters = Columns.Select((column, i) => Math.Clamp(
            Math.Max(Rows.Select(row => row.Cells[i].Printed(column).Length).DefaultIfEmpty().Max(), bold * column.Heading.Split(' ').Max(word => word.Length)) + 2, least, most)).ToList();
        var (texts, numbers) = (Sum(isText: true), Sum(isText: false));
        if (texts + numbers > room && texts > 0)
        {
            var part = Math.Max(room - numbers, leastText) / texts;
            letters = [.. letters.Select((width, i) => Columns[i].Kind == ColumnKind.Text ? Math.Max(width * part, Math.Min(width, leastText)) : width)];
        }

        return letters.ConvertAll(width => width / letters.Sum());

        double Sum(bool isText) => letters.Where((_, i) => Columns[i].Kind == ColumnKind.Text == isText).Sum();
    }

    private static IEnumerable<string> Count(int number, string what) => number == 0 ? [] : [$"{number:N0} more {what}{(number == 1 ? "" : "s")}"];
}
