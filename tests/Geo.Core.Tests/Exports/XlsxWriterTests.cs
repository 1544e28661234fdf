using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Geo.Core.Exports;
using Geo.Core.Intake;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Exports;

public sealed class XlsxWriterTests
{
    [Fact]
    public void Workbook_IsValid_WithTwoSheetsAndNothingHidden()
    {
        using var book = Open(Sample.Table());
        book.ShouldBeValid();

        var part = book.WorkbookPart!;
        part.Workbook.Sheets!.Elements<Sheet>().Select(sheet => (sheet.Name!.Value, sheet.State)).ShouldBe([("Data", null), ("About", null)]);
        part.Workbook.DefinedNames!.Elements<DefinedName>().Select(name => (name.Name!.Value, name.Text, name.Hidden)).ShouldBe([("_xlnm.Print_Titles", "Data!$1:$2", null)]);
        part.WorksheetParts.SelectMany(sheet => sheet.Worksheet.Descendants<Row>()).Where(row => row.Hidden is not null).ShouldBeEmpty();
        part.WorksheetParts.SelectMany(sheet => sheet.Worksheet.Descendants<Column>()).Where(column => column.Hidden is not null).ShouldBeEmpty();
        part.WorksheetParts.SelectMany(sheet => sheet.Worksheet.Descendants<CellFormula>()).ShouldBeEmpty();
        Sample.Entries(Sample.Written(stream => XlsxWriter.Write(stream, Sample.Table()))).Order().ShouldBe(
            ["[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]);
    }

    [Fact]
    public void Numbers_AreNumbers_FormattedAsTheyArePrinted()
    {
        using var book = Open(Sample.Table(isDemonstration: false));
        var rows = Rows(book, "Data");

        rows[0].Select(cell => cell.InlineString!.Text!.Text).ShouldBe(["Rank", "Name", "Count", "Share, %", "Change", "Change, %", "Population year"]);
        rows[1].Select(cell => cell.CellValue?.Text).ShouldBe(["1", null, "1233", "12.30", "-66", "-5.1", "2015"]);
        rows[1].Select(cell => Format(book, cell)).ShouldBe(["0", null, "#,##0", "#,##0.00", "+#,##0;-#,##0;0", "+#,##0.0;-#,##0.0;0.0", "0"]);
        rows[2][4].ChildElements.ShouldBeEmpty();
        rows[2][5].InlineString!.Text!.Text.ShouldBe("N/A");
        rows[2][5].DataType!.Value.ShouldBe(CellValues.InlineString);
    }

    [Fact]
    public void Header_IsBoldFrozenAndPrintedOnEveryPage()
    {
        using var book = Open(Sample.Table());
        var sheet = Sheet(book, "Data");

        var pane = sheet.Descendants<Pane>().Single();
        (pane.VerticalSplit!.Value, pane.State!.Value, pane.TopLeftCell!.Value).ShouldBe((2, PaneStateValues.Frozen, "A3"));
        var styles = book.WorkbookPart!.WorkbookStylesPart!.Stylesheet;
        var format = styles.CellFormats!.Elements<CellFormat>().ElementAt((int)Rows(book, "Data")[1][0].StyleIndex!.Value);
        styles.Fonts!.Elements<Font>().ElementAt((int)format.FontId!.Value).Bold.ShouldNotBeNull();
        var page = sheet.Descendants<PageSetup>().Single();
        (page.Orientation!.Value, page.FitToHeight!.Value).ShouldBe((OrientationValues.Landscape, 0u));
        sheet.Descendants<PageSetupProperties>().Single().FitToPage!.Value.ShouldBeTrue();
        sheet.Descendants<Column>().Count().ShouldBe(Sample.Columns.Length);
    }

    [Fact]
    public void DemonstrationData_AreMarkedOnTheFirstRowOfBothSheets_AndOthersAreNot()
    {
        using var invented = Open(Sample.Table());
        using var real = Open(Sample.Table(isDemonstration: false));

        foreach (var sheet in (string[])["Data", "About"])
        {
            Rows(invented, sheet)[0].Select(cell => (cell.InnerText, cell.StyleIndex!.Value)).ShouldBe([(DemonstrationMark.Banner, 1u), .. Enumerable.Repeat(("", 1u), sheet == "Data" ? Sample.Columns.Length - 1 : 1)]);
            Rows(real, sheet).SelectMany(row => row).ShouldNotContain(cell => cell.InnerText.Contains("Demonstration"));
        }
    }

    [Fact]
    public void About_SaysWhatTheFiguresRestOn()
    {
        using var book = Open(Sample.Table(isDemonstration: false));

        Rows(book, "About").Select(row => string.Join(": ", row.Select(cell => cell.InnerText))).ShouldBe(
        [
            "Title: Crime, March 2024: most in Area 1, 1,234 of 5,000", "Measure: Crime", "Definition: Records that are crime.", "Caveats: '=none",
            "Explanation: Crime, March 2024. Source: an agency. As at 1 April 2024 09:00 UTC, data version 7.", "Address: https://geo.example/league-tables/crime?period=2024-03&top=3",
        ]);
        book.PackageProperties.Title.ShouldBe("Crime, March 2024: most in Area 1, 1,234 of 5,000");
        book.PackageProperties.Language.ShouldBe("en-GB");
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\uFF1DSUM(A1)", "'\uFF1DSUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\0=1", "'\uFFFD=1")]
    [InlineData("a\u0001b\uFFFF", "a\uFFFDb\uFFFD")]
    [InlineData("_x0041_", "_x005F_x0041_")]
    [InlineData(" <b>& ", " <b>& ")]
    public void Text_IsTextAndNoFormula_HereAndWhereExcelSavesItAsCsv(string name, string written)
    {
        using var book = Open(Sample.Table(rows: 1, isDemonstration: false, name));
        var cell = Rows(book, "Data")[1][1];

        cell.DataType!.Value.ShouldBe(CellValues.InlineString);
        cell.CellFormula.ShouldBeNull();
        cell.InlineString!.Text!.Text.ShouldBe(written);
        book.ShouldBeValid();
    }

    [Fact]
    public void Workbook_ReadBackAsAnExtract_HoldsTheCellsOfTheCsv()
    {
        var table = Sample.Table(rows: 40, isDemonstration: false);
        var folder = Directory.CreateTempSubdirectory("geo-exports-");
        try
        {
            var path = Path.Combine(folder.FullName, "table.xlsx");
            File.WriteAllBytes(path, Sample.Written(stream => XlsxWriter.Write(stream, table)));
            using var rows = new SheetRows(ExtractFiles.Of([path])[0], null);
            var read = new List<string>();
            while (rows.Read())
                read.Add(string.Join('|', Enumerable.Range(0, table.Columns.Count).Select(column => rows[column])));

            read[1..].Select(Plain).ShouldBe(table.Rows.Select(row => Plain(string.Join('|', row.Cells.Select(cell => cell.ToString())))));
            read.Count.ShouldBe(42);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        // A number has lost the noughts that its format shows.
        static string Plain(string line) => string.Join('|', line.Split('|').Select(cell => decimal.TryParse(cell, out var number) ? $"{number:0.######}" : cell));
    }

    [Fact]
    public void SameTable_IsTheSameBytes()
    {
        var first = Sample.Written(stream => XlsxWriter.Write(stream, Sample.Table(rows: 500)));
        Sample.Written(stream => XlsxWriter.Write(stream, Sample.Table(rows: 500))).ShouldBe(first);
    }

    [Fact]
    public void Rows_AreWalkedAsTheyAreWritten()
    {
        var walked = 0;
        var table = Sample.Table() with { Rows = Enumerable.Range(0, 20_000).Select(i => { walked++; return new ExportRow([i, "Area", 1, 1.0m, 1, 1.0m, 2015]); }) };
        using var stream = new OneWay();
        XlsxWriter.Write(stream, table);

        walked.ShouldBe(20_200); // and the first of them for the widths of the columns
        stream.Bytes.ShouldBeGreaterThan(50_000);
    }

    private static SpreadsheetDocument Open(ExportTable table) => SpreadsheetDocument.Open(new MemoryStream(Sample.Written(stream => XlsxWriter.Write(stream, table))), isEditable: false);

    private static Worksheet Sheet(SpreadsheetDocument book, string name)
    {
        var id = book.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().Single(sheet => sheet.Name == name).Id!.Value!;
        return ((WorksheetPart)book.WorkbookPart.GetPartById(id)).Worksheet;
    }

    private static List<List<Cell>> Rows(SpreadsheetDocument book, string name) => [.. Sheet(book, name).Descendants<Row>().Select(row => row.Elements<Cell>().ToList())];

    private static string? Format(SpreadsheetDocument book, Cell cell)
    {
        var styles = book.WorkbookPart!.WorkbookStylesPart!.Stylesheet;
        var id = styles.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value).NumberFormatId!.Value;
        return styles.NumberingFormats!.Elements<NumberingFormat>().SingleOrDefault(format => format.NumberFormatId! == id)?.FormatCode?.Value;
    }

    /// <summary>A stream that cannot be gone back in, like the body of an answer.</summary>
    private sealed class OneWay : Stream
    {
        public long Bytes { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Bytes += count;
    }
}
