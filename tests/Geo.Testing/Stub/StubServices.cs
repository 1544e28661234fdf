using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Geo.Testing.Stub;

/// <summary>
/// data.police.uk, a feature service of the ONS Open Geography Portal and Nomis on this machine, behaving as their public documentation
/// says (each class names it). A test sets what they publish, and what goes wrong. The archives lie on a host of their own
/// (<see cref="ArchiveAddress"/>), to which data.police.uk redirects.
/// </summary>
public sealed class StubServices : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _posts = new();
    private readonly List<(string PathStart, RequestDelegate Answer)> _faults = [];
    private readonly Lock _turn = new();

    private StubServices(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var address in (ReadOnlySpan<string>)["127.0.0.1", "127.0.0.2"])
            {
                kestrel.Listen(IPAddress.Parse(address), 0, listen =>
                {
                    if (certificate is not null)
                        listen.UseHttps(certificate);
                });
            }
        });
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public StubPolice Police { get; private set; } = null!;

    public StubGeography Geography { get; } = new();

    public StubNomis Nomis { get; } = new();

    /// <summary>Such as <c>http://127.0.0.1:41234</c>; of all but the archives.</summary>
    public string Address => Listening("127.0.0.1");

    public string ArchiveAddress => Listening("127.0.0.2");

    /// <summary>What was asked so far: <c>GET /api/crime-last-updated</c>, with its query and, where it has one, its range.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>What was sent to the webhook at <c>/webhook</c>.</summary>
    public IReadOnlyList<string> Posts => [.. _posts];

    public static async Task<StubServices> StartAsync(X509Certificate2? certificate = null)
    {
        var stub = new StubServices(certificate);
        await stub._app.StartAsync();
        stub.Police = new StubPolice(stub.ArchiveAddress);
        return stub;
    }

    /// <summary>
    /// A file as <c>geodata/feeds.yaml</c> whose feeds are this stub's: street-level files, and boundary sets of wards with their populations, each
    /// a layer of its name in <see cref="StubGeography"/>; the first is in force from 2024, the next from 2025.
    /// </summary>
    public string Feeds(string crime = "forces: [west-mercia]", string hosts = "127.0.0.1, 127.0.0.2", params string[] sets)
    {
        string[] named = sets.Length > 0 ? sets : ["wards-2024"];
        return $$"""
            hosts: [{{hosts}}]
            requests-per-second: 1000
            crime:
              address: {{Address}}
              {{crime}}
            boundaries:
            {{string.Join('\n', named.Select((set, i) => $$"""
              - set: {{set}}
                kind: ward
                service: {{Address}}/arcgis/rest/services/{{set}}/FeatureServer/0
                code: WD24CD
                name: WD24NM
                vintage: December {{2024 + i}}
                valid-from: {{2024 + i}}-12-31
                source: Office for National Statistics
                licence: Open Government Licence v3.0
                allow-gaps: true
            """))}}
            populations:
            {{string.Join('\n', named.Select(set => $$"""
              - set: {{set}}
                address: {{Address}}/api/v01/dataset/NM_2014_1.data.csv
                geography: E06000051TYPE182
                parameters: { gender: "0", measures: "20100" }
                ages: { all: "200", 0-17: "201,204" }
            """))}}
            """;
    }

    /// <summary>The next request whose path starts so is answered thus instead; several wait their turn.</summary>
    public void Next(string pathStart, params RequestDelegate[] answers)
    {
        lock (_turn)
            _faults.AddRange(answers.Select(answer => (pathStart, answer)));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var range = request.Headers.Range.ToString();
        _requests.Enqueue($"{request.Method} {request.Path}{request.QueryString}{(range.Length > 0 ? $" {range}" : "")}");
        if (Fault(request.Path.Value ?? "") is { } fault)
            await fault(context);
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested || context.Response.StatusCode != StatusCodes.Status200OK)
            return;
        if (request.Method == HttpMethods.Post && request.Path.StartsWithSegments("/webhook", StringComparison.Ordinal))
            _posts.Enqueue(await new StreamReader(request.Body).ReadToEndAsync());
        else if (!await Police.AnswerAsync(context) && !await Geography.AnswerAsync(context) && !await Nomis.AnswerAsync(context))
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private RequestDelegate? Fault(string path)
    {
        lock (_turn)
        {
            var at = _faults.FindIndex(fault => path.StartsWith(fault.PathStart, StringComparison.Ordinal));
            if (at < 0)
                return null;
            var answer = _faults[at].Answer;
            _faults.RemoveAt(at);
            return answer;
        }
    }

    private string Listening(string host) => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
        .Single(address => address.Contains($"//{host}:", StringComparison.Ordinal));
}
