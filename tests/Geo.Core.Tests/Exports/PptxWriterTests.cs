using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using Geo.Core.Exports;
using Shouldly;
using Xunit;
using A = DocumentFormat.OpenXml.Drawing;

namespace Geo.Core.Tests.Exports;

public sealed class PptxWriterTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Slides_AreValid(bool isDemonstration)
    {
        using var slides = Open(Sample.Document(isDemonstration));
        slides.ShouldBeValid();
    }

    [Fact]
    public void EachSlide_HasItsTitleAndNumber_AndTheBannerOfDemonstrationData()
    {
        using var invented = Open(Sample.Document());
        using var real = Open(Sample.Document(isDemonstration: false));

        Slides(invented).Select(Title).ShouldBe(
            ["Community safety dashboard", "Area 1 has the most crime", "Crime by ward", Sample.Table().Title, "Crime falls in winter", Sample.Table().Title]);
        Slides(invented).ShouldAllBe(slide => slide.Descendants<A.Field>().Single().Type! == "slidenum");
        Slides(invented).ShouldAllBe(slide => slide.InnerText.Contains(DemonstrationMark.Banner));
        Slides(real).ShouldAllBe(slide => !slide.InnerText.Contains("Demonstration"));
        invented.PackageProperties.Title.ShouldBe("Community safety dashboard");
        Slides(invented).SelectMany(slide => slide.Descendants<A.RunProperties>()).ShouldAllBe(run => run.Language! == "en-GB");
    }

    [Fact]
    public void LongTable_IsCutAtFourteenRows_KeepsItsTotal_AndSaysHowManyMore()
    {
        using var slides = Open(Sample.Document());
        var (cut, whole) = (Slides(slides)[3], Slides(slides)[5]);

        var rows = cut.Descendants<A.TableRow>().Select(row => row.Elements<A.TableCell>().Select(cell => cell.InnerText).ToList()).ToList();
        rows.Count.ShouldBe(15);
        rows[0][1].ShouldBe("Name");
        rows[13][1].ShouldBe("Area 13");
        rows[14].ShouldBe(["", "Total", "5,000", "100.00", "+12", "+0.2"]);
        cut.InnerText.ShouldContain("and 17 more rows; the workbook of this table has them all");
        whole.Descendants<A.TableRow>().Count().ShouldBe(5);
        whole.InnerText.ShouldNotContain("more row");
        whole.InnerText.ShouldContain("=cmd|");
    }

    [Fact]
    public void EachSlideOfASection_SaysAtItsFootWhatTheFiguresAreAndWhere()
    {
        using var slides = Open(Sample.Document());

        Slides(slides)[0].InnerText.ShouldContain("March 2024. As at 1 April 2024 09:00 UTC, data version 7.https://geo.example/dashboards/mine");
        foreach (var slide in Slides(slides).Skip(1).Take(3))
        {
            slide.InnerText.ShouldContain("There were 5,000 offences. Most of them & more <in> the middle\uFFFD. ", customMessage: "few words need no slide of their own");
            slide.InnerText.ShouldContain(Sample.Table().Explanation);
            slide.InnerText.ShouldContain(Sample.Table().Link!);
            slide.SlidePart!.HyperlinkRelationships.Single().Uri.AbsoluteUri.ShouldBe(Sample.Table().Link);
        }

        Slides(slides)[4].InnerText.ShouldContain("Counts by month.");
        Slides(slides)[4].SlidePart!.HyperlinkRelationships.ShouldBeEmpty();
    }

    [Fact]
    public void ManyWords_HaveSlidesOfTheirOwn()
    {
        var section = Sample.Document().Sections[0] with { Paragraphs = [new('a', 500), new('b', 500)], Charts = [], Drawings = [], Tables = [] };
        using var slides = Open(Sample.Document() with { Sections = [section] });

        Slides(slides).Select(Title).ShouldBe(["Community safety dashboard", "Where crime is", "Where crime is"]);
    }

    [Fact]
    public void Charts_AreNative_WithTheWorkbookThatTheyAreEditedFrom()
    {
        using var slides = Open(Sample.Document());
        var charts = slides.PresentationPart!.SlideParts.SelectMany(slide => slide.ChartParts).ToList();

        charts.Count.ShouldBe(2);
        foreach (var chart in charts)
            ChartChecks.ShouldHoldTheNumbersOfItsWorkbook(chart);
        Slides(slides).SelectMany(slide => slide.Descendants<GraphicFrame>()).ShouldAllBe(frame => frame.NonVisualGraphicFrameProperties!.NonVisualDrawingProperties!.Description!.Value!.Length > 0);
    }

    [Fact]
    public void Drawing_IsAGroupOfNativeShapes_InsideItsSlide()
    {
        using var slides = Open(Sample.Document());
        var group = Slides(slides).SelectMany(slide => slide.Descendants<GroupShape>()).Single();

        group.NonVisualGroupShapeProperties!.NonVisualDrawingProperties!.Description!.Value.ShouldBe(Sample.Map.Alternative);
        group.Elements<Shape>().Select(shape => shape.NonVisualShapeProperties!.NonVisualDrawingProperties!.Name!.Value).ShouldBe(["Area 1", "Area 2", "Area 1 & more"]);
        group.Elements<Picture>().Count().ShouldBe(1);
        var extents = group.GroupShapeProperties!.TransformGroup!.Extents!;
        ((double)extents.Cx!.Value / extents.Cy!.Value).ShouldBe(2, 0.001);
        Slides(slides).SelectMany(slide => slide.Descendants<NonVisualDrawingProperties>().Select(shape => (slide, shape.Id!.Value))).ShouldBeUnique();
    }

    [Fact]
    public void SameDocument_IsTheSameBytes() =>
        Sample.Written(stream => PptxWriter.Write(stream, Sample.Document())).ShouldBe(Sample.Written(stream => PptxWriter.Write(stream, Sample.Document())));

    private static PresentationDocument Open(ExportDocument document) => PresentationDocument.Open(new MemoryStream(Sample.Written(stream => PptxWriter.Write(stream, document))), isEditable: false);

    private static List<Slide> Slides(PresentationDocument slides) =>
        [.. slides.PresentationPart!.Presentation.SlideIdList!.Elements<SlideId>().Select(id => ((SlidePart)slides.PresentationPart.GetPartById(id.RelationshipId!.Value!)).Slide)];

    private static string Title(Slide slide) => slide.Descendants<Shape>()
        .Single(shape => shape.NonVisualShapeProperties!.ApplicationNonVisualDrawingProperties!.PlaceholderShape?.Type?.Value is PlaceholderValues.Title or PlaceholderValues.CenteredTitle).TextBody!.InnerText;
}
