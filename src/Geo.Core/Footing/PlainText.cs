namespace Geo.Core.Footing;

/// <summary>Text as pasted from a report: lines with a tab are rows of a table, consecutive ones the same table; other lines are sentences.</summary>
internal static class PlainText
{
    public static Document Read(string name, string text)
    {
        var tables = new List<PrintedTable>();
        var statements = new List<Statement>();
        var rows = new List<PrintedRow>();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            number++;
            if (line.Contains('\t', StringComparison.Ordinal))
            {
                rows.Add(new PrintedRow(number, [.. line.Split('\t').Select(PrintedCell.Of)]));
                continue;
            }

            if (PrintedTable.Of(rows) is { } table)
                tables.Add(table);
            rows = [];
            if (Markup.Strip(line) is { Length: > 0 } sentence)
                statements.Add(new Statement(number, sentence));
        }

        return new Document(name, tables, statements, []);
    }
}
