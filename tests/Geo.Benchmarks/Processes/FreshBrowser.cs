using Microsoft.Playwright;

namespace Geo.Benchmarks.Processes;

/// <summary>A browser in which every visit is the first: nothing is kept from one to the next.</summary>
internal sealed class FreshBrowser : IAsyncDisposable
{
    private static readonly string Chromium = Environment.GetEnvironmentVariable("GEO_CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private FreshBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Why there is none; null where there is.</summary>
    public static string? Missing => File.Exists(Chromium) ? null : $"no Chromium at {Chromium}: GEO_CHROMIUM says where it is";

    public static async Task<FreshBrowser> OpenAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] }));
    }

    /// <param name="watch">A script that runs in the page before its own.</param>
    /// <param name="look">What is waited for and seen.</param>
    /// <returns>What was seen, and the bytes that came, headers and compressed bodies.</returns>
    public async Task<(T Seen, double Bytes)> VisitAsync<T>(Uri address, string watch, Func<IPage, Task<T>> look)
    {
        await using var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        await context.AddInitScriptAsync(watch);
        var page = await context.NewPageAsync();
        var network = await context.NewCDPSessionAsync(page);
        var bytes = 0.0;
        network.Event("Network.loadingFinished").OnEvent += (_, told) => bytes += told!.Value.GetProperty("encodedDataLength").GetDouble();
        await network.SendAsync("Network.enable");
        await page.GotoAsync(address.ToString());
        var seen = await look(page);
        return (seen, bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
