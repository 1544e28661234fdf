using System.Net;
using Geo.Core.Fetch;
using Geo.Testing;
using Geo.Testing.Stub;

namespace Geo.Core.Tests.Fetch;

/// <summary>The stand-ins of a test, a folder for downloads, and what fetches from there without waiting.</summary>
internal sealed class StubFeeds : IAsyncDisposable
{
    private StubFeeds(StubServices services, Feeds feeds, OutboundLimits? limits, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (Services, Feeds) = (services, feeds);
        Outbound = new Outbound(feeds, Clock, limits, resolve);
    }

    public StubServices Services { get; }

    public Feeds Feeds { get; }

    public Outbound Outbound { get; }

    public HastyClock Clock { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("geo-fetch-").FullName;

    public static async Task<StubFeeds> StartAsync(
        Func<StubServices, string>? feeds = null, OutboundLimits? limits = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        var services = await StubServices.StartAsync();
        return new StubFeeds(services, Feeds.Read(new StringReader(feeds?.Invoke(services) ?? services.Feeds()), "feeds.yaml", allowsLoopback: true), limits, resolve ?? Dns.GetHostAddressesAsync);
    }

    public Task<FetchedCrime> CrimeAsync(IProgress<FetchProgress>? progress = null) => new FetchCrime(Feeds, Outbound, Folder).FetchAsync(progress, default);

    public Task<FetchedBoundaries> BoundariesAsync() => new FetchBoundaries(Outbound, Folder).FetchAsync(Feeds.Boundaries[0], null, default);

    public Task<FetchedPopulation> PopulationAsync(params string[] codes) => new FetchPopulation(Outbound, Folder).FetchAsync(Feeds.Populations[0], codes.ToHashSet(), null, default);

    /// <summary>A message with the stand-ins' addresses as <c>STUB</c> and <c>ARCHIVE</c>: their ports differ each time.</summary>
    public string Plain(string message) => message.Replace(Services.Address, "STUB", StringComparison.Ordinal).Replace(Services.ArchiveAddress, "ARCHIVE", StringComparison.Ordinal);

    public IReadOnlyList<string> Requests(string containing) => [.. Services.Requests.Where(request => request.Contains(containing, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        Outbound.Dispose();
        await Services.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
