using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;

namespace Geo.Core.Exports;

/// <summary>A place on a slide, in English Metric Units.</summary>
internal readonly record struct PptxPlace(long X, long Y, long Width, long Height);

/// <summary>The master and layouts of slides, and where things stand on them.</summary>
internal static class PptxLayouts
{
    public const long Width = 12_192_000, Height = 6_858_000;

    public static readonly PptxPlace Banner = new(0, 0, Width, 320_000);
    public static readonly PptxPlace Title = new(Left, 360_000, Inner, 900_000);
    public static readonly PptxPlace Body = new(Left, 1_320_000, Inner, 4_350_000);
    public static readonly PptxPlace Foot = new(Left, 5_720_000, Inner, 760_000);
    public static readonly PptxPlace Number = new(Left + Inner - 1_200_000, 6_480_000, 1_200_000, 300_000);
    public static readonly PptxPlace CoverTitle = new(Left, 2_000_000, Inner, 1_500_000);
    public static readonly PptxPlace CoverSubtitle = new(Left, 3_600_000, Inner, 1_000_000);

    private const long Left = 500_000, Inner = Width - (2 * Left);

    public static SlideMaster Master(params (string Relation, uint Id)[] layouts) => new(
        Data([
            Holder(2, "Title", PlaceholderValues.Title, null, Title), Holder(3, "Text", PlaceholderValues.Body, 1, Body), Holder(4, "Slide number", PlaceholderValues.SlideNumber, 4, Number),
        ], isWhite: true),
        new ColorMap
        {
            Background1 = A.ColorSchemeIndexValues.Light1, Text1 = A.ColorSchemeIndexValues.Dark1, Background2 = A.ColorSchemeIndexValues.Light2, Text2 = A.ColorSchemeIndexValues.Dark2,
            Accent1 = A.ColorSchemeIndexValues.Accent1, Accent2 = A.ColorSchemeIndexValues.Accent2, Accent3 = A.ColorSchemeIndexValues.Accent3, Accent4 = A.ColorSchemeIndexValues.Accent4,
            Accent5 = A.ColorSchemeIndexValues.Accent5, Accent6 = A.ColorSchemeIndexValues.Accent6, Hyperlink = A.ColorSchemeIndexValues.Hyperlink, FollowedHyperlink = A.ColorSchemeIndexValues.FollowedHyperlink,
        },
        new SlideLayoutIdList(layouts.Select(layout => new SlideLayoutId { RelationshipId = layout.Relation, Id = layout.Id })),
        new TextStyles(
            new TitleStyle(new A.Level1ParagraphProperties(Letters(HouseStyle.SlideTitleSize, A.SchemeColorValues.Text2, isBold: true))),
            new BodyStyle(new A.Level1ParagraphProperties(new A.SpaceAfter(new A.SpacingPoints { Val = 900 }), new A.NoBullet(), Letters(HouseStyle.SlideTextSize, A.SchemeColorValues.Text1, isBold: false))),
            new OtherStyle(new A.Level1ParagraphProperties(Letters(HouseStyle.SlideTextSize, A.SchemeColorValues.Text1, isBold: false)))));

    public static SlideLayout Cover() => Layout(
        "Cover", SlideLayoutValues.Title,
        Holder(2, "Title", PlaceholderValues.CenteredTitle, null, CoverTitle), Holder(3, "Subtitle", PlaceholderValues.SubTitle, 1, CoverSubtitle), Holder(4, "Slide number", PlaceholderValues.SlideNumber, 4, Number));

    public static SlideLayout Plain() => Layout(
        "Finding", SlideLayoutValues.Text,
        Holder(2, "Title", PlaceholderValues.Title, null, Title), Holder(3, "Text", PlaceholderValues.Body, 1, Body), Holder(4, "Slide number", PlaceholderValues.SlideNumber, 4, Number));

    public static CommonSlideData Data(IEnumerable<OpenXmlElement> shapes, bool isWhite = false)
    {
        var tree = new ShapeTree([
            new NonVisualGroupShapeProperties(new NonVisualDrawingProperties { Id = 1, Name = "" }, new NonVisualGroupShapeDrawingProperties(), new ApplicationNonVisualDrawingProperties()),
            new GroupShapeProperties(new A.TransformGroup()), .. shapes,
        ]);
        return isWhite
            ? new CommonSlideData(new Background(new BackgroundProperties(new A.SolidFill(new A.SchemeColor { Val = A.SchemeColorValues.Background1 }), new A.EffectList())), tree)
            : new CommonSlideData(tree);
    }

    public static A.Transform2D At(PptxPlace place) => new(new A.Offset { X = place.X, Y = place.Y }, new A.Extents { Cx = place.Width, Cy = place.Height });

    /// <summary>A place that a layout keeps, and slides fill.</summary>
    /// <param name="at">Null takes the layout's.</param>
    public static Shape Holder(uint id, string name, PlaceholderValues kind, uint? index, PptxPlace? at, params A.Paragraph[] paragraphs)
    {
        var holder = new PlaceholderShape { Type = kind };
        if (index is { } given)
            holder.Index = given;
        var properties = new ShapeProperties();
        if (at is { } place)
            properties.Append(At(place), new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle });
        if (paragraphs.Length == 0)
            paragraphs = [kind == PlaceholderValues.SlideNumber ? SlideNumber() : new A.Paragraph(new A.EndParagraphRunProperties { Language = HouseStyle.Language })];
        return new Shape(
            new NonVisualShapeProperties(new NonVisualDrawingProperties { Id = id, Name = name }, new NonVisualShapeDrawingProperties(new A.ShapeLocks { NoGrouping = true }), new ApplicationNonVisualDrawingProperties(holder)),
            properties, new TextBody([new A.BodyProperties(new A.NormalAutoFit()) { Anchor = kind == PlaceholderValues.Title ? A.TextAnchoringTypeValues.Center : A.TextAnchoringTypeValues.Top }, new A.ListStyle(), .. paragraphs]));
    }

    public static A.Paragraph SlideNumber() => new(
        new A.ParagraphProperties { Alignment = A.TextAlignmentTypeValues.Right },
        new A.Field(new A.RunProperties { Language = HouseStyle.Language, FontSize = HouseStyle.SlideNoteSize * 100 }, new A.Text("‹#›")) { Id = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", Type = "slidenum" });

    private static SlideLayout Layout(string name, SlideLayoutValues kind, params OpenXmlElement[] shapes)
    {
        var data = Data(shapes);
        data.Name = name;
        return new SlideLayout(data, new ColorMapOverride(new A.MasterColorMapping())) { Type = kind, Preserve = true };
    }

    private static A.DefaultRunProperties Letters(int size, A.SchemeColorValues colour, bool isBold) => new(
        new A.SolidFill(new A.SchemeColor { Val = colour }), new A.LatinFont { Typeface = "+mn-lt" })
    { FontSize = size * 100, Bold = isBold, Language = HouseStyle.Language };
}
