using System.Text.Json;
using Geo.Benchmarks.Processes;
using Geo.Testing;
using Microsoft.Playwright;

namespace Geo.Benchmarks.HotSpots;

/// <summary>The map page as somebody sees it who never was there: an empty browser, a host that is at work.</summary>
internal static class FirstView
{
    private const int Runs = 5;

    // Told from inside the page: when the map and all its pictures are there, the largest paint, and tasks of more than 50 ms.
    private const string Watch =
        """
        window.seen = { ready: 0, paint: 0, longest: 0 };
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.paint = entry.startTime))).observe({ type: "largest-contentful-paint", buffered: true });
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.longest = Math.max(seen.longest, entry.duration)))).observe({ type: "longtask", buffered: true });
        const look = () => {
          const map = document.getElementById("map-now");
          const tiles = [...(map?.querySelectorAll(".leaflet-now-pane img") ?? [])];
          if (map?.dataset.state === "ready" && tiles.length > 0 && tiles.every((tile) => tile.complete && tile.naturalWidth > 0)) seen.ready = performance.now();
          else setTimeout(look, 4);
        };
        look();
        """;

    public static async Task MeasureAsync(Scoreboard board, TestDatabase database)
    {
        if (FreshBrowser.Missing is { } why)
        {
            board.NotMeasured("First view of the map", why);
            return;
        }

        Scoreboard.Say("opening the map in a browser");
        await using var host = await WebHost.StartPublishedAsync(database);
        await using var browser = await FreshBrowser.OpenAsync();
        List<Seen> views = [];
        for (var run = -1; run < Runs; run++)
        {
            var (seen, bytes) = await browser.VisitAsync(new Uri(host.Client.BaseAddress!, "/map"), Watch, LookAsync);
            if (run >= 0)
                views.Add(seen with { Bytes = bytes });
        }

        string Told(Func<Seen, double> figure) => $"{views.Select(figure).ToList().Median():0} ms ({views.Select(figure).All("0")})";
        var (ready, paint) = (views.Select(view => view.Ready).ToList().Median(), views.Select(view => view.Paint).ToList().Median());
        var (longest, most) = (views.Max(view => view.LongestTask), views.Max(view => view.Bytes));
        board.Limit("First view of /map: drawn with all its tiles", Told(view => view.Ready), "below 600 ms", ready < 600);
        board.Limit("First view of /map: largest contentful paint", Told(view => view.Paint), "below 800 ms", paint > 0 && paint < 800);
        board.Limit("First view of /map: bytes transferred", $"{most / 1024:0.0} KB", "at most 350 KB", most <= 350 * 1024);
        board.Limit("First view of /map: longest task of the page (those under 50 ms are not told)", $"{longest:0} ms ({views.Select(view => view.LongestTask).All("0")})", "at most 200 ms", longest <= 200);
    }

    private static async Task<Seen> LookAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => seen.ready > 0");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var seen = await page.EvaluateAsync<JsonElement>("() => seen");
        return new(seen.GetProperty("ready").GetDouble(), seen.GetProperty("paint").GetDouble(), seen.GetProperty("longest").GetDouble(), 0);
    }

    /// <summary>Milliseconds from the start of the navigation, and bytes.</summary>
    private sealed record Seen(double Ready, double Paint, double LongestTask, double Bytes);
}
