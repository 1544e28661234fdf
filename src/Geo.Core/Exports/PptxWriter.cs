using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;

namespace Geo.Core.Exports;

/// <summary>Writes a document as slides: one for its title, and one for each text, chart, drawing and table, with what the figures are at its foot.</summary>
public static class PptxWriter
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

    private const string Parts = "application/vnd.openxmlformats-officedocument.presentationml";
    private const string Master = "/ppt/slideMasters/slideMaster1.xml";
    private const string TitleLayout = "/ppt/slideLayouts/slideLayout1.xml";
    private const string PlainLayout = "/ppt/slideLayouts/slideLayout2.xml";
    private const string Theme = "/ppt/theme/theme1.xml";
    private const uint FirstMasterId = 2_147_483_648, FirstSlideId = 256; // the smallest that there may be
    private const int MostLetters = 900; // of text on a slide
    private const int FewLetters = 240; // that need no slide of their own

    public static void Write(Stream stream, ExportDocument document)
    {
        var package = new OfficePackage(document.Title);
        var slides = new List<PptxSlide>();
        PptxSlide Slide(string title)
        {
            slides.Add(new PptxSlide(package, slides.Count + 1, title, document.IsDemonstration));
            return slides[^1];
        }

        Slide(document.Title).Cover(document.Subtitle).Foot(document.Explanation, document.Link);
        foreach (var section in document.Sections)
        {
            var isDrawn = section.Charts.Count + section.Drawings.Count + section.Tables.Count > 0;
            var isShort = isDrawn && section.Paragraphs.Sum(text => text.Length) <= FewLetters;
            var words = isShort ? string.Concat(section.Paragraphs.Select(text => $"{text} ")) : "";
            foreach (var texts in isShort ? [] : Divided(section.Paragraphs))
                Slide(section.Heading).Texts(texts).Foot(section.Explanation, section.Link);
            foreach (var chart in section.Charts)
                Slide(chart.Title).Chart(chart).Foot(words + section.Explanation, section.Link);
            foreach (var drawing in section.Drawings)
                Slide(drawing.Title).Drawing(drawing).Foot(words + section.Explanation, section.Link);
            foreach (var table in section.Tables)
                Slide(table.Title).Table(table).Foot(words + table.Explanation, table.Link ?? section.Link);
        }

        package.Add(Theme, OfficeTheme.ContentType, OfficeTheme.Theme());
        package.Add(TitleLayout, $"{Parts}.slideLayout+xml", PptxLayouts.Cover()).Relate("rIdMaster", "slideMaster", Master);
        package.Add(PlainLayout, $"{Parts}.slideLayout+xml", PptxLayouts.Plain()).Relate("rIdMaster", "slideMaster", Master);
        package.Add(Master, $"{Parts}.slideMaster+xml", PptxLayouts.Master(("rIdCover", FirstMasterId + 1), ("rIdPlain", FirstMasterId + 2)))
            .Relate("rIdCover", "slideLayout", TitleLayout).Relate("rIdPlain", "slideLayout", PlainLayout).Relate("rIdTheme", "theme", Theme);
        var main = package.Main("/ppt/presentation.xml", $"{Parts}.presentation.main+xml", Presentation(slides.Count).WriteTo).Relate("rIdMaster", "slideMaster", Master).Relate("rIdTheme", "theme", Theme);
        foreach (var (i, slide) in slides.Index())
        {
            var path = $"/ppt/slides/slide{i + 1}.xml";
            var part = package.Add(path, $"{Parts}.slide+xml", slide.Finish()).Relate("rIdLayout", "slideLayout", i == 0 ? TitleLayout : PlainLayout);
            foreach (var (id, kind, target, isOutside) in slide.Relations)
                part.Relate(id, kind, target, isOutside);
            main.Relate($"rIdSlide{i + 1}", "slide", path);
        }

        package.Write(stream);
    }

    private static Presentation Presentation(int slides) => new(
        new SlideMasterIdList(new SlideMasterId { Id = FirstMasterId, RelationshipId = "rIdMaster" }),
        new SlideIdList(Enumerable.Range(0, slides).Select(i => new SlideId { Id = (uint)(FirstSlideId + i), RelationshipId = $"rIdSlide{i + 1}" })),
        new SlideSize { Cx = (int)PptxLayouts.Width, Cy = (int)PptxLayouts.Height }, new NotesSize { Cx = PptxLayouts.Height, Cy = PptxLayouts.Width },
        new DefaultTextStyle(new A.DefaultParagraphProperties(new A.DefaultRunProperties { Language = HouseStyle.Language })));

    /// <summary>Paragraphs by slides, as many as can be read on one.</summary>
    private static IEnumerable<IReadOnlyList<string>> Divided(IReadOnlyList<string> paragraphs)
    {
        var (slide, letters) = (new List<string>(), 0);
        foreach (var paragraph in paragraphs)
        {
            if (slide.Count > 0 && letters + paragraph.Length > MostLetters)
            {
                yield return slide;
                (slide, letters) = ([], 0);
            }

            slide.Add(paragraph);
            letters += paragraph.Length;
        }

        if (slide.Count > 0)
            yield return slide;
    }
}
