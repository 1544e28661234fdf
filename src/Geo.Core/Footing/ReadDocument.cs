using System.Text;
using System.Text.Unicode;

namespace Geo.Core.Footing;

/// <summary>Reads a file into a document by what it is: Word, CSV, or text as pasted from a report.</summary>
internal static class ReadDocument
{
    /// <summary>A report of 300 pages with its pictures is a few MB.</summary>
    public const int MaxBytes = 20 << 20;

    // What people read: beyond this it is a data file, and the search for what follows from what takes too long.
    private const int MaxLetters = 20_000;
    private const int MaxRows = 1000;
    private const int MaxRowsInAll = 10_000;
    private const int MaxColumns = 30;

    /// <exception cref="RefusedException">The file is missing, empty, too large, or not what its name says.</exception>
    public static async Task<Document> FromAsync(string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw Refused(path, "not-found", null, null, "There is no such file.", "Check the path.");
        if (new FileInfo(path).Length > MaxBytes)
            throw Refused(name, "too-large", null, null, $"A document may have {MaxBytes >> 20} MB at most.", "Split it, or save it without its pictures.");
        return Of(name, await File.ReadAllBytesAsync(path, cancellationToken));
    }

    public static Document Of(string name, byte[] bytes)
    {
        if (bytes.Length == 0)
            throw Refused(name, "empty-file", null, null, "The file is empty.", "Save or export it again.");
        var document = Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".DOCX" => WordFile.Read(name, bytes),
            ".CSV" => CsvFile.Read(name, Text(name, bytes)),
            _ => PlainText.Read(name, Text(name, bytes)),
        };
        CheckLimits(document);
        return document.Tables.Count + document.Statements.Count + document.Figures.Count > 0
            ? document
            : throw Refused(name, "no-text", null, null, "The document has no text.", "Save or export it again.");
    }

    public static RefusedException Refused(string file, string code, int? line, string? value, string rule, string remedy, Exception? cause = null) =>
        new(new Fault(code, file, line, null, value, rule, remedy), cause);

    private static void CheckLimits(Document document)
    {
        if (document.Statements.FirstOrDefault(statement => statement.Text.Length > MaxLetters) is { } statement)
            throw Refused(document.Name, "too-long", statement.Line, null, $"A line or paragraph may have {MaxLetters:N0} letters at most.", "Break it into paragraphs.");
        if (document.Tables.Sum(table => table.Rows.Count) > MaxRowsInAll)
            throw Refused(document.Name, "too-large", null, null, $"The tables of a document may have {MaxRowsInAll:N0} rows at most.", "Split it.");
        if (document.Tables.FirstOrDefault(table => table.Rows.Count > MaxRows || table.Columns > MaxColumns) is { } table)
            throw Refused(document.Name, "too-large", table.FirstLine, null, $"A table may have {MaxRows:N0} rows and {MaxColumns} columns at most.", "Give the table as it is printed, not its data.");
    }

    private static string Text(string name, byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw Refused(name, "utf-16", 1, null, "The file is UTF-16; text comes in UTF-8.", "Save it again as UTF-8 (in Excel: CSV UTF-8).");
        var kind = bytes.AsSpan().StartsWith("PK\u0003\u0004"u8) ? "a ZIP or Office file"
            : bytes.AsSpan().StartsWith("%PDF"u8) ? "a PDF"
            : bytes.AsSpan().Contains((byte)0) ? "binary"
            : null;
        if (kind is not null)
            throw Refused(name, "not-text", null, null, $"The file is {kind}, not text.", "Give a .docx, a .csv, or the text as .txt with a tab between the cells of a table.");
        if (!Utf8.IsValid(bytes))
        {
            var bad = FirstInvalid(bytes);
            throw Refused(name, "not-utf-8", 1 + bytes.AsSpan(0, bad).Count((byte)'\n'), $"byte {bad}: 0x{bytes[bad]:X2}", "The text is not valid UTF-8.", "Save it again as UTF-8 (in Excel: CSV UTF-8).");
        }

        return Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
            at += consumed;
        return at;
    }
}
