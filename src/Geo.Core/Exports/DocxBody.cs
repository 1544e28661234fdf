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
    private const int MostTogether = 16; // rows that a page is broken before rather than between
    private const long EmuPerTwip = 635;
    private const long EmuPerMillimetre = 36_000;
    private const int TwipsPerLetter = 88; // of a table, on average
    private const double LineMillimetres = 68, BarsMillimetres = 26, BarMillimetres = 2.4;
    private const double MostMillimetres = 150;
    private const double LongestPicture = 1.1; // height in page widths

    private readonly Body _body = new();
    private string? _heading;
    private uint _drawings;
    private int _charts, _pictures, _links;

    public List<(string Id, string Kind, string Target, bool IsOutside)> Relations { get; } = [];

    public void Title(string title, string subtitle)
    {
        _body.Append(Paragraph(DocxStyles.Title, title));
        if (subtitle.Length > 0)
            _body.Append(Paragraph(DocxStyles.Subtitle, subtitle));
    }

    public void Section(ExportSection section)
    {
        if (section.Heading != _heading) // the one before goes on
            _body.Append(Paragraph(DocxStyles.Heading, section.Heading));
        _heading = section.Heading;
        foreach (var text in section.Paragraphs)
            _body.Append(new Paragraph(Run(text)));
        foreach (var chart in section.Charts)
            Chart(chart);
        foreach (var picture in section.Pictures)
            Picture(picture);
        foreach (var table in section.Tables)
            Table(table, section);
        if (section.Explanation.Length > 0)
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
        _body.Append(Paragraph(DocxStyles.Caption, chart.Title));
        var height = chart.Kind == ChartKind.Line ? LineMillimetres : Math.Min(BarsMillimetres + (BarMillimetres * chart.Categories.Count * (chart.Series.Count + 0.5)), MostMillimetres);
        Drawing(page.TextWidth * EmuPerTwip, (long)(height * EmuPerMillimetre), $"Chart {_charts}", chart.Alternative, ChartSpaces.Reference(id));
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

    private void Drawing(long width, long height, string name, string alternative, A.Graphic graphic) => _body.Append(new Paragraph(new ParagraphProperties(new KeepNext()), new Run(new Drawing(new W.Inline(
        new W.Extent { Cx = width, Cy = height }, new W.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
        new W.DocProperties { Id = ++_drawings, Name = name, Description = OfficeText.Clean(alternative) }, new W.NonVisualGraphicFrameDrawingProperties(), graphic)
    { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 }))));

    private (long Width, long Height) Size(double shape) => (page.TextWidth * EmuPerTwip, (long)(page.TextWidth * EmuPerTwip / shape));

    private void Table(ExportTable table, ExportSection section)
    {
        var printed = PrintedTable.Of(table, int.MaxValue, MostColumns);
        if (section.Charts.All(chart => chart.Title != table.Title)) // said above it
            _body.Append(Paragraph(DocxStyles.Caption, table.Title));
        var isTogether = printed.Rows.Count <= MostTogether;
        var widths = printed.Widths((double)page.TextWidth / TwipsPerLetter).Select(part => ((int)(part * page.TextWidth)).ToString(CultureInfo.InvariantCulture)).ToList();
        var made = new Table(
            new TableProperties(
                new TableStyle { Val = DocxStyles.Table }, new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct }, new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { Val = "0620", FirstRow = true, LastRow = false, FirstColumn = false, LastColumn = false, NoHorizontalBand = true, NoVerticalBand = true },
                new TableCaption { Val = OfficeText.Clean(table.Title) }, new TableDescription { Val = OfficeText.Clean(table.Explanation) }),
            new TableGrid(widths.Select(width => new GridColumn { Width = width })));
        made.Append(new TableRow([new TableRowProperties(new CantSplit(), new TableHeader()), .. printed.Columns.Select((column, i) => Cell(column.Heading, column.Kind, widths[i], isBold: false, isTogether))]));
        foreach (var row in printed.Rows)
            made.Append(new TableRow([new TableRowProperties(new CantSplit()), .. row.Cells.Select((cell, i) => Cell(cell.Printed(printed.Columns[i]), printed.Columns[i].Kind, widths[i], row.IsFooting, isTogether))]));
        _body.Append(made);
        if (printed.Rest is { } rest)
            _body.Append(Paragraph(DocxStyles.Explanation, rest));
        if (table.Explanation != section.Explanation)
            _body.Append(Paragraph(DocxStyles.Explanation, table.Explanation));
        if (table.Link != section.Link)
            Link(table.Link);
    }

    /// <param name="isTogether">Whether it stays on the page of what follows.</param>
    private static TableCell Cell(string text, ColumnKind kind, string width, bool isBold, bool isTogether)
    {
        var run = Run(text);
        if (isBold)
            run.PrependChild(new RunProperties(new Bold()));
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = kind == ColumnKind.Text ? DocxStyles.TableText : DocxStyles.TableNumber });
        if (isTogether)
            properties.KeepNext = new KeepNext();
        return new(new TableCellProperties(new TableCellWidth { Width = width, Type = TableWidthUnitValues.Dxa }), new Paragraph(properties, run));
    }

    /// <summary>An address as it is written, that leads there.</summary>
    public static Hyperlink Linked(string link, string id)
    {
        var run = Run(link);
        run.PrependChild(new RunProperties(new RunStyle { Val = DocxStyles.Link }));
        return new(run) { Id = id };
    }

    private void Link(string? link)
    {
        if (link is null)
            return;
        if (OfficeText.Outside(link) is not { } address)
        {
            _body.Append(Paragraph(DocxStyles.Explanation, link));
            return;
        }

        var id = $"rIdLink{++_links}";
        Relations.Add((id, "hyperlink", address, true));
        _body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = DocxStyles.Explanation }), Linked(link, id)));
    }
}
