using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Geo.Core.Fetch;

/// <summary>
/// The one way out: every request to another machine goes through here. Only to the hosts of <see cref="Feeds"/>, by HTTPS, to public
/// addresses, checked again at each redirect; the name is resolved once and the connection goes to the address that was looked at. Politely:
/// so many requests a second, again later where a server is busy, within limits of time and size. No proxy, no cookies, nothing unpacked.
/// </summary>
public sealed partial class Outbound : IDisposable
{
    private readonly Feeds _feeds;
    private readonly TimeProvider _time;
    private readonly OutboundLimits _limits;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HttpClient _client;
    private readonly Pace _pace;
    private readonly Random _jitter = new(Environment.ProcessId);

    public Outbound(Feeds feeds, TimeProvider time, OutboundLimits? limits = null)
        : this(feeds, time, limits, Dns.GetHostAddressesAsync)
    {
    }

    internal Outbound(Feeds feeds, TimeProvider time, OutboundLimits? limits, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_feeds, _time, _limits, _resolve) = (feeds, time, limits ?? new OutboundLimits(), resolve);
        _pace = new Pace(feeds.RequestsPerSecond, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None, MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectTimeout = _limits.Answer, ConnectCallback = ConnectAsync,
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd($"Geo/{typeof(Outbound).Assembly.GetName().Version!.ToString(2)} (community safety statistics; fetches monthly)");
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Reads a document whole.</summary>
    /// <param name="toldInside">The status that an answer of status 200 tells in its text, where a service does so.</param>
    /// <exception cref="RefusedException">It may not be asked, cannot be had, or is too large.</exception>
    public async Task<byte[]> ReadAsync(Uri address, IProgress<FetchProgress>? progress, Func<byte[], HttpStatusCode?>? toldInside, CancellationToken cancellationToken) =>
        (await ReadUnlessAsync(null, address, progress, toldInside, cancellationToken))!;

    /// <summary>The same; null where the answer has a status that means something else than a fault.</summary>
    public async Task<byte[]?> ReadUnlessAsync(
        HttpStatusCode? status, Uri address, IProgress<FetchProgress>? progress, Func<byte[], HttpStatusCode?>? toldInside, CancellationToken cancellationToken) =>
        await TryAsync(
            address, progress,
            async () =>
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(_limits.Answer);
                try
                {
                    using var answer = await SendAsync(address, null, limit.Token);
                    if (answer.StatusCode == status)
                        return null;
                    CheckStatus(address, answer, answer.StatusCode);
                    var body = await BodyAsync(address, answer, limit.Token);
                    if (toldInside?.Invoke(body) is { } told)
                        CheckStatus(address, answer, told);
                    return body;
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw NoAnswer(address);
                }
            },
            cancellationToken);

    /// <summary>Sends a document, as to a webhook. Where no answer comes it is sent again, so it may arrive twice; redirects are not followed.</summary>
    /// <exception cref="RefusedException">It may not be sent, or was not taken. The message names the host and no more: a webhook's path is its key.</exception>
    public async Task PostAsync(Uri address, byte[] document, string contentType, CancellationToken cancellationToken)
    {
        var shown = new Uri(address.GetLeftPart(UriPartial.Authority));
        await TryAsync(
            shown, null,
            async () =>
            {
                CheckAllowed(address, shown, isRedirected: false);
                await _pace.TurnAsync(address.Host, cancellationToken);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(_limits.Answer);
                using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(document) };
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
                try
                {
                    using var answer = await SendAsync(request, shown, limit.Token);
                    CheckStatus(shown, answer, answer.StatusCode);
                    return true;
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw NoAnswer(shown);
                }
            },
            cancellationToken);
    }

    /// <summary>Sends a GET and follows redirects to allowed hosts; the answer's body is yet to be read.</summary>
    private async Task<HttpResponseMessage> SendAsync(Uri address, Action<HttpRequestMessage>? with, CancellationToken cancellationToken)
    {
        var to = address;
        for (var hop = 0; ; hop++)
        {
            CheckAllowed(to, address, isRedirected: hop > 0);
            await _pace.TurnAsync(to.Host, cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, to);
            with?.Invoke(request);
            var answer = await SendAsync(request, address, cancellationToken);
            if (answer.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || answer.Headers.Location is not { } location)
                return answer;
            answer.Dispose();
            to = new Uri(to, location);
            if (hop == _limits.Redirects)
                throw Refused("too-many-redirects", address, to.Host, $"{address.Host} redirects more than {_limits.Redirects} times.", "Correct the address in the feeds file.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException error) when (error.InnerException is RefusedException refused)
        {
            throw new RefusedException(refused.Faults[0] with { File = address.GetLeftPart(UriPartial.Path) }, error);
        }
        catch (HttpRequestException error) when (error.InnerException is AuthenticationException certificate)
        {
            throw Refused("certificate", address, null, $"The certificate of {request.RequestUri!.Host} is not trusted: {certificate.Message.TrimEnd('.')}.", "Check the address, this machine's clock and its root certificates; nothing was sent.", error);
        }
        catch (HttpRequestException error)
        {
            throw new PassingException($"{request.RequestUri!.Host} could not be reached: {(error.InnerException ?? error).Message.TrimEnd('.')}", cause: error);
        }
    }

    private void CheckAllowed(Uri to, Uri asked, bool isRedirected)
    {
        var redirected = isRedirected ? $"{asked.Host} redirects there, and " : "";
        if (!_feeds.AllowsAddress(to))
            throw Refused("not-https", asked, to.GetLeftPart(UriPartial.Authority), $"{redirected}data is fetched by https only, from the usual port.", "Correct the address in the feeds file.");
        if (!_feeds.Hosts.Contains(to.Host, StringComparer.OrdinalIgnoreCase))
            throw Refused("host-not-allowed", asked, to.Host, $"{redirected}{to.Host} is none of the hosts that Geo may fetch from: {string.Join(", ", _feeds.Hosts)}.", "If it is right, add it to hosts in the feeds file.");
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        if (Array.Find(addresses, address => !PublicAddress.Is(address) && !(_feeds.AllowsLoopback && IPAddress.IsLoopback(address))) is { } inside)
            throw Refused("private-address", context.InitialRequestMessage.RequestUri!, $"{inside}", $"{host} leads to {inside}, which is no public address.", "Check the name's DNS; Geo does not fetch from inside a network.");
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static RefusedException Refused(string code, Uri address, string? value, string rule, string remedy, Exception? cause = null) =>
        new(new Fault(code, address.GetLeftPart(UriPartial.Path), null, null, value, rule, remedy), cause);
}
