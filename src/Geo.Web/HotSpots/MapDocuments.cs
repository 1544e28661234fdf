using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Web.Measures;

namespace Geo.Web.HotSpots;

/// <summary>A heat map's legend: all that its pictures and cells do not say themselves.</summary>
/// <param name="Form"><c>surface</c>, <c>cells</c> or <c>withheld</c>.</param>
/// <param name="Reason">Why there is no map, or no surface.</param>
/// <param name="BandwidthMetres">Of the surface's kernel, and the rule that chose it; null where there is none.</param>
/// <param name="ScaleMonths">The months that set the colours.</param>
/// <param name="Steps">Colours of what is drawn, the least first; below the first nothing is drawn.</param>
/// <param name="Cells">What <c>.geojson</c> and <c>.csv</c> hold.</param>
internal sealed record HeatMapDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string? Area, PeriodDocument Period, PeriodDocument? Compare, string Show, string Form, string? Reason,
    string Unit, int? BandwidthMetres, bool BandwidthIsChosen, PeriodDocument ScaleMonths, IReadOnlyList<StepDocument> Steps, CellsDocument Cells,
    FootingDocument Footing, FootingDocument? Before, IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static HeatMapDocument Of(HeatMap map)
    {
        var origin = map.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), map.Area?.Code, PeriodDocument.Of(origin.Period), origin.Compare is { } compare ? PeriodDocument.Of(compare) : null,
            map.Kind.ToString().ToLowerInvariant(), map.Form.ToString().ToLowerInvariant(), map.Reason, map.Scale.Unit, map.Surface is null ? null : map.BandwidthMetres, map.BandwidthIsChosen,
            PeriodDocument.Of(map.Scale.Reference), StepDocument.Of(map.Scale), new(map.Cells.CellMetres, map.Cells.Shape, StepDocument.Of(map.Cells.Scale)),
            FootingDocument.Of(map.Footing), map.Before is null ? null : FootingDocument.Of(map.Before), origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, map.Explanation);
    }
}

/// <param name="From">The value nearest to zero that is drawn in the colour.</param>
internal sealed record StepDocument(int Step, double From, string Label, string Colour)
{
    public static IReadOnlyList<StepDocument> Of(Scale scale) =>
        [.. scale.Steps.Select(step => new StepDocument(step, Math.Sign(step) * scale.Breaks[Math.Abs(step) - 1], scale.Range(step), MapColours.Of(scale, step)))];
}

internal sealed record CellsDocument(int Metres, string Shape, IReadOnlyList<StepDocument> Steps);

/// <param name="Mapped">Records at a point: the cells add up to them.</param>
/// <param name="Rough">Told only roughly, so in no cell.</param>
/// <param name="Total">Mapped, rough and not located.</param>
/// <param name="Outside">Outside the area, and not in the total.</param>
internal sealed record FootingDocument(long Mapped, long Rough, long NotLocated, long Total, long Outside)
{
    public static FootingDocument Of(MapFooting footing) => new(footing.Mapped, footing.Rough, footing.NotLocated, footing.Total, footing.Outside);
}

/// <summary>Hot spots as the API tells them in JSON.</summary>
/// <param name="Withheld">Why there are none to tell; null where there may be.</param>
/// <param name="CellsInAll">Cells of the ground, those without records included.</param>
/// <param name="Foretold">How well the hot spots of the period before foretold this one; null where there is none.</param>
/// <param name="HalfOfRecords">How few cells hold half of the records on the map.</param>
/// <param name="HistoryMonths">The months of the histories; null where there are too few.</param>
internal sealed record HotSpotsDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string? Area, PeriodDocument Period, string? Withheld, int CellMetres, int CellsInAll, IReadOnlyList<HotSpotDocument> Cells,
    ForetoldDocument? Foretold, HalfDocument? HalfOfRecords, PeriodDocument? HistoryMonths, FootingDocument Footing,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static HotSpotsDocument Of(HotSpotMap map)
    {
        var origin = map.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), map.Area?.Code, PeriodDocument.Of(origin.Period), map.Withheld, map.CellMetres, map.CellsInAll, [.. map.Cells.Select(HotSpotDocument.Of)],
            map.Foretold is { } foretold ? ForetoldDocument.Of(foretold) : null,
            map.Concentration is { } half ? new(half.PlacesForShare, Rounding.Round(half.PerCentOfPlaces, Rounding.ShareDecimals)) : null,
            map.History is { } history ? PeriodDocument.Of(history) : null, FootingDocument.Of(map.Footing),
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, map.Explanation);
    }
}

/// <param name="Cell">National Grid reference of the south-western corner.</param>
/// <param name="Class"><c>hot spot (1%)</c>, <c>hot spot (5%)</c>, <c>cold spot (5%)</c>, <c>cold spot (1%)</c>, or empty.</param>
internal sealed record HotSpotDocument(
    string Cell, string? Area, int Easting, int Northing, long Count, double? Z, double? P, double? AdjustedP, string Class, int HotMonths, string? History, string? Emerging)
{
    public static HotSpotDocument Of(HotSpotCell cell) => new(
        cell.Name, cell.Area, cell.X, cell.Y, cell.Count, cell.Z, cell.PValue, cell.AdjustedPValue, MapWords.Of(cell.Class), cell.HotMonths,
        cell.History is { } history ? MapWords.Of(history) : null, cell.Emerging is { } emerging ? MapWords.Of(emerging) : null);
}

/// <param name="HitRate">Share of the records that lie in those hot spots.</param>
/// <param name="Pai">Hit rate over their share of the ground: 1 is no better than chance.</param>
/// <param name="Pei">Pai over the best that so much ground could have had.</param>
internal sealed record ForetoldDocument(PeriodDocument From, int Cells, double HitRate, double AreaShare, double? Pai, double? Pei)
{
    public static ForetoldDocument Of(Foretold foretold) => new(
        PeriodDocument.Of(foretold.From), foretold.Cells, foretold.Score.HitRate, foretold.Score.AreaShare, foretold.Score.AccuracyIndex, foretold.Score.EfficiencyIndex);
}

internal sealed record HalfDocument(int Cells, decimal PerCentOfCells);

/// <summary>A cell through time.</summary>
internal sealed record CellHistoryDocument(MeasureDocument Measure, string Cell, int CellMetres, string? Reason, IReadOnlyList<CellMonthDocument> Months, bool IsDemonstration, string Explanation);

/// <param name="Count">Null where there is no data, or where it may not be told.</param>
internal sealed record CellMonthDocument(string Month, long? Count);
