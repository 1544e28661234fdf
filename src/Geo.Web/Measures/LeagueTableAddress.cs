using System.Globalization;
using System.Text;
using Geo.Core.Areas;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>What the address of a league table page says: its whole state.</summary>
public sealed record LeagueTableAddress
{
    internal static readonly string[] Columns = ["rank", "name", "count", "previous", "change", "change-per-cent", "rate"];

    internal static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("measure", "", "string"), new("areas", ""), new("boundaries", ""), new("period", ""), new("compare", ""), new("allow-missing", ""), new("top", ""),
        new("shade", ""), new("sort", ""), new("selected", ""),
    ];

    public required string Measure { get; init; }

    public string? Areas { get; init; }

    public string? Boundaries { get; init; }

    public string? Period { get; init; }

    public string? Compare { get; init; }

    public bool AllowMissing { get; init; }

    public int? Top { get; init; }

    public string? Shade { get; init; }

    /// <summary>A column, with a hyphen before it for the other way round; null for rank.</summary>
    public string? Sort { get; init; }

    /// <summary>Code of the area that is marked.</summary>
    public string? Selected { get; init; }

    /// <exception cref="InvalidRequestException">The address is not of its form.</exception>
    internal static LeagueTableAddress Read(string measure, HttpRequest request)
    {
        var query = Query.Read(request, Parameters);
        return new()
        {
            Measure = query["measure"] ?? measure,
            Areas = query.OneOf("areas", AreaKinds.All),
            Boundaries = query["boundaries"],
            Period = query["period"],
            Compare = query["compare"],
            AllowMissing = query.Flag("allow-missing"),
            Top = query.Integer("top", 1, 100_000),
            Shade = query.OneOf("shade", LeagueTableEndpoints.ShadeBy),
            Sort = query.OneOf("sort", [.. Columns, .. Columns.Select(column => "-" + column)]),
            Selected = query["selected"],
        };
    }

    /// <summary>Address of the page.</summary>
    public string Page => "/league-tables/" + Uri.EscapeDataString(Measure) + Text([.. Asked, ("top", Top?.ToString(CultureInfo.InvariantCulture)), ("shade", Shade), ("sort", Sort), ("selected", Selected)]);

    /// <summary>Address of the same figures on the API, such as with <c>.csv</c>.</summary>
    public string Api(string extension) => $"{GeoHost.Api}/league-tables/{Uri.EscapeDataString(Measure)}{extension}"
        + Text(extension == ".geojson" ? [.. Asked, ("shade", Shade)] : [.. Asked, ("top", Top?.ToString(CultureInfo.InvariantCulture))]);

    private IReadOnlyList<(string Name, string? Value)> Asked =>
        [("areas", Areas), ("boundaries", Boundaries), ("period", Period), ("compare", Compare), ("allow-missing", AllowMissing ? "true" : null)];

    private static string Text(IReadOnlyList<(string Name, string? Value)> parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
                text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }
}
