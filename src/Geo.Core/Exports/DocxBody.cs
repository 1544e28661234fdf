using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using A = DocumentFormat.OpenXml.Drawing;
using W = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Geo.Core.Exports;

/// <summary>The text of a Word document as it is put together, with the charts and drawings that it points to.</summary>
internal sealed class DocxBody(OfficePackage package, bool isDemonstration)
{
    private const int MostColumns = 12; // that can be read side by side
    private const int MostTogether = 16; // rows that a page is broken before rather than between
    private const long EmuPerTwip = 635;
    private const long EmuPerMillimetre = 36_000;
    private const int TwipsPerLetter = 88; // of a table, on average
    private const double LineMillimetres = 68, BarsMillimetres = 26, BarMillimetres = 2.4;
    private const double MostMillimetres = 150;

    private readonly Body _body = new();
    private DocxPage _page = new(IsLandscape: false, isDemonstration);
    private string? _heading;
    private uint _drawings;
    private int _charts, _pictures, _media, _links;

    public List<(string Id, string Kind, string Target, bool IsOutside)> Relations { get; } = [];

    public void Title(string title, string subtitle)
    {
        _body.Append(Paragraph(DocxStyles.Title, title));
        if (subtitle.Length > 0)
            _body.Append(Paragraph(DocxStyles.Subtitle, subtitle));
    }

    public void Section(ExportSection section)
    {
        Turn(DocxPage.Of(section, isDemonstration));
        if (section.Heading != _heading) // the one before goes on
            _body.Append(Paragraph(DocxStyles.Heading, section.Heading));
        _heading = section.Heading;
        var isDrawn = section.Charts.Count + section.Drawings.Count + section.Tables.Count > 0;
        foreach (var text in section.Paragraphs)
            _body.Append(isDrawn ? new Paragraph(new ParagraphProperties(new KeepNext()), Run(text)) : new Paragraph(Run(text)));
        foreach (var chart in section.Charts)
            Chart(chart);
        foreach (var drawing in section.Drawings)
            Drawing(drawing);
        foreach (var table in section.Tables)
            Table(table, section);
        if (section.Explanation.Length > 0)
            _body.Append(Paragraph(DocxStyles.Explanation, section.Explanation));
        Link(section.Link);
    }

    public Document Finish()
    {
        _body.Append(_page.Properties());
        return new Document(_body);
    }

    /// <summary>Begins pages that lie otherwise than those before.</summary>
    private void Turn(DocxPage page)
    {
        if (page != _page && _body.HasChildren)
            _body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = DocxStyles.Footer }, _page.Properties())));
        _page = page;
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
        Drawing(_page.TextWidth * EmuPerTwip, (long)(height * EmuPerMillimetre), $"Chart {_charts}", chart.Alternative, ChartSpaces.Reference(id));
    }

    private void Drawing(ExportDrawing drawing)
    {
        _body.Append(Paragraph(DocxStyles.Caption, drawing.Title));
        var laid = new OfficeDrawing(drawing, new(0, 0, _page.TextWidth * EmuPerTwip, (long)(MostMillimetres * EmuPerMillimetre)));
        var number = ++_pictures;
        laid = new OfficeDrawing(drawing, new(0, 0, laid.Place.Width, laid.Place.Height)); // from the corner, where the text has it
        Drawing(laid.Place.Width, laid.Place.Height, $"Drawing {number}", drawing.Alternative, new DocxDrawing(laid, () => ++_drawings, Embed).Graphic());
    }

    private string Embed(byte[] png)
    {
        var (path, id) = ($"/word/media/picture{++_media}.png", $"rIdPicture{_media}");
        package.AddBytes(path, "image/png", stream => stream.Write(png));
        Relations.Add((id, "image", path, false));
        return id;
    }

    private void Drawing(long width, long height, string name, string alternative, A.Graphic graphic)
    {
        OpenXmlElement drawing = new Drawing(new W.Inline(
            new W.Extent { Cx = width, Cy = height }, new W.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
            new W.DocProperties { Id = ++_drawings, Name = name, Description = OfficeText.Clean(alternative) }, new W.NonVisualGraphicFrameDrawingProperties(), graphic)
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 });
        if (graphic.GraphicData!.Uri == DocxDrawing.GroupUri)
        {
            var choice = new AlternateContentChoice(drawing) { Requires = "wpg" }; // groups came to Word in 2010, and are marked so
            choice.AddNamespaceDeclaration("wpg", DocxDrawing.GroupUri);
            drawing = new AlternateContent(choice);
        }

        _body.Append(new Paragraph(new ParagraphProperties(new KeepNext()), new Run(drawing)));
    }

    private void Table(ExportTable table, ExportSection section)
    {
        var printed = PrintedTable.Of(table, int.MaxValue, MostColumns);
        if (table.Title != section.Heading && section.Charts.All(chart => chart.Title != table.Title)) // said above it
            _body.Append(Paragraph(DocxStyles.Caption, table.Title));
        var isTogether = printed.Rows.Count <= MostTogether;
        var widths = printed.Widths((double)_page.TextWidth / TwipsPerLetter).Select(part => ((int)(part * _page.TextWidth)).ToString(CultureInfo.InvariantCulture)).ToList();
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
