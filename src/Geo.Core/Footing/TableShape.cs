namespace Geo.Core.Footing;

internal enum ColumnKind
{
    Words,
    Counts,
    PerCents,
}

/// <summary>Which columns of a table hold counts and which percentages; what a header says of them.</summary>
internal sealed class TableShape
{
    private readonly PrintedTable _table;
    private readonly ColumnKind[] _kinds;

    public TableShape(PrintedTable table)
    {
        _table = table;
        _kinds = [.. Enumerable.Range(0, table.Columns).Select(Kind)];
    }

    public IReadOnlyList<int> Counts => [.. Of(ColumnKind.Counts)];

    public IReadOnlyList<int> PerCents => [.. Of(ColumnKind.PerCents)];

    public string Name(int column) => _table.Header is { } header && column < header.Count ? header[column] : "";

    /// <summary>A header that says "change" rules a share out, and the other way round; without one the cells decide.</summary>
    public bool MayBeChange(int column) => !SaysShare(Name(column));

    public bool MayBeShare(int column) => !SaysChange(Name(column));

    /// <summary>The header says what the column's percentages are.</summary>
    public bool IsNamed(int column) => SaysChange(Name(column)) || SaysShare(Name(column));

    private static bool SaysChange(string name) => name.Contains("change", StringComparison.OrdinalIgnoreCase) || name.Contains("difference", StringComparison.OrdinalIgnoreCase);

    private static bool SaysShare(string name) => name.Contains("share", StringComparison.OrdinalIgnoreCase) || name.Contains("of total", StringComparison.OrdinalIgnoreCase) || name.Contains("of all", StringComparison.OrdinalIgnoreCase);

    private static bool SaysPerCent(string name) => name.Contains('%', StringComparison.Ordinal) || name.Contains("per cent", StringComparison.OrdinalIgnoreCase) || name.Contains("percent", StringComparison.OrdinalIgnoreCase);

    /// <summary>A cell's figure; in a column whose header says per cent, a bare number is one.</summary>
    public PrintedNumber? Figure(PrintedRow row, int column) =>
        row[column].Number is not { } number ? null
        : number.Unit == PrintedUnit.Count && SaysPerCent(Name(column)) ? number with { Unit = PrintedUnit.PerCent, Text = $"{number.Text}%" }
        : number;

    private IEnumerable<int> Of(ColumnKind kind) => Enumerable.Range(0, _kinds.Length).Where(column => _kinds[column] == kind);

    private ColumnKind Kind(int column)
    {
        var percents = 0;
        var counts = 0;
        foreach (var row in _table.Rows)
        {
            var cell = row[column];
            if (Figure(row, column) is { } number)
            {
                if (number.IsPerCent)
                    percents++;
                else
                    counts++;
            }
            else if (!cell.IsBlank && !cell.IsNotApplicable)
            {
                return ColumnKind.Words;
            }
        }

        return (counts, percents) switch { ( > 0, 0) => ColumnKind.Counts, (0, > 0) => ColumnKind.PerCents, _ => ColumnKind.Words };
    }
}
