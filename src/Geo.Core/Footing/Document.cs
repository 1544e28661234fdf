using System.Text.RegularExpressions;

namespace Geo.Core.Footing;

/// <summary>A document as the linter sees it: its tables, what it says in sentences, and figures that were supplied with their measure and period.</summary>
internal sealed record Document(string Name, IReadOnlyList<PrintedTable> Tables, IReadOnlyList<Statement> Statements, IReadOnlyList<NamedFigure> Figures)
{
    /// <summary>Whether a table stands between two lines: what is said beyond a table is about something else.</summary>
    public bool HasTableBetween(int line, int other) =>
        Tables.Any(table => table.FirstLine > Math.Min(line, other) && table.LastLine < Math.Max(line, other));
}

/// <summary>A line of text, or a paragraph of a Word document.</summary>
/// <param name="Line">1-based; in a Word document paragraphs and rows of tables are counted.</param>
internal sealed record Statement(int Line, string Text);

/// <param name="Text">Without markup.</param>
/// <param name="Number">Null where the cell is blank, says N/A, or holds words.</param>
internal sealed record PrintedCell(string Text, PrintedNumber? Number)
{
    public bool IsBlank => Text.Length == 0;

    public bool IsNotApplicable => Number is null && PrintedNumber.IsNotApplicable(Text);

    public static PrintedCell Of(string raw)
    {
        var text = Markup.Strip(raw);
        return new PrintedCell(text, PrintedNumber.Read(text));
    }
}

internal sealed partial record PrintedRow(int Line, IReadOnlyList<PrintedCell> Cells)
{
    public string Label { get; } = (Cells.FirstOrDefault(cell => cell.Number is null && !cell.IsBlank) ?? Cells[0]).Text;

    public bool IsTotal => Total().IsMatch(Label);

    public PrintedCell this[int column] => column < Cells.Count ? Cells[column] : Blank;

    private static readonly PrintedCell Blank = new("", null);

    [GeneratedRegex(@"^(grand |sub-?|overall )?total\b|^all (areas|wards|offences|incidents)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Total();
}

/// <param name="Header">The names of the columns; null for a table that was pasted without.</param>
internal sealed record PrintedTable(IReadOnlyList<string>? Header, IReadOnlyList<PrintedRow> Rows)
{
    public int FirstLine => Rows[0].Line;

    public int LastLine => Rows[^1].Line;

    public int Columns { get; } = Rows.Max(row => row.Cells.Count);

    /// <summary>A table of rows whose first may be the header: it has names and no figures but years.</summary>
    public static PrintedTable? Of(IReadOnlyList<PrintedRow> rows)
    {
        if (rows.Count == 0)
            return null;
        var hasHeader = rows.Count > 1 && rows[0].Cells.Count > 1 && rows[0].Cells.Skip(1).All(IsName) && rows[0].Cells.Skip(1).Any(cell => !cell.IsBlank);
        return hasHeader ? new PrintedTable([.. rows[0].Cells.Select(cell => cell.Text)], [.. rows.Skip(1)]) : new PrintedTable(null, rows);
    }

    private static bool IsName(PrintedCell cell) =>
        !cell.IsNotApplicable && cell.Number is null or { Unit: PrintedUnit.Count, Value: > 1900 and < 2100, Text.Length: 4 };
}

/// <summary>A figure that comes with what it counts and when, as the rows of a tidy CSV do.</summary>
internal sealed record NamedFigure(int Line, string Measure, string Period, string Unit, PrintedNumber Value)
{
    /// <summary>The measure, and how the figure is known where it is not printed itself.</summary>
    public string Told => Derivation is null ? Measure : $"{Measure} ({Derivation})";

    public string? Derivation { get; init; }
}

internal static partial class Markup
{
    /// <summary>Text without HTML tags, Markdown emphasis and hard spaces.</summary>
    public static string Strip(string text) => Marks().Replace(text.Replace('\u00A0', ' '), "").Trim();

    [GeneratedRegex(@"</?[A-Za-z][^<>\n]{0,200}>|\*\*|__", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marks();
}
