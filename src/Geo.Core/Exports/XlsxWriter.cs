using System.Xml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Geo.Core.Exports;

/// <summary>Writes a table as an Excel workbook: one sheet of data and one that says what they are, and nothing that is hidden.</summary>
/// <remarks>
/// Made from nothing, not from a template, so that nothing of an earlier workbook travels along. Rows go out as they are walked.
/// Numbers are numbers, rounded as everywhere and shown so; texts are texts by their type, never formulas.
/// </remarks>
public static class XlsxWriter
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The sheet with the table.</summary>
    internal const string DataSheet = "Data";

    private const string AboutSheet = "About";
    private const string Parts = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public static void Write(Stream stream, ExportTable table)
    {
        var package = new OfficePackage(table.Title);
        package.Main("/xl/workbook.xml", $"{Parts}.sheet.main+xml", xml => WriteBook(xml, table))
            .Relate("rIdData", "worksheet", "/xl/worksheets/sheet1.xml").Relate("rIdAbout", "worksheet", "/xl/worksheets/sheet2.xml").Relate("rIdStyles", "styles", "/xl/styles.xml");
        package.Add("/xl/styles.xml", $"{Parts}.styles+xml", XlsxStyles.Sheet());
        package.Add("/xl/worksheets/sheet1.xml", $"{Parts}.worksheet+xml", xml => WriteData(xml, table));
        package.Add("/xl/worksheets/sheet2.xml", $"{Parts}.worksheet+xml", xml => WriteAbout(xml, table));
        package.Write(stream);
    }

    /// <summary>The workbook of a chart's numbers.</summary>
    internal static byte[] Bytes(ExportTable table)
    {
        using var stream = new MemoryStream();
        Write(stream, table);
        return stream.ToArray();
    }

    /// <summary>The row with the names of the columns: the first, or that below the mark of demonstration data.</summary>
    internal static int HeaderRow(bool isDemonstration) => isDemonstration ? 2 : 1;

    private static void WriteBook(XmlWriter xml, ExportTable table)
    {
        xml.WriteStartElement("workbook", Main);
        xml.WriteAttributeString("xmlns", "r", null, OfficePackage.Relations);
        xml.WriteStartElement("sheets", Main);
        (string, string)[] sheets = [(DataSheet, "rIdData"), (AboutSheet, "rIdAbout")];
        foreach (var (i, (name, id)) in sheets.Index())
        {
            xml.WriteStartElement("sheet", Main);
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("sheetId", $"{i + 1}");
            xml.WriteAttributeString("id", OfficePackage.Relations, id);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("definedNames", Main); // the header, on every printed page
        xml.WriteStartElement("definedName", Main);
        xml.WriteAttributeString("name", "_xlnm.Print_Titles");
        xml.WriteAttributeString("localSheetId", "0");
        xml.WriteString($"{DataSheet}!$1:${HeaderRow(table.IsDemonstration)}");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteData(XmlWriter xml, ExportTable table)
    {
        using var sheet = new XlsxSheet(xml, Widths(table), frozen: HeaderRow(table.IsDemonstration), isLandscape: true);
        if (table.IsDemonstration)
            sheet.Row(Mark(table.Columns.Count));
        sheet.Row(table.Columns.Select(column => ((ExportCell)column.Heading, XlsxStyles.Header(column.Kind))));
        foreach (var row in table.Rows)
            sheet.Row(row.Cells.Select((cell, i) => (cell, Style(table.Columns[i], cell, row.IsFooting))));
    }

    private static void WriteAbout(XmlWriter xml, ExportTable table)
    {
        using var sheet = new XlsxSheet(xml, XlsxSheet.AboutWidths, frozen: 0, isLandscape: false);
        if (table.IsDemonstration)
            sheet.Row(Mark(XlsxSheet.AboutWidths.Length));
        foreach (var (name, value) in table.Facts())
            sheet.Row([(name, XlsxStyles.FactName), (value, XlsxStyles.FactValue)]);
    }

    /// <summary>The mark of demonstration data across the sheet.</summary>
    private static IEnumerable<(ExportCell, int)> Mark(int columns) => Enumerable.Range(0, columns).Select(column => (column == 0 ? DemonstrationMark.Banner : ExportCell.Blank, XlsxStyles.Mark));

    private static int Style(ExportColumn column, ExportCell cell, bool isFooting) =>
        cell.Number is null ? XlsxStyles.Of(column.Kind, isFooting) : XlsxStyles.Of(column, cell.Decimals, isFooting);

    /// <summary>Wide enough for what the first rows hold.</summary>
    private static IEnumerable<int> Widths(ExportTable table)
    {
        const int rows = 200, most = 60, mostHeading = 16, least = 8;
        var widths = table.Columns.Select(column => Math.Clamp(column.Heading.Length, least, column.Kind == ColumnKind.Text ? most : mostHeading)).ToArray();
        foreach (var row in table.Rows.Take(rows))
        {
            foreach (var (i, cell) in row.Cells.Index())
                widths[i] = Math.Clamp(cell.Printed(table.Columns[i]).Length, widths[i], most);
        }

        return widths.Select(width => width + 2);
    }
}
