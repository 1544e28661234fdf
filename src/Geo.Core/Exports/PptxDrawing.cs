using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;

namespace Geo.Core.Exports;

/// <summary>A drawing as a group of native shapes on a slide.</summary>
/// <param name="nextId">Gives ids that nothing else on the slide has.</param>
/// <param name="embed">Puts pixels into the file and gives their relation.</param>
internal sealed class PptxDrawing(OfficeDrawing drawing, Func<uint> nextId, Func<byte[], string> embed)
{
    public GroupShape Group(string name, string alternative) => new(
    [
        new NonVisualGroupShapeProperties(new NonVisualDrawingProperties { Id = nextId(), Name = name, Description = OfficeText.Clean(alternative) }, new NonVisualGroupShapeDrawingProperties(), new ApplicationNonVisualDrawingProperties()),
        new GroupShapeProperties(drawing.Group()), .. drawing.Marks.Select(Mark),
    ]);

    private OpenXmlElement Mark(DrawnMark mark) => mark switch
    {
        DrawnShape shape => new Shape(NonVisual(shape.Name), new ShapeProperties(drawing.Properties(shape))),
        DrawnPixels pixels => new Picture(
            new NonVisualPictureProperties(new NonVisualDrawingProperties { Id = nextId(), Name = "Surface" }, new NonVisualPictureDrawingProperties(), new ApplicationNonVisualDrawingProperties()),
            new BlipFill(new A.Blip { Embed = embed(pixels.Png) }, new A.Stretch(new A.FillRectangle())), new ShapeProperties(drawing.Properties(pixels))),
        DrawnText text => new Shape(NonVisual(text.Text), new ShapeProperties(drawing.Properties(text)), new TextBody(
            new A.BodyProperties { Wrap = A.TextWrappingValues.None, LeftInset = 0, RightInset = 0, TopInset = 0, BottomInset = 0 }, new A.ListStyle(), new A.Paragraph(
                new A.ParagraphProperties { Alignment = text.IsCentred ? A.TextAlignmentTypeValues.Center : A.TextAlignmentTypeValues.Left },
                new A.Run(new A.RunProperties { Language = HouseStyle.Language, FontSize = (int)(drawing.Size(text) * 100), Bold = text.IsBold }, new A.Text(OfficeText.Clean(text.Text)))))),
        _ => throw new InvalidOperationException($"{mark.GetType().Name} cannot be drawn."),
    };

    private NonVisualShapeProperties NonVisual(string name) => new(
        new NonVisualDrawingProperties { Id = nextId(), Name = OfficeText.Clean(name) }, new NonVisualShapeDrawingProperties(), new ApplicationNonVisualDrawingProperties());
}
