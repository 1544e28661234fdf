using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Measures;

/// <summary>What travels inside the files that people send on: nothing but what they show.</summary>
[Collection(Demonstration.Name)]
public sealed partial class ExportContentsTests(DemonstrationHost host)
{
    private static readonly string[] Markings =
        ["hidden", "veryHidden", "vanish", "specVanish", "webHidden", "cellMetaData", "ins", "del", "comment", "commentRangeStart", "oleObject", "control", "attachedTemplate", "documentProtection", "externalReference", "pivotCache", "rsid", "rsids"];

    [DatabaseTheory]
    [InlineData("/api/v1/league-tables/recorded-crime.xlsx?period=2023-24&compare=year-before")]
    [InlineData("/api/v1/tables/domestic-abuse.xlsx?rows=age&columns=sex&only=role:victim&period=2023-24")]
    [InlineData("/api/v1/heat-maps/recorded-crime.xlsx?period=2023-24")]
    [InlineData("/api/v1/indicators/restraint-incidents.xlsx")]
    [InlineData("/dashboards/annual-report.docx?period=2023-24")]
    [InlineData("/dashboards/annual-report.pptx?period=2023-24")]
    [InlineData("/dashboards/community-safety.docx?period=2023-24")]
    [InlineData("/dashboards/childrens-safeguarding.pptx?period=2023-24")]
    public async Task OfficeFile_HoldsNoMacrosFormulasCommentsOrHiddenThings_AndNoTraceOfTheMachine(string address) =>
        Look(await host.Client.GetByteArrayAsync(address), address);

    [DatabaseFact]
    public async Task QualityOfData_IsADocumentToo_WithTheLinesOfItsPage()
    {
        using var document = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(new MemoryStream(await host.Client.GetByteArrayAsync("/dashboards/data-quality.docx")), isEditable: false);
        var rows = document.MainDocumentPart!.Document!.Descendants<DocumentFormat.OpenXml.Wordprocessing.TableRow>().Select(row => string.Join('|', row.Elements<DocumentFormat.OpenXml.Wordprocessing.TableCell>().Select(cell => cell.InnerText))).ToList();
        var page = await host.TextAsync("/dashboards/data-quality");

        rows[0].ShouldBe("Source|From|Data to|Months|Missing between");
        rows.ShouldContain("Demonstration, adult safeguarding episodes|2021-04|2025-03|48|none");
        rows.ShouldContain("Demonstration, child exploitation referrals|2014-07|2025-03|102|2018-04 to 2020-06");
        foreach (var source in rows.Skip(1).Select(row => row.Split('|')[0]))
            System.Net.WebUtility.HtmlDecode(page).ShouldContain(source);
    }

    private void Look(byte[] file, string name)
    {
        file.AsSpan().LastIndexOf("PK\u0005\u0006"u8).ShouldBe(file.Length - 22, $"{name}: nothing stands behind the end of the ZIP");
        using var zip = new ZipArchive(new MemoryStream(file));
        foreach (var entry in zip.Entries)
        {
            var part = $"{name}!{entry.FullName}";
            Known().IsMatch(entry.FullName).ShouldBeTrue(part);
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            if (entry.FullName.EndsWith(".xlsx", StringComparison.Ordinal))
                Look(bytes.ToArray(), part); // the workbook of a chart
            else if (!entry.FullName.EndsWith(".png", StringComparison.Ordinal))
                Look(XDocument.Parse(System.Text.Encoding.UTF8.GetString(bytes.ToArray()).TrimStart('\uFEFF')), part);
        }
    }

    private void Look(XDocument xml, string part)
    {
        foreach (var element in xml.Descendants())
        {
            Markings.ShouldNotContain(element.Name.LocalName, part);
            element.Name.ShouldNotBe(XName.Get("f", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"), part); // a formula
            element.Attributes().Where(attribute => attribute.Name.LocalName is "hidden" or "veryHidden" or "codeName" || (attribute.Name.LocalName == "state" && attribute.Value != "frozen")).ShouldBeEmpty(part);
            element.Attributes().Select(attribute => attribute.Value).ShouldAllBe(value => !value.Contains("macro", StringComparison.OrdinalIgnoreCase) && !value.Contains("vbaProject", StringComparison.OrdinalIgnoreCase), part);
            if (element.Attribute("TargetMode") is not null)
                element.Attribute("Target")!.Value.ShouldStartWith($"{host.Address}dashboards/", customMessage: part);
        }

        if (part.EndsWith("docProps/core.xml", StringComparison.Ordinal))
            xml.Root!.Elements().Select(element => element.Name.LocalName).ShouldBe(["title", "creator", "language"]);
        foreach (var trace in new[] { host.Database.Folder, host.Database.Name, Repository.At(), "Passfile" })
            xml.ToString().ShouldNotContain(trace, Case.Sensitive, part);
    }

    // What the writers write, and nothing else: no vbaProject, no comments, no custom XML, no printer settings.
    [GeneratedRegex(
        @"^(\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|xl/(workbook|styles)\.xml|xl/worksheets/sheet[12]\.xml|xl/_rels/workbook\.xml\.rels|word/(document|styles|settings|header1|footer1)\.xml|word/_rels/(document|footer1)\.xml\.rels|ppt/presentation\.xml|ppt/_rels/presentation\.xml\.rels|ppt/slide(s|Layouts|Masters)/(_rels/)?slide(Layout|Master)?\d+\.xml(\.rels)?|(word|ppt)/(theme/theme1\.xml|charts/(_rels/)?chart\d+\.xml(\.rels)?|embeddings/chart\d+\.xlsx|media/picture[\d-]+\.png))$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Known();
}
