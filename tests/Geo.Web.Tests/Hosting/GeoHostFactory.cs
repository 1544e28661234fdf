using System.Text.Json.Nodes;
using Geo.Core.Database;
using Geo.Core.Demonstration;
using Geo.Testing;
using Geo.Web.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Hosting;

/// <summary>The host as it runs, on a port of its own.</summary>
internal sealed class GeoHostFactory : WebApplicationFactory<Program>
{
    private readonly string _connectionString;
    private readonly TimeProvider _time;
    private readonly (string Name, string Value)[] _settings;

    private GeoHostFactory(string connectionString, TimeProvider time, (string Name, string Value)[] settings)
    {
        (_connectionString, _time, _settings) = (connectionString, time, settings);
        UseKestrel(0);
    }

    public Uri Address => ClientOptions.BaseAddress;

    public static GeoHostFactory Start(string connectionString, params (string Name, string Value)[] settings) => Start(connectionString, TimeProvider.System, settings);

    /// <param name="time">The clock that it goes by.</param>
    public static GeoHostFactory Start(string connectionString, TimeProvider time, params (string Name, string Value)[] settings)
    {
        var host = new GeoHostFactory(connectionString, time, settings);
        host.StartServer();
        return host;
    }

    /// <summary>A client that follows no redirect.</summary>
    public HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting(GeoDatabase.Setting, _connectionString).UseSetting(Changes.Setting, "on").UseSetting(PagesAhead.Setting, "false").ConfigureLogging(logging => logging.ClearProviders()).ConfigureTestServices(services => services.AddSingleton(_time));
        foreach (var (name, value) in _settings)
            builder.UseSetting(name, value);
    }
}

/// <summary>A host on a database of its own, shared by the tests of a collection that only read.</summary>
public abstract class HostFixture(TestDatabase database, bool isNeeded) : IAsyncLifetime
{
    private GeoHostFactory? _host;
    private HttpClient? _client;

    public TestDatabase Database => database;

    public Uri Address => _host!.Address;

    public HttpClient Client => _client!;

    public async Task InitializeAsync()
    {
        if (!isNeeded)
            return;
        await database.InitializeAsync();
        await LoadAsync();
        _host = GeoHostFactory.Start(database.ConnectionString, Settings);
        _client = _host.Client();
    }

    public virtual async Task DisposeAsync()
    {
        if (!isNeeded)
            return;
        _client?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        await database.DisposeAsync();
    }

    public async Task<JsonNode> JsonAsync(string address)
    {
        using var response = await Client.GetAsync(address);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{address}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<string> TextAsync(string address)
    {
        using var response = await Client.GetAsync(address);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{address}: {(int)response.StatusCode} {text}");
        return text;
    }

    /// <summary>Of the host, once the database is there.</summary>
    protected virtual (string Name, string Value)[] Settings => [];

    protected virtual Task LoadAsync() => Task.CompletedTask;
}

/// <summary>The demonstration county.</summary>
public sealed class DemonstrationHost() : HostFixture(new TestDatabase(), Missing.Database is null)
{
    protected override async Task LoadAsync() => await LoadDemonstration.RunAsync(Database.Geo, seed: 1, onlyIfEmpty: false, Database.Clock, null, default);
}

/// <summary>The real sample.</summary>
public sealed class RealHost() : HostFixture(new RealCounty(), (Missing.Database ?? Missing.RealData) is null);

[CollectionDefinition(Name)]
public sealed class Demonstration : ICollectionFixture<DemonstrationHost>
{
    public const string Name = "demonstration county";
}
