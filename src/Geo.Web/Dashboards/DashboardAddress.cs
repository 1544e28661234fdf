using Geo.Core.Dashboards;
using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Dashboards;

/// <summary>What the address of a dashboard says besides its name.</summary>
/// <param name="Area">A kind of area and a code, such as <c>town:T1</c>; null for all.</param>
/// <param name="AsAt">The moment that the figures are as known at; null for now.</param>
internal sealed record DashboardAddress(string? Period, string? Compare, string? Area, string? AsAt = null)
{
    private static readonly IReadOnlyList<QueryParameter> Parameters = [new("period", ""), new("compare", ""), new("area", ""), CurrentCube.AsAt];

    /// <exception cref="InvalidRequestException">The address is not of its form.</exception>
    public static DashboardAddress Read(HttpRequest request)
    {
        var query = Query.Read(request, Parameters);
        if (query["area"] is { } area && area.IndexOf(':', StringComparison.Ordinal) < 1)
            throw new InvalidRequestException("area", $"'{Geo.Core.Fault.Shown(area)}' is not an area; write a kind and a code, such as town:T1.", []);
        return new(query["period"], query["compare"], query["area"], query[CurrentCube.AsAt.Name]);
    }

    /// <summary>What the page shows: what the address says, or else the dashboard. <c>none</c> compares with nothing.</summary>
    public DashboardFilter Filter(Dashboard dashboard)
    {
        var compare = Compare ?? dashboard.Compare;
        return new(Period ?? dashboard.Period, compare == "none" ? null : compare, Area?.Split(':', 2) is [var kind, var code] ? (kind, code) : null);
    }

    /// <summary>The same with what is asked, for links.</summary>
    public string Text => string.Concat(new[] { ("period", Period), ("compare", Compare), ("area", Area), (CurrentCube.AsAt.Name, AsAt) }.Where(pair => pair.Item2 is not null).Select((pair, i) => $"{(i == 0 ? '?' : '&')}{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}"));
}
