using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Geo.Core.Exports;

/// <summary>Writes a table as CSV (RFC 4180), the same from the API and the command line.</summary>
/// <remarks>Numbers are plain and invariant, what there is none of is empty. The last column is a note: that data is demonstration data, and on one line what explains the table.</remarks>
public static class CsvTableWriter
{
    private const string NoteColumn = "note";

    public static void Write(TextWriter writer, ExportTable table)
    {
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }, leaveOpen: true);
        foreach (var column in table.Columns)
            csv.WriteField(ExportCell.Harmless(column.Name));
        csv.WriteField(NoteColumn);
        csv.NextRecord();
        foreach (var row in table.Rows)
        {
            foreach (var cell in row.Cells)
                csv.WriteField(cell.ToString());
            csv.WriteField(ExportCell.Harmless(Note(table, row)));
            csv.NextRecord();
        }
    }

    private static string Note(ExportTable table, ExportRow row) =>
        row.BearsExplanation ? $"{(table.Finding is { } finding ? $"{finding} " : "")}{table.Explanation}" : row.IsDemonstration ?? table.IsDemonstration ? DemonstrationMark.Note : "";
}
