using System.Globalization;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Web.HotSpots;
using Geo.Web.Measures;

namespace Geo.Web.Map;

/// <summary>Hot spots as a page shows them.</summary>
internal static class SpotView
{
    private static readonly HotSpotClass[] Classes = [HotSpotClass.VeryHot, HotSpotClass.Hot, HotSpotClass.Cold, HotSpotClass.VeryCold];

    public static MapView Of(HotSpotMap map, MapAddress address, (double, double, double, double) box)
    {
        var origin = map.Origin;
        var where = MapView.NameOf(map.Area, origin.Set);
        return new MapView
        {
            Address = address, Origin = origin, GroundName = where, Box = box, Withheld = map.Withheld, Finding = Finding(map, where), Remarks = [.. Remarks(map)],
            LegendTitle = $"Squares of {map.CellMetres:N0} m, Gi* corrected for looking everywhere",
            Legend = [.. Classes.Select(kind => new LegendEntry(MapColours.Of(kind).Paint, MapView.Capital(MapWords.Of(kind))))],
            Shapes = [.. map.Cells.Where(cell => cell.Class != HotSpotClass.None).Select(cell => Shape(cell, map, MapColours.Of(cell.Class), $"{MapView.Capital(MapWords.Of(cell.Class))}, z {Told(cell.Z)}"))],
            Columns = ["Square", "Area", "Count", "z", "Class", "History", "Hot months"],
            Rows = [.. map.Cells.Take(MapView.MostRows).Select(cell => new MapRow(
                cell.Name, cell.Name, [cell.Area ?? "", Figures.Count(cell.Count), Told(cell.Z), MapWords.Of(cell.Class), cell.History is { } kind ? MapWords.Of(kind) : "", map.History is null ? "" : $"{cell.HotMonths}"], (cell.X, cell.Y)))],
            Explanation = map.Explanation,
        };
    }

    /// <summary>A cell with its count and one line more.</summary>
    internal static MapShape Shape(HotSpotCell cell, HotSpotMap map, MapFill fill, string told) => new(
        cell.Name, cell.Name, fill.Paint, MapGeoJson.Geometry(MapGeoJson.CellCorners(cell, map.CellMetres)), [cell.Area ?? "", $"{Figures.Count(cell.Count)} {map.Origin.Measure.Unit}", told], (cell.X, cell.Y));

    /// <summary>How few squares hold half of the records.</summary>
    internal static IEnumerable<string> Half(HotSpotMap map)
    {
        if (map.Concentration is { } half)
            yield return $"Half of the records on the map lie in {Figures.Count(half.PlacesForShare)} of {Figures.Count(half.Places)} squares ({Rounding.Round(half.PerCentOfPlaces, 1)}%).";
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

    private static IEnumerable<string> Remarks(HotSpotMap map)
    {
        yield return $"{map.Origin.Period.Name}. {map.Footing.Explanation}";
        foreach (var half in Half(map))
            yield return half;
        if (map.Foretold is { Score: { AccuracyIndex: { } pai, EfficiencyIndex: { } pei } score } foretold)
        {
            yield return $"How well it predicts: the {Figures.Count(foretold.Cells)} hot squares of {foretold.From.Name} cover {Rounding.Round(100 * score.AreaShare, 1)}% of the ground. They held {Rounding.Round(100 * score.HitRate, 0):0}% of the records of {map.Origin.Period.Name}. "
                + $"That is {Rounding.Round(pai, 1)} times what chance gives (PAI), and {Rounding.Round(100 * pei, 0):0}% of what the best squares of that size would have held (PEI).";
        }
    }

    private static string Told(double? z) => z?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";
}
