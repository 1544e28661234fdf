using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.Areas;

/// <summary>Every measure in one area, as JSON, CSV and XLSX.</summary>
internal static class ProfileEndpoints
{
    private static readonly QueryParameter[] Parameters = [new("period", $"{Period.Forms} Without it the last 12 months.", Example: "2023-24"), CurrentCube.AsAt];

    public static void MapProfiles(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("profiles").WithTags("Areas");
        LeagueTableEndpoints.Describe(
            group.MapGet("{area}", (HttpContext context, CurrentCube current, GeoDatabase database, string area) =>
                Answers.JsonAsync(context, current, ApiJson.Default.ProfileDocument, async snapshot => ProfileDocument.Of(await AskAsync(context, snapshot, database, area)))),
            "Every measure in one area: counts, ranks with what chance leaves open, rates beside all areas and similar ones, changes with a verdict", Parameters)
            .Produces<ProfileDocument>();
        Answers.DescribeFiles(
            group.MapGet("{area}.csv", (HttpContext context, CurrentCube current, GeoDatabase database, string area) =>
                Answers.CsvAsync(context, current, async snapshot => AreaMeasuresExport.Of(await AskAsync(context, snapshot, database, area)))),
            group.MapGet("{area}.xlsx", (HttpContext context, CurrentCube current, GeoDatabase database, string area) =>
                Answers.XlsxAsync(context, current, async snapshot => AreaMeasuresExport.Of(await AskAsync(context, snapshot, database, area)))),
            "The same as CSV; the note of the first line explains the table", Parameters);
    }

    private static Task<AreaMeasures> AskAsync(HttpContext context, Snapshot snapshot, GeoDatabase database, string area) =>
        AreaProfile.MeasuresAsync(snapshot, database, area, Query.Read(context.Request, Parameters)["period"]);
}

/// <summary>An area's measures as the API tells them in JSON.</summary>
/// <param name="Areas">How many areas it is ranked among.</param>
/// <param name="SimilarAreas">Codes of the areas like it; empty where none are more alike than others.</param>
/// <param name="WithoutData">Measures that have no data in the period.</param>
internal sealed record ProfileDocument(
    string Code, string Name, BoundarySetDocument Boundaries, PeriodDocument Period, int Areas, int? PopulationYear, IReadOnlyList<string> SimilarAreas, IReadOnlyList<ProfileRowDocument> Rows, IReadOnlyList<string> WithoutData,
    IReadOnlyList<string> Missing, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static ProfileDocument Of(AreaMeasures area) => new(
        area.Area.Code, area.Area.Name, BoundarySetDocument.Of(area.Set), PeriodDocument.Of(area.Period), area.Areas, area.PopulationYear, [.. area.Similar?.Areas.Select(other => other.Code) ?? []],
        [.. area.Rows.Select(ProfileRowDocument.Of)], [.. area.WithoutData.Select(measure => measure.Slug)], area.Missing, area.Origin.Version, area.Origin.AsAt, area.Origin.IsDemonstration, area.Explanation);
}

/// <param name="BestRank">The best rank that chance leaves open; null with too few records to say.</param>
/// <param name="RatePer1000">Over the period, rounded half away from zero to two decimals; null without a population, as the two below.</param>
/// <param name="RateOfSimilar">Of the areas like it, together.</param>
/// <param name="ChangePerCent">Rounded half away from zero to one decimal; null (N/A) from zero.</param>
/// <param name="Verdict">Whether chance explains the change from the year before, in words; null where months are missing.</param>
internal sealed record ProfileRowDocument(
    string Measure, string Name, long Count, int Rank, int? BestRank, int? WorstRank, decimal? RatePer1000, decimal? RateOfAll, decimal? RateOfSimilar, long? Previous, long? Change, decimal? ChangePerCent, double? PValue, bool? IsSignal, string? Verdict)
{
    public static ProfileRowDocument Of(AreaMeasure row) => new(
        row.Measure.Slug, row.Measure.Name, row.Count, row.Rank, row.Ranks?.Best, row.Ranks?.Worst, Rounding.Rate(row.Rate), Rounding.Rate(row.RateOfAll), Rounding.Rate(row.RateOfSimilar),
        row.Verdict?.Previous, row.Verdict?.Difference, Rounding.ChangePerCent(row.Verdict?.PerCent), row.Verdict?.PValue, row.Verdict?.IsSignal, row.Verdict?.Text);
}
