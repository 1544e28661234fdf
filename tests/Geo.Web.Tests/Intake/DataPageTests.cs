using System.Net;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Intake;

/// <summary>The pages about data, on the demonstration county.</summary>
[Collection(Demonstration.Name)]
public sealed class DataPageTests(DemonstrationHost host) : BrowserPages(host)
{
    [BrowserTheory]
    [InlineData("/data", 1280)]
    [InlineData("/data", 390)]
    [InlineData("/data/sources/demonstration-police-offences", 1280)]
    [InlineData("/data/sources/demonstration-police-offences", 390)]
    [InlineData("/data/boundaries", 1280)]
    [InlineData("/data/boundaries", 320)]
    [InlineData("/data/reconcile?period=2023-24", 1280)]
    [InlineData("/data/reconcile?period=2023-24", 320)]
    [InlineData("/data/upload?problem=too-large", 1280)]
    [InlineData("/data/upload", 390)]
    [InlineData("/data/batches/1/undo", 1280)]
    [InlineData("/data/batches/1/undo", 320)]
    public async Task Axe_FindsNothing_AndThePageNeverScrollsSideways(string address, int width)
    {
        var page = await OpenAsync(address, new() { ViewportSize = new() { Width = width, Height = 900 } });

        (await AxeAsync(page)).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        if (Screenshots is not null)
            await ShootAsync(page, $"page{address.Split('?')[0].Replace('/', '-')}-{width}", whole: true);
        Complaints.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Data_ListsTheSourcesWithWhatCounts()
    {
        var html = WebUtility.HtmlDecode(await host.TextAsync("/data"));
        var batches = (await host.JsonAsync("/api/v1/batches?state=current"))["batches"]!.AsArray();

        html.ShouldContain($"{batches.Sum(batch => (long)batch!["rowsAccepted"]!):N0} records of {batches.Select(batch => (string)batch!["source"]!).Distinct().Count()} sources, the latest of ");
        html.ShouldContain("/data/sources/demonstration-police-offences");
        html.ShouldContain("55 months from ");
    }

    [DatabaseFact]
    public async Task Boundaries_TellAreasAndPopulations()
    {
        var html = WebUtility.HtmlDecode(await host.TextAsync("/data/boundaries"));
        var set = (await host.JsonAsync("/api/v1/measures"))["boundarySets"]!.AsArray().Single(set => (string)set!["name"]! == "demonstration-wards")!;

        html.ShouldContain("<th scope=\"row\" class=\"govuk-table__header\">demonstration-wards</th>");
        html.ShouldContain("--numeric\">63</td>");
        html.ShouldContain($">{(int)set["populationYears"]![0]!} (");
    }

    [DatabaseTheory]
    [InlineData("/data/sources/nope", 404, "There is no source 'nope'.")]
    [InlineData("/data/batches/99999/undo", 404, "There is no batch 99999.")]
    [InlineData("/data/uploads/nope", 404, "There is no such upload: it is remembered until the host stops.")]
    [InlineData("/data/reconcile?measure=nope", 404, "There is no measure 'nope'.")]
    [InlineData("/data/reconcile?before=soon", 400, "'soon' is not a moment")]
    public async Task Address_ThatIsWrong_IsTold(string address, int status, string says)
    {
        using var response = await host.Client.GetAsync(address);

        ((int)response.StatusCode).ShouldBe(status);
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()).ShouldContain(says);
    }
}
