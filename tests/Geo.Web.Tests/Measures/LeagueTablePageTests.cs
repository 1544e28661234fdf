using Geo.Web.Tests.Hosting;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Measures;

/// <summary>The page in a real browser. Any violation of the content security policy and any error of a script fails the test.</summary>
[Collection(Demonstration.Name)]
public sealed class LeagueTablePageTests(DemonstrationHost host) : BrowserPages(host)
{
    private const string Table = "/league-tables/recorded-crime?period=last-12-months&compare=year-before";
    private const string First = "DEMO0042";

    [BrowserFact]
    public async Task Map_IsDrawn_WithEveryWardInTheColourOfItsRow()
    {
        var page = await OpenAsync(Table);
        await Ready(page);

        (await page.Locator("path.geo-ward").CountAsync()).ShouldBe(63);
        (await page.TitleAsync()).ShouldContain("has the most");
        (await page.Locator(".geo-banner").TextContentAsync()).ShouldBe("Demonstration data: invented figures on schematic wards, not Shropshire's real boundaries");
        foreach (var step in new[] { 0, 1, 2, 3, 4 })
            (await page.Locator($"path.geo-step-{step}").CountAsync()).ShouldBe(await page.Locator($"tbody .geo-step-{step}").CountAsync());
        (await page.Locator("path.geo-step-4").First.EvaluateAsync<string>("path => getComputedStyle(path).fill")).ShouldBe("rgb(37, 52, 148)");
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Hover_LightsTheRowAndTheWardTogether_BothWays()
    {
        var page = await OpenAsync(Table);
        await Ready(page);
        var row = page.Locator($"tr[data-code={First}]");

        await row.HoverAsync();
        await page.Locator("path.geo-lit").WaitForAsync();
        (await page.Locator("path.geo-lit").CountAsync()).ShouldBe(1);

        var ward = page.Locator("path.geo-step-0").First;
        await ward.HoverAsync();
        await page.Locator(".geo-tip").WaitForAsync();
        var name = await page.Locator(".geo-tip strong").TextContentAsync();
        (await page.Locator("tr.geo-lit a").AllTextContentsAsync()).ShouldBe([name!]);
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Click_MarksTheRowAndTheWard_AndGoesIntoTheAddress()
    {
        var page = await OpenAsync(Table);
        await Ready(page);

        await page.Locator("path.geo-step-0").First.ClickAsync();
        await page.Locator("tr.geo-selected").WaitForAsync();
        var code = await page.Locator("tr.geo-selected").GetAttributeAsync("data-code");
        page.Url.ShouldContain($"selected={code}");
        (await page.Locator("path.geo-selected").CountAsync()).ShouldBe(1);

        await page.ReloadAsync();
        await Ready(page);
        (await page.Locator("tr.geo-selected").GetAttributeAsync("data-code")).ShouldBe(code);
        (await page.Locator("path.geo-selected").CountAsync()).ShouldBe(1);

        await page.Locator($"tr[data-code={First}] a").ClickAsync();
        (await page.Locator("tr.geo-selected").GetAttributeAsync("data-code")).ShouldBe(First);
        page.Url.ShouldContain($"selected={First}");
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Keyboard_ReachesEverything_AndShowsWhereItIs()
    {
        var page = await OpenAsync(Table);
        await Ready(page);

        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("() => document.activeElement.textContent")).ShouldBe("Skip to main content");
        await page.Locator($"tr[data-code={First}] a").FocusAsync();
        await page.Locator("path.geo-lit").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator($"tr[data-code={First}]").GetAttributeAsync("class")).ShouldNotBeNull().ShouldContain("geo-selected");

        await page.Locator("#measure").FocusAsync();
        for (var presses = 0; presses < 30 && await page.Locator("#measure").InputValueAsync() != "residential-burglary"; presses++)
            await page.Keyboard.PressAsync("ArrowDown"); // type-ahead forgets its first letters on a busy machine
        await page.Locator("button:has-text('Show')").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("h1:has-text('Residential burglary:')").WaitForAsync(); // WaitForURLAsync misses a page that comes just as it starts to wait
        page.Url.ShouldContain("/league-tables/residential-burglary?");
        (await page.Locator("h1").TextContentAsync()).ShouldNotBeNull().ShouldStartWith("Residential burglary:");
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task WithoutScript_TableFormsSortingAndSelectionWork()
    {
        var page = await OpenAsync(Table, new() { JavaScriptEnabled = false });

        (await page.Locator("tr[data-code]").CountAsync()).ShouldBe(63);
        (await page.Locator("geo-map").TextContentAsync()).ShouldNotBeNull().ShouldContain("The table holds the same figures");
        await page.Locator("thead a", new() { HasText = "Ward" }).ClickAsync();
        (await page.Locator("tr[data-code] a").First.TextContentAsync()).ShouldBe("Abbey");
        (await page.Locator("th[aria-sort]").TextContentAsync()).ShouldNotBeNull().ShouldContain("Ward");
        await page.Locator("thead a", new() { HasText = "Ward" }).ClickAsync();
        (await page.Locator("tr[data-code] a").Last.TextContentAsync()).ShouldBe("Abbey");
        await page.Locator("tr[data-code] a").Last.ClickAsync();
        (await page.Locator("tr.geo-selected a").TextContentAsync()).ShouldBe("Abbey");
        await page.Locator("#measure").SelectOptionAsync("asb-incidents");
        await page.Locator("button:has-text('Show')").ClickAsync();
        page.Url.ShouldContain("/league-tables/asb-incidents?areas=ward&period=last-12-months&compare=year-before");
        (await page.Locator("h1").TextContentAsync()).ShouldNotBeNull().ShouldStartWith("Anti-social behaviour incidents:");
    }

    [BrowserTheory]
    [InlineData(320, 640, true)]
    [InlineData(320, 640, false)]
    [InlineData(720, 450, true)] // 1440 × 900 at 200%
    [InlineData(1440, 900, true)]
    public async Task Page_NeverScrollsSideways(int width, int height, bool script)
    {
        var page = await OpenAsync(Table, new() { ViewportSize = new() { Width = width, Height = height }, JavaScriptEnabled = script });
        if (script)
            await Ready(page);

        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }

    [BrowserTheory]
    [InlineData(Table, 1440)]
    [InlineData(Table + "&selected=" + First + "&top=10&sort=-change", 1440)]
    [InlineData(Table, 320)]
    [InlineData("/league-tables/nope", 1440)]
    [InlineData("/league-tables/recorded-crime?period=2010-01&compare=year-before", 1440)]
    [InlineData("/nothing", 1440)]
    [InlineData("/lint", 1440)]
    [InlineData("/lint", 320)]
    public async Task Axe_FindsNothing(string address, int width)
    {
        var page = await OpenAsync(address, new() { ViewportSize = new() { Width = width, Height = 1000 } });
        if (await page.Locator("geo-map").CountAsync() > 0)
            await Ready(page);

        (await AxeAsync(page)).ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Print_ShowsMapTableAndExplanation_WithoutForms()
    {
        var page = await OpenAsync(Table);
        await Ready(page);
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        (await page.Locator(".geo-pickers").IsVisibleAsync()).ShouldBeFalse();
        (await page.Locator("path.geo-ward").First.IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator("#league-table").IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator("#explanation").IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator(".geo-print-only").TextContentAsync()).ShouldNotBeNull().ShouldContain(Table);
        (await page.PdfAsync(new() { Format = "A4" })).Length.ShouldBeGreaterThan(20_000);
    }

    /// <summary>Screenshots for people to look at, where GEO_SCREENSHOTS names a folder.</summary>
    [BrowserFact]
    public async Task Screenshots_AreTaken()
    {
        var folder = Environment.GetEnvironmentVariable("GEO_SCREENSHOTS");
        var page = await OpenAsync(Table + "&selected=" + First, new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        await Ready(page);
        await page.Locator("path.geo-step-1").First.HoverAsync();
        (await ShootAsync("desktop")).Length.ShouldBeGreaterThan(10_000);
        await page.Locator("th a").First.FocusAsync();
        await ShootAsync("focus");
        if (folder is not null)
        {
            await page.PdfAsync(new() { Path = Path.Combine(folder, "print.pdf"), Format = "A4", PrintBackground = false });
            page = await OpenAsync(Table, new() { ViewportSize = new() { Width = 320, Height = 900 } });
            await Ready(page);
            await ShootAsync("phone");
            page = await OpenAsync(Table, new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 1280, Height = 900 } });
            await ShootAsync("no-script");
            page = await OpenAsync("/league-tables/recorded-crime?period=2020-09..2020-11&compare=2020-07..2020-09");
            await ShootAsync("refused");
        }

        Task<byte[]> ShootAsync(string name) => page.ScreenshotAsync(new() { Path = folder is null ? null : Path.Combine(folder, name + ".png") });
    }

    private static Task Ready(IPage page) => page.Locator("geo-map[data-state=ready] path.geo-ward").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
}
