using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Dashboards;

[Collection(Demonstration.Name)]
public sealed class DashboardPageTests(DemonstrationHost host) : BrowserPages(host)
{
    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Repository.At("dashboards"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [BrowserTheory]
    [MemberData(nameof(Shipped))]
    public async Task Dashboard_ShowsEveryPanel(string slug)
    {
        var page = await OpenAsync($"/dashboards/{slug}?period=2023-24");
        var panels = Geo.Core.Dashboards.DashboardFile.Read(slug, await File.ReadAllTextAsync(Repository.At("dashboards", $"{slug}.yaml")), slug).Panels.Count;
        (await page.Locator(".geo-panel").CountAsync()).ShouldBe(panels);
        (await page.Locator(".geo-panel").AllTextContentsAsync()).ShouldAllBe(text => !text.Contains("There is no data", StringComparison.Ordinal));
        (await AxeAsync(page)).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(1280);
        if (Screenshots is not null)
            await ShootAsync(page, $"dashboard-{slug}", whole: true);
        await page.SetViewportSizeAsync(390, 800);
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
        if (Screenshots is not null)
            await ShootAsync(page, $"dashboard-{slug}-phone", whole: true);
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Board_SeesTheReportsFigures_OnAPhoneAsWell()
    {
        var page = await OpenAsync("/dashboards/community-safety?period=2023-24&compare=year-before", new() { ViewportSize = new() { Width = 320, Height = 800 } });
        (await page.Locator(".geo-headline").First.TextContentAsync()).ShouldBe("18,208");
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(320);
        (await AxeAsync(page)).ShouldBeEmpty();
        Complaints.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Locality_IsNarrowedToItsTown()
    {
        var all = await host.TextAsync("/dashboards/locality?period=2023-24");
        var town = await host.TextAsync("/dashboards/locality?period=2023-24&area=town%3ADEMOTOWN05");
        town.ShouldContain("<h1 class=\"govuk-heading-l govuk-!-margin-bottom-2\">Locality meeting: Shrewsbury</h1>");
        town.ShouldNotBe(all);
    }

    [DatabaseTheory]
    [InlineData("docx")]
    [InlineData("pptx")]
    public async Task Report_IsAValidDocument_WithNativeCharts(string extension)
    {
        using var response = await host.Client.GetAsync($"/dashboards/annual-report.{extension}?period=2023-24");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe($"annual-report-2023-24.{extension}");
        using var file = new MemoryStream(await response.Content.ReadAsByteArrayAsync());
        using OpenXmlPackage package = extension == "docx" ? WordprocessingDocument.Open(file, false) : PresentationDocument.Open(file, false);
        new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(package).Select(error => $"{error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
        var text = extension == "docx" ? ((WordprocessingDocument)package).MainDocumentPart!.Document!.InnerText : string.Concat(((PresentationDocument)package).PresentationPart!.SlideParts.Select(slide => slide.Slide!.InnerText));
        text.ShouldContain("There were 18,208 offences");
        text.ShouldContain("Demonstration data");
        text.ShouldContain("Total recorded crime in the demonstration county: densest around Quarry and Coton Hill"); // the map, as shapes with their names
        text.ShouldContain("Shrewsbury");
        package.GetAllParts().OfType<ImagePart>().Single().ContentType.ShouldBe("image/png");
        package.GetAllParts().OfType<ChartPart>().Count().ShouldBeGreaterThan(5);
    }

    [DatabaseTheory]
    [InlineData("community-safety", 40)]
    [InlineData("locality", 10)]
    [InlineData("adult-safeguarding", 7)]
    [InlineData("childrens-safeguarding", 9)]
    public async Task EveryDashboard_IsAValidDocumentAndSlides_WithAChartForEachDrawing(string slug, int charts)
    {
        foreach (var extension in new[] { "docx", "pptx" })
        {
            using var file = new MemoryStream(await host.Client.GetByteArrayAsync($"/dashboards/{slug}.{extension}?period=2023-24"));
            using OpenXmlPackage package = extension == "docx" ? WordprocessingDocument.Open(file, false) : PresentationDocument.Open(file, false);
            new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(package).Select(error => $"{extension} {error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
            package.GetAllParts().OfType<ChartPart>().Count().ShouldBe(charts, extension);
        }
    }

    [DatabaseFact]
    public async Task Charts_AreFilesOfTheirOwn_WithWhatTheyAre()
    {
        var panels = Geo.Core.Dashboards.DashboardFile.Read("d", await File.ReadAllTextAsync(Repository.At("dashboards", "community-safety.yaml")), "d").Panels;
        foreach (var (number, panel) in panels.Index())
        {
            using var response = await host.Client.GetAsync($"/dashboards/community-safety/{number}.svg?period=2023-24");
            if (panel.Kind is "map" or "sentences" or "table" or "funnel" or "commentary" or "exceptions" or "town-table" or "hot-spots")
            {
                response.StatusCode.ShouldBe(HttpStatusCode.NotFound, panel.Kind);
                continue;
            }

            response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{number} {panel.Kind}");
            var svg = System.Xml.Linq.XDocument.Parse(await response.Content.ReadAsStringAsync());
            svg.Root!.Name.LocalName.ShouldBe("svg");
            svg.Root.Value.ShouldContain("Demonstration data");
        }

        using var beyond = await host.Client.GetAsync("/dashboards/community-safety/99.svg");
        beyond.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [DatabaseTheory]
    [InlineData("/dashboards/nope", 404, "There are: adult-safeguarding, annual-report, childrens-safeguarding, community-safety, data-quality, locality.")]
    [InlineData("/dashboards/locality?period=2024-13", 400, "There is no month 13")]
    [InlineData("/dashboards/locality?area=Ludlow", 400, "write a kind and a code, such as town:T1")]
    public async Task Address_ThatIsWrong_IsTold(string address, int status, string says)
    {
        using var response = await host.Client.GetAsync(address);
        ((int)response.StatusCode).ShouldBe(status);
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()).ShouldContain(says);
    }

    [DatabaseFact]
    public async Task File_ThatChanges_ShowsWithoutARestart_AndABrokenOneSaysWhere()
    {
        var folder = host.Database.NewFolder();
        var path = Path.Combine(folder, "mine.yaml");
        await File.WriteAllTextAsync(path, "title: First\npanels:\n  - { kind: headline, measure: recorded-crime, period: 2023-24 }");
        await using var other = GeoHostFactory.Start(host.Database.ConnectionString, ("Geo:Dashboards", folder));
        using var client = other.Client();
        (await client.GetStringAsync("/dashboards/mine")).ShouldContain(">First</h1>");

        await File.WriteAllTextAsync(path, "title: Second one\npanels:\n  - { kind: headline, measure: recorded-crime, period: 2023-24 }");
        (await client.GetStringAsync("/dashboards/mine")).ShouldContain(">Second one</h1>");

        await File.WriteAllTextAsync(path, "title: Third\npanels:\n  - { kind: heatline, measure: recorded-crime }");
        using var broken = await client.GetAsync("/dashboards/mine");
        broken.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        WebUtility.HtmlDecode(await broken.Content.ReadAsStringAsync()).ShouldContain("mine.yaml, line 3, column 13, value 'heatline': 'heatline' is no kind of panel; did you mean headline.");
        (await client.GetStringAsync("/dashboards")).ShouldContain("Its file breaks a rule");
    }
}
