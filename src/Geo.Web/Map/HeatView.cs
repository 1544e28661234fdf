using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Web.HotSpots;
using Geo.Web.Measures;

namespace Geo.Web.Map;

/// <summary>Heat, its change and its risk as a page shows them.</summary>
internal static class HeatView
{
    public static MapView Of(HeatMap map, MapAddress address, (double, double, double, double) box)
    {
        var origin = map.Origin;
        var where = MapView.NameOf(map.Area, origin.Set);
        var drawn = map.Form == HeatForm.Cells ? map.Cells.Cells.Where(cell => cell.Step > 0).Select(cell => Shape(cell, map.Cells, origin)) : [];
        var scale = map.Form == HeatForm.Cells ? map.Cells.Scale : map.Scale;
        return new MapView
        {
            Address = address, Origin = origin, GroundName = where, Box = box, Withheld = map.Form == HeatForm.Withheld ? map.Reason : null,
            Finding = Finding(map, where), Remarks = [.. Remarks(map)],
            LegendTitle = map.Form == HeatForm.Withheld ? "" : MapView.Capital(scale.Unit), Legend = map.Form == HeatForm.Withheld ? [] : [.. Steps(map, scale)],
            Shapes = [.. drawn], Surface = map.Form == HeatForm.Surface ? map : null,
            Columns = ["Square", "Area", "Count", .. Columns(map)],
            Rows = [.. map.Cells.Cells.Take(MapView.MostRows).Select(cell => new MapRow(cell.Name, cell.Name, [cell.Area ?? "", Figures.Count(cell.Count), .. Values(map, cell)], map.Cells.IsHexagonal ? null : ((int)cell.Corners[0].X, (int)cell.Corners[0].Y)))],
            RowsAre = map.Kind switch { HeatKind.Change => "that changed most", HeatKind.Risk => "with the highest risk", _ => "with the most" },
            Explanation = map.Explanation,
        };
    }

    private static string Finding(HeatMap map, string where)
    {
        var name = map.Origin.Measure.Name;
        if (map.Form == HeatForm.Withheld)
            return $"{name} in {where}: no map";
        if (map.Kind == HeatKind.Change)
        {
            var difference = map.Footing.Total - map.Before!.Total;
            return $"{name} in {where}: where it rose and fell, {(difference == 0 ? "the same" : $"{Figures.Count(Math.Abs(difference))} {(difference > 0 ? "more" : "fewer")}")} in all";
        }

        return map.Cells.Cells is not [var first, ..] ? $"{name} in {where}: none on the map"
            : $"{name} in {where}: {(map.Kind == HeatKind.Risk ? "highest risk" : "densest")} around {(first.Area is { } area && area != where ? area : first.Name)}";
    }

    private static IReadOnlyList<string> Columns(HeatMap map) => map.Kind switch { HeatKind.Change => ["Before", "Change"], HeatKind.Risk => ["Risk"], _ => [] };

    private static IReadOnlyList<string> Values(HeatMap map, MapCell cell) => map.Kind switch
    {
        HeatKind.Change => [Figures.Count(cell.Previous), Figures.Signed(cell.Change)],
        HeatKind.Risk => [cell.Risk is { } risk ? risk.ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture) : ""],
        _ => [],
    };

    private static IEnumerable<string> Remarks(HeatMap map)
    {
        yield return $"{map.Origin.Period.Name}{(map.Origin.Compare is { } compare ? $", compared with {compare.Name}" : "")}. {map.Footing.Explanation}";
        if (map.Form == HeatForm.Cells && map.Reason is not null)
            yield return map.Reason;
        if (map.Against is { } against && map.Kind == HeatKind.Risk)
            yield return $"Held against {against}.{(map.Scale.Unit.Contains("people", StringComparison.Ordinal) ? " A village in a large ward looks worse than it is, a busy centre where few live as well." : "")}";
        if (map.Form == HeatForm.Surface)
            yield return $"Smoothed over {map.BandwidthMetres:N0} m. The colours mean the same in every period up to the end of the financial year.";
    }

    private static IEnumerable<LegendEntry> Steps(HeatMap map, Scale scale)
    {
        foreach (var step in scale.Steps.Reverse())
            yield return new LegendEntry(MapColours.Of(scale, step), scale.Range(step));
        yield return new LegendEntry("none", scale.IsDiverging ? $"between −{scale.Breaks[0]:#,0.####} and +{scale.Breaks[0]:#,0.####}" : map.Kind == HeatKind.Risk ? $"less than {scale.Breaks[0]:#,0.####}, or too few people" : $"less than {scale.Breaks[0]:#,0.####}");
    }

    private static MapShape Shape(MapCell cell, CellMap cells, Origin origin) => new(
        cell.Name, cell.Name, MapColours.Of(cells.Scale, cell.Step), MapGeoJson.Geometry(cell.Corners),
        [cell.Area ?? "", $"{Figures.Count(cell.Count)} {origin.Measure.Unit}"], cells.IsHexagonal ? null : ((int)cell.Corners[0].X, (int)cell.Corners[0].Y));
}
