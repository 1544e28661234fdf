using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Map;

/// <summary>The real sample: street-level points that are moved, wards as published.</summary>
public sealed class RealHost() : HostFixture(new RealCounty(), (Missing.Database ?? Missing.RealData) is null)
{
    protected override Task LoadAsync() => Task.CompletedTask;
}

public sealed class RealMapTests(RealHost host) : BrowserPages(host), IClassFixture<RealHost>
{
    [RealBrowserTheory]
    [InlineData("asb", "heat", "All 263 records are on the map")]
    [InlineData("violence-and-sexual-offences", "heat", "records are on the map")]
    [InlineData("asb", "hot-spots", "records are on the map")]
    [InlineData("violence-and-sexual-offences", "hot-spots", "How well it predicts")]
    [InlineData("violence-and-sexual-offences", "wards-rate", "in total")]
    public async Task Layer_OfMarch2024_IsDrawn_ForTheCountyAndOneDivision(string measure, string layer, string says)
    {
        foreach (var ground in new[] { "", "&ground=ward%3AE05008180" })
        {
            var page = await OpenAsync($"/map?measure={measure}&period=2024-03&layer={layer}{ground}");
            if (await page.Locator("#map-now").CountAsync() > 0)
                await page.Locator("#map-now[data-state=ready]").WaitForAsync();
            if (ground.Length == 0)
                (await page.Locator("main").TextContentAsync()).ShouldNotBeNull().ShouldContain(says);
            if (Screenshots is not null)
                await ShootAsync(page, $"real-{measure}-{layer}{(ground.Length > 0 ? "-division" : "")}");
            await page.Context.CloseAsync();
        }

        Complaints.ShouldBeEmpty();
    }

    [RealBrowserTheory]
    [InlineData("&cell=100&layer=hot-spots", "Cells of less than 250 m would show what is not known.")]
    [InlineData("&layer=hot-spots", "published at map points that stand for several streets or addresses")]
    public async Task Map_OfMovedPoints_SaysSo(string asked, string says)
    {
        var page = await OpenAsync($"/map?measure=asb&period=2024-03{asked}");
        (await page.Locator("main").TextContentAsync()).ShouldNotBeNull().ShouldContain(says);
        (await page.Locator("#repeat-table").CountAsync()).ShouldBe(0);
    }
}

/// <summary>A test that needs a browser and the real sample.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealBrowserTheoryAttribute : TheoryAttribute
{
    public RealBrowserTheoryAttribute() => Skip = BrowserFactAttribute.Missing ?? Missing.RealData;
}
