using System.Text.Json;
using Geo.Benchmarks.Processes;
using Microsoft.Playwright;

namespace Geo.Benchmarks.Dashboards;

/// <summary>Dashboards as a browser that never saw them shows them.</summary>
internal static class DashboardView
{
    private const int Runs = 5;
    private const int MostKilobytes = 400;

    private const string Watch =
        """
        window.paint = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.paint = entry.startTime))).observe({ type: "largest-contentful-paint", buffered: true });
        """;

    public static async Task MeasureAsync(Scoreboard board, WebHost host)
    {
        if (FreshBrowser.Missing is { } why)
        {
            board.NotMeasured("Dashboards in a browser", why);
            return;
        }

        Scoreboard.Say("opening dashboards in a browser");
        await using var browser = await FreshBrowser.OpenAsync();
        foreach (var dashboard in DashboardSuite.Shipped)
        {
            List<(double Paint, double Bytes)> views = [];
            for (var run = -1; run < Runs; run++)
            {
                var view = await browser.VisitAsync(new Uri(host.Client.BaseAddress!, $"/dashboards/{dashboard}?period=2023-24"), Watch, LookAsync);
                if (run >= 0)
                    views.Add(view);
            }

            var (paint, kilobytes) = (views.ConvertAll(view => view.Paint).Median(), views.Max(view => view.Bytes) / 1024);
            board.Limit($"{dashboard}: largest contentful paint", $"{paint:0} ms ({views.Select(view => view.Paint).All("0")})", "below 1,000 ms", paint is > 0 and < 1000);
            board.Limit($"{dashboard}: bytes transferred, all that the page shows", $"{kilobytes:0} KB", $"below {MostKilobytes} KB", kilobytes < MostKilobytes);
        }
    }

    private static async Task<double> LookAsync(IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var paint = await page.EvaluateAsync<JsonElement>("() => window.paint"); // before the page is moved: that ends it
        await page.EvaluateAsync("() => document.querySelectorAll('img[loading=lazy]').forEach((image) => (image.loading = 'eager'))");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.WaitForFunctionAsync("() => [...document.images].every((image) => image.complete)");
        return paint.GetDouble();
    }
}
