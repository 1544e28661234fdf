using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using A = DocumentFormat.OpenXml.Drawing;
using P = DocumentFormat.OpenXml.Drawing.Pictures;
using W = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Geo.Core.Exports;

/// <summary>The text of a Word document as it is put together, with the charts and pictures that it points to.</summary>
internal sealed class DocxBody(OfficePackage package, DocxPage page, bool isDemonstration)
{
    private const int MostColumns = 12; // that can be read side by side
    private const long EmuPerTwip = 635;
    private const double ChartShape = 16.0 / 8;
    private const double LongestPicture = 1.1; // height in page widths

    private readonly Body _body = new();
    private uint _drawings;
    private int _charts, _pictures, _links;

    public List<(string Id, string Kind, string Target, bool IsOutside)> Relations { get; } = [];

    public void Title(string title, string subtitle)
    {
        _body.Append(Paragraph(DocxStyles.Title, title));
        if (subtitle.Length > 0)
            _body.Append(Paragraph(DocxStyles.Subtitle, subtitle));
    }

    public void Section(ExportSection section, bool beginsPage)
    {
        var heading = Paragraph(DocxStyles.Heading, section.Heading);
        if (beginsPage)
            heading.ParagraphProperties!.PageBreakBefore = new PageBreakBefore();
        _body.Append(heading);
        foreach (var text in section.Paragraphs)
            _body.Append(new Paragraph(Run(text)));
        foreach (var chart in section.Charts)
            Chart(chart);
        foreach (var picture in section.Pictures)
            Picture(picture);
        foreach (var table in section.Tables)
            Table(table, section.Explanation);
        _body.Append(Paragraph(DocxStyles.Explanation, section.Explanation));
        Link(section.Link);
    }

    public Document Finish()
    {
        _body.Append(page.Properties());
        return new Document(_body);
    }

    public static Paragraph Paragraph(string style, string text) => new(new ParagraphProperties(new ParagraphStyleId { Val = style }), Run(text));

    public static Run Run(string text) => new(new Text(OfficeText.Clean(text)) { Space = SpaceProcessingModeValues.Preserve });

    private void Chart(ExportChart chart)
    {
        var path = ChartSpaces.Add(package, "/word", ++_charts, chart, isDemonstration);
        var id = $"rIdChart{_charts}";
        Relations.Add((id, "chart", path, false));
        Drawing(ChartShape, $"Chart {_charts}", chart.Alternative, ChartSpaces.Reference(id));
    }

    private void Picture(ExportPicture picture)
    {
        var (path, id) = ($"/word/media/picture{++_pictures}.png", $"rIdPicture{_pictures}");
        package.AddBytes(path, "image/png", stream => stream.Write(picture.Png));
        Relations.Add((id, "image", path, false));
        _body.Append(Paragraph(DocxStyles.Caption, picture.Title));
        var shape = Math.Max(picture.Shape(), 1 / LongestPicture);
        var (width, height) = Size(shape);
        if (picture.Shape() < shape)
            width = (long)(height * picture.Shape());
        Drawing(width, height, $"Picture {_pictures}", picture.Alternative, new A.Graphic(new A.GraphicData(new P.Picture(
            new P.NonVisualPictureProperties(new P.NonVisualDrawingProperties { Id = _drawings + 1, Name = $"Picture {_pictures}" }, new P.NonVisualPictureDrawingProperties()),
            new P.BlipFill(new A.Blip { Embed = id }, new A.Stretch(new A.FillRectangle())),
            new P.ShapeProperties(new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = width, Cy = height }), new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle })))
        { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }));
    }

    private void Drawing(double shape, string name, string alternative, A.Graphic graphic)
    {
        var (width, height) = Size(shape);
        Drawing(width, height, name, alternative, graphic);
    }

    private void Drawing(long width, long height, string name, string alternative, A.Graphic graphic) => _body.Append(new Paragraph(new Run(new Drawing(new W.Inline(
        new W.Extent { Cx = width, Cy = height }, new W.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
        new W.DocProperties { Id = ++_drawings, Name = name, Description = OfficeText.Clean(alternative) }, new W.NonVisualGraphicFrameDrawingProperties(), graphic)
    { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 }))));

    private (long Width, long Height) Size(double shape) => (page.TextWidth * EmuPerTwip, (long)(page.TextWidth * EmuPerTwip / shape));

    private void Table(ExportTable table, string said)
    {
        var printed = PrintedTable.Of(table, int.MaxValue, MostColumns);
        _body.Append(Paragraph(DocxStyles.Caption, table.Title));
        var widths = printed.Widths().Select(part => ((int)(part * page.TextWidth)).ToString(CultureInfo.InvariantCulture)).ToList();
        var made = new Table(
            new TableProperties(
                new TableStyle { Val = DocxStyles.Table }, new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct }, new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { Val = "0620", FirstRow = true, LastRow = false, FirstColumn = false, LastColumn = false, NoHorizontalBand = true, NoVerticalBand = true },
                new TableCaption { Val = OfficeText.Clean(table.Title) }, new TableDescription { Val = OfficeText.Clean(table.Explanation) }),
            new TableGrid(widths.Select(width => new GridColumn { Width = width })));
        made.Append(new TableRow([new TableRowProperties(new CantSplit(), new TableHeader()), .. printed.Columns.Select((column, i) => Cell(column.Heading, column.Kind, widths[i], isBold: false))]));
        foreach (var row in printed.Rows)
            made.Append(new TableRow([new TableRowProperties(new CantSplit()), .. row.Cells.Select((cell, i) => Cell(cell.Printed(printed.Columns[i]), printed.Columns[i].Kind, widths[i], row.IsFooting))]));
        _body.Append(made);
        if (printed.Rest is { } rest)
            _body.Append(Paragraph(DocxStyles.Explanation, rest));
        if (table.Explanation != said)
            _body.Append(Paragraph(DocxStyles.Explanation, table.Explanation));
        Link(table.Link);
    }

    private static TableCell Cell(string text, ColumnKind kind, string width, bool isBold)
    {
        var run = Run(text);
        if (isBold)
            run.PrependChild(new RunProperties(new Bold()));
        return new(
            new TableCellProperties(new TableCellWidth { Width = width, Type = TableWidthUnitValues.Dxa }),
            new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = kind == ColumnKind.Text ? DocxStyles.TableText : DocxStyles.TableNumber }), run));
    }

    private void Link(string? link)
    {
        if (link is null)
            return;
        var run = Run(link);
        if (OfficeText.Outside(link) is not { } address)
        {
            _body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = DocxStyles.Explanation }), run));
            return;
        }

        var id = $"rIdLink{++_links}";
        Relations.Add((id, "hyperlink", address, true));
        run.PrependChild(new RunProperties(new RunStyle { Val = DocxStyles.Link }));
        _body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = DocxStyles.Explanation }), new Hyperlink(run) { Id = id }));
    }
}
