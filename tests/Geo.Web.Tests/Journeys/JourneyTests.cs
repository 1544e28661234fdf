using Geo.Web.Tests.Hosting;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Journeys;

/// <summary>What each of those who use Geo comes for, from the home page to what they take away, on a desk and on a phone.</summary>
[Collection(Demonstration.Name)]
public sealed class JourneyTests(DemonstrationHost host) : BrowserPages(host)
{
    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task BoardMember_ReadsTheDashboard_AndTakesSlidesAndPaperAway(int width)
    {
        var page = await StartAsync(width, "board");
        await page.Locator(".geo-cards a:has-text('Community safety')").ClickAsync();
        await page.Locator("#period").SelectOptionAsync("2023-24");
        await page.Locator("main button:has-text('Show')").ClickAsync();
        await page.Locator(".geo-headline:has-text('18,208')").WaitForAsync();
        await LookAsync(page, $"board-dashboard-{width}");

        (await DownloadAsync(page, "a:has-text('slides')")).ShouldBe("community-safety-2023-24.pptx");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var hidden in new[] { ".geo-pickers", ".geo-links", ".geo-search", ".geo-header__nav", ".geo-footer" })
            (await page.Locator(hidden).First.IsVisibleAsync()).ShouldBeFalse(hidden);
        (await page.Locator(".geo-print-only").First.IsVisibleAsync()).ShouldBeTrue();
        await ShootAsync(page, $"board-print-{width}", whole: true);
        Complaints.ShouldBeEmpty();
    }

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task LocalityChair_PicksTheTown_AProblemWard_AndLooksAtLastMonth(int width)
    {
        var page = await StartAsync(width, "chair");
        await page.Locator(".geo-cards a:has-text('Locality meeting')").ClickAsync();
        await page.Locator("#area").SelectOptionAsync(new SelectOptionValue { Label = "Shrewsbury" });
        await page.Locator("main button:has-text('Show')").ClickAsync();
        await page.Locator("h1:has-text('Locality meeting: Shrewsbury')").WaitForAsync();
        await LookAsync(page, $"chair-town-{width}");

        await page.GotoAsync("/league-tables/asb-incidents?period=last-12-months&compare=year-before");
        await page.Locator("geo-map[data-state=ready]").WaitForAsync();
        var ward = page.Locator("#league-table tbody tr").First;
        var name = await ward.Locator("th a").TextContentAsync();
        await ward.Locator("th a").ClickAsync();
        await page.Locator("#area-told a").ClickAsync();
        await page.Locator("h1").GetByText(name!, new() { Exact = true }).WaitForAsync();
        (await page.Locator("#measure").InputValueAsync()).ShouldBe("asb-incidents");
        await LookAsync(page, $"chair-ward-{width}");

        await page.Locator("#period").SelectOptionAsync("2025-03");
        await page.Locator("main button:has-text('Show')").ClickAsync();
        await page.Locator("#profile-caption:has-text('March 2025')").WaitForAsync();
        (await page.Locator(".geo-chart__title:has-text('in March 2025')").CountAsync()).ShouldBeGreaterThan(0);
        Complaints.ShouldBeEmpty();
    }

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Analyst_TakesTablesAway_AndFindsTheAddressForPrograms(int width)
    {
        var page = await StartAsync(width, "analyst");
        await page.Locator("#site-search").FillAsync("violence with");
        await page.Locator("[role=option]:has-text('Violence with injury')").ClickAsync();
        await page.Locator("#period").SelectOptionAsync("2023-24");
        await page.Locator("main button:has-text('Show')").ClickAsync();
        await page.Locator("#league-table-caption:has-text('April 2023 to March 2024')").WaitForAsync();
        await LookAsync(page, $"analyst-table-{width}");
        (await DownloadAsync(page, "a:has-text('CSV')")).ShouldEndWith(".csv");
        (await DownloadAsync(page, "a:has-text('Excel')")).ShouldEndWith(".xlsx");

        await page.Locator("footer a:has-text('API reference')").ClickAsync();
        await page.Locator("summary:has-text('/api/v1/hours/{measure}')").First.ClickAsync();
        await LookAsync(page, $"analyst-api-{width}");
        Complaints.ShouldBeEmpty(); // of pages: for an answer of the API the browser asks for an icon that there is none of
        await page.Locator("details[open] a").First.ClickAsync();
        await page.GetByText("\"dataVersion\"").WaitForAsync();
    }

    [BrowserFact]
    public async Task Keyboard_AloneLeadsFromHomeToAWardsPage()
    {
        var page = await OpenAsync("/");
        await TabToAsync(page, "Locality meeting");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("h1:has-text('Locality meeting')").WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter"); // skip to the main content
        await TabToAsync(page, "Where");
        await page.Keyboard.TypeAsync("Ludlow");
        await TabToAsync(page, "Show");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("h1:has-text('Locality meeting: Ludlow')").WaitForAsync();
        await page.Locator("#site-search").FocusAsync();
        await page.Keyboard.TypeAsync("ludlow north");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".geo-results").WaitForAsync();
        await TabToAsync(page, "Ludlow North");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("h1:has-text('Ludlow North')").WaitForAsync();
        Complaints.ShouldBeEmpty();
    }

    private async Task<IPage> StartAsync(int width, string who)
    {
        var page = await OpenAsync("/", new() { ViewportSize = new() { Width = width, Height = 900 } });
        await LookAsync(page, $"{who}-home-{width}");
        return page;
    }

    /// <summary>Nothing that axe finds, and nothing to scroll sideways for.</summary>
    private static async Task LookAsync(IPage page, string name)
    {
        (await AxeAsync(page)).ShouldBeEmpty(name);
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(page.ViewportSize!.Width, name);
        if (Screenshots is not null)
            await ShootAsync(page, $"journey-{name}", whole: true);
    }

    /// <summary>The name of the file that a link gives.</summary>
    private static async Task<string> DownloadAsync(IPage page, string link) => (await page.RunAndWaitForDownloadAsync(() => page.Locator(link).First.ClickAsync())).SuggestedFilename;

    /// <summary>Presses Tab until what has the focus bears the words, as its text or its label.</summary>
    private static async Task TabToAsync(IPage page, string words)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await page.EvaluateAsync<string>("() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")).StartsWith(words, StringComparison.Ordinal))
                return;
        }

        throw new ShouldAssertException($"60 times Tab did not reach '{words}'.");
    }
}
