using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;
using Geo.Core.Intake;

namespace Geo.Testing;

/// <summary>A formula with its last value, or with none where it was never calculated.</summary>
public sealed record Formula(object? Value);

/// <summary>An Excel workbook, written part by part, so that a test can spoil any of them.</summary>
public sealed class SpreadsheetFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private readonly List<(string Name, string State, string Xml)> _sheets = [];
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);
    private readonly List<string> _strings = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private int _pivotRows;

    /// <summary>What kind of workbook it says it is.</summary>
    public string Kind { get; set; } = $"{Types}.sheet.main+xml";

    public bool Is1904 { get; set; }

    /// <summary>A sheet of rows from its first; a null row is left out, a cell is a string, number, bool, DateTime or <see cref="Formula"/>.</summary>
    public SpreadsheetFile Sheet(string name, IEnumerable<object?[]?> rows, string state = "visible", string merged = "")
    {
        var xml = new StringBuilder($"<worksheet xmlns=\"{Main}\"><sheetData>");
        foreach (var (i, row) in rows.Index())
        {
            if (row is null)
                continue;
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{i + 1}\">");
            foreach (var (column, cell) in row.Index())
                xml.Append(Cell($"{Letters(column)}{i + 1}", cell));
            xml.Append("</row>");
        }

        xml.Append("</sheetData>");
        if (merged.Length > 0)
            xml.Append(CultureInfo.InvariantCulture, $"<mergeCells count=\"1\"><mergeCell ref=\"{merged}\"/></mergeCells>");
        _sheets.Add((name, state, xml.Append("</worksheet>").ToString()));
        return this;
    }

    /// <summary>The cache of a pivot table over a sheet that is not in the workbook any more.</summary>
    public SpreadsheetFile PivotCache(int rows)
    {
        _pivotRows = rows;
        return this;
    }

    /// <summary>Puts a part in, in the place of the one that is there.</summary>
    public SpreadsheetFile Part(string path, string text)
    {
        _parts[path] = text;
        return this;
    }

    /// <summary>Writes it into a folder.</summary>
    /// <returns>What an import takes.</returns>
    public IReadOnlyList<InputFile> In(string folder, string name = "offences.xlsx")
    {
        var path = Path.Combine(folder, name);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var (part, text) in Parts())
            {
                using var writer = new StreamWriter(zip.CreateEntry(part, CompressionLevel.Fastest).Open());
                writer.Write(text);
            }
        }

        return ExtractFiles.Of([path]);
    }

    private static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : $"{Letters((column / 26) - 1)}{(char)('A' + (column % 26))}";

    private static string Relation(string id, string type, string target) => $"<Relationship Id=\"{id}\" Type=\"{Relations}/{type}\" Target=\"{target}\"/>";

    private static string RelationsOf(IEnumerable<string> relations) => $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(relations)}</Relationships>";

    private Dictionary<string, string> Parts()
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        var overrides = new StringBuilder();
        Add("xl/workbook.xml", Kind, $"""
            <workbook xmlns="{Main}" xmlns:r="{Relations}"><workbookPr date1904="{(Is1904 ? 1 : 0)}"/><sheets>{string.Concat(_sheets.Select((sheet, i) => $"<sheet name=\"{SecurityElement.Escape(sheet.Name)}\" sheetId=\"{i + 1}\" state=\"{sheet.State}\" r:id=\"rId{i + 1}\"/>"))}</sheets></workbook>
            """);
        foreach (var (i, sheet) in _sheets.Index())
            Add($"xl/worksheets/sheet{i + 1}.xml", $"{Types}.worksheet+xml", sheet.Xml);
        Add("xl/styles.xml", $"{Types}.styles+xml", $"""
            <styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="165" formatCode="0&quot; days&quot;"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>
            """);
        Add("xl/sharedStrings.xml", $"{Types}.sharedStrings+xml", $"<sst xmlns=\"{Main}\">{string.Concat(_strings.Select(text => $"<si><r><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></si>"))}</sst>");
        var relations = _sheets.Select((_, i) => Relation($"rId{i + 1}", "worksheet", $"worksheets/sheet{i + 1}.xml")).Append(Relation("rIdS", "styles", "styles.xml")).Append(Relation("rIdT", "sharedStrings", "sharedStrings.xml")).ToList();
        if (_pivotRows > 0)
        {
            Add("xl/pivotCache/pivotCacheDefinition1.xml", $"{Types}.pivotCacheDefinition+xml", $"<pivotCacheDefinition xmlns=\"{Main}\"><cacheSource type=\"worksheet\"><worksheetSource ref=\"A1:B9\" sheet=\"Raw data\"/></cacheSource></pivotCacheDefinition>");
            Add("xl/pivotCache/pivotCacheRecords1.xml", $"{Types}.pivotCacheRecords+xml", $"<pivotCacheRecords xmlns=\"{Main}\">{string.Concat(Enumerable.Repeat("<r><s v=\"Smith\"/><n v=\"1\"/></r>", _pivotRows))}</pivotCacheRecords>");
            parts["xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels"] = RelationsOf([Relation("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")]);
            relations.Add(Relation("rIdP", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"));
        }

        parts["xl/_rels/workbook.xml.rels"] = RelationsOf(relations);
        parts["_rels/.rels"] = RelationsOf([Relation("rId1", "officeDocument", "xl/workbook.xml")]);
        parts["[Content_Types].xml"] = $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"bin\" ContentType=\"application/octet-stream\"/>{overrides}</Types>";
        foreach (var (path, text) in _parts)
            parts[path] = text;
        return parts;

        void Add(string path, string type, string text)
        {
            parts[path] = text;
            overrides.Append(CultureInfo.InvariantCulture, $"<Override PartName=\"/{path}\" ContentType=\"{type}\"/>");
        }
    }

    private string Cell(string at, object? cell) => cell switch
    {
        null => "",
        Formula { Value: null } => $"<c r=\"{at}\"><f>1+1</f></c>",
        Formula formula => Cell(at, formula.Value).Replace("<v>", "<f>1+1</f><v>", StringComparison.Ordinal),
        string and ['#', ..] error => $"<c r=\"{at}\" t=\"e\"><v>{error}</v></c>",
        string text => $"<c r=\"{at}\" t=\"s\"><v>{Shared(text)}</v></c>",
        bool yes => $"<c r=\"{at}\" t=\"b\"><v>{(yes ? 1 : 0)}</v></c>",
        DateTime time => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\" s=\"{(time.TimeOfDay == TimeSpan.Zero ? 1 : 2)}\"><v>{time.ToOADate() - (Is1904 ? 1462 : 0):R}</v></c>"),
        _ => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\"><v>{cell}</v></c>"),
    };

    private int Shared(string text)
    {
        if (_known.TryAdd(text, _strings.Count))
            _strings.Add(text);
        return _known[text];
    }
}
