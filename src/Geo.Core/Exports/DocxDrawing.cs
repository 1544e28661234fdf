using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using A = DocumentFormat.OpenXml.Drawing;
using P = DocumentFormat.OpenXml.Drawing.Pictures;
using Wpg = DocumentFormat.OpenXml.Office2010.Word.DrawingGroup;
using Wps = DocumentFormat.OpenXml.Office2010.Word.DrawingShape;

namespace Geo.Core.Exports;

/// <summary>A drawing as a group of native shapes in a document.</summary>
/// <param name="nextId">Gives ids that nothing else in the document has.</param>
/// <param name="embed">Puts pixels into the file and gives their relation.</param>
internal sealed class DocxDrawing(OfficeDrawing drawing, Func<uint> nextId, Func<byte[], string> embed)
{
    public const string GroupUri = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup";

    public A.Graphic Graphic() => new(new A.GraphicData(new Wpg.WordprocessingGroup(
        [new Wpg.NonVisualGroupDrawingShapeProperties(), new Wpg.GroupShapeProperties(drawing.Group()), .. drawing.Marks.Select(Mark)]))
    { Uri = GroupUri });

    private OpenXmlElement Mark(DrawnMark mark) => mark switch
    {
        DrawnShape shape => new Wps.WordprocessingShape(NonVisual(shape.Name), new Wps.NonVisualDrawingShapeProperties(), new Wps.ShapeProperties(drawing.Properties(shape)), new Wps.TextBodyProperties()),
        DrawnPixels pixels => new P.Picture(
            new P.NonVisualPictureProperties(new P.NonVisualDrawingProperties { Id = nextId(), Name = "Surface" }, new P.NonVisualPictureDrawingProperties()),
            new P.BlipFill(new A.Blip { Embed = embed(pixels.Png) }, new A.Stretch(new A.FillRectangle())), new P.ShapeProperties(drawing.Properties(pixels))),
        DrawnText text => new Wps.WordprocessingShape(
            NonVisual(text.Text), new Wps.NonVisualDrawingShapeProperties { TextBox = true }, new Wps.ShapeProperties(drawing.Properties(text)), new Wps.TextBoxInfo2(new TextBoxContent(Paragraph(text))),
            new Wps.TextBodyProperties { Wrap = A.TextWrappingValues.None, LeftInset = 0, RightInset = 0, TopInset = 0, BottomInset = 0 }),
        _ => throw new InvalidOperationException($"{mark.GetType().Name} cannot be drawn."),
    };

    private Paragraph Paragraph(DrawnText text)
    {
        var letters = new RunProperties();
        if (text.IsBold)
            letters.Append(new Bold());
        letters.Append(new FontSize { Val = Math.Round(2 * drawing.Size(text)).ToString(CultureInfo.InvariantCulture) }); // Word counts half points
        var run = DocxBody.Run(text.Text);
        run.PrependChild(letters);
        return new(new ParagraphProperties(
            new SpacingBetweenLines { Before = "0", After = "0", Line = "240", LineRule = LineSpacingRuleValues.Auto }, new Justification { Val = text.IsCentred ? JustificationValues.Center : JustificationValues.Left }), run);
    }

    private Wps.NonVisualDrawingProperties NonVisual(string name) => new() { Id = nextId(), Name = OfficeText.Clean(name) };
}
