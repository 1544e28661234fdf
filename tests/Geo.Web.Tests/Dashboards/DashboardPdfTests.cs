using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using System.Text;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Dashboards;

/// <summary>Dashboards printed by a real Chromium.</summary>
[Collection(Demonstration.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class DashboardPdfTests(DemonstrationHost host)
{
    [BrowserFact]
    public async Task Report_IsATaggedPdf_WithItsText_KeptForTheNextWhoAsks()
    {
        await using var printing = GeoHostFactory.Start(host.Database.ConnectionString, ("Geo:Chromium", BrowserFactAttribute.Chromium));
        using var client = printing.Client();
        var folders = Prints();
        using var first = await client.GetAsync("/dashboards/annual-report.pdf?period=2023-24");
        var bytes = await first.Content.ReadAsByteArrayAsync();

        first.StatusCode.ShouldBe(HttpStatusCode.OK, Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 500)]));
        first.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        first.Content.Headers.ContentDisposition!.FileName.ShouldBe("annual-report-2023-24.pdf");
        var raw = Encoding.Latin1.GetString(bytes);
        raw.ShouldStartWith("%PDF-");
        raw.ShouldContain("/StructTreeRoot");
        raw.ShouldMatch(@"/MarkInfo\s*<<\s*/Type /MarkInfo\s*/Marked true|/MarkInfo\s*<<[^>]*/Marked true");
        raw.ShouldContain("/Lang");
        if (await TextAsync(host.Database.NewFile("report.pdf", ""), bytes) is { } text)
        {
            text.ShouldContain("There were 18,208 offences");
            text.ShouldContain("Demonstration data");
            text.ShouldContain("data version");
            text.ShouldContain("Quarry and Coton Hill");
            text.ShouldNotContain("Download as");
        }

        (await client.GetByteArrayAsync("/dashboards/annual-report.pdf?period=2023-24")).ShouldBe(bytes, "a second print would bear another time");
        Prints().Except(folders).ShouldBeEmpty("nothing of a print stays behind");
        (await client.GetStringAsync("/dashboards/annual-report?period=2023-24")).ShouldContain("href=\"/dashboards/annual-report.pdf?period=2023-24\"");
    }

    [DatabaseFact]
    public async Task WithoutChromium_ThePageAndTheAddressSayHow()
    {
        await using var bare = GeoHostFactory.Start(host.Database.ConnectionString, ("Geo:Chromium", "/nowhere/chromium"));
        using var client = bare.Client();
        using var answer = await client.GetAsync("/dashboards/annual-report.pdf");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Chromium, which prints pages, is not installed where Geo runs. Install it (on Debian: apt-get install chromium) or name it with the setting Geo__Chromium, and start Geo again; or print the page from your own browser.");
        var page = await client.GetStringAsync("/dashboards/annual-report?period=2023-24");
        page.ShouldContain("For a PDF, print this page from your browser, or install Chromium where Geo runs");
        page.ShouldNotContain(".pdf");
    }

    [DatabaseFact]
    public async Task Browser_ThatPrintsNothing_IsToldAndLeavesNothingBehind()
    {
        var folders = Prints();
        var broken = host.Database.NewFile("chromium", "#!/bin/sh\necho broken >&2\nexit 1\n");
        File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var other = GeoHostFactory.Start(host.Database.ConnectionString, ("Geo:Chromium", broken));
        using var client = other.Client();
        using var answer = await client.GetAsync("/dashboards/annual-report.pdf");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Chromium printed nothing; the log of the host says what it told.");
        Prints().Except(folders).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Asker_WhoGoesAway_TakesTheBrowserAlong()
    {
        var mark = host.Database.NewFile("pid", "");
        var slow = host.Database.NewFile("chromium", $"#!/bin/sh\nsleep 300 &\necho $! > {mark}\nwait\n");
        File.SetUnixFileMode(slow, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var other = GeoHostFactory.Start(host.Database.ConnectionString, ("Geo:Chromium", slow));
        using var client = other.Client();
        using var leaving = new CancellationTokenSource();
        var asked = client.GetAsync("/dashboards/annual-report.pdf", leaving.Token);
        var watch = Stopwatch.StartNew();
        while (new FileInfo(mark).Length == 0 && watch.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(50);
        var child = int.Parse(await File.ReadAllTextAsync(mark), provider: null);

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);

        while (IsAlive(child) && watch.Elapsed < TimeSpan.FromSeconds(60))
            await Task.Delay(50);
        IsAlive(child).ShouldBeFalse();
    }

    /// <summary>Not a process that has ended and only waits to be asked how.</summary>
    private static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string[] Prints() => Directory.GetDirectories(Path.GetTempPath(), "geo-print-*");

    /// <summary>What pdftotext reads; null where it is not installed.</summary>
    private static async Task<string?> TextAsync(string path, byte[] pdf)
    {
        if (!File.Exists("/usr/bin/pdftotext"))
            return null;
        await File.WriteAllBytesAsync(path, pdf);
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/pdftotext", ["-layout", path, "-"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        return await process.StandardOutput.ReadToEndAsync();
    }
}
