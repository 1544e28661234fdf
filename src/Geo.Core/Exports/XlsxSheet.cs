using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Geo.Core.Exports;

/// <summary>A sheet of a workbook as it is written, row after row (ECMA-376 part 1, 18.3).</summary>
internal sealed partial class XlsxSheet : IDisposable
{
    /// <summary>A column of names and one of what is said.</summary>
    public static readonly int[] AboutWidths = [24, 110];

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    // What Excel can open.
    private const int MostRows = 1_048_576;
    private const int MostColumns = 16_384;
    private const int MostLetters = 32_767;

    private readonly XmlWriter _xml;
    private readonly bool _isLandscape;
    private readonly List<string> _columns = [];
    private int _row;

    /// <param name="frozen">That many rows stay in sight.</param>
    public XlsxSheet(XmlWriter xml, IEnumerable<int> widths, int frozen, bool isLandscape)
    {
        (_xml, _isLandscape) = (xml, isLandscape);
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetPr", Main);
        Element("pageSetUpPr", ("fitToPage", "1"));
        xml.WriteEndElement();
        WriteView(frozen);
        xml.WriteStartElement("cols", Main);
        foreach (var (i, width) in widths.Index())
            Element("col", ("min", $"{i + 1}"), ("max", $"{i + 1}"), ("width", $"{width}"), ("customWidth", "1"));
        xml.WriteEndElement();
        xml.WriteStartElement("sheetData", Main);
    }

    public void Row(IEnumerable<(ExportCell Cell, int Style)> cells)
    {
        if (_row == MostRows)
            throw new InvalidOperationException($"A sheet holds {MostRows:N0} rows at most.");
        var row = (++_row).ToString(CultureInfo.InvariantCulture);
        _xml.WriteStartElement("row", Main);
        _xml.WriteAttributeString("r", row);
        var column = 0;
        foreach (var (cell, style) in cells)
        {
            _xml.WriteStartElement("c", Main);
            _xml.WriteAttributeString("r", Letters(column++) + row);
            _xml.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
            if (cell.Number is { } number)
                _xml.WriteElementString("v", Main, number.ToString(CultureInfo.InvariantCulture));
            else if (!cell.IsBlank)
                Text(cell.ToString());
            _xml.WriteEndElement();
        }

        _xml.WriteEndElement();
    }

    public void Dispose()
    {
        _xml.WriteEndElement();
        Element("pageMargins", ("left", "0.5"), ("right", "0.5"), ("top", "0.6"), ("bottom", "0.6"), ("header", "0.3"), ("footer", "0.3"));
        Element("pageSetup", ("paperSize", "9"), ("fitToHeight", "0"), ("orientation", _isLandscape ? "landscape" : "portrait"));
        _xml.WriteStartElement("headerFooter", Main);
        _xml.WriteElementString("oddFooter", Main, "&L&A&RPage &P of &N");
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void WriteView(int frozen)
    {
        _xml.WriteStartElement("sheetViews", Main);
        _xml.WriteStartElement("sheetView", Main);
        _xml.WriteAttributeString("workbookViewId", "0");
        if (frozen > 0)
            Element("pane", ("ySplit", $"{frozen}"), ("topLeftCell", $"A{frozen + 1}"), ("activePane", "bottomLeft"), ("state", "frozen"));
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void Text(string text)
    {
        _xml.WriteAttributeString("t", "inlineStr");
        _xml.WriteStartElement("is", Main);
        _xml.WriteStartElement("t", Main);
        text = Escaped().Replace(OfficeText.Clean(text), "_x005F_");
        if (text.Length > MostLetters)
            text = string.Concat(text.AsSpan(0, MostLetters - 1), "…");
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            _xml.WriteAttributeString("xml", "space", null, "preserve");
        _xml.WriteString(text);
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _xml.WriteStartElement(name, Main);
        foreach (var (attribute, value) in attributes)
            _xml.WriteAttributeString(attribute, value);
        _xml.WriteEndElement();
    }

    /// <summary>The letters of a column, made once.</summary>
    private string Letters(int column)
    {
        if (column == MostColumns)
            throw new InvalidOperationException($"A sheet holds {MostColumns:N0} columns at most.");
        while (_columns.Count <= column)
        {
            var letters = "";
            for (var rest = _columns.Count; rest >= 0; rest = (rest / 26) - 1)
                letters = (char)('A' + (rest % 26)) + letters;
            _columns.Add(letters);
        }

        return _columns[column];
    }

    // Excel reads _x0041_ as the letter with that number; the underscore itself is told so.
    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.None, 1000)]
    private static partial Regex Escaped();
}
