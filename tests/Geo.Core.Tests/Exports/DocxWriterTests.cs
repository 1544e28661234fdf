using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing.Wordprocessing;
using DocumentFormat.OpenXml.Office2010.Word.DrawingGroup;
using DocumentFormat.OpenXml.Office2010.Word.DrawingShape;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Geo.Core.Exports;
using Shouldly;
using Xunit;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;

namespace Geo.Core.Tests.Exports;

public sealed class DocxWriterTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Document_IsValid(bool isDemonstration)
    {
        using var document = Open(Sample.Document(isDemonstration));
        document.ShouldBeValid();
    }

    [Fact]
    public void Document_HasTitleLanguageAndPageNumbers()
    {
        using var document = Open(Sample.Document());
        var main = document.MainDocumentPart!;

        document.PackageProperties.Title.ShouldBe("Community safety dashboard");
        document.PackageProperties.Language.ShouldBe("en-GB");
        main.StyleDefinitionsPart!.Styles!.Descendants<Languages>().Single().Val!.Value.ShouldBe("en-GB");
        main.FooterParts.Single().Footer.Descendants<SimpleField>().Select(field => field.Instruction!.Value).ShouldBe(["PAGE", "NUMPAGES"]);
        main.Document.Body!.Elements<Paragraph>().Where(paragraph => Style(paragraph) == "Heading1").Select(paragraph => paragraph.InnerText).ShouldBe(["Where crime is", "How it changes"]);
    }

    [Fact]
    public void EveryPage_SaysAtItsFootWhatTheFiguresAreAndWhere()
    {
        using var document = Open(Sample.Document());
        var footer = document.MainDocumentPart!.FooterParts.Single();

        footer.Footer.Elements<Paragraph>().First().InnerText.ShouldBe("Community safety dashboard. March 2024. As at 1 April 2024 09:00 UTC, data version 7.");
        footer.Footer.InnerText.ShouldContain("https://geo.example/dashboards/mine");
        footer.HyperlinkRelationships.Single().Uri.AbsoluteUri.ShouldBe("https://geo.example/dashboards/mine");
    }

    [Fact]
    public void Section_ThatGoesOnWithTheSubject_RepeatsNoHeading_AndATitleIsSaidOnce()
    {
        var (subject, found) = (Sample.Document().Sections[0] with { Drawings = [] }, Sample.Bars.Title);
        using var document = Open(Sample.Document() with { Sections = [subject, subject with { Tables = [Sample.Table() with { Title = found }] }] });
        var paragraphs = document.MainDocumentPart!.Document.Body!.Elements<Paragraph>().ToList();

        paragraphs.Count(paragraph => Style(paragraph) == "Heading1").ShouldBe(1);
        paragraphs.Where(paragraph => Style(paragraph) == "Caption").Select(paragraph => paragraph.InnerText).ShouldBe([found, Sample.Table().Title, found]);
    }

    [Fact]
    public void Section_WithAWideTable_LiesOnItsSide_AndThoseAroundItStand()
    {
        var (narrow, wide) = (Sample.Document().Sections[1], Sample.Table() with
        {
            Columns = [.. Enumerable.Range(0, 11).Select(i => new ExportColumn($"c{i}", $"C {i}", ColumnKind.Count))],
            Rows = [new ExportRow([.. Enumerable.Range(0, 11).Select(i => (ExportCell)(long?)i)])],
        });
        using var document = Open(Sample.Document() with { Sections = [narrow, narrow with { Heading = "Wide", Tables = [wide] }, narrow with { Heading = "After" }] });

        document.ShouldBeValid();
        document.MainDocumentPart!.Document.Descendants<PageSize>().Select(size => size.Orient!.Value == PageOrientationValues.Landscape).ShouldBe([false, true, false]);
        document.MainDocumentPart.Document.Descendants<SectionProperties>().ShouldAllBe(section => section.Elements<FooterReference>().Single().Id! == "rIdFooter" && section.Elements<HeaderReference>().Count() == 1);
    }

    [Fact]
    public void Banner_StandsOnEveryPage_OfDemonstrationDataOnly()
    {
        using var invented = Open(Sample.Document());
        using var real = Open(Sample.Document(isDemonstration: false));

        invented.MainDocumentPart!.HeaderParts.Single().Header.InnerText.ShouldBe(DemonstrationMark.Banner);
        real.MainDocumentPart!.HeaderParts.ShouldBeEmpty();
    }

    [Fact]
    public void Table_RepeatsItsHeader_HoldsEveryRow_AndHasWordsForThoseWhoDoNotSeeIt()
    {
        using var document = Open(Sample.Document());
        var table = document.MainDocumentPart!.Document.Descendants<Table>().First();
        var rows = table.Elements<TableRow>().ToList();

        rows.Count.ShouldBe(32);
        rows[0].TableRowProperties!.Elements<TableHeader>().Count().ShouldBe(1);
        rows[1].Elements<TableCell>().Select(cell => cell.InnerText).ShouldBe(["1", "Area 1", "1,233", "12.30", "-66", "-5.1"]);
        rows[2].Elements<TableCell>().Select(cell => cell.InnerText).ShouldBe(["2", "Area 2", "1,232", "12.30", "", "N/A"]);
        rows[^1].Descendants<Bold>().ShouldNotBeEmpty();
        table.Descendants<TableCaption>().Single().Val!.Value.ShouldBe(Sample.Table().Title);
    }

    [Fact]
    public void Section_SaysWhatTheFiguresAreAndWhereTheyAre()
    {
        using var document = Open(Sample.Document());
        var main = document.MainDocumentPart!;

        main.HyperlinkRelationships.Select(link => link.Uri.AbsoluteUri).Distinct().ShouldBe([Sample.Table().Link]);
        var texts = main.Document.Body!.Elements<Paragraph>().Select(paragraph => paragraph.InnerText).ToList();
        texts.Count(text => text == Sample.Table().Explanation).ShouldBe(2); // the section's, and the other section's table
        texts.ShouldContain("Counts by month.");
        texts.ShouldContain("/trends/crime");
        texts.ShouldContain("Most of them & more <in> the middle\uFFFD.");
    }

    [Fact]
    public void Charts_AreNative_WithTheWorkbookThatTheyAreEditedFrom()
    {
        using var document = Open(Sample.Document());
        var charts = document.MainDocumentPart!.ChartParts.ToList();

        charts.Count.ShouldBe(2);
        foreach (var chart in charts)
            ChartChecks.ShouldHoldTheNumbersOfItsWorkbook(chart);
        document.MainDocumentPart.Document.Descendants<DocProperties>().Select(drawing => drawing.Description!.Value).ShouldBe(["Bars: Area 1 has 1,233.", "A map of wards; the darkest is Area 1.", "Two lines that fall."]);
        document.MainDocumentPart.Document.Descendants<DocProperties>().Select(drawing => drawing.Id!.Value).ShouldBeUnique();
        charts.SelectMany(chart => chart.ChartSpace.Descendants<C.LineChart>()).Count().ShouldBe(1);
    }

    [Fact]
    public void SameDocument_IsTheSameBytes() =>
        Sample.Written(stream => DocxWriter.Write(stream, Sample.Document())).ShouldBe(Sample.Written(stream => DocxWriter.Write(stream, Sample.Document())));

    [Fact]
    public void Drawing_IsNativeShapes_WithItsPixelsAndWords()
    {
        using var document = Open(Sample.Document());
        var main = document.MainDocumentPart!;
        var group = main.Document.Descendants<WordprocessingGroup>().Single();

        main.Document.Descendants<AlternateContentChoice>().Single().Requires!.Value.ShouldBe("wpg");
        group.Elements<WordprocessingShape>().Count().ShouldBe(3);
        group.Descendants<A.Path>().First().Elements<A.CloseShapePath>().Count().ShouldBe(2);
        group.Descendants<A.PatternFill>().Single().BackgroundColor!.RgbColorModelHex!.Val!.Value.ShouldBe("FD8D3C");
        group.Descendants<TextBoxContent>().Single().InnerText.ShouldBe("Area 1 & more");
        var pixels = main.GetPartById(group.Descendants<A.Blip>().Single().Embed!.Value!);
        using var stream = pixels.GetStream();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.ToArray().ShouldBe(Sample.Png);
    }

    private static WordprocessingDocument Open(ExportDocument document) => WordprocessingDocument.Open(new MemoryStream(Sample.Written(stream => DocxWriter.Write(stream, document))), isEditable: false);

    private static string? Style(Paragraph paragraph) => paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value;
}
