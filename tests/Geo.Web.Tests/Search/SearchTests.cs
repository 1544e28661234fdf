using System.Net;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Search;

[Collection(Demonstration.Name)]
public sealed class SearchTests(DemonstrationHost host) : BrowserPages(host)
{
    [DatabaseTheory]
    [InlineData("Quarry", "Ward Quarry and Coton Hill /areas/DEMO0042", false)]
    [InlineData("coton & quarry", "Ward Quarry and Coton Hill /areas/DEMO0042", false)]
    [InlineData("demo0042", "Ward Quarry and Coton Hill /areas/DEMO0042", false)]
    [InlineData("shrewsbury", "Town Shrewsbury /areas/DEMOTOWN05", false)]
    [InlineData("shrewsbry", "Town Shrewsbury /areas/DEMOTOWN05", true)]
    [InlineData("Qarry", "Ward Quarry and Coton Hill /areas/DEMO0042", true)]
    [InlineData("burglary", "Measure Residential burglary /league-tables/residential-burglary?period=last-12-months&compare=year-before", false)]
    [InlineData("asb", "Measure Anti-social behaviour incidents /league-tables/asb-incidents?period=last-12-months&compare=year-before", false)]
    [InlineData("hate cri", "Measure Hate crime /league-tables/hate-crime?period=last-12-months&compare=year-before", false)]
    [InlineData("adult safegarding", "Dashboard Adult safeguarding /dashboards/adult-safeguarding", true)]
    [InlineData("how we count", "Page How we count /how-we-count", false)]
    public async Task Words_FindWhatBearsThem_AlsoWithALetterWrong(string words, string first, bool isNearly)
    {
        var found = await host.JsonAsync($"/api/v1/search?q={Uri.EscapeDataString(words)}");
        var result = found["results"]![0]!;
        $"{result["kind"]} {result["name"]} {result["address"]}".ShouldBe(first);
        ((bool)found["isNearly"]!).ShouldBe(isNearly);
        (await host.TextAsync($"/search?q={Uri.EscapeDataString(words)}")).ShouldContain($"<a class=\"govuk-link\" href=\"{((string)result["address"]!).Replace("&", "&amp;", StringComparison.Ordinal)}\"");
    }

    [DatabaseFact]
    public async Task Everything_ThatIsFound_Answers()
    {
        foreach (var words in new[] { "a", "demo", "page", "crime", "children" })
        {
            foreach (var result in (await host.JsonAsync($"/api/v1/search?q={words}&top=50"))["results"]!.AsArray())
            {
                using var response = await host.Client.GetAsync((string)result!["address"]!);
                ((int)response.StatusCode).ShouldBeOneOf([200, 302], (string)result["address"]!);
            }
        }
    }

    [DatabaseFact]
    public async Task Nothing_SaysWhatToDo()
    {
        var html = WebUtility.HtmlDecode(await host.TextAsync("/search?q=xyzzy%3Cb%3E"));
        html.ShouldContain("<h1 class=\"govuk-heading-l\">Nothing found for 'xyzzy<b>'</h1>");
        html.ShouldContain("check the spelling");
        (await host.TextAsync("/search")).ShouldContain("Type the name or code of an area");
        using var long_ = await host.Client.GetAsync($"/search?q={new string('x', 101)}");
        long_.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await long_.Content.ReadAsStringAsync()).ShouldContain("A search has 100 letters at most; this one has 101.");
    }

    [BrowserFact]
    public async Task Suggestions_AreReachedWithTheKeyboard_AndGoAwayWithEscape()
    {
        var page = await OpenAsync("/how-we-count");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("site-search");
        await page.Keyboard.TypeAsync("quar");
        await page.Locator("[role=option]").First.WaitForAsync();
        var field = page.Locator("#site-search");
        (await field.GetAttributeAsync("aria-expanded")).ShouldBe("true");
        (await page.Locator(".geo-search [role=status]").TextContentAsync()).ShouldBe("1 suggestion");
        await page.Keyboard.PressAsync("ArrowDown");
        (await field.GetAttributeAsync("aria-activedescendant")).ShouldBe(await page.Locator("[role=option][aria-selected=true]").GetAttributeAsync("id"));
        (await AxeAsync(page)).ShouldBeEmpty();
        await ShootAsync(page, "search-suggestions");

        await page.Keyboard.PressAsync("Escape");
        (await field.GetAttributeAsync("aria-expanded")).ShouldBe("false");
        (await field.InputValueAsync()).ShouldBe("quar");
        await page.Keyboard.TypeAsync("r");
        await page.Locator("[role=option]").First.WaitForAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("h1:has-text('Quarry and Coton Hill')").WaitForAsync();
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task WithoutScript_TheFormSearches()
    {
        var page = await OpenAsync("/areas/DEMO0042", new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 320, Height = 800 } });
        await page.Locator("#site-search").FillAsync("battlefeild");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("h1:has-text('1 result found for')").WaitForAsync();
        (await page.Locator("#site-search").InputValueAsync()).ShouldBe("battlefeild");
        await page.Locator(".geo-results a").ClickAsync();
        await page.Locator("h1:has-text('Battlefield')").WaitForAsync();
        Complaints.ShouldBeEmpty();
    }
}
