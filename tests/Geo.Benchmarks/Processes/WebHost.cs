using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Geo.Core.Database;
using Geo.Testing;

namespace Geo.Benchmarks.Processes;

/// <summary>A web host of its own, run from a copy of the built one that also serves one static file.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    public const string StaticFile = "/static.json";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private WebHost(Process process, string folder, Uri address) => (_process, _folder, Client) = (process, folder, new HttpClient { BaseAddress = address });

    public HttpClient Client { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="keepsAnswers">Whether answers are kept per data version.</param>
    /// <param name="staticFile">What it serves as a static file, as it would a script or a picture.</param>
    public static Task<WebHost> StartAsync(TestDatabase database, bool keepsAnswers, ReadOnlyMemory<byte> staticFile = default) =>
        StartAsync(CopyOfBuild(staticFile), database, keepsAnswers);

    /// <summary>Starts the host as <c>./geo up</c> does: published, with its pages' own scripts and style sheets.</summary>
    /// <param name="environment">Settings on top.</param>
    public static Task<WebHost> StartPublishedAsync(TestDatabase database, Dictionary<string, string>? environment = null) =>
        StartAsync(Copy(Environment.GetEnvironmentVariable("GEO_WEB") ?? throw new InvalidOperationException("GEO_WEB is not set; ./geo bench sets it.")), database, keepsAnswers: true, environment);

    private static async Task<WebHost> StartAsync(string folder, TestDatabase database, bool keepsAnswers, Dictionary<string, string>? environment = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "Geo.Web.dll"), "--urls", address.ToString(), "--contentRoot", folder])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [GeoDatabase.Setting] = database.ConnectionString, ["Geo__AnswerCache"] = keepsAnswers ? "true" : "false", ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { }; // read, so that it never waits for us
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEndAsync();
        var host = new WebHost(process, folder, address);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < StartsWithin; await Task.Delay(100))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The web host stopped at once: {await errors}");
            if (await host.IsReadyAsync())
                return host;
        }

        await host.DisposeAsync();
        throw new TimeoutException($"The web host was not ready within {StartsWithin}.");
    }

    /// <returns>The body of an answer that must be a good one.</returns>
    public async Task<byte[]> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync() : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/api/v1/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private static string CopyOfBuild(ReadOnlyMemory<byte> staticFile)
    {
        var folder = Copy(Repository.At("artifacts", "bin", "Geo.Web", "release"));
        // The host serves exactly what these two list: here that one file, with the headers that a build gives.
        File.Delete(Path.Combine(folder, "Geo.Web.staticwebassets.runtime.json"));
        var name = StaticFile.TrimStart('/');
        Directory.CreateDirectory(Path.Combine(folder, "wwwroot"));
        File.WriteAllBytes(Path.Combine(folder, "wwwroot", name), staticFile.Span);
        var asset = new
        {
            Route = name, AssetFile = name, Selectors = Array.Empty<object>(), EndpointProperties = Array.Empty<object>(),
            ResponseHeaders = new[]
            {
                new { Name = "Cache-Control", Value = "no-cache" },
                new { Name = "Content-Length", Value = $"{staticFile.Length}" },
                new { Name = "Content-Type", Value = "application/json" },
                new { Name = "ETag", Value = "\"static\"" },
            },
        };
        File.WriteAllText(Path.Combine(folder, "Geo.Web.staticwebassets.endpoints.json"), JsonSerializer.Serialize(new { Version = 1, ManifestType = "Publish", Endpoints = new[] { asset } }));
        return folder;
    }

    private static string Copy(string build)
    {
        var folder = Directory.CreateTempSubdirectory("geo-bench-web-").FullName;
        foreach (var file in Directory.EnumerateFiles(build, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(build, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
