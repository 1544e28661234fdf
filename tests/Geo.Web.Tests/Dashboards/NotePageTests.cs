using System.Net;
using DocumentFormat.OpenXml.Packaging;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Dashboards;

/// <summary>Each test writes about a period of its own.</summary>
[Collection(Demonstration.Name)]
public sealed class NotePageTests(DemonstrationHost host) : BrowserPages(host)
{
    [BrowserFact]
    public async Task Analyst_WritesANote_AndEverybodyReadsIt()
    {
        const string written = "Recording of =violence= changed in <June>.";
        var page = await OpenAsync("/dashboards/locality?period=2022-01", new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 844 } });
        await page.Locator("#panel-0").GetByRole(AriaRole.Link, new() { Name = "Write a note" }).ClickAsync();
        await page.GetByLabel("What should people know").FillAsync(written);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the note" }).ClickAsync();

        await page.WaitForURLAsync("**/dashboards/locality?period=2022-01#panel-0");
        (await page.Locator("#panel-0 .geo-note__text").TextContentAsync()).ShouldBe(written);
        (await host.TextAsync("/dashboards/locality?period=2022-02")).ShouldNotContain("Recording of");
        using var docx = new MemoryStream(await host.Client.GetByteArrayAsync("/dashboards/locality.docx?period=2022-01"));
        using (var document = WordprocessingDocument.Open(docx, false))
            document.MainDocumentPart!.Document!.InnerText.ShouldContain(written);

        await page.Locator("#panel-0").GetByRole(AriaRole.Link, new() { Name = "Change the note" }).ClickAsync();
        (await page.GetByLabel("What should people know").InputValueAsync()).ShouldBe(written);
        (await page.Locator("ol .geo-note").CountAsync()).ShouldBe(1);
        await ShootAsync(page, "note-phone", whole: true);
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Page_IsAccessible()
    {
        var page = await OpenAsync("/dashboards/locality/notes/commentary?period=2022-03");
        (await AxeAsync(page)).ShouldBeEmpty();
        await ShootAsync(page, "note");
        Complaints.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Host_ThatMayChangeNothing_SaysSo()
    {
        await using var other = GeoHostFactory.Start(host.Database.ConnectionString, (Geo.Web.Hosting.Changes.Setting, "off"));
        using var client = other.Client();
        (await client.GetStringAsync("/dashboards/locality?period=2022-01")).ShouldNotContain("Write a note");
        (await client.GetStringAsync("/dashboards/locality/notes/commentary?period=2022-01")).ShouldContain("Nothing can be changed from here");

        using var unknown = await host.Client.GetAsync("/dashboards/locality/notes/nothing");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var forged = await host.Client.PostAsync("/dashboards/locality/notes/commentary?period=2022-01", new FormUrlEncodedContent([new("_handler", "note"), new("text", "x"), new("after", "0")]));
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "a form without this host's token");
    }
}
