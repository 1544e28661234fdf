using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;

namespace Geo.Core.Footing;

/// <summary>
/// A CSV (RFC 4180) as a table with a header, or as tidy figures: a row per figure, with at least the columns measure, period and value,
/// and, where there are, line and unit. Other columns say which part is meant and belong to the measure's name.
/// </summary>
internal static partial class CsvFile
{
    private static readonly string[] TidyColumns = ["measure", "period", "value"];

    public static Document Read(string name, string text)
    {
        var rows = Rows(name, text);
        if (rows.Count == 0)
            throw ReadDocument.Refused(name, "no-rows", null, null, "The CSV has no rows.", "Export it again.");
        var header = rows[0].Cells.Select(cell => cell.Text.ToLowerInvariant()).ToList();
        if (TidyColumns.All(header.Contains))
            return new Document(name, [], [], [.. rows.Skip(1).Select(row => Figure(header, row)).OfType<NamedFigure>()]);
        return new Document(name, PrintedTable.Of(rows) is { } table ? [table] : [], [], []);
    }

    private static List<PrintedRow> Rows(string name, string text)
    {
        var rows = new List<PrintedRow>();
        using var reader = new StringReader(text);
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = bad => throw ReadDocument.Refused(name, "bad-quotes", bad.Context.Parser?.RawRow, bad.Field, "A quoted field is not closed, or has a quote inside.", "Put the field in quotes and double the quotes inside it."),
        });
        var line = 1;
        while (csv.Read())
        {
            rows.Add(new PrintedRow(line, [.. (csv.Record ?? []).Select(PrintedCell.Of)]));
            line = csv.RawRow + 1;
        }

        return rows;
    }

    private static NamedFigure? Figure(List<string> header, PrintedRow row)
    {
        if (Cell("value").Number is not { } value || Cell("period").IsBlank)
            return null;
        var parts = header.Select((column, at) => (column, text: row[at].Text))
            .Where(part => part.column is not ("measure" or "period" or "value" or "unit" or "line") && part.text.Length > 0)
            .Select(part => WithoutRemark(part.text));
        var line = Cell("line").Number is { Unit: PrintedUnit.Count, Value: > 0 and < int.MaxValue } printed ? (int)printed.Value : row.Line;
        return new NamedFigure(line, string.Join(", ", parts.Prepend(WithoutRemark(Cell("measure").Text)).Where(part => part.Length > 0)), Cell("period").Text, Cell("unit").Text, value);

        PrintedCell Cell(string column) => header.IndexOf(column) is >= 0 and var at ? row[at] : new PrintedCell("", null);
    }

    // "England (2018)" and "England" are the same place: a year or a quotation in brackets remarks on a name, other words tell it from another.
    private static string WithoutRemark(string name) => Remark().Replace(name, "").Trim();

    [GeneratedRegex(@"\s*\((?=[\d""“])[^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Remark();
}
