using System.Globalization;
using System.Xml;

namespace Geo.Core.Intake;

/// <summary>The rows of a sheet, read as they stream by. Typed cells become text as the description would have them; formulas are their last values.</summary>
internal sealed class SheetRows : IExtractRows
{
    private const int MostColumns = 16_384;

    private readonly string _file;
    private readonly SourceDescription? _source;
    private readonly Workbook _book;
    private readonly XmlReader _xml;
    private readonly List<string> _cells = [];
    private string[] _header = [];
    private SheetColumn[] _columns = [];

    public SheetRows(InputFile file, SourceDescription? source)
    {
        (_file, _source) = (file.Name, source);
        _book = Workbook.Open(file.Open(), file.Name, source is { Sheet.Length: > 0 } ? source.Sheet : null);
        _xml = Workbook.Xml(_book.Sheet);
    }

    public int Line { get; private set; }

    public int Count { get; private set; }

    public string this[int column] => column < _cells.Count ? _cells[column] : "";

    public bool Read()
    {
        try
        {
            while (NextRow())
            {
                var filled = _cells.FindLastIndex(cell => !string.IsNullOrWhiteSpace(cell)) + 1;
                if (filled == 0 || Line < (_source?.HeaderRow ?? 1))
                    continue;
                if (_header.Length == 0)
                    TakeHeader(filled);
                Count = Math.Max(filled, _header.Length);
                return true;
            }

            return false;
        }
        catch (Exception error) when (Workbook.IsDamage(error))
        {
            throw new RefusedException(new Fault("bad-workbook", _file, Line > 0 ? Line : null, null, null, Workbook.Damaged, Workbook.SaveAgain), error);
        }
    }

    public void Dispose()
    {
        _xml.Dispose();
        _book.Dispose();
    }

    private void TakeHeader(int filled)
    {
        _header = [.. _cells.Take(filled)];
        _columns = [.. _header.Select(name => SheetColumn.Of(name, _source))];
        if (!_header.Contains(""))
            return;
        using var ahead = Workbook.Xml(_book.Sheet); // merged cells stand behind the rows
        while (ahead.Read())
            CheckMerged(ahead);
    }

    /// <summary>Reads on to the next row, and at the end through what stands behind the rows.</summary>
    private bool NextRow()
    {
        while (_xml.Read())
        {
            CheckMerged(_xml);
            if (_xml.NodeType != XmlNodeType.Element || _xml.LocalName != "row")
                continue;
            Line = _xml.GetAttribute("r") is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : Line + 1;
            _cells.Clear();
            if (_xml.IsEmptyElement)
                continue;
            var depth = _xml.Depth;
            while (_xml.Read() && _xml.Depth > depth)
            {
                if (_xml.NodeType == XmlNodeType.Element && _xml.LocalName == "c")
                    ReadCell();
            }

            return true;
        }

        return false;
    }

    private void ReadCell()
    {
        var column = _xml.GetAttribute("r") is { } reference ? ColumnOf(reference) : _cells.Count;
        var (type, style) = (_xml.GetAttribute("t"), _xml.GetAttribute("s"));
        var (value, isFormula) = Value();
        if (value is null && !isFormula)
            return;
        if (column >= MostColumns)
            throw new InvalidDataException();
        if (value is null)
            throw new RefusedException(new Fault("formula-without-value", _file, Line, column < _header.Length ? _header[column] : null, null, "The cell holds a formula that was never calculated.", "Open the workbook in Excel and save it again."));
        while (_cells.Count <= column)
            _cells.Add("");
        _cells[column] = _book.Cells.Text(type, style, value, column < _columns.Length ? _columns[column] : SheetColumn.Of("", _source));
    }

    private (string? Value, bool IsFormula) Value()
    {
        if (_xml.IsEmptyElement)
            return (null, false);
        string? value = null;
        var (isFormula, inText, phonetic) = (false, false, false);
        var depth = _xml.Depth;
        while (_xml.Read() && _xml.Depth > depth)
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element:
                    isFormula |= _xml.LocalName == "f";
                    phonetic |= _xml.LocalName == "rPh";
                    inText = !_xml.IsEmptyElement && !phonetic && _xml.LocalName is "v" or "t";
                    break;
                case XmlNodeType.EndElement:
                    phonetic &= _xml.LocalName != "rPh";
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inText:
                    value += _xml.Value;
                    break;
            }
        }

        return (value, isFormula);
    }

    /// <summary>A merged cell has its value in its first cell and leaves the others blank, so what stands there cannot be known.</summary>
    private void CheckMerged(XmlReader xml)
    {
        if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "mergeCell" || xml.GetAttribute("ref") is not { } range)
            return;
        var last = range[(range.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (int.Parse(last.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"), CultureInfo.InvariantCulture) >= (_source?.HeaderRow ?? 1))
            throw new RefusedException(new Fault("merged-cells", _file, null, null, range, "Cells are merged; a row of records has every cell of its own.", "Unmerge them and fill each cell; where a title stands above the header, say header-row in the description."));
    }

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference)
        {
            if (letter is < 'A' or > 'Z' || column > MostColumns)
                break;
            column = (column * 26) + letter - 'A' + 1;
        }

        return column > 0 ? column - 1 : throw new InvalidDataException();
    }
}
