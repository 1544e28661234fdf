using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Geo.Core.Intake;

/// <summary>What the cells of a workbook's sheets mean: its shared strings, and which of its formats are dates (ECMA-376 part 1, 18.8.30).</summary>
internal sealed partial class SheetCells
{
    private const double Days1904 = 1462;
    private const double LastSerial = 2_958_466; // the day after 9999-12-31
    private const double MostDigits = 1e15; // above, Excel rounds

    private readonly List<string> _strings = [];
    private readonly bool[] _isDate;
    private readonly bool _is1904;

    public SheetCells(WorkbookPart book)
    {
        var styles = book.WorkbookStylesPart?.Stylesheet;
        var custom = styles?.NumberingFormats?.Elements<NumberingFormat>().ToDictionary(format => format.NumberFormatId?.Value ?? 0, format => format.FormatCode?.Value ?? "") ?? [];
        _isDate = [.. styles?.CellFormats?.Elements<CellFormat>().Select(format => IsDate(format.NumberFormatId?.Value ?? 0, custom)) ?? []];
        _is1904 = book.Workbook.WorkbookProperties?.Date1904?.Value == true;
        if (book.SharedStringTablePart is { } part)
            ReadStrings(part);
    }

    /// <summary>The text of a cell, as a CSV export would have it.</summary>
    /// <param name="type">The cell's <c>t</c>.</param>
    /// <param name="style">The cell's <c>s</c>.</param>
    /// <param name="column">What the column is; null where it is not described.</param>
    public string Text(string? type, string? style, string value, SheetColumn column) => type switch
    {
        "s" => _strings[int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)],
        "b" => value == "1" ? column.True : column.False,
        "str" or "inlineStr" or "e" => value,
        "d" => column.Written(DateTime.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)),
        _ => Number(value, style is not null && int.Parse(style, NumberStyles.None, CultureInfo.InvariantCulture) is var at && at < _isDate.Length && _isDate[at], column),
    };

    private string Number(string value, bool isDate, SheetColumn column)
    {
        if (value.Length == 0)
            return value;
        var number = double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
        var serial = _is1904 ? number + Days1904 : number;
        if (isDate && serial is >= 0 and < LastSerial)
            return column.Written(DateTime.FromOADate(serial));
        return Math.Abs(number) < MostDigits ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : number.ToString("0.##############E+0", CultureInfo.InvariantCulture);
    }

    private static bool IsDate(uint id, Dictionary<uint, string> custom) => custom.TryGetValue(id, out var code)
        ? Unquoted().Replace(code, "").AsSpan().ContainsAny("dmyhsDMYHS")
        : id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    private void ReadStrings(SharedStringTablePart part)
    {
        using var xml = Workbook.Xml(part);
        var text = "";
        var (inText, phonetic) = (false, false);
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when xml.LocalName == "si":
                    text = "";
                    if (xml.IsEmptyElement)
                        _strings.Add(text);
                    break;
                case XmlNodeType.Element when xml.LocalName == "rPh":
                    phonetic = !xml.IsEmptyElement;
                    break;
                case XmlNodeType.Element when xml.LocalName == "t":
                    inText = !phonetic && !xml.IsEmptyElement;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inText:
                    text += xml.Value;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "t":
                    inText = false;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "rPh":
                    phonetic = false;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "si":
                    _strings.Add(text);
                    break;
            }
        }
    }

    [GeneratedRegex("""
        "[^"]*"|\\.|\[[^\]]*\]|_.|\*.
        """, RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unquoted();
}

/// <summary>How typed cells of a column are written as text, so that they read as the description says.</summary>
internal sealed class SheetColumn
{
    private readonly string _format;

    private SheetColumn(string format, string yes, string no) => (_format, True, False) = (format, yes, no);

    public string True { get; }

    public string False { get; }

    /// <summary>Of a column that is declared, or not; a date where none is declared is written as the source writes its days.</summary>
    public static SheetColumn Of(string header, SourceDescription? source)
    {
        var column = source?.Columns.Find(at => at.Name == header);
        var format = column?.Format is { Length: > 0 } own ? own : source?.Having(ColumnUse.Recorded).FirstOrDefault()?.Format ?? "";
        return new(format, Flagged("yes") ?? "TRUE", Flagged("no") ?? "FALSE");

        string? Flagged(string meaning) => column?.Is == ColumnUse.Flag ? column.Values.FirstOrDefault(pair => pair.Value == meaning).Key : null;
    }

    public string Written(DateTime time) =>
        time.ToString(_format.Length > 0 ? _format : time.TimeOfDay == TimeSpan.Zero ? "dd/MM/yyyy" : "dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);
}
