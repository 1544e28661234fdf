using System.Net;
using System.Net.Sockets;

namespace Geo.Core.Fetch;

/// <summary>Which addresses lie on the public internet. Source: IANA's registries of special-purpose addresses, IPv4 and IPv6 (RFC 6890).</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. ((ReadOnlySpan<string>)
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ]).ToArray().Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>
    /// False for private, link-local (the metadata services of clouds among them), loopback, documentation and multicast addresses, and for
    /// IPv6 addresses that carry an IPv4 one: mapped, translated, tunnelled.
    /// </summary>
    public static bool Is(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || Global6.Contains(address)) && !Array.Exists(NotPublic, network => network.Contains(address));
}
