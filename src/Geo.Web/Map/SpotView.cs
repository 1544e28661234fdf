using System.Globalization;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Statistics.Persistence;
using Geo.Web.HotSpots;
using Geo.Web.Measures;

namespace Geo.Web.Map;

/// <summary>Hot spots and their persistence as a page shows them.</summary>
internal static class SpotView
{
    public static MapView Of(HotSpotMap map, MapAddress address, (double, double, double, double) box)
    {
        var origin = map.Origin;
        var where = MapView.NameOf(map.Area, origin.Set);
        var persistence = address.Layer == "persistence";
        var drawn = map.Cells.Where(cell => persistence ? cell.History is not (null or HistoryKind.None or HistoryKind.Mixed) : cell.Class != HotSpotClass.None).ToList();
        return new MapView
        {
            Address = address, Origin = origin, GroundName = where, Box = box,
            Withheld = map.Withheld ?? (persistence && map.History is null ? $"A history needs at least {HotSpotMap.FewestMonths} months of data up to {origin.Period.Name}." : null),
            Finding = persistence ? PersistenceFinding(map, drawn, where) : Finding(map, where), Remarks = [.. Remarks(map, persistence)],
            LegendTitle = persistence ? $"Squares of {map.CellMetres:N0} m over {map.History?.Months ?? 0} months" : $"Squares of {map.CellMetres:N0} m, Gi* corrected for looking everywhere",
            Legend = persistence
                ? [.. new[] { HistoryKind.Persistent, HistoryKind.Emerging, HistoryKind.Intermittent, HistoryKind.Former }.Select(kind => new LegendEntry(MapColours.Of(kind).Paint, $"{MapView.Capital(MapWords.Of(kind))}: {MapWords.Meaning(kind)}"))]
                : [.. new[] { HotSpotClass.VeryHot, HotSpotClass.Hot, HotSpotClass.Cold, HotSpotClass.VeryCold }.Select(kind => new LegendEntry(MapColours.Of(kind).Paint, MapView.Capital(MapWords.Of(kind))))],
            Shapes = [.. drawn.Select(cell => Shape(cell, map, persistence))],
            Columns = ["Square", "Area", "Count", "z", "Class", "History", "Hot months"],
            Rows = [.. (persistence ? drawn.OrderByDescending(cell => cell.HotMonths).ThenByDescending(cell => cell.Count) : map.Cells.AsEnumerable()).Take(MapView.MostRows).Select(cell => new MapRow(
                cell.Name, cell.Name, [cell.Area ?? "", Figures.Count(cell.Count), cell.Z?.ToString("0.0", CultureInfo.InvariantCulture) ?? "", MapWords.Of(cell.Class), cell.History is { } kind ? MapWords.Of(kind) : "", map.History is null ? "" : $"{cell.HotMonths}"], (cell.X, cell.Y)))],
            Explanation = map.Explanation,
        };
    }

    private static string Finding(HotSpotMap map, string where)
    {
        var name = map.Origin.Measure.Name;
        var hot = map.Hot.ToList();
        if (map.Withheld is not null)
            return $"{name} in {where}: no map";
        var share = map.Footing.Mapped == 0 ? 0 : 100.0 * hot.Sum(cell => cell.Count) / map.Footing.Mapped;
        return hot.Count == 0 ? $"{name} in {where}: no hot spot beyond chance"
            : $"{name} in {where}: {Figures.Count(hot.Count)} hot {(hot.Count == 1 ? "square holds" : "squares hold")} {Rounding.Round(share, 0):0}% of it";
    }

    private static string PersistenceFinding(HotSpotMap map, List<HotSpotCell> drawn, string where)
    {
        var persistent = drawn.Count(cell => cell.History == HistoryKind.Persistent);
        var emerging = drawn.Count(cell => cell.History == HistoryKind.Emerging);
        return $"{map.Origin.Measure.Name} in {where}: {persistent} {(persistent == 1 ? "square is" : "squares are")} nearly always hot, {emerging} {(emerging == 1 ? "is" : "are")} newly so";
    }

    private static IEnumerable<string> Remarks(HotSpotMap map, bool persistence)
    {
        yield return $"{(persistence && map.History is { } months ? months.Name : map.Origin.Period.Name)}. {map.Footing.Explanation}";
        if (map.Concentration is { } half)
            yield return $"Half of the records on the map lie in {Figures.Count(half.PlacesForShare)} of {Figures.Count(half.Places)} squares ({Rounding.Round(half.PerCentOfPlaces, 1)}%).";
        if (!persistence && map.Foretold is { Score: { AccuracyIndex: { } pai, EfficiencyIndex: { } pei } score } foretold)
        {
            yield return $"How well it predicts: the {Figures.Count(foretold.Cells)} hot squares of {foretold.From.Name} cover {Rounding.Round(100 * score.AreaShare, 1)}% of the ground and held {Rounding.Round(100 * score.HitRate, 0):0}% of the records of {map.Origin.Period.Name}, "
                + $"{Rounding.Round(pai, 1)} times what chance gives (PAI) and {Rounding.Round(100 * pei, 0):0}% of the best that so much ground could have held (PEI).";
        }
    }

    private static MapShape Shape(HotSpotCell cell, HotSpotMap map, bool persistence) => new(
        cell.Name, cell.Name, (persistence ? MapColours.Of(cell.History!.Value) : MapColours.Of(cell.Class)).Paint, MapGeoJson.Geometry(MapGeoJson.CellCorners(cell, map.CellMetres)),
        [
            cell.Area ?? "", $"{Figures.Count(cell.Count)} {map.Origin.Measure.Unit}", persistence ? $"{MapView.Capital(MapWords.Of(cell.History!.Value))}: hot in {cell.HotMonths} of {map.History!.Months} months" : $"{MapView.Capital(MapWords.Of(cell.Class))}, z {cell.Z:0.0}",
        ],
        (cell.X, cell.Y));
}
