using Geo.Core.Measures;
using Geo.Web.Measures;

namespace Geo.Web.Map;

/// <summary>What the map page offers.</summary>
internal static class MapChoices
{
    private const int MostMonths = 24;
    private const int MostAreas = 100;
    private const double NearMetres = 25_000;

    private static readonly string[] Words = ["Square", "Ward", "Area", "Class", "History", "Verdict"];

    /// <summary>Measures by the feed they are counted from, those of records with data.</summary>
    public static IEnumerable<IGrouping<string, Measure>> Measures(CountCube cube) =>
        cube.Measures.Where(measure => measure.Counting != Counting.People).GroupBy(measure => MapView.Capital(string.Join(", ", cube.SourcesOf(measure).Select(source => source.Feed).Distinct())));

    /// <summary>Areas to zoom to, by kind; kinds with more areas than a list can hold are left out.</summary>
    public static IEnumerable<(string Group, IReadOnlyList<Choice> Choices)> Grounds(CountCube cube) =>
        cube.Sets.GroupBy(set => set.Set.Kind).Select(kind => kind.OrderByDescending(set => set.Set.ValidFrom).ThenByDescending(set => set.Set.Id).First()).Where(set => set.Areas.Count is > 1 and <= MostAreas)
            .OrderBy(set => set.Areas.Count).Select(set => (MapView.Capital(set.Set.Kind.Replace('-', ' ')), (IReadOnlyList<Choice>)[.. set.Areas.OrderBy(area => area.Name, StringComparer.OrdinalIgnoreCase).Select(area => new Choice($"{set.Set.Kind}:{area.Code}", area.Name))]));

    /// <summary>The areas of a kind, by name.</summary>
    public static IReadOnlyList<Choice> AreasOf(CountCube cube, string kind) => cube.Sets.Any(set => set.Set.Kind == kind)
        ? [.. cube.Sets.Where(set => set.Set.Kind == kind).OrderByDescending(set => set.Set.ValidFrom).ThenByDescending(set => set.Set.Id).First().Areas.OrderBy(area => area.Name, StringComparer.OrdinalIgnoreCase).Select(area => new Choice($"{kind}:{area.Code}", area.Name))]
        : [];

    public static IEnumerable<int> Bandwidths(int? chosen) => new[] { 250, 500, 750, 1000, 1500, 2000 }.Concat(chosen is { } other ? [other] : []).Distinct().Order();

    /// <summary>The last months with data up to the end of the period.</summary>
    public static IReadOnlyList<Period> Months(CountCube cube, Origin origin) =>
        [.. cube.MonthsOf(origin.Measure).Where(month => month <= origin.Period.Last).Order().TakeLast(MostMonths).Select(month => new Period(month, month, $"{month}"))];

    public static bool IsNumber(string column) => !Words.Contains(column);

    public static bool HasTowns(CountCube cube) => cube.Sets.Any(set => set.Set.Kind == "town");

    /// <summary>Outlines below heat and cells; wards draw their own.</summary>
    public static string? Outlines(MapView view) => view.Address.IsOfWards ? null : IsNear(view) ? "/api/v1/areas?kind=ward&zoom=12" : "/api/v1/areas?kind=ward";

    /// <summary>Whether the ground is a town's rather than a county's: then borders are drawn finer and wards have their names.</summary>
    public static bool IsNear(MapView view) => view.Box.Right - view.Box.Left < NearMetres;

    /// <summary>West, south, east and north of the ground in degrees.</summary>
    public static string Box(MapView view)
    {
        var (left, bottom, right, top) = view.Box;
        var corners = new[] { (left, bottom), (left, top), (right, bottom), (right, top) }.Select(corner => Geo.Core.Areas.BritishNationalGrid.ToDegrees(corner.Item1, corner.Item2)).ToList();
        return FormattableString.Invariant($"{corners.Min(corner => corner.Longitude):0.#####},{corners.Min(corner => corner.Latitude):0.#####},{corners.Max(corner => corner.Longitude):0.#####},{corners.Max(corner => corner.Latitude):0.#####}");
    }
}
