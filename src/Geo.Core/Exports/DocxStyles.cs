using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Geo.Core.Exports;

/// <summary>The styles of a Word document, by the names that its paragraphs and tables bear.</summary>
internal static class DocxStyles
{
    public const string Title = "Title";
    public const string Subtitle = "Subtitle";
    public const string Heading = "Heading1";
    public const string Caption = "Caption";
    public const string Explanation = "Explanation";
    public const string Banner = "Banner";
    public const string Footer = "Footer";
    public const string Link = "Hyperlink";
    public const string Table = "FiguresTable";
    public const string TableText = "TableText";
    public const string TableNumber = "TableNumber";

    private const string Normal = "Normal";

    public static Styles Styles() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(Fonts(), new Color { Val = HouseStyle.Text }, Size(HouseStyle.BodySize), new Languages { Val = HouseStyle.Language })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "120", Line = "264", LineRule = LineSpacingRuleValues.Auto }))),
        new Style(new StyleName { Val = "Normal" }, new PrimaryStyle()) { Type = StyleValues.Paragraph, StyleId = Normal, Default = true },
        Paragraph(Title, "Title", HouseStyle.TitleSize, HouseStyle.Brand, isBold: true, new SpacingBetweenLines { After = "60" }),
        Paragraph(Subtitle, "Subtitle", HouseStyle.SubtitleSize, HouseStyle.Muted, isBold: false, new SpacingBetweenLines { After = "240" }),
        Paragraph(Heading, "heading 1", HouseStyle.HeadingSize, HouseStyle.Brand, isBold: true, new KeepNext(), new SpacingBetweenLines { Before = "360", After = "120" }, new OutlineLevel { Val = 0 }),
        Paragraph(Caption, "caption", HouseStyle.CaptionSize, HouseStyle.Brand, isBold: true, new KeepNext(), new SpacingBetweenLines { Before = "180", After = "80" }),
        Paragraph(Explanation, "Explanation", HouseStyle.NoteSize, HouseStyle.Muted, isBold: false, new KeepLines(), new SpacingBetweenLines { Before = "80", After = "80" }),
        Paragraph(Banner, "Banner", HouseStyle.BodySize, HouseStyle.OnBanner, isBold: true, new Shading { Val = ShadingPatternValues.Clear, Fill = HouseStyle.Banner }, new SpacingBetweenLines { After = "0" }, new Justification { Val = JustificationValues.Center }),
        Paragraph(Footer, "footer", HouseStyle.NoteSize, HouseStyle.Muted, isBold: false, new SpacingBetweenLines { After = "0" }),
        Paragraph(TableText, "Table text", HouseStyle.TableSize, colour: null, isBold: false, new SpacingBetweenLines { Before = "20", After = "20", Line = "240", LineRule = LineSpacingRuleValues.Auto }),
        Paragraph(TableNumber, "Table number", HouseStyle.TableSize, colour: null, isBold: false, new SpacingBetweenLines { Before = "20", After = "20", Line = "240", LineRule = LineSpacingRuleValues.Auto }, new Justification { Val = JustificationValues.Right }),
        new Style(new StyleName { Val = "Default Paragraph Font" }, new SemiHidden()) { Type = StyleValues.Character, StyleId = "DefaultParagraphFont", Default = true },
        new Style(new StyleName { Val = "Hyperlink" }, new StyleRunProperties(new Color { Val = HouseStyle.Link }, new Underline { Val = UnderlineValues.Single })) { Type = StyleValues.Character, StyleId = Link },
        FiguresTable());

    private static Style FiguresTable() => new(
        new StyleName { Val = "Figures table" },
        new StyleTableProperties(
            new TableBorders(
                new TopBorder { Val = BorderValues.Single, Size = 8, Color = HouseStyle.Brand }, new BottomBorder { Val = BorderValues.Single, Size = 8, Color = HouseStyle.Brand },
                new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4, Color = HouseStyle.Surface }),
            new TableCellMarginDefault(new TableCellLeftMargin { Width = 70, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 70, Type = TableWidthValues.Dxa })),
        new TableStyleProperties(
            new RunPropertiesBaseStyle(new Bold(), new Color { Val = HouseStyle.OnBrand }),
            new TableStyleConditionalFormattingTableCellProperties(new Shading { Val = ShadingPatternValues.Clear, Fill = HouseStyle.Brand }, new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Bottom }))
        { Type = TableStyleOverrideValues.FirstRow })
    { Type = StyleValues.Table, StyleId = Table, CustomStyle = true };

    private static Style Paragraph(string id, string name, int size, string? colour, bool isBold, params OpenXmlElement[] properties)
    {
        var letters = new StyleRunProperties();
        if (isBold)
            letters.Append(new Bold());
        if (colour is not null)
            letters.Append(new Color { Val = colour });
        letters.Append(Size(size));
        return new Style(new StyleName { Val = name }, new BasedOn { Val = Normal }, new PrimaryStyle(), new StyleParagraphProperties(properties), letters) { Type = StyleValues.Paragraph, StyleId = id };
    }

    private static RunFonts Fonts() => new() { Ascii = HouseStyle.Font, HighAnsi = HouseStyle.Font, ComplexScript = HouseStyle.Font };

    /// <summary>Word counts half points.</summary>
    private static FontSize Size(int points) => new() { Val = (2 * points).ToString(CultureInfo.InvariantCulture) };
}
