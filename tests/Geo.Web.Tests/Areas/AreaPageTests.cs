using System.Net;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Areas;

/// <summary>The home page, an area on one page, and what is counted.</summary>
[Collection(Demonstration.Name)]
public sealed class AreaPageTests(DemonstrationHost host) : BrowserPages(host)
{
    [DatabaseFact]
    public async Task Home_TellsWhatIsNew_AndHowFreshTheSourcesAre()
    {
        var html = WebUtility.HtmlDecode(await host.TextAsync("/"));
        html.ShouldContain("The latest data are of March 2025; the last file was taken in on");
        var link = html.Split("/api/v1/exceptions/")[1].Split(".csv")[0];
        html.ShouldContain((string)(await host.JsonAsync($"/api/v1/exceptions/{link}"))["finding"]!);
        var total = await host.JsonAsync("/api/v1/trends/recorded-crime");
        html.ShouldContain($">Total recorded crime</a>: {(long)total["total"]!:N0}, {total["verdict"]}.");
        foreach (var source in (await host.JsonAsync("/api/v1/sources"))["sources"]!.AsArray())
            html.Split($">{source!["agency"]}, {source["feed"]}</th>")[1].Split("</tr>")[0].ShouldContain($">{(long)source["records"]!:N0}</td>");
        html.ShouldContain("April 2018 to March 2019</td>"); // months that the children's services' extract has not
        html.Split("class=\"geo-cards\"")[1].Split("</ul>")[0].Split("<li>").Length.ShouldBe(1 + 6);
    }

    [BrowserTheory]
    [InlineData("/", 1280)]
    [InlineData("/", 320)]
    [InlineData("/areas/DEMO0042?period=2023-24", 1280)]
    [InlineData("/areas/DEMO0042?period=2023-24&measure=domestic-abuse", 320)]
    [InlineData("/areas/DEMOTOWN05?period=2023-24", 320)]
    [InlineData("/search?q=crime", 320)]
    [InlineData("/search?q=xyzzy", 1280)]
    [InlineData("/how-we-count", 1280)]
    [InlineData("/api-reference", 320)]
    [InlineData("/dashboards", 320)]
    public async Task Axe_FindsNothing_AndThePageNeverScrollsSideways(string address, int width)
    {
        var page = await OpenAsync(address, new() { ViewportSize = new() { Width = width, Height = 900 } });
        (await AxeAsync(page)).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        if (Screenshots is not null)
            await ShootAsync(page, $"page{address.Split('?')[0].Replace('/', '-')}{(address.Contains("measure", StringComparison.Ordinal) ? "-sensitive" : address.Contains("xyzzy", StringComparison.Ordinal) ? "-nothing" : "")}-{width}", whole: true);
        Complaints.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task ApiReference_HasEveryAddress_WithAnExampleThatAnswers()
    {
        var description = await host.JsonAsync("/api/v1/openapi.json");
        var html = WebUtility.HtmlDecode(await host.TextAsync("/api-reference"));
        foreach (var path in description["paths"]!.AsObject().Select(path => path.Key))
            html.ShouldContain($">{path}</code>");
        var examples = html.Split("href=\"").Skip(1).Select(part => part.Split('"')[0]).Where(address => address.StartsWith("/api/v1/", StringComparison.Ordinal)).Distinct().Where(address => !address.EndsWith("openapi.json", StringComparison.Ordinal)).ToList();
        examples.Count.ShouldBe(description["paths"]!.AsObject().Count);
        foreach (var example in examples)
        {
            using var response = await host.Client.GetAsync(example);
            ((int)response.StatusCode).ShouldBe(200, $"{example}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [DatabaseFact]
    public async Task Profile_HasTheLeagueTablesFigures()
    {
        var table = await host.JsonAsync("/api/v1/league-tables/recorded-crime?period=2023-24");
        var row = table["rows"]!.AsArray().Single(row => (string?)row!["code"] == "DEMO0042")!;
        var html = WebUtility.HtmlDecode(await host.TextAsync("/areas/DEMO0042?period=2023-24"));
        html.ShouldContain($">{(long)row["count"]!:N0}</td>");
        html.ShouldContain($"{row["rank"]} of 63");
    }

    [DatabaseFact]
    public async Task Profile_TellsWhenAndWhere_AndHowItStandsToOthers()
    {
        var html = WebUtility.HtmlDecode(await host.TextAsync("/areas/DEMO0042?period=2023-24"));
        html.ShouldContain("The rate is higher than in all 4 neighbours");
        html.ShouldContain("Those 5 of the 62 others that are nearest in people per square kilometre.");
        html.ShouldContain((string)(await host.JsonAsync("/api/v1/signals/recorded-crime?period=2023-24&area=DEMO0042"))["text"]!);
        var places = (await host.JsonAsync("/api/v1/repeat-places/recorded-crime?period=2023-24&area=DEMO0042"))["totals"]!;
        html.ShouldContain($"{places["repeatPlaces"]} of {places["places"]} places had two or more");
        html.ShouldContain("./geo indicators import FILE");

        var hours = await host.JsonAsync("/api/v1/hours/recorded-crime?period=2023-24&area=DEMO0042");
        var row = (await host.JsonAsync("/api/v1/profiles/DEMO0042?period=2023-24"))["rows"]![0]!;
        html.ShouldContain((string)hours["finding"]!);
        ((long)hours["timed"]!).ShouldBe((long)row["count"]!);
        hours["days"]!.AsArray().Sum(day => day!["hours"]!.AsArray().Sum(hour => (decimal)hour!)).ShouldBe((long)row["count"]!, 1m);
        (await host.TextAsync("/api/v1/profiles/DEMO0042.csv?period=2023-24")).Split("\r\n")[1].ShouldStartWith($"Total recorded crime,{row["count"]},{row["rank"]},");
    }

    [DatabaseFact]
    public async Task Profile_OfAMeasureThatMayPointToPersons_TellsNoHoursAndNoMonths()
    {
        var html = WebUtility.HtmlDecode(await host.TextAsync("/areas/DEMO0020?period=2023-24&measure=domestic-abuse"));
        html.ShouldContain("Domestic abuse offences may point to persons, so the hours are not told.");
        html.ShouldNotContain("Domestic abuse offences by month");
    }

    [DatabaseTheory]
    [InlineData("/areas/nope", 404, "There is no area 'nope'.")]
    [InlineData("/areas/DEMO0042?period=1999-01", 409, "No measure has data for '1999-01'.")]
    public async Task Address_ThatIsWrong_IsTold(string address, int status, string says)
    {
        using var response = await host.Client.GetAsync(address);
        ((int)response.StatusCode).ShouldBe(status);
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()).ShouldContain(says);
    }
}
