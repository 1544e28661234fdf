using Geo.Core.Measures;

namespace Geo.Core.HotSpots;

/// <summary>The cells of a map as CSV, the most first; what is on no cell and the total stand below, and the note of the total explains the table.</summary>
public static class MapCsv
{
    private static readonly string[] HeatColumns = ["cell", "area", "easting", "northing", "metres", "count", "note"];

    private static readonly string[] HotSpotColumns =
        ["cell", "area", "easting", "northing", "metres", "count", "z", "p", "adjusted_p", "class", "hot_months", "history", "emerging", "note"];

    public static void Write(TextWriter writer, HeatMap map)
    {
        using var csv = new FiguresCsv(writer, HeatColumns);
        foreach (var cell in map.Cells.Cells)
        {
            csv.Text(cell.Name).Text(cell.Area).Number((long)cell.Corners[0].X).Number((long)cell.Corners[0].Y).Number((long)map.Cells.CellMetres).Number(cell.Count)
                .Text(FiguresCsv.Note(map.Origin)).End();
        }

        Footing(csv, map.Footing, map.Origin, map.Explanation, after: 0);
    }

    public static void Write(TextWriter writer, HotSpotMap map)
    {
        using var csv = new FiguresCsv(writer, HotSpotColumns);
        foreach (var cell in map.Cells)
        {
            csv.Text(cell.Name).Text(cell.Area).Number((long)cell.X).Number((long)cell.Y).Number((long)map.CellMetres).Number(cell.Count)
                .Number(Rounded(cell.Z)).Number(Rounded(cell.PValue)).Number(Rounded(cell.AdjustedPValue)).Text(MapWords.Of(cell.Class)).Number((long)cell.HotMonths)
                .Text(cell.History is { } history ? MapWords.Of(history) : "").Text(cell.Emerging is { } emerging ? MapWords.Of(emerging) : "").Text(FiguresCsv.Note(map.Origin)).End();
        }

        Footing(csv, map.Footing, map.Origin, map.Explanation, after: HotSpotColumns.Length - HeatColumns.Length);
    }

    private static void Footing(FiguresCsv csv, MapFooting footing, Origin origin, string explanation, int after)
    {
        foreach (var (name, count) in new[] { ("Told only roughly", footing.Rough), ("Not located", footing.NotLocated), ("Outside the area (not in the total)", footing.Outside), ("Total", footing.Total) })
        {
            csv.Text(name).Text("").Text("").Text("").Text("").Number(count);
            for (var i = 0; i < after; i++)
                csv.Text("");
            csv.Text(name == "Total" ? explanation : FiguresCsv.Note(origin)).End();
        }
    }

    private static decimal? Rounded(double? value) => value is { } number ? Rounding.Round(number, 4) : null;
}
