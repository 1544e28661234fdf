using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Core.Measures.Tables;
using Geo.Statistics.Rates;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>Steps that cases go through, as JSON, CSV and XLSX.</summary>
internal static class FunnelEndpoints
{
    private static readonly QueryParameter[] Parameters =
    [
        new("by", "What the lines are (a dimension of tables); without it the funnel's own.", Example: "policing-area"), .. LeagueTableEndpoints.Common, LeagueTableEndpoints.OneArea,
    ];

    public static void MapFunnels(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("funnels").WithTags("Measures");
        group.MapGet("", List).WithSummary("Funnels that there are").WithParameters([]).Produces<IReadOnlyList<FunnelSummary>>();
        LeagueTableEndpoints.Describe(group.MapGet("{funnel}", Json), "How many cases reach each step, and the share of the step before with its limits", Parameters).Produces<FunnelDocument>();
        Answers.DescribeFiles(group.MapGet("{funnel}.csv", Csv), group.MapGet("{funnel}.xlsx", Xlsx), "The same as CSV; the note of the last line explains the table", Parameters);
    }

    private static Task<IResult> List(HttpContext context, CurrentCube current) => Answers.JsonAsync(context, current, ApiJson.Default.IReadOnlyListFunnelSummary,
        _ => new((IReadOnlyList<FunnelSummary>)[.. Funnel.All.Select(funnel => new FunnelSummary(funnel.Slug, funnel.Name, funnel.Description, [.. funnel.Steps.Select(step => step.Measure.Slug)]))]));

    private static Task<IResult> Json(HttpContext context, CurrentCube current, GeoDatabase database, string funnel) =>
        Answers.JsonAsync(context, current, ApiJson.Default.FunnelDocument, async snapshot => FunnelDocument.Of(await AskAsync(context, database, snapshot.Cube, funnel)));

    private static Task<IResult> Csv(HttpContext context, CurrentCube current, GeoDatabase database, string funnel) =>
        Answers.CsvAsync(context, current, async snapshot => FunnelExport.Of(await AskAsync(context, database, snapshot.Cube, funnel)));

    private static Task<IResult> Xlsx(HttpContext context, CurrentCube current, GeoDatabase database, string funnel) =>
        Answers.XlsxAsync(context, current, async snapshot => FunnelExport.Of(await AskAsync(context, database, snapshot.Cube, funnel)));

    private static Task<FunnelTable> AskAsync(HttpContext context, GeoDatabase database, CountCube cube, string funnel)
    {
        var query = Query.Read(context.Request, Parameters);
        return FunnelTable.AskAsync(database, cube, Funnel.Find(funnel), LeagueTableEndpoints.Question("", query, top: null), query["by"], context.RequestAborted);
    }
}

internal sealed record FunnelSummary(string Slug, string Name, string Description, IReadOnlyList<string> Steps);

/// <summary>A funnel as the API tells it in JSON.</summary>
/// <param name="Lines">By the dimension; empty without one.</param>
internal sealed record FunnelDocument(
    string Slug, string Name, IReadOnlyList<string> Steps, string? By, PeriodDocument Period, PeriodDocument? Compare, IReadOnlyList<FunnelLineDocument> Lines, FunnelLineDocument Total,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static FunnelDocument Of(FunnelTable table)
    {
        var origin = table.Origin;
        return new(
            table.Funnel.Slug, table.Funnel.Name, [.. table.Funnel.Steps.Select(step => step.Measure.Slug)], table.By?.Slug, PeriodDocument.Of(origin.Period),
            origin.Compare is null ? null : PeriodDocument.Of(origin.Compare), [.. table.Rows.Select(FunnelLineDocument.Of)], FunnelLineDocument.Of(table.Total),
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, table.Explanation);
    }
}

internal sealed record FunnelLineDocument(string Code, string Name, IReadOnlyList<FunnelStepDocument> Steps)
{
    public static FunnelLineDocument Of(FunnelRow row) => new(row.Key.Code, row.Key.Name, [.. row.Cells.Select(FunnelStepDocument.Of)]);
}

/// <param name="OfStepBefore">Per cent of the step before; null on the first step, of nothing, and where there are more than in the step before.</param>
/// <param name="ChangePerCent">Of that share against the comparison, rounded to one decimal.</param>
/// <param name="IsSignal">Whether the limits of the two shares lie apart.</param>
/// <param name="Outcomes">What became of the step's cases, in per cent of them.</param>
internal sealed record FunnelStepDocument(
    long Count, decimal? OfStepBefore, decimal? Lower95, decimal? Upper95, decimal? Comparison, decimal? ChangePerCent, bool? IsSignal, IReadOnlyDictionary<string, OutcomeDocument> Outcomes)
{
    public static FunnelStepDocument Of(FunnelCell cell) => new(
        cell.Count, PerCent(cell.OfStepBefore?.Value), PerCent(cell.OfStepBefore?.Limits.Lower), PerCent(cell.OfStepBefore?.Limits.Upper), PerCent(cell.Before?.Value),
        Rounding.ChangePerCent(cell.ChangePerCent), cell.IsSignal, cell.Outcomes.ToDictionary(outcome => outcome.Key, outcome => OutcomeDocument.Of(outcome.Value), StringComparer.Ordinal));

    internal static decimal? PerCent(double? share) => Rounding.Share(share * 100);
}

internal sealed record OutcomeDocument(long? Count, decimal? Share, decimal? Lower95, decimal? Upper95)
{
    public static OutcomeDocument Of(Proportion? part) => new(
        part?.Successes, FunnelStepDocument.PerCent(part?.Value), FunnelStepDocument.PerCent(part?.Limits.Lower), FunnelStepDocument.PerCent(part?.Limits.Upper));
}
