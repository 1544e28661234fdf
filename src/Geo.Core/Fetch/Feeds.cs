using System.Globalization;
using System.Net;

namespace Geo.Core.Fetch;

/// <summary>Where data is fetched from, as <c>geodata/feeds.yaml</c> or a file of one's own says.</summary>
public sealed class Feeds
{
    /// <summary>The setting that names another file than the shipped one.</summary>
    public const string Setting = "GEO_FEEDS";

    /// <summary>The setting of tests that lets feeds lie on this machine: addresses at 127.0.0.1, also by http. Nothing else opens that door.</summary>
    public const string LoopbackSetting = "GEO_FEEDS_LOOPBACK";

    private const string Shipped = "geodata/feeds.yaml";
    private const string Code = "bad-feeds";
    private const string Remedy = "geodata/feeds.schema.json tells what a feed has.";

    /// <summary>The hosts that may be asked, and no others.</summary>
    public List<string> Hosts { get; set; } = [];

    /// <summary>To one host. data.police.uk lets 15 through.</summary>
    public double RequestsPerSecond { get; set; } = 5;

    public CrimeFeed? Crime { get; set; }

    public List<BoundaryFeed> Boundaries { get; set; } = [];

    public List<PopulationFeed> Populations { get; set; } = [];

    internal bool AllowsLoopback { get; private set; }

    /// <param name="path">Null or empty for the shipped file.</param>
    /// <exception cref="RefusedException">There is no such file, or it breaks a rule; every fault is named.</exception>
    public static Feeds Load(string? path, bool allowsLoopback = false) =>
        string.IsNullOrEmpty(path) ? Read(new StreamReader(typeof(Feeds).Assembly.GetManifestResourceStream(Shipped)!), Shipped, allowsLoopback)
        : File.Exists(path) ? Read(File.OpenText(path), Path.GetFileName(path), allowsLoopback)
        : throw new RefusedException(new Fault("not-found", path, null, null, null, "There is no such file.", $"Check the path in {Setting}."));

    /// <param name="file">Name for messages.</param>
    /// <exception cref="RefusedException">It breaks a rule; every fault is named.</exception>
    public static Feeds Read(TextReader text, string file, bool allowsLoopback = false)
    {
        var feeds = SettingsFile.Read<Feeds>(text, file, Code, Remedy);
        feeds.AllowsLoopback = allowsLoopback;
        var faults = feeds.Faults().Select(fault => new Fault(Code, file, null, fault.Field, fault.Value, fault.Rule, Remedy)).ToList();
        return faults.Count == 0 ? feeds : throw new RefusedException(faults);
    }

    /// <summary>Of one host and nothing to fetch from it: for what is sent there.</summary>
    public static Feeds Only(string host, bool allowsLoopback) => new() { Hosts = [host], AllowsLoopback = allowsLoopback };

    /// <exception cref="RefusedException">There is no such feed.</exception>
    public IReadOnlyList<BoundaryFeed> BoundariesOf(string? set) => Of(Boundaries, feed => feed.Set, set, "boundaries");

    /// <exception cref="RefusedException">There is no such feed.</exception>
    public IReadOnlyList<PopulationFeed> PopulationsOf(string? set) => Of(Populations, feed => feed.Set, set, "populations");

    internal bool AllowsAddress(Uri address) =>
        address.UserInfo.Length == 0
        && ((address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort)
            || (AllowsLoopback && address.Scheme is "http" or "https" && IPAddress.TryParse(address.Host, out var literal) && IPAddress.IsLoopback(literal)));

    private static IReadOnlyList<T> Of<T>(IReadOnlyList<T> feeds, Func<T, string> set, string? asked, string what)
    {
        IReadOnlyList<T> found = [.. feeds.Where(feed => asked is null || set(feed) == asked)];
        return found.Count > 0 ? found
            : throw new RefusedException(new Fault("unknown-feed", "SET", null, null, asked, asked is null ? $"No {what} are configured." : $"There are no {what} of that set.", feeds.Count > 0 ? $"Name one of: {string.Join(", ", feeds.Select(set))}." : $"Add {what} to the feeds file."));
    }

    private IEnumerable<(string Field, string? Value, string Rule)> Faults()
    {
        foreach (var host in Hosts.Where(host => Uri.CheckHostName(host) != UriHostNameType.Dns && !(AllowsLoopback && IPAddress.TryParse(host, out var literal) && IPAddress.IsLoopback(literal))))
            yield return ("hosts", host, "A host is a name such as data.police.uk, without https:// and path.");
        if (RequestsPerSecond is not (> 0 and <= 1000))
            yield return ("requests-per-second", RequestsPerSecond.ToString(CultureInfo.InvariantCulture), "Requests a second are more than 0 and at most 1,000.");
        foreach (var fault in (Crime?.Faults() ?? []).Concat(Boundaries.SelectMany(feed => feed.Faults())).Concat(Populations.SelectMany(feed => feed.Faults())))
            yield return fault;
        foreach (var (field, sets) in new[] { ("boundaries", Boundaries.Select(feed => feed.Set)), ("populations", Populations.Select(feed => feed.Set)) })
        {
            foreach (var twice in sets.GroupBy(set => set, StringComparer.Ordinal).Where(group => group.Count() > 1))
                yield return (field, twice.Key, "A set has one feed.");
        }

        var addresses = Boundaries.Select(feed => ("service", feed.Service)).Concat(Populations.Select(feed => ("address", feed.Address))).Concat(Crime is { } crime ? [("address", crime.Address)] : []);
        foreach (var (field, address) in addresses)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !AllowsAddress(uri) || uri.Query.Length > 0)
                yield return (field, address, "An address begins with https://, names no port and no user, and has no question mark.");
            else if (!Hosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase))
                yield return (field, address, $"{uri.Host} is none of the hosts that Geo may fetch from: {string.Join(", ", Hosts)}.");
        }
    }

    internal static bool IsName(string name) => name.Length is > 0 and <= 63 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
