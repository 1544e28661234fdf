using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Geo.Core.Footing;

/// <summary>The paragraphs and tables of a Word document, in order. Its "line" is a count of paragraphs and table rows.</summary>
internal static class WordFile
{
    // Text compresses about ten times; a part that unpacks to more than this is no report.
    private const long MaxCharactersInPart = 100_000_000;

    private const string SaveAgain = "Open it in Word and save it again as .docx, or paste its text into a .txt.";

    public static Document Read(string name, byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith("PK\u0003\u0004"u8))
            throw ReadDocument.Refused(name, "not-docx", null, null, "The file is no Word document: a .docx is a ZIP, and this is none.", SaveAgain);
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            CheckSizes(name, stream);
            using var word = WordprocessingDocument.Open(stream, isEditable: false, new OpenSettings { MaxCharactersInPart = MaxCharactersInPart });
            var body = word.MainDocumentPart?.Document?.Body ?? throw ReadDocument.Refused(name, "not-docx", null, null, "The file is no Word document: it has no text part.", SaveAgain);
            return new Reader().Read(name, body);
        }
        catch (Exception error) when (error is OpenXmlPackageException or FileFormatException or InvalidDataException or XmlException or KeyNotFoundException or FormatException)
        {
            throw ReadDocument.Refused(name, "not-docx", null, null, "The Word document is damaged or cut short.", SaveAgain, error);
        }
    }

    private static void CheckSizes(string name, Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)).Sum(entry => entry.Length) > MaxCharactersInPart)
            throw ReadDocument.Refused(name, "too-large", null, null, $"The Word document unpacks to more than {MaxCharactersInPart / 1_000_000} MB of text.", "Split it.");
        stream.Position = 0;
    }

    private sealed class Reader
    {
        private readonly List<PrintedTable> _tables = [];
        private readonly List<Statement> _statements = [];
        private int _line;

        public Document Read(string name, OpenXmlElement body)
        {
            Take(body);
            return new Document(name, _tables, _statements, []);
        }

        private void Take(OpenXmlElement parent)
        {
            foreach (var element in parent.ChildElements)
            {
                switch (element)
                {
                    case Paragraph paragraph:
                        _line++;
                        if (Markup.Strip(Text(paragraph)) is { Length: > 0 } text)
                            _statements.Add(new Statement(_line, text));
                        break;
                    case Table table when PrintedTable.Of([.. table.Elements<TableRow>().Select(Row).Where(row => row.Cells.Count > 0)]) is { } read:
                        _tables.Add(read);
                        break;
                    case SdtBlock or SdtContentBlock:
                        Take(element);
                        break;
                }
            }
        }

        private PrintedRow Row(TableRow row)
        {
            var cells = new List<PrintedCell>();
            foreach (var cell in row.Elements<TableCell>())
            {
                cells.Add(PrintedCell.Of(string.Join(' ', cell.Elements<Paragraph>().Select(Text))));
                for (var merged = 1; merged < (cell.TableCellProperties?.GridSpan?.Val?.Value ?? 1); merged++)
                    cells.Add(PrintedCell.Of(""));
            }

            return new PrintedRow(++_line, cells);
        }

        // What Word keeps of deleted text is no part of the document.
        private static string Text(Paragraph paragraph) => string.Concat(paragraph.Descendants().Select(part => part switch
        {
            Text text => text.Text,
            TabChar or Break => " ",
            NoBreakHyphen => "-",
            _ => "",
        }));
    }
}
