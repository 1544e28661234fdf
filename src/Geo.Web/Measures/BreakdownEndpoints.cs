using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>A measure by class or mark, as JSON and CSV.</summary>
internal static class BreakdownEndpoints
{
    private static readonly QueryParameter[] Parameters =
    [
        new("by", "The level of the classification, or the marks that records bear (default: offence).", Values: Breakdown.Levels),
        .. LeagueTableEndpoints.Common, LeagueTableEndpoints.OneArea,
    ];

    public static void MapBreakdowns(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("breakdowns").WithTags("Measures");
        LeagueTableEndpoints.Describe(group.MapGet("{measure}", Json), "A measure by class or mark, the most first, with the total", Parameters).Produces<BreakdownDocument>();
        LeagueTableEndpoints.Describe(group.MapGet("{measure}.csv", Csv), "The same as CSV; the note of the total explains the table", Parameters).Produces<string>(StatusCodes.Status200OK, Answer.Csv);
    }

    private static Task<IResult> Json(HttpContext context, CurrentCube current, string measure) =>
        Answers.JsonAsync(context, current, ApiJson.Default.BreakdownDocument, cube => new(BreakdownDocument.Of(Ask(context, cube, measure))));

    private static Task<IResult> Csv(HttpContext context, CurrentCube current, string measure) => Answers.CsvAsync(context, current, cube =>
    {
        var breakdown = Ask(context, cube, measure);
        return new(new CsvTable("breakdown", breakdown.Origin, breakdown.Explanation, text => BreakdownCsv.Write(text, breakdown)));
    });

    private static Breakdown Ask(HttpContext context, CountCube cube, string measure)
    {
        var query = Query.Read(context.Request, Parameters);
        return Breakdown.Ask(cube, LeagueTableEndpoints.Question(measure, query, top: null) with { Area = query["area"] }, query.OneOf("by", Breakdown.Levels) ?? "offence");
    }
}

/// <summary>A breakdown as the API tells it in JSON.</summary>
/// <param name="By">The level of the classification, or <c>flag</c>.</param>
/// <param name="Area">Code of the one area that is counted; null for all.</param>
/// <param name="Total">The measure's count: the sum of the rows, but for flags, of which a record may bear several.</param>
internal sealed record BreakdownDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string By, string? Area, PeriodDocument Period, PeriodDocument? Compare,
    IReadOnlyList<BreakdownRowDocument> Rows, BreakdownRowDocument Total,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static BreakdownDocument Of(Breakdown breakdown)
    {
        var origin = breakdown.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), breakdown.By, breakdown.Area?.Code, PeriodDocument.Of(origin.Period),
            origin.Compare is null ? null : PeriodDocument.Of(origin.Compare), [.. breakdown.Rows.Select(BreakdownRowDocument.Of)], BreakdownRowDocument.Of(breakdown.Total),
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, breakdown.Explanation);
    }
}

/// <param name="Share">Per cent of the total, rounded half away from zero to two decimals.</param>
/// <param name="ChangePerCent">Rounded half away from zero to one decimal; null (N/A) from zero and without a comparison.</param>
/// <param name="PValue">Of the exact test of two counts; on rows adjusted for false discoveries over the table.</param>
/// <param name="Verdict">Whether chance explains the change, in words.</param>
internal sealed record BreakdownRowDocument(
    string? Code, string Name, long Count, decimal? Share, long? Previous, long? Change, decimal? ChangePerCent, double? PValue, bool? IsSignal, string? Verdict)
{
    public static BreakdownRowDocument Of(BreakdownRow row) => new(
        row.Code, row.Name, row.Count, Rounding.Share(row.Share), row.Previous, row.Change, Rounding.ChangePerCent(row.ChangePerCent), row.Verdict?.PValue, row.Verdict?.IsSignal, row.Verdict?.Text);
}
