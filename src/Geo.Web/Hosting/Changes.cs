using System.Net;

namespace Geo.Web.Hosting;

/// <summary>
/// Whether something may be changed through this host: a note, a file, a job. There are no accounts yet, so only somebody at the machine
/// itself may, and only where the host was started for that machine alone (<c>GEO_CHANGES=on</c>, which <c>./geo up</c> sets unless it listens to others).
/// </summary>
internal sealed class Changes(IConfiguration configuration)
{
    public const string Setting = "GEO_CHANGES";

    /// <summary>Whom a change is written down to.</summary>
    public const string Author = "local author";

    public const string Refusal = "Nothing can be changed from here: Geo has no accounts yet, so changes are made on the machine that runs it. Open it there, started without --listen, or use ./geo.";

    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "Via"];

    public bool AreOn { get; } = configuration[Setting] == "on";

    /// <summary>The name is looked at as well, or a page of the web whose name leads here could have a browser change something.</summary>
    public bool AreAllowed(HttpContext http) =>
        AreOn && IsLoopback(http.Connection.RemoteIpAddress) && IsLoopbackName(http.Request.Host.Host) && !Forwarding.Any(http.Request.Headers.ContainsKey);

    /// <exception cref="ChangesRefusedException">Not from here.</exception>
    public void Require(HttpContext http)
    {
        if (!AreAllowed(http))
            throw new ChangesRefusedException();
    }

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);

    private static bool IsLoopbackName(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Something was to be changed from where nothing may be.</summary>
internal sealed class ChangesRefusedException() : Exception(Changes.Refusal);
