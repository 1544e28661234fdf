using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Geo.Web.Dashboards;

/// <summary>Prints pages of this host, and of no other, as tagged PDF with headless Chromium, where it is installed.</summary>
internal sealed class PdfPrinter(IConfiguration configuration, IServer server, ILogger<PdfPrinter> log)
{
    private const string Setting = "Geo:Chromium";
    private const int AtOnce = 2; // a browser takes a processor and some 200 MB

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string[] Names = ["chromium", "google-chrome", "chromium-browser"];

    private readonly string? _chromium = Find(configuration[Setting]);
    private readonly SemaphoreSlim _free = new(AtOnce);

    public bool IsThere => _chromium is not null;

    /// <param name="page">Path and query, escaped as an address is.</param>
    /// <exception cref="NotPrintedException">There is no browser, or it did not print; says what to do.</exception>
    public async Task<byte[]> PrintAsync(string page, CancellationToken cancellationToken)
    {
        if (_chromium is null)
            throw new NotPrintedException($"Chromium, which prints pages, is not installed where Geo runs. Install it (on Debian: apt-get install chromium) or name it with the setting {Setting.Replace(":", "__", StringComparison.Ordinal)}, and start Geo again; or print the page from your own browser.");
        var address = new Uri(Loopback(), page);
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await PrintAsync(_chromium, address, cancellationToken);
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<byte[]> PrintAsync(string chromium, Uri address, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("geo-print-");
        try
        {
            var file = Path.Combine(folder.FullName, "page.pdf");
            var told = await RunAsync(Start(chromium, folder.FullName, file, address), cancellationToken);
            if (File.Exists(file))
                return await File.ReadAllBytesAsync(file, cancellationToken);
            log.LogWarning("{Chromium} printed nothing of {Address}: {Told}", chromium, address, told);
            throw new NotPrintedException("Chromium printed nothing; the log of the host says what it told. Print the page from your own browser meanwhile.");
        }
        finally
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (IOException error)
            {
                log.LogWarning(error, "The folder {Folder} of a print could not be deleted", folder.FullName);
            }
        }
    }

    private static ProcessStartInfo Start(string chromium, string folder, string file, Uri address)
    {
        var start = new ProcessStartInfo(chromium,
        [
            "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync", "--disable-background-networking", "--disable-component-update", "--disable-breakpad", "--disable-dev-shm-usage",
            $"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {address.Host}", $"--user-data-dir={folder}", "--no-pdf-header-footer", "--export-tagged-pdf", $"--print-to-pdf={file}",
            .. Environment.IsPrivilegedProcess ? (string[])["--no-sandbox"] : [], // with its sandbox Chromium refuses to run as root
            address.AbsoluteUri,
        ])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        var path = start.Environment["PATH"];
        start.Environment.Clear(); // it needs none of our settings
        start.Environment["PATH"] = path;
        start.Environment["HOME"] = folder;
        return start;
    }

    /// <returns>What it told.</returns>
    private static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        var (told, output) = (process.StandardError.ReadToEndAsync(CancellationToken.None), process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            await output;
            return await told;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NotPrintedException($"Chromium did not print the page within {Limit.TotalSeconds:0} seconds. Ask again when the machine has less to do.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Where this host answers on its own machine.</summary>
    private Uri Loopback()
    {
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(BindingAddress.Parse).FirstOrDefault(address => address.Scheme == "http");
        return bound is null ? throw new NotPrintedException("This host answers on no plain HTTP address of its own machine, which pages are printed from. Start it with --urls http://127.0.0.1:PORT as well.")
            : new Uri($"http://{(bound.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : bound.Host)}:{bound.Port}");
    }

    private static string? Find(string? set)
    {
        var places = set is { Length: > 0 } ? [set] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(folder => Names.Select(name => Path.Combine(folder, name)));
        return places.FirstOrDefault(File.Exists);
    }
}

/// <summary>A page could not be printed.</summary>
internal sealed class NotPrintedException(string why) : Exception(why);
