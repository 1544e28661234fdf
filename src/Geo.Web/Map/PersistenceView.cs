using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Statistics.Persistence;
using Geo.Web.HotSpots;
using Geo.Web.Measures;

namespace Geo.Web.Map;

/// <summary>Hot spots over months as a page shows them, in four plain classes or in those of emerging hot spot analysis.</summary>
internal static class PersistenceView
{
    private static readonly HistoryKind[] Histories = [HistoryKind.Persistent, HistoryKind.Emerging, HistoryKind.Intermittent, HistoryKind.Former];

    private static readonly EmergingPattern[] Patterns =
    [
        EmergingPattern.Intensifying, EmergingPattern.Persistent, EmergingPattern.Diminishing, EmergingPattern.Consecutive,
        EmergingPattern.New, EmergingPattern.Sporadic, EmergingPattern.Oscillating, EmergingPattern.Historical,
    ];

    public static MapView Of(HotSpotMap map, MapAddress address, (double, double, double, double) box)
    {
        var origin = map.Origin;
        var where = MapView.NameOf(map.Area, origin.Set);
        var emerging = address.Classes == "emerging";
        var drawn = map.Cells.Where(cell => emerging ? cell.Emerging is not (null or EmergingPattern.None) : Histories.Contains(cell.History ?? HistoryKind.None)).ToList();
        return new MapView
        {
            Address = address, Origin = origin, GroundName = where, Box = box,
            Withheld = map.Withheld ?? (map.History is null ? $"A history needs at least {HotSpotMap.FewestMonths} months of data up to {origin.Period.Name}." : null),
            Finding = Finding(map, drawn, where, emerging),
            Remarks = [$"{(map.History ?? origin.Period).Name}. {map.Footing.Explanation}", .. SpotView.Half(map)],
            LegendTitle = $"Squares of {map.CellMetres:N0} m over {map.History?.Months ?? 0} months",
            Legend = emerging
                ? [.. Patterns.Select(pattern => new LegendEntry(MapColours.Of(pattern).Paint, $"{MapView.Capital(MapWords.Of(pattern))}: {MapWords.Meaning(pattern)}"))]
                : [.. Histories.Select(kind => new LegendEntry(MapColours.Of(kind).Paint, $"{MapView.Capital(MapWords.Of(kind))}: {MapWords.Meaning(kind)}"))],
            Shapes = [.. drawn.Select(cell => SpotView.Shape(
                cell, map, emerging ? MapColours.Of(cell.Emerging!.Value) : MapColours.Of(cell.History!.Value), $"{MapView.Capital(Class(cell, emerging))}: hot in {cell.HotMonths} of {map.History!.Months} months"))],
            Columns = ["Square", "Area", "Count", "Class", "Hot months"],
            Rows = [.. drawn.OrderByDescending(cell => cell.HotMonths).ThenByDescending(cell => cell.Count).Take(MapView.MostRows)
                .Select(cell => new MapRow(cell.Name, cell.Name, [cell.Area ?? "", Figures.Count(cell.Count), Class(cell, emerging), $"{cell.HotMonths}"], (cell.X, cell.Y)))],
            Explanation = map.Explanation,
        };
    }

    private static string Class(HotSpotCell cell, bool emerging) => emerging ? MapWords.Of(cell.Emerging!.Value) : MapWords.Of(cell.History!.Value);

    private static string Finding(HotSpotMap map, List<HotSpotCell> drawn, string where, bool emerging)
    {
        var lasting = drawn.Count(cell => emerging ? cell.Emerging is EmergingPattern.Intensifying or EmergingPattern.Persistent or EmergingPattern.Diminishing : cell.History == HistoryKind.Persistent);
        var late = drawn.Count(cell => emerging ? cell.Emerging is EmergingPattern.New or EmergingPattern.Consecutive : cell.History == HistoryKind.Emerging);
        return $"{map.Origin.Measure.Name} in {where}: {lasting} {(lasting == 1 ? "square is" : "squares are")} nearly always hot, {late} {(late == 1 ? "is" : "are")} newly so";
    }
}
