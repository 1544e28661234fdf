using System.Text;
using Geo.Web.Charts;
using Geo.Web.Tests.Hosting;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Charts;

/// <summary>All charts on one page in a real browser, under the content security policy of the host.</summary>
[Collection(Demonstration.Name)]
public sealed class ChartPageTests(DemonstrationHost host) : BrowserPages(host)
{
    [BrowserTheory]
    [InlineData(1280, "desktop")]
    [InlineData(360, "phone")]
    [InlineData(320, "narrow")]
    public async Task Page_OfAllCharts_FitsAndHasNothingForAxe(int width, string name)
    {
        var page = await OpenChartsAsync(width);

        await ShootAsync(page, $"charts-{name}", whole: true);
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        (await page.EvaluateAsync<string[]>(Clipped)).ShouldBeEmpty();
        Complaints.ShouldBeEmpty();

        await page.Locator("summary").First.ClickAsync();
        (await page.Locator("details table").First.IsVisibleAsync()).ShouldBeTrue();
        (await AxeAsync(page)).ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Page_WithForcedColoursAndInGrey_ShowsEveryChart()
    {
        var page = await OpenChartsAsync(1280);

        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ColorScheme = ColorScheme.Dark });
        (await page.Locator(".geo-line").First.EvaluateAsync<string>("line => getComputedStyle(line).stroke")).ShouldNotBe("rgb(18, 53, 91)");
        await ShootAsync(page, "charts-forced", whole: true);

        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None, ColorScheme = ColorScheme.Light, Media = Media.Print });
        (await page.Locator("summary").First.IsVisibleAsync()).ShouldBeFalse();
        (await page.Locator(".geo-drawing--wide").First.IsVisibleAsync()).ShouldBeTrue();
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.EvaluateAsync("() => { document.documentElement.style.filter = 'grayscale(1)' }");
        await ShootAsync(page, "charts-grey", whole: true);
    }

    [BrowserFact]
    public async Task SavedSvg_IsDrawnByABrowserAsAnImage()
    {
        var page = await BlankAsync(new() { ViewportSize = new() { Width = 700, Height = 560 } });
        var (_, parameters) = ChartSamples.All.First(sample => sample.Chart == typeof(FunnelPlot));
        var svg = await ChartSvg.RenderAsync<FunnelPlot>(parameters);

        await page.SetContentAsync($"<img alt='' src='data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}'>");
        (await page.EvaluateAsync<int>("() => document.images[0].decode().then(() => document.images[0].naturalWidth)")).ShouldBe(672);
        await ShootAsync(page, "charts-saved");
    }

    /// <summary>Texts that reach out of their drawing.</summary>
    private const string Clipped = """
        () => [...document.querySelectorAll('svg.geo-drawing')].filter(svg => svg.clientWidth > 0).flatMap(svg => {
          const frame = svg.getBoundingClientRect();
          return [...svg.querySelectorAll('text')].filter(text => {
            const box = text.getBoundingClientRect();
            return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
          }).map(text => text.textContent);
        })
        """;

    private async Task<IPage> OpenChartsAsync(int width)
    {
        var html = new StringBuilder("<!DOCTYPE html><html lang='en' class='govuk-template'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>")
            .Append("<title>Charts</title><link rel='stylesheet' href='/dist/app.css'></head><body class='govuk-template__body'><div class='govuk-width-container'><main class='geo-main'><h1 class='govuk-heading-l'>Charts</h1>");
        foreach (var (chart, parameters) in ChartSamples.All)
            html.Append(await ChartRendering.HtmlAsync(chart, parameters));
        html.Append("</main></div></body></html>");

        var page = await BlankAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        var policy = (await page.APIRequest.GetAsync("/lint")).Headers["content-security-policy"];
        var headers = new Dictionary<string, string> { ["Content-Security-Policy"] = policy, ["Content-Type"] = "text/html; charset=utf-8" };
        await page.RouteAsync("**/charts", route => route.FulfillAsync(new() { Body = html.ToString(), Headers = headers }));
        await page.GotoAsync("/charts");
        return page;
    }
}
