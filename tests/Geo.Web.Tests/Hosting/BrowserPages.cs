using System.Text.Json;
using Geo.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Hosting;

/// <summary>Pages in a real browser. Any violation of the content security policy and any error of a script is a complaint.</summary>
public abstract class BrowserPages(HostFixture host) : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    protected List<string> Complaints { get; } = [];

    /// <summary>Where screenshots go for people to look at; null where none are wanted.</summary>
    protected static string? Screenshots => Environment.GetEnvironmentVariable("GEO_SCREENSHOTS");

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Missing is not null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = BrowserFactAttribute.Chromium, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    protected async Task<IPage> OpenAsync(string address, BrowserNewContextOptions? options = null)
    {
        var page = await BlankAsync(options);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>A page that shows nothing yet; addresses without a host are those of the host.</summary>
    protected async Task<IPage> BlankAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new() { ViewportSize = new() { Width = 1280, Height = 900 } };
        options.BaseURL = host.Address.ToString();
        var context = await _browser!.NewContextAsync(options);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Add(message.Text);
        };
        return page;
    }

    /// <summary>What axe finds on a page, a line each.</summary>
    protected static async Task<IReadOnlyList<string>> AxeAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Repository.At("src", "Geo.Web", "node_modules", "axe-core", "axe.min.js")));
        var result = await page.EvaluateAsync<JsonElement>("() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })");
        result.GetProperty("passes").GetArrayLength().ShouldBeGreaterThan(10);
        return [.. result.GetProperty("violations").EnumerateArray().Select(violation => $"{violation.GetProperty("id").GetString()}: {violation.GetProperty("nodes")[0].GetProperty("html").GetString()}")];
    }

    /// <summary>A screenshot; kept where <see cref="Screenshots"/> says.</summary>
    /// <param name="whole">Also what lies below the window.</param>
    protected static Task<byte[]> ShootAsync(IPage page, string name, bool whole = false) =>
        page.ScreenshotAsync(new() { Path = Screenshots is { } folder ? Path.Combine(folder, name + ".png") : null, FullPage = whole });
}

/// <summary>A test that needs PostGIS, Chromium and the front end's packages; in CI it must have them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Missing;

    public static string Chromium { get; } = Environment.GetEnvironmentVariable("GEO_CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium";

    public static string? Missing { get; } = Testing.Missing.Database
        ?? (Environment.GetEnvironmentVariable("CI") is "true" or "1" ? null
            : !File.Exists(Chromium) ? "no Chromium: GEO_CHROMIUM says where it is; ./geo test installs it"
            : !Directory.Exists(Repository.At("src", "Geo.Web", "wwwroot", "dist")) ? "the front end is not built: npm ci && npm run build in src/Geo.Web"
            : null);
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = BrowserFactAttribute.Missing;
}
