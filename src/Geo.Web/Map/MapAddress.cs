using System.Globalization;
using System.Text;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Web.Hosting;
using Geo.Web.HotSpots;

namespace Geo.Web.Map;

/// <summary>What the address of a map says: its whole state.</summary>
internal sealed record MapAddress
{
    public const string Heat = "heat";

    public static readonly IReadOnlyList<(string Slug, string Name)> Layers =
    [
        (Heat, "Heat map"), ("cells", "Counts by cell"), ("hot-spots", "Hot spots"), ("persistence", "Persistence over months"), ("change", "Change of heat"), ("risk", "Heat per 1,000 people"),
        ("wards-rate", "Wards by rate"), ("wards-change", "Wards by change"),
    ];

    public static readonly IReadOnlyList<(string Slug, string Name)> Views = [("one", "One map"), ("side", "Two side by side"), ("swipe", "Two, with a slider between")];

    private static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("measure", ""), new("period", ""), new("compare", ""), new("layer", ""), new("ground", ""), new("cell", ""), new("shape", ""), new("bandwidth", ""), new("classes", ""), new("view", ""), new("opacity", ""), new("selected", ""), new("at", ""), new("scale", ""),
    ];

    public required string Measure { get; init; }

    /// <summary>Null takes the last twelve months.</summary>
    public string? Period { get; init; }

    public string? Compare { get; init; }

    public string Layer { get; init; } = Heat;

    /// <summary>A kind of area and a code, such as <c>town:T1</c>; null for all wards.</summary>
    public string? Ground { get; init; }

    public int? Cell { get; init; }

    /// <summary><c>hexagon</c>; null for squares.</summary>
    public string? Shape { get; init; }

    public int? Bandwidth { get; init; }

    /// <summary><c>emerging</c> for the classes of emerging hot spot analysis; null for ours.</summary>
    public string? Classes { get; init; }

    public string View { get; init; } = "one";

    /// <summary>Per cent.</summary>
    public int Opacity { get; init; } = 100;

    /// <summary>A cell or an area that is marked.</summary>
    public string? Selected { get; init; }

    /// <summary>Zoom, latitude and longitude, where somebody moved the map.</summary>
    public string? At { get; init; }

    /// <summary>The period whose year sets the colours; null for the map's own.</summary>
    public string? Scale { get; init; }

    public bool IsOfWards => Layer is "wards-rate" or "wards-change";

    public bool IsOfSpots => Layer is "hot-spots" or "persistence";

    /// <summary>Whether the layer is told against a comparison.</summary>
    public bool IsOfChange => Layer is "change" or "wards-change";

    public string EffectivePeriod => Period ?? "last-12-months";

    /// <summary>The comparison; what a layer or view needs one for has the year before.</summary>
    public string? EffectiveCompare => Compare ?? (IsOfChange || View != "one" ? MeasureQuestion.YearBefore : null);

    /// <exception cref="InvalidRequestException">The address is not of its form.</exception>
    public static MapAddress Read(HttpRequest request, string measure)
    {
        var query = Query.Read(request, Parameters);
        return new()
        {
            Measure = query["measure"] ?? measure,
            Period = query["period"],
            Compare = query["compare"],
            Layer = query.OneOf("layer", [.. Layers.Select(layer => layer.Slug)]) ?? Heat,
            Ground = query["ground"],
            Cell = query.Integer("cell", 1, 100_000),
            Shape = query.OneOf("shape", MapRequests.Shapes) is "hexagon" ? "hexagon" : null,
            Bandwidth = query.Integer("bandwidth", 1, 100_000),
            Classes = query.OneOf("classes", ["emerging"]),
            View = query.OneOf("view", [.. Views.Select(view => view.Slug)]) ?? "one",
            Opacity = query.Integer("opacity", 10, 100) ?? 100,
            Selected = query["selected"],
            At = query["at"],
            Scale = query["scale"],
        };
    }

    /// <summary>The question that the map answers.</summary>
    /// <exception cref="InvalidRequestException">The ground is not of its form.</exception>
    public MapQuestion Question()
    {
        var ground = Ground?.Split(':', 2);
        if (ground is { Length: 1 })
            throw new InvalidRequestException("ground", $"'{Geo.Core.Fault.Shown(Ground!)}' is not a ground; write a kind of area and a code, such as town:T1.", []);
        return new()
        {
            Measure = new MeasureQuestion { Measure = Measure, Period = EffectivePeriod, Compare = EffectiveCompare, Areas = ground?[0] ?? "ward", Area = ground?[1], AllowMissing = !IsOfChange && View == "one" },
            Cell = Cell, Bandwidth = Bandwidth, ScaleOf = Scale, AsCells = Layer == "cells", Hexagons = Layer == "cells" && Shape is not null,
            Kind = Layer switch { "change" => HeatKind.Change, "risk" => HeatKind.Risk, _ => HeatKind.Density },
            Against = Layer == "risk" ? MapQuestion.Population : null,
        };
    }

    /// <summary>The same map of another period, in the same colours.</summary>
    public MapAddress Of(Period period) => this with { Period = period.Span, Compare = null, View = "one", Scale = Scale ?? EffectivePeriod };

    public string Page => "/map" + Text([.. State, ("view", View == "one" ? null : View), ("opacity", Opacity == 100 ? null : Number(Opacity)), ("at", At), ("selected", Selected)]);

    public string Shapes => "/map/shapes.geojson" + Text(State);

    public string Picture => "/map/picture.svg" + Text(State);

    /// <summary>Address of the surface's pictures, with the numbers of a tile to fill in.</summary>
    public string Tiles => $"{GeoHost.Api}/heat-maps/{Uri.EscapeDataString(Measure)}/{{z}}/{{x}}/{{y}}.png" + Text(
    [
        .. Asked, ("show", Layer switch { "change" => "change", "risk" => "risk", _ => null }), ("against", Layer == "risk" ? MapQuestion.Population : null), ("bandwidth", Number(Bandwidth)), ("scale", Scale),
    ]);

    /// <summary>Address of the figures on the API, such as with <c>.csv</c>.</summary>
    public string Api(string extension) => IsOfWards
        ? $"{GeoHost.Api}/{(Layer == "wards-change" ? "movers" : "league-tables")}/{Uri.EscapeDataString(Measure)}{extension}" + Text([("period", EffectivePeriod), ("compare", EffectiveCompare)])
        : $"{GeoHost.Api}/{(IsOfSpots ? "hot-spots" : "heat-maps")}/{Uri.EscapeDataString(Measure)}{extension}" + Text([.. IsOfSpots ? Asked.Where(asked => asked.Name != "compare") : Asked, ("cell", Number(Cell)), ("shape", Layer == "cells" ? Shape : null)]);

    /// <summary>Address of one cell through time, up to easting and northing.</summary>
    public string History => IsOfWards
        ? $"{GeoHost.Api}/trends/{Uri.EscapeDataString(Measure)}" + Text([("period", EffectivePeriod), ("allow-missing", "true")])
        : $"{GeoHost.Api}/hot-spots/{Uri.EscapeDataString(Measure)}/history" + Text([.. Asked.Where(asked => asked.Name != "compare")]);

    private IReadOnlyList<(string Name, string? Value)> State =>
        [("measure", Measure), ("layer", Layer == Heat ? null : Layer), ("period", Period), ("compare", Compare), ("ground", Ground), ("cell", Number(Cell)), ("shape", Shape), ("bandwidth", Number(Bandwidth)), ("classes", Classes), ("scale", Scale)];

    private IReadOnlyList<(string Name, string? Value)> Asked =>
        [("period", EffectivePeriod), ("compare", EffectiveCompare), ("areas", Ground?.Split(':', 2)[0]), ("area", Ground?.Split(':', 2) is [_, var code] ? code : null), ("allow-missing", IsOfChange ? null : "true")];

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

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
