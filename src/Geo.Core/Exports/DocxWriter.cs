using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Geo.Core.Exports;

/// <summary>Writes a document as a Word file: headings, native charts and tables in the house style, that people go on writing in.</summary>
public static class DocxWriter
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private const string Parts = "application/vnd.openxmlformats-officedocument.wordprocessingml";

    public static void Write(Stream stream, ExportDocument document)
    {
        var package = new OfficePackage(document.Title);
        var body = new DocxBody(package, document.IsDemonstration);
        body.Title(document.Title, document.Subtitle);
        foreach (var section in document.Sections)
            body.Section(section);
        package.Add("/word/styles.xml", $"{Parts}.styles+xml", DocxStyles.Styles());
        package.Add("/word/settings.xml", $"{Parts}.settings+xml", new Settings(
            new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }),
            new ThemeFontLanguages { Val = HouseStyle.Language }));
        package.Add("/word/theme/theme1.xml", OfficeTheme.ContentType, OfficeTheme.Theme());
        var footer = package.Add("/word/footer1.xml", $"{Parts}.footer+xml", Footer(document));
        if (OfficeText.Outside(document.Link) is { } address)
            footer.Relate(DocxPage.Link, "hyperlink", address, isOutside: true);
        if (document.IsDemonstration)
            package.Add("/word/header1.xml", $"{Parts}.header+xml", new Header(DocxBody.Paragraph(DocxStyles.Banner, DemonstrationMark.Banner)));
        var main = package.Main("/word/document.xml", $"{Parts}.document.main+xml", body.Finish().WriteTo)
            .Relate("rIdStyles", "styles", "/word/styles.xml").Relate("rIdSettings", "settings", "/word/settings.xml")
            .Relate("rIdTheme", "theme", "/word/theme/theme1.xml").Relate(DocxPage.Footer, "footer", "/word/footer1.xml");
        if (document.IsDemonstration)
            main.Relate(DocxPage.Header, "header", "/word/header1.xml");
        foreach (var (id, kind, target, isOutside) in body.Relations)
            main.Relate(id, kind, target, isOutside);
        package.Write(stream);
    }

    /// <summary>On every page: what the figures have in common, where they are, and the page's number.</summary>
    private static Footer Footer(ExportDocument document) => new(
        DocxBody.Paragraph(DocxStyles.Footer, $"{document.Title}. {document.Explanation}".TrimEnd()),
        new Paragraph(
        [
            new ParagraphProperties(new ParagraphStyleId { Val = DocxStyles.Footer }, new Tabs(new TabStop { Val = TabStopValues.Right, Position = DocxPage.Upright.TextWidth })),
            .. document.Link is { } link ? (OpenXmlElement[])[OfficeText.Outside(link) is null ? DocxBody.Run(link) : DocxBody.Linked(link, DocxPage.Link)] : [],
            new Run(new TabChar()), DocxBody.Run("Page "), Field("PAGE"), DocxBody.Run(" of "), Field("NUMPAGES"),
        ]));

    private static SimpleField Field(string instruction) => new(DocxBody.Run("1")) { Instruction = instruction };
}

/// <summary>A4, upright; on its side where a section's table has many columns.</summary>
/// <param name="TextWidth">In twentieths of a point.</param>
internal sealed record DocxPage(bool IsLandscape, bool HasHeader)
{
    public const string Footer = "rIdFooter";
    public const string Header = "rIdHeader";
    public const string Link = "rIdLink";

    private const int Short = 11_906, Long = 16_838, Margin = 1_021;
    private const int MostUpright = 9; // columns

    public int TextWidth => (IsLandscape ? Long : Short) - (2 * Margin);

    public static DocxPage Upright { get; } = new(IsLandscape: false, HasHeader: false);

    public static DocxPage Of(ExportSection section, bool hasHeader) =>
        new(section.Tables.Any(table => PrintedTable.Of(table, int.MaxValue, int.MaxValue).Columns.Count > MostUpright), hasHeader);

    public SectionProperties Properties() => new(
    [
        .. HasHeader ? (OpenXmlElement[])[new HeaderReference { Id = Header, Type = HeaderFooterValues.Default }] : [],
        new FooterReference { Id = Footer, Type = HeaderFooterValues.Default },
        new PageSize { Width = (uint)(IsLandscape ? Long : Short), Height = (uint)(IsLandscape ? Short : Long), Orient = IsLandscape ? PageOrientationValues.Landscape : PageOrientationValues.Portrait },
        new PageMargin { Top = Margin, Bottom = Margin + 200, Left = Margin, Right = Margin, Header = 454, Footer = 454, Gutter = 0 },
    ]);
}
