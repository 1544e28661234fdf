using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Core.Measures.Indicators;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>Ready-made figures of agencies, and rates beside them, as JSON, CSV and XLSX.</summary>
internal static class IndicatorEndpoints
{
    private static readonly QueryParameter[] RateParameters = [.. LeagueTableEndpoints.Where, LeagueTableEndpoints.OnePeriod, CurrentCube.AsAt];

    public static void MapIndicators(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("indicators").WithTags("Indicators");
        LeagueTableEndpoints.Describe(group.MapGet("", List), "Indicators that there are, with how many values each has", [CurrentCube.AsAt]).Produces<IReadOnlyList<IndicatorDocument>>();
        LeagueTableEndpoints.Describe(group.MapGet("{indicator}", Json), "Values of an indicator, ranked inside each period, the latest first", [CurrentCube.AsAt]).Produces<IndicatorValuesDocument>();
        Answers.DescribeFiles(group.MapGet("{indicator}.csv", Csv), group.MapGet("{indicator}.xlsx", Xlsx), "The same as CSV", [CurrentCube.AsAt]);
        api.MapTable(
            "rates", "A measure's rate with limits beside England, the region and statistical neighbours", "The same as CSV; the note of the first line explains the table", RateParameters,
            async asked => await RateComparison.AskAsync(asked.Database, asked.Cube, asked.Question, asked.Aborted),
            ApiJson.Default.RateDocument, RateDocument.Of, RateComparisonExport.Of);
    }

    private static Task<IResult> List(HttpContext context, CurrentCube current, GeoDatabase database) => Answers.JsonAsync(context, current, ApiJson.Default.IReadOnlyListIndicatorDocument, async snapshot =>
    {
        Query.Read(context.Request, [CurrentCube.AsAt]);
        var values = (await IndicatorStore.ReadAsync(database, snapshot.Cube.AsAt, context.RequestAborted)).ToLookup(value => value.Indicator, StringComparer.Ordinal);
        return (IReadOnlyList<IndicatorDocument>)[.. Indicator.All.Select(indicator => IndicatorDocument.Of(indicator, values[indicator.Slug].Count()))];
    });

    private static Task<IResult> Json(HttpContext context, CurrentCube current, GeoDatabase database, string indicator) => Answers.JsonAsync(context, current, ApiJson.Default.IndicatorValuesDocument, async snapshot =>
    {
        var cube = snapshot.Cube;
        var (found, values) = await AskAsync(context, database, cube, indicator);
        return new(IndicatorDocument.Of(found, values.Count), [.. values.Select(IndicatorValueDocument.Of)], cube.Version, cube.AsAt, values.Any(value => value.Value.IsDemonstration));
    });

    private static Task<IResult> Csv(HttpContext context, CurrentCube current, GeoDatabase database, string indicator) =>
        Answers.CsvAsync(context, current, snapshot => TableAsync(context, database, snapshot.Cube, indicator));

    private static Task<IResult> Xlsx(HttpContext context, CurrentCube current, GeoDatabase database, string indicator) =>
        Answers.XlsxAsync(context, current, snapshot => TableAsync(context, database, snapshot.Cube, indicator));

    private static async ValueTask<ExportTable> TableAsync(HttpContext context, GeoDatabase database, CountCube cube, string indicator)
    {
        var (found, values) = await AskAsync(context, database, cube, indicator);
        return IndicatorExport.Of(found, values, cube);
    }

    private static async Task<(Indicator, IReadOnlyList<RankedValue>)> AskAsync(HttpContext context, GeoDatabase database, CountCube cube, string indicator)
    {
        Query.Read(context.Request, [CurrentCube.AsAt]);
        var found = Indicator.Find(indicator)
            ?? throw new QuestionException(QuestionFault.NotFound, "indicator", $"There is no indicator '{Geo.Core.Fault.Shown(indicator)}'.", [.. Indicator.All.Select(known => known.Slug)]);
        var values = await IndicatorStore.ReadAsync(database, cube.AsAt, context.RequestAborted);
        return (found, RankedValue.Of(values.Where(value => value.Indicator == found.Slug)));
    }
}

/// <param name="Per">What numerator over denominator is multiplied by; 0 where the value is no ratio.</param>
/// <param name="Measure">The measure whose rate it can be compared with.</param>
internal sealed record IndicatorDocument(string Slug, string Name, string Description, string Unit, double Per, string? Measure, string Polarity, int Values)
{
    public static IndicatorDocument Of(Indicator indicator, int values) =>
        new(indicator.Slug, indicator.Name, indicator.Description, indicator.Unit, indicator.Per, indicator.Measure?.Slug, indicator.Polarity, values);
}

internal sealed record IndicatorValuesDocument(IndicatorDocument Indicator, IReadOnlyList<IndicatorValueDocument> Values, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration);

/// <param name="Rank">1 for the highest of its period; null for what is only there to compare with.</param>
internal sealed record IndicatorValueDocument(
    int? Rank, string Area, DateOnly From, DateOnly To, double? Numerator, double? Denominator, double Value, double? Lower95, double? Upper95, bool IsComparator, string Source, string Commentary)
{
    public static IndicatorValueDocument Of(RankedValue ranked)
    {
        var value = ranked.Value;
        return new(ranked.Rank, value.Area, value.FirstDay, value.LastDay, value.Numerator, value.Denominator, value.Value, value.Limits?.Lower, value.Limits?.Upper, value.IsComparator, value.Source, value.Commentary);
    }
}

/// <param name="Rate">Rounded half away from zero to two decimals, as its limits.</param>
internal sealed record RateDocument(
    MeasureDocument Measure, IndicatorDocument Indicator, PeriodDocument Period, long Count, double Population, int PopulationYear, decimal? Rate, decimal? Lower95, decimal? Upper95,
    IReadOnlyList<ComparatorDocument> Comparators, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static RateDocument Of(RateComparison comparison)
    {
        var (rate, origin) = (comparison.Rate, comparison.Origin);
        return new(
            MeasureDocument.Of(origin.Measure), IndicatorDocument.Of(comparison.Indicator, comparison.Comparators.Count), PeriodDocument.Of(origin.Period), rate.Count, rate.Population, comparison.PopulationYear,
            Rounding.Rate(rate.Value), Rounding.Rate(rate.Limits.Lower), Rounding.Rate(rate.Limits.Upper),
            [.. comparison.Comparators.Select(one => new ComparatorDocument(one.Value.Area, one.Value.FirstDay, one.Value.LastDay, one.Value.Value, one.Outcome.ToString().ToLowerInvariant()))],
            [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, comparison.Explanation);
    }
}

/// <param name="Outcome">How the rate stands against it: better, worse, lower, higher or similar.</param>
internal sealed record ComparatorDocument(string Area, DateOnly From, DateOnly To, double Value, string Outcome);
