using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Geo.Core.Intake;

/// <summary>An Excel workbook (.xlsx) with the one sheet that is read. What else it holds out of sight refuses it.</summary>
internal sealed class Workbook : IDisposable
{
    public const string Damaged = "The workbook is damaged or cut short.";
    public const string SaveAgain = "Open it in Excel and save it again as an Excel workbook (.xlsx), or as CSV UTF-8.";

    /// <summary>A year of a force's offences unpacks to about 100 MB.</summary>
    private const long MaxUnpackedBytes = 256L << 20;

    private const int MaxEntries = 1_000;
    private const string TakeOut = "Copy the sheet that is meant into a new workbook, without the rest, and save that.";
    private const string HiddenRule = "Rows that nobody sees in a spreadsheet are how personal data leaks.";

    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private readonly SpreadsheetDocument _document;
    private readonly string _file;

    private Workbook(SpreadsheetDocument document, string file, string? sheet)
    {
        (_document, _file) = (document, file);
        var book = document.WorkbookPart ?? throw Refused("not-workbook", null, Damaged, SaveAgain);
        if (document.DocumentType != SpreadsheetDocumentType.Workbook || book.VbaProjectPart is not null)
            throw Refused("macros", null, "The workbook has macros or is a template.", SaveAgain);
        var sheets = book.Workbook.Sheets?.Elements<Sheet>().Where(at => at.Id?.Value is { } id && book.GetPartById(id) is WorksheetPart).ToList() ?? [];
        var read = sheet is null
            ? sheets.Find(at => !IsHidden(at)) ?? throw Refused("no-sheet", null, "The workbook has no sheet that can be seen.", SaveAgain)
            : sheets.Find(at => at.Name?.Value == sheet) ?? throw Refused("no-sheet", sheet, $"The workbook has no such sheet; it has {string.Join(", ", sheets.Select(at => at.Name?.Value))}.", "Name one of them in the description of the source (sheet: …).");
        CheckHidden(book, sheets.Where(at => at != read && IsHidden(at)));
        Sheet = (WorksheetPart)book.GetPartById(read.Id!.Value!);
        Cells = new SheetCells(book);
    }

    /// <summary>The sheet that is read.</summary>
    public WorksheetPart Sheet { get; }

    public SheetCells Cells { get; }

    /// <summary>What a first look at the bytes tells.</summary>
    /// <exception cref="RefusedException">The file is no workbook, or one of a kind that is not read.</exception>
    public static async Task<FileInspection> InspectAsync(InputFile file, CancellationToken cancellationToken)
    {
        if (file.Bytes > MaxUnpackedBytes)
            throw TooLarge(file.Name);
        await using var stream = file.Open();
        var start = new byte[8];
        var length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        if (length == 0)
            throw Refused(file.Name, "empty-file", null, "The file is empty.", "Export it again.");
        if (start.AsSpan().SequenceEqual(CompoundFile))
        {
            throw await IsEncryptedAsync(file, cancellationToken)
                ? Refused(file.Name, "encrypted", null, "The workbook is locked with a password.", "Save it without a password; send it over a channel that is protected itself.")
                : Refused(file.Name, "old-workbook", null, "The workbook is of Excel 97-2003 (.xls).", SaveAgain);
        }

        if (!start.AsSpan(0, length).StartsWith("PK\u0003\u0004"u8))
            throw Refused(file.Name, "not-workbook", null, "The file is no Excel workbook, whatever its name says.", "If it is CSV, name it .csv; otherwise export it again.");
        stream.Position = 0;
        return new FileInspection(await SHA256.HashDataAsync(stream, cancellationToken), file.Bytes, EndsWithLineEnd: true);
    }

    /// <param name="stream">Closed with the workbook.</param>
    /// <param name="sheet">Null for the first that can be seen.</param>
    /// <exception cref="RefusedException">The workbook is damaged, dangerous, or hides rows.</exception>
    public static Workbook Open(Stream stream, string file, string? sheet)
    {
        SpreadsheetDocument? document = null;
        try
        {
            CheckUnpacked(stream, file);
            document = SpreadsheetDocument.Open(stream, isEditable: false, new OpenSettings { MaxCharactersInPart = MaxUnpackedBytes });
            return new Workbook(document, file, sheet);
        }
        catch (Exception error)
        {
            document?.Dispose();
            stream.Dispose();
            if (IsDamage(error))
                throw new RefusedException(new Fault("bad-workbook", file, null, null, null, Damaged, SaveAgain), error);
            throw;
        }
    }

    public static bool IsDamage(Exception error) =>
        error is OpenXmlPackageException or FileFormatException or InvalidDataException or XmlException or KeyNotFoundException or FormatException or OverflowException or ArgumentException or EndOfStreamException;

    public static XmlReader Xml(OpenXmlPart part) =>
        XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CloseInput = true, IgnoreComments = true });

    public void Dispose() => _document.Dispose();

    private static bool IsHidden(Sheet sheet) => sheet.State is { } state && state.Value != SheetStateValues.Visible;

    private static void CheckUnpacked(Stream stream, string file)
    {
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (zip.Entries.Count > MaxEntries || zip.Entries.Sum(entry => entry.Length) > MaxUnpackedBytes)
                throw TooLarge(file);
            if (zip.GetEntry("xl/workbook.bin") is not null)
                throw Refused(file, "binary-workbook", null, "The workbook is a binary one (.xlsb).", SaveAgain);
        }

        stream.Position = 0;
    }

    private static async Task<bool> IsEncryptedAsync(InputFile file, CancellationToken cancellationToken)
    {
        await using var stream = file.Open();
        var bytes = new byte[Math.Min(file.Bytes, 1 << 20)]; // the directory of a compound file lies near its start or its end
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var name = System.Text.Encoding.Unicode.GetBytes("EncryptedPackage");
        if (bytes.AsSpan(0, length).IndexOf(name) >= 0)
            return true;
        stream.Position = Math.Max(0, file.Bytes - bytes.Length);
        length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return bytes.AsSpan(0, length).IndexOf(name) >= 0;
    }

    private void CheckHidden(WorkbookPart book, IEnumerable<Sheet> hidden)
    {
        var faults = new List<Fault>();
        foreach (var sheet in hidden)
        {
            if (RowsOf(book.GetPartById(sheet.Id!.Value!), "row") is var rows and > 0)
                faults.Add(Hidden($"The hidden sheet '{sheet.Name?.Value}' holds {Told(rows)}."));
        }

        foreach (var cache in book.PivotTableCacheDefinitionParts)
        {
            if (cache.PivotTableCacheRecordsPart is { } records && RowsOf(records, "r") is var rows and > 0)
                faults.Add(Hidden($"The cache of the pivot table over '{cache.PivotCacheDefinition?.CacheSource?.WorksheetSource?.Sheet?.Value ?? "other data"}' holds {Told(rows)}."));
        }

        if (faults.Count > 0)
            throw new RefusedException(faults);

        Fault Hidden(string what) => new("hidden-rows", _file, null, null, null, $"{what} {HiddenRule}", TakeOut);
    }

    private static string Told(int rows) => rows == 1 ? "1 row" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rows:N0} rows");

    /// <summary>How many rows have something in them.</summary>
    private static int RowsOf(OpenXmlPart part, string row)
    {
        using var xml = Xml(part);
        var (rows, counted) = (0, true);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == row)
                counted = false;
            else if (!counted && (xml.LocalName is "v" or "is" || row == "r"))
                (rows, counted) = (rows + 1, true);
        }

        return rows;
    }

    private RefusedException Refused(string code, string? value, string rule, string remedy) => Refused(_file, code, value, rule, remedy);

    private static RefusedException Refused(string file, string code, string? value, string rule, string remedy) => new(new Fault(code, file, null, null, value, rule, remedy));

    private static RefusedException TooLarge(string file) =>
        Refused(file, "too-large", null, $"The workbook unpacks to more than {MaxUnpackedBytes >> 20} MB or {MaxEntries:N0} parts.", "Split it by month, or export CSV.");
}
