using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;

namespace Geo.Core.Exports;

/// <summary>A slide as it is put together, with what it points to.</summary>
/// <param name="number">Which it is, from 1.</param>
internal sealed class PptxSlide(OfficePackage package, int number, string title, bool isDemonstration)
{
    private const int MostRows = 14, MostColumns = 9; // that can be read from the back of a room
    private const int MostLetters = 60; // of a cell
    private const int LongTitle = 130, LongExplanation = 700; // letters that do not fit at full size
    private const double LettersAcross = 145; // of a table
    private const long RowHeight = 268_000;
    private const string TableUri = "http://schemas.openxmlformats.org/drawingml/2006/table";

    private readonly List<OpenXmlElement> _shapes = [];
    private bool _isCover;
    private uint _id = 1;
    private int _pictures;

    public List<(string Id, string Kind, string Target, bool IsOutside)> Relations { get; } = [];

    public PptxSlide Cover(string subtitle)
    {
        _isCover = true;
        if (subtitle.Length > 0)
            _shapes.Add(PptxLayouts.Holder(NextId, "Subtitle", PlaceholderValues.SubTitle, 1, null, Paragraph(subtitle)));
        return this;
    }

    public PptxSlide Texts(IReadOnlyList<string> texts)
    {
        _shapes.Add(PptxLayouts.Holder(NextId, "Text", PlaceholderValues.Body, 1, null, [.. texts.Select(text => Paragraph(text))]));
        return this;
    }

    public PptxSlide Chart(ExportChart chart)
    {
        Relations.Add(("rIdChart", "chart", ChartSpaces.Add(package, "/ppt", number, chart, isDemonstration), false));
        _shapes.Add(Frame("Chart", chart.Alternative, PptxLayouts.Body, ChartSpaces.Reference("rIdChart")));
        return this;
    }

    public PptxSlide Drawing(ExportDrawing drawing)
    {
        _shapes.Add(new PptxDrawing(new OfficeDrawing(drawing, PptxLayouts.Body), () => NextId, Embed).Group("Drawing", drawing.Alternative));
        return this;
    }

    private string Embed(byte[] png)
    {
        var (path, id) = ($"/ppt/media/picture{number}-{++_pictures}.png", $"rIdPicture{_pictures}");
        package.AddBytes(path, "image/png", stream => stream.Write(png));
        Relations.Add((id, "image", path, false));
        return id;
    }

    public PptxSlide Table(ExportTable table)
    {
        var printed = PrintedTable.Of(table, MostRows, MostColumns);
        var place = PptxLayouts.Body with { Height = RowHeight * (printed.Rows.Count + 1) };
        var grid = new A.Table(
            new A.TableProperties { FirstRow = true }, new A.TableGrid(printed.Widths(LettersAcross).Select(part => new A.GridColumn { Width = (long)(part * place.Width) })),
            Row(printed.Columns, [.. printed.Columns.Select(column => column.Heading)], isHeader: true, isFooting: false));
        foreach (var row in printed.Rows)
            grid.Append(Row(printed.Columns, [.. row.Cells.Select((cell, i) => cell.Printed(printed.Columns[i]))], isHeader: false, row.IsFooting));
        _shapes.Add(Frame("Table", table.Title, place, new A.Graphic(new A.GraphicData(grid) { Uri = TableUri })));
        if (printed.Rest is { } rest)
            _shapes.Add(Box("Rest", new(place.X, place.Y + place.Height + 20_000, place.Width, 280_000), Paragraph(rest, HouseStyle.SlideTableSize)));
        return this;
    }

    public void Foot(string explanation, string? link)
    {
        var paragraphs = new List<A.Paragraph>();
        if (explanation.Length > 0)
            paragraphs.Add(Paragraph(explanation, explanation.Length > LongExplanation ? HouseStyle.NoteSize : HouseStyle.SlideNoteSize));
        if (link is not null)
        {
            var paragraph = Paragraph(link, HouseStyle.SlideNoteSize);
            if (OfficeText.Outside(link) is { } address)
            {
                Relations.Add(("rIdLink", "hyperlink", address, true));
                paragraph.GetFirstChild<A.Run>()!.RunProperties!.Append(new A.HyperlinkOnClick { Id = "rIdLink" });
            }

            paragraphs.Add(paragraph);
        }

        if (paragraphs.Count > 0)
            _shapes.Add(Box("Explanation", PptxLayouts.Foot, [.. paragraphs]));
    }

    public Slide Finish()
    {
        List<OpenXmlElement> shapes = [PptxLayouts.Holder(NextId, "Title", _isCover ? PlaceholderValues.CenteredTitle : PlaceholderValues.Title, null, null, Paragraph(title, title.Length > LongTitle ? HouseStyle.SlideLongTitleSize : null)), .. _shapes];
        if (isDemonstration)
        {
            var banner = Box("Demonstration data", PptxLayouts.Banner, Paragraph(DemonstrationMark.Banner, HouseStyle.SlideTableSize, isBold: true, HouseStyle.OnBanner, A.TextAlignmentTypeValues.Center));
            banner.ShapeProperties!.InsertAfter(Fill(HouseStyle.Banner), banner.ShapeProperties.GetFirstChild<A.PresetGeometry>());
            shapes.Add(banner);
        }

        shapes.Add(PptxLayouts.Holder(NextId, "Slide number", PlaceholderValues.SlideNumber, 4, null));
        return new Slide(PptxLayouts.Data(shapes), new ColorMapOverride(new A.MasterColorMapping()));
    }

    private uint NextId => ++_id;

    private static A.Paragraph Paragraph(string text, int? size = null, bool isBold = false, string? colour = null, A.TextAlignmentTypeValues alignment = A.TextAlignmentTypeValues.Left)
    {
        var letters = new A.RunProperties { Language = HouseStyle.Language };
        if (size is { } points)
            letters.FontSize = points * 100;
        if (isBold)
            letters.Bold = true;
        if (colour is not null)
            letters.Append(Fill(colour));
        var run = new A.Run(letters, new A.Text(OfficeText.Clean(text)));
        return alignment == A.TextAlignmentTypeValues.Left ? new A.Paragraph(run) : new A.Paragraph(new A.ParagraphProperties { Alignment = alignment }, run);
    }

    private GraphicFrame Frame(string name, string alternative, PptxPlace place, A.Graphic graphic) => new(
        new NonVisualGraphicFrameProperties(
            new NonVisualDrawingProperties { Id = NextId, Name = name, Description = OfficeText.Clean(alternative) }, new NonVisualGraphicFrameDrawingProperties(new A.GraphicFrameLocks { NoGrouping = true }), new ApplicationNonVisualDrawingProperties()),
        new Transform(new A.Offset { X = place.X, Y = place.Y }, new A.Extents { Cx = place.Width, Cy = place.Height }), graphic);

    private Shape Box(string name, PptxPlace place, params A.Paragraph[] paragraphs) => new(
        new NonVisualShapeProperties(new NonVisualDrawingProperties { Id = NextId, Name = name }, new NonVisualShapeDrawingProperties { TextBox = true }, new ApplicationNonVisualDrawingProperties()),
        new ShapeProperties(PptxLayouts.At(place), new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle }),
        new TextBody([new A.BodyProperties(new A.NormalAutoFit()) { Wrap = A.TextWrappingValues.Square, TopInset = 36_000, BottomInset = 36_000 }, new A.ListStyle(), .. paragraphs]));

    private static A.TableRow Row(IReadOnlyList<ExportColumn> columns, IReadOnlyList<string> texts, bool isHeader, bool isFooting)
    {
        var row = new A.TableRow { Height = RowHeight };
        foreach (var (i, text) in texts.Index())
        {
            row.Append(new A.TableCell(
                new A.TextBody(new A.BodyProperties(), new A.ListStyle(), Paragraph(
                    text.Length > MostLetters ? string.Concat(text.AsSpan(0, MostLetters - 1), "…") : text, HouseStyle.SlideTableSize, isHeader || isFooting, isHeader ? HouseStyle.OnBrand : HouseStyle.Text,
                    columns[i].Kind == ColumnKind.Text ? A.TextAlignmentTypeValues.Left : A.TextAlignmentTypeValues.Right)),
                new A.TableCellProperties(
                    new A.BottomBorderLineProperties(Fill(isHeader ? HouseStyle.Brand : HouseStyle.Border)) { Width = 6_350 },
                    Fill(isHeader ? HouseStyle.Brand : isFooting ? HouseStyle.Surface : HouseStyle.OnBrand))
                { LeftMargin = 60_000, RightMargin = 60_000, TopMargin = 25_000, BottomMargin = 25_000, Anchor = A.TextAnchoringTypeValues.Center }));
        }

        return row;
    }

    private static A.SolidFill Fill(string colour) => new(new A.RgbColorModelHex { Val = colour });
}
