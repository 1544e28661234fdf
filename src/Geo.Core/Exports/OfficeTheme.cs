using DocumentFormat.OpenXml;
using A = DocumentFormat.OpenXml.Drawing;

namespace Geo.Core.Exports;

/// <summary>The house style as a theme, so that what people add to a document or slide has its colours and font too.</summary>
internal static class OfficeTheme
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.theme+xml";

    public static A.Theme Theme() => new(new A.ThemeElements(
        new A.ColorScheme(
            Colour<A.Dark1Color>(HouseStyle.Text), Colour<A.Light1Color>(HouseStyle.OnBrand), Colour<A.Dark2Color>(HouseStyle.Brand), Colour<A.Light2Color>(HouseStyle.Surface),
            Colour<A.Accent1Color>(HouseStyle.SeriesColour(0)), Colour<A.Accent2Color>(HouseStyle.SeriesColour(1)), Colour<A.Accent3Color>(HouseStyle.SeriesColour(2)),
            Colour<A.Accent4Color>(HouseStyle.SeriesColour(3)), Colour<A.Accent5Color>(HouseStyle.SeriesColour(4)), Colour<A.Accent6Color>(HouseStyle.SeriesColour(5)),
            Colour<A.Hyperlink>(HouseStyle.Link), Colour<A.FollowedHyperlinkColor>(HouseStyle.VisitedLink))
        { Name = HouseStyle.Maker },
        new A.FontScheme(new A.MajorFont(Fonts()), new A.MinorFont(Fonts())) { Name = HouseStyle.Maker },
        new A.FormatScheme(
            new A.FillStyleList(Fill(), Fill(), Fill()), new A.LineStyleList(new A.Outline(Fill()), new A.Outline(Fill()), new A.Outline(Fill())),
            new A.EffectStyleList(Effect(), Effect(), Effect()), new A.BackgroundFillStyleList(Fill(), Fill(), Fill()))
        { Name = HouseStyle.Maker }))
    { Name = HouseStyle.Maker };

    private static T Colour<T>(string colour) where T : OpenXmlCompositeElement, new()
    {
        var element = new T();
        element.Append(new A.RgbColorModelHex { Val = colour });
        return element;
    }

    private static OpenXmlElement[] Fonts() => [new A.LatinFont { Typeface = HouseStyle.Font }, new A.EastAsianFont { Typeface = "" }, new A.ComplexScriptFont { Typeface = "" }];

    private static A.SolidFill Fill() => new(new A.SchemeColor { Val = A.SchemeColorValues.PhColor });

    private static A.EffectStyle Effect() => new(new A.EffectList());
}
