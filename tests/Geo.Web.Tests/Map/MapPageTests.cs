using System.Text.Json;
using Geo.Web.Tests.Hosting;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Map;

/// <summary>The map page in a real browser, on every layer.</summary>
[Collection(Demonstration.Name)]
public sealed class MapPageTests(DemonstrationHost host) : BrowserPages(host)
{
    private const string Heat = "/map?measure=recorded-crime&period=2023-24";
    private const string Town = "&ground=town%3ADEMOTOWN05";

    [BrowserTheory]
    [InlineData("heat", "img")]
    [InlineData("change", "img")]
    [InlineData("risk", "img")]
    [InlineData("cells", "path.geo-cell")]
    [InlineData("cells&shape=hexagon&cell=1000", "path.geo-cell")]
    [InlineData("hot-spots", "path.geo-cell")]
    [InlineData("persistence", "path.geo-cell")]
    [InlineData("persistence&classes=emerging", "path.geo-cell")]
    [InlineData("wards-rate", "path.geo-cell")]
    [InlineData("wards-change", "path.geo-cell")]
    public async Task Layer_IsDrawn_WithLegendTableAndExplanation(string layer, string drawn)
    {
        foreach (var ground in new[] { "", Town })
        {
            var page = await OpenAsync($"{Heat}&layer={layer}{ground}");
            await Ready(page);
            await page.Locator($".geo-heat-canvas {drawn}").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            (await page.Locator(".geo-map-legend li").CountAsync()).ShouldBeGreaterThan(1);
            (await page.Locator("#map-table tbody tr").CountAsync()).ShouldBeGreaterThan(5);
            (await page.Locator("#explanation").TextContentAsync()).ShouldNotBeNull().ShouldStartWith("Demonstration data");
            if (Screenshots is not null)
                await ShootAsync(page, $"map-{layer.Replace('&', '-')}-{(ground.Length > 0 ? "town" : "county")}");
            await page.Context.CloseAsync();
        }

        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Place_OnTheSurface_TellsItsMonths()
    {
        var page = await OpenAsync(Heat + Town);
        await Ready(page);
        await page.Locator(".geo-heat-canvas").ClickAsync();
        await page.Locator("#map-told h2:has-text('SJ')").WaitForAsync();

        await page.Locator("#map-table tbody tr").First.ClickAsync();
        await page.Locator("#map-told svg.geo-bars rect").First.WaitForAsync();
        (await page.Locator("#map-told svg.geo-bars").GetAttributeAsync("aria-label")).ShouldNotBeNull().ShouldStartWith("By month, from 2022-04 to 2024-03");
        (await page.Locator("#map-told tr").CountAsync()).ShouldBe(24);
        page.Url.ShouldContain("selected=SJ");
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task HotSpots_OfExactPlaces_TellRepeatPlacesAndNearRepeats()
    {
        var page = await OpenAsync("/map?measure=residential-burglary&period=2023-24&layer=hot-spots");
        await Ready(page);
        (await page.Locator("#repeat-table tbody tr").CountAsync()).ShouldBe(10);
        (await page.Locator("main").TextContentAsync()).ShouldNotBeNull().ShouldContain("times as likely as by chance");

        page = await OpenAsync("/map?measure=child-contacts&period=2023-24&layer=hot-spots");
        (await page.Locator("#repeat-table").CountAsync()).ShouldBe(0);
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task State_SurvivesReloadBackForwardAndSharing()
    {
        var page = await OpenAsync(Heat + "&layer=hot-spots");
        await Ready(page);
        await page.Locator(".leaflet-control-zoom-in").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("at=", StringComparison.Ordinal));
        await page.Locator("#map-table tbody tr a").Nth(2).ClickAsync();
        await page.Locator("path.geo-selected").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        var (address, chosen) = (page.Url, await page.Locator("tr.geo-selected").GetAttributeAsync("data-code"));

        await page.ReloadAsync();
        await Ready(page);
        page.Url.ShouldBe(address);
        (await page.Locator("tr.geo-selected").GetAttributeAsync("data-code")).ShouldBe(chosen);

        await page.Locator("#layer").SelectOptionAsync("wards-rate");
        await page.Locator("button:has-text('Show')").ClickAsync();
        await page.Locator("#map-table-caption:has-text('All wards')").WaitForAsync();
        await page.GoBackAsync();
        await Ready(page);
        page.Url.ShouldBe(address);
        await page.GoForwardAsync();
        await page.Locator("#map-table-caption:has-text('All wards')").WaitForAsync();

        var other = await OpenAsync(address);
        await Ready(other);
        (await other.Locator("path.geo-selected").CountAsync()).ShouldBe(1);
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Slider_StepsThroughMonths_InTheSameColours()
    {
        var page = await OpenAsync(Heat);
        await Ready(page);
        var legend = await page.Locator(".geo-map-legend").TextContentAsync();
        await page.Locator(".geo-months__slider input").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Locator(".geo-map-period:has-text('April 2022')").WaitForAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Locator(".geo-map-period:has-text('May 2022')").WaitForAsync();
        var tile = await page.Locator(".geo-heat-canvas .leaflet-now-pane img").First.GetAttributeAsync("src");
        tile.ShouldNotBeNull().ShouldContain("period=2022-05");
        tile.ShouldContain("scale=2023-24");
        (await page.Locator(".geo-map-legend").TextContentAsync()).ShouldBe(legend);
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task TwoMaps_MoveTogether_OrMeetAtASlider()
    {
        var page = await OpenAsync(Heat + "&view=side");
        await Ready(page);
        await page.Locator("#map-before[data-state=ready]").WaitForAsync();
        (await page.Locator(".geo-map-period").AllTextContentsAsync()).ShouldBe(["April 2023 to March 2024", "April 2022 to March 2023"]);
        await page.Locator("#map-now .leaflet-control-zoom-in").ClickAsync();
        await page.WaitForFunctionAsync("() => document.getElementById('map-now').leaflet.getZoom() === document.getElementById('map-before').leaflet.getZoom()");
        await ShootAsync(page, "map-side");

        page = await OpenAsync(Heat + "&view=swipe");
        await Ready(page);
        await page.Locator(".geo-swipe input").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        (await page.Locator(".geo-swipe-line").EvaluateAsync<string>("line => line.style.left")).ShouldBe("0%");
        await page.Locator(".leaflet-before-pane img").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await ShootAsync(page, "map-swipe");
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Keyboard_ReachesMapSlidersAndRows()
    {
        var page = await OpenAsync(Heat + "&layer=hot-spots");
        await Ready(page);
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("() => document.activeElement.textContent")).ShouldBe("Skip to main content");
        var seen = new HashSet<string>();
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            seen.Add(await page.EvaluateAsync<string>("() => document.activeElement.closest('[id]')?.id + ' ' + document.activeElement.className + ' ' + (document.activeElement.type ?? '')"));
        }

        seen.ShouldContain(stop => stop.Contains("geo-heat-canvas", StringComparison.Ordinal));
        seen.ShouldContain(stop => stop.EndsWith("range", StringComparison.Ordinal));
        seen.ShouldContain(stop => stop.StartsWith("row-", StringComparison.Ordinal));
        await page.Locator("#map-table tbody a").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#map-told svg.geo-bars").WaitForAsync();
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task WithoutScript_MapIsAPicture_AndMonthsAreLinks()
    {
        var page = await OpenAsync(Heat, new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 1280, Height = 900 } });
        var picture = page.Locator("img.geo-map-image");
        (await picture.GetAttributeAsync("alt")).ShouldNotBeNull().ShouldContain("The table below has the figures.");
        (await picture.EvaluateAsync<int>("image => image.naturalWidth")).ShouldBe(1000);
        await page.Locator(".geo-months a").First.ClickAsync();
        page.Url.ShouldContain("period=2022-04");
        (await page.Locator("#map-table tbody tr").CountAsync()).ShouldBe(20);
        if (Screenshots is not null)
            await ShootAsync(page, "map-no-script");
    }

    [BrowserFact]
    public async Task Png_HoldsTheWholePicture()
    {
        var page = await OpenAsync(Heat);
        await Ready(page);
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("geo-png button").ClickAsync());
        download.SuggestedFilename.ShouldBe("map-recorded-crime-2023-04..2024-03.png");
        var path = Path.Combine(host.Database.NewFolder(), "map.png");
        await download.SaveAsAsync(path);
        new FileInfo(path).Length.ShouldBeGreaterThan(30_000);
        if (Screenshots is { } folder)
            File.Copy(path, Path.Combine(folder, "map-downloaded.png"), overwrite: true);
        Complaints.ShouldBeEmpty();
    }

    [BrowserTheory]
    [InlineData("", 1280)]
    [InlineData("&layer=persistence" + Town, 1280)]
    [InlineData("&view=side", 1280)]
    [InlineData("&view=swipe&layer=wards-rate", 1280)]
    [InlineData("&layer=wards-change", 320)]
    [InlineData("&cell=50&layer=hot-spots", 1280)]
    public async Task Axe_FindsNothing_AndThePageNeverScrollsSideways(string asked, int width)
    {
        var page = await OpenAsync(Heat + asked, new() { ViewportSize = new() { Width = width, Height = 1000 } });
        if (await page.Locator("geo-heat-map").CountAsync() > 0)
            await Ready(page);
        (await AxeAsync(page)).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }

    [BrowserTheory]
    [InlineData("child-contacts", "have no point on the map")]
    [InlineData("domestic-homicides", "have no point on the map")]
    public async Task Map_ThatWouldMislead_IsReplacedByTheReason(string measure, string reason)
    {
        var page = await OpenAsync($"/map?measure={measure}&period=2023-24");
        (await page.Locator("#withheld").TextContentAsync()).ShouldNotBeNull().ShouldContain(reason);
        (await page.Locator("geo-heat-map").CountAsync()).ShouldBe(0);
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task PhoneAndPrint_ShowMapLegendAndTable()
    {
        var page = await OpenAsync(Heat, new() { ViewportSize = new() { Width = 360, Height = 740 } });
        await Ready(page);
        (await page.EvaluateAsync<JsonElement>("() => { const map = document.getElementById('map-now').leaflet, box = document.getElementById('map-now').getAttribute('box').split(',').map(Number); return { inside: map.getBounds().contains([box[1], box[0]]) && map.getBounds().contains([box[3], box[2]]) }; }"))
            .GetProperty("inside").GetBoolean().ShouldBeTrue();
        await page.Locator("#map-now").ScrollIntoViewIfNeededAsync();
        await ShootAsync(page, "map-phone");

        page = await OpenAsync(Heat + "&layer=hot-spots");
        await Ready(page);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (await page.Locator(".geo-pickers").IsVisibleAsync()).ShouldBeFalse();
        (await page.Locator("#map-table").IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator(".geo-map-legend").IsVisibleAsync()).ShouldBeTrue();
        (await page.PdfAsync(new() { Format = "A4", Path = Screenshots is { } folder ? Path.Combine(folder, "map-print.pdf") : null })).Length.ShouldBeGreaterThan(20_000);
    }

    private static Task Ready(IPage page) => page.Locator("#map-now[data-state=ready]").WaitForAsync();
}
