using Geo.Core.Exports;
using Geo.Core.Measures;

namespace Geo.Core.HotSpots;

/// <summary>The cells of a map as they are printed, the most first; what is on no cell and the total stand below, and the note of the total explains the table.</summary>
public static class MapExport
{
    private static readonly ExportColumn[] CellColumns =
    [
        new("cell", ColumnKind.Text), new("area", ColumnKind.Text), new("easting", ColumnKind.Plain), new("northing", ColumnKind.Plain),
        new("metres", "Side of the cell, m", ColumnKind.Plain), new("count", ColumnKind.Count),
    ];

    private static readonly ExportColumn[] HeatColumns = [.. CellColumns, new("previous", ColumnKind.Count), new("change", "Change", ColumnKind.Count, IsSigned: true), new("risk", ColumnKind.Number)];

    /// <summary>Where the count stands among the cells of a line, the sums below included.</summary>
    internal static int CountAt => CellColumns.Length - 1;

    private static readonly ExportColumn[] HotSpotColumns =
    [
        .. CellColumns, new("z", "z (Gi*)", ColumnKind.Number), new("p", "p of this cell alone", ColumnKind.Number), new("adjusted_p", "p, all cells looked at", ColumnKind.Number),
        new("class", ColumnKind.Text), new("hot_months", ColumnKind.Count), new("history", ColumnKind.Text), new("emerging", "Emerging hot spot", ColumnKind.Text),
    ];

    public static ExportTable Of(HeatMap map) => new()
    {
        FileName = map.Origin.FileName("heat-map"), Title = $"{map.Origin.Measure.Name}, {map.Origin.Period.Name}: {Finding(map)}", Columns = HeatColumns, Explanation = map.Explanation, IsDemonstration = map.Origin.IsDemonstration,
        Rows = map.Cells.Cells.Select(cell => new ExportRow([cell.Name, cell.Area, (long)cell.Corners[0].X, (long)cell.Corners[0].Y, map.Cells.CellMetres, cell.Count, cell.Previous, cell.Change, Rounded(cell.Risk)])).Concat(Footing(map.Footing, HeatColumns.Length)),
        About = map.Origin.About("None: counts", map.Notes, LeftOut),
    };

    public static ExportTable Of(HotSpotMap map) => new()
    {
        FileName = map.Origin.FileName("hot-spots"), Title = $"{map.Origin.Measure.Name}, {map.Origin.Period.Name}: {Finding(map)}", Columns = HotSpotColumns, Explanation = map.Explanation, IsDemonstration = map.Origin.IsDemonstration,
        Rows = map.Cells.Select(cell => Row(map, cell)).Concat(Footing(map.Footing, HotSpotColumns.Length)),
        About = map.Origin.About("None: counts", map.Notes, LeftOut),
    };

    private static string LeftOut => $"Cells with fewer than {CellProtection.Fewest} records are left out of the lines, not of the total.";

    private static ExportRow Row(HotSpotMap map, HotSpotCell cell) => new(
    [
        cell.Name, cell.Area, cell.X, cell.Y, map.CellMetres, cell.Count, Rounded(cell.Z), Rounded(cell.PValue), Rounded(cell.AdjustedPValue), MapWords.Of(cell.Class), cell.HotMonths,
        cell.History is { } history ? MapWords.Of(history) : ExportCell.Blank, cell.Emerging is { } emerging ? MapWords.Of(emerging) : ExportCell.Blank,
    ]);

    private static string Finding(HeatMap map) => map.Cells.Cells switch
    {
        _ when map.Form == HeatForm.Withheld => "not mapped",
        [] => "no cells to show",
        [var first, ..] when map.Kind == HeatKind.Change => $"changed most in {Place(first.Name, first.Area)}, from {first.Previous:N0} to {first.Count:N0}",
        [var first, ..] when map.Kind == HeatKind.Risk => $"highest in {Place(first.Name, first.Area)}",
        [var first, ..] when map.Cells.Cells.Count(cell => cell.Count == first.Count) is > 1 and var alike => $"most in {alike:N0} cells, {first.Count:N0} of {map.Footing.Total:N0} each",
        [var first, ..] => $"most in {Place(first.Name, first.Area)}, {first.Count:N0} of {map.Footing.Total:N0}",
    };

    private static string Finding(HotSpotMap map) => map.Hot.ToList() switch
    {
        _ when map.Withheld is not null => "not tested for hot spots",
        [] => "no hot spots to show",
        [var one] => $"one hot spot, {Place(one.Name, one.Area)}",
        [var first, ..] hot => $"{hot.Count:N0} hot spots, most in {Place(first.Name, first.Area)}, {first.Count:N0} of {map.Footing.Total:N0}",
    };

    private static string Place(string cell, string? area) => area is null ? cell : $"{cell} ({area})";

    private static IEnumerable<ExportRow> Footing(MapFooting footing, int columns)
    {
        yield return Line("Told only roughly", footing.Rough);
        yield return Line("Not located", footing.NotLocated);
        yield return Line("Outside the area (not in the total)", footing.Outside);
        yield return Line("Total", footing.Total) with { BearsExplanation = true };

        ExportRow Line(string name, long count) =>
            new([name, .. Enumerable.Repeat(ExportCell.Blank, CellColumns.Length - 2), count, .. Enumerable.Repeat(ExportCell.Blank, columns - CellColumns.Length)]) { IsFooting = true };
    }

    private static decimal? Rounded(double? value) => value is { } number ? Rounding.Round(number, 4) : null;
}
