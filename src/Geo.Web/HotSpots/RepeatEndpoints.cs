using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.HotSpots;

/// <summary>Where and how soon records come again: repeat places and near repeats, as JSON, CSV and XLSX.</summary>
internal static class RepeatEndpoints
{
    private const int MostPlaces = 1000;

    private static readonly QueryParameter[] Common = [.. LeagueTableEndpoints.Where, LeagueTableEndpoints.OneArea, LeagueTableEndpoints.OnePeriod, CurrentCube.AsAt];

    private static readonly QueryParameter[] Places = [.. Common, new("top", $"That many places (default: {RepeatPlaces.UsualTop}).", "integer", Example: "50")];

    private static readonly QueryParameter[] Near =
    [
        .. Common, new("distance", $"How distance is measured: {NearRepeats.Distances[0]}, along the axes of the grid (the default), or {NearRepeats.Distances[1]}, a straight line.", Values: NearRepeats.Distances),
    ];

    public static void MapRepeats(this IEndpointRouteBuilder api)
    {
        api.MapTable(
            "repeat-places", "The places with two records or more, the most first, and how few places hold half of the records", "The same as CSV; the note of the last line explains the table", Places,
            async asked => await RepeatPlaces.AskAsync(asked.Database, asked.Cube, asked.Question with { Top = asked.Query.Integer("top", 1, MostPlaces) }, asked.Aborted),
            ApiJson.Default.RepeatPlacesDocument, RepeatPlacesDocument.Of, RepeatPlacesExport.Of);
        api.MapTable(
            "near-repeats", "Whether one record makes another nearby soon after more likely than chance (Knox's test)", "The same as CSV; the note of the last line tells what was found and explains the table", Near,
            async asked => await NearRepeats.AskAsync(asked.Database, asked.Cube, asked.Question, asked.Query.OneOf("distance", NearRepeats.Distances) ?? NearRepeats.Distances[0], asked.Aborted),
            ApiJson.Default.NearRepeatsDocument, NearRepeatsDocument.Of, NearRepeatsExport.Of);
    }
}

/// <summary>Repeat places as the API tells them in JSON.</summary>
/// <param name="Area">Code of the one area; null for all.</param>
/// <param name="Before">The period before; null where there are no data for all of it.</param>
/// <param name="Withheld">Why nothing is listed; null where something may be.</param>
/// <param name="Totals">Of all places, those that are not listed included; null where the table is withheld.</param>
internal sealed record RepeatPlacesDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string? Area, PeriodDocument Period, PeriodDocument? Before, string? Withheld, IReadOnlyList<RepeatPlaceDocument> Places,
    PlaceTotalsDocument? Totals, FootingDocument Footing, IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static RepeatPlacesDocument Of(RepeatPlaces places)
    {
        var origin = places.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), places.Area?.Code, PeriodDocument.Of(origin.Period), places.IsBeforeKnown ? PeriodDocument.Of(places.Before) : null, places.Withheld,
            [.. places.Rows.Select(row => new RepeatPlaceDocument(row.Rank, row.Reference, row.Name, row.Area, row.Count, row.Previous, $"{row.First}", $"{row.Last}"))],
            places.Totals is { } totals ? new(totals.Places, totals.Repeats, totals.Records, totals.RecordsAtRepeats, Rounding.Share(totals.ShareAtRepeats), totals.PlacesForHalf, Rounding.Share(totals.PerCentForHalf)) : null,
            FootingDocument.Of(places.Footing), origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, places.Explanation);
    }
}

/// <param name="GridReference">National Grid, exact to 10 m.</param>
/// <param name="Name">Null where the source has none.</param>
/// <param name="Previous">In the period before; null where that has no data, or too few to be told.</param>
internal sealed record RepeatPlaceDocument(int Rank, string GridReference, string? Name, string Area, long Count, long? Previous, string FirstMonth, string LastMonth);

/// <param name="Places">With one record or more.</param>
/// <param name="RepeatPlaces">With two or more.</param>
/// <param name="Records">At places.</param>
/// <param name="RecordsAtRepeatPlaces">At places with two or more.</param>
/// <param name="ShareAtRepeatPlaces">Of the records at places, in per cent, rounded half away from zero to two decimals.</param>
/// <param name="PlacesForHalf">The fewest places that hold half of the records.</param>
/// <param name="PerCentForHalf">They as per cent of the places with one record or more; places without any are not known.</param>
internal sealed record PlaceTotalsDocument(int Places, int RepeatPlaces, long Records, long RecordsAtRepeatPlaces, decimal? ShareAtRepeatPlaces, int PlacesForHalf, decimal? PerCentForHalf);

/// <summary>Near repeats as the API tells them in JSON.</summary>
/// <param name="Area">Code of the one area; null for all.</param>
/// <param name="Distance">How distance is measured.</param>
/// <param name="Withheld">Why nothing was tested; null where it was.</param>
/// <param name="Finding">What was found, in words; null where the table is withheld.</param>
/// <param name="Records">That were tested: with a point and a day.</param>
/// <param name="OnRecordedDay">Those of them whose day is that of recording, because they tell none on which it happened.</param>
internal sealed record NearRepeatsDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string? Area, PeriodDocument Period, string Distance, string? Withheld, string? Finding, int Records, int OnRecordedDay, int Permutations,
    IReadOnlyList<NearRepeatBandDocument> Bands, FootingDocument Footing, IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static NearRepeatsDocument Of(NearRepeats repeats)
    {
        var origin = repeats.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), repeats.Area?.Code, PeriodDocument.Of(origin.Period), repeats.Distance, repeats.Withheld, repeats.Finding, repeats.Records, repeats.OnRecordedDay,
            NearRepeats.Permutations, [.. repeats.Bands.Select(NearRepeatBandDocument.Of)], FootingDocument.Of(repeats.Footing), origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)],
            origin.Version, origin.AsAt, origin.IsDemonstration, repeats.Explanation);
    }
}

/// <param name="FromMetres">Included.</param>
/// <param name="ToMetres">Not included.</param>
/// <param name="FromDays">Included.</param>
/// <param name="ToDays">Included.</param>
/// <param name="Expected">Pairs by chance.</param>
/// <param name="Ratio">Pairs over those expected, rounded half away from zero to two decimals; null where none are expected.</param>
/// <param name="PValue">Of this band alone.</param>
/// <param name="AdjustedPValue">Corrected for looking at all bands.</param>
/// <param name="IsFlagged">Whether this band alone has clearly more pairs than chance gives.</param>
/// <param name="IsFinding">Whether it is beyond chance although all bands were looked at.</param>
internal sealed record NearRepeatBandDocument(string Name, int FromMetres, int ToMetres, int FromDays, int ToDays, long Pairs, decimal Expected, decimal? Ratio, double PValue, double AdjustedPValue, bool IsFlagged, bool IsFinding)
{
    public static NearRepeatBandDocument Of(NearRepeatBand band) => new(
        band.Name, band.FromMetres, band.ToMetres, band.FromDays, band.ToDays, band.Pairs, Rounding.Round(band.Expected, 3), band.Ratio is { } ratio ? Rounding.Round(ratio, 2) : null, band.PValue, band.AdjustedPValue, band.IsFlagged, band.IsFinding);
}
