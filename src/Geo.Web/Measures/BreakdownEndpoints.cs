using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>A measure by class or mark, as JSON, CSV and XLSX.</summary>
internal static class BreakdownEndpoints
{
    private static readonly QueryParameter[] Parameters =
    [
        new("by", "The level of the classification, or the marks that records bear (default: offence).", Values: Breakdown.Levels),
        .. LeagueTableEndpoints.Common, LeagueTableEndpoints.OneArea,
    ];

    public static void MapBreakdowns(this IEndpointRouteBuilder api) => api.MapTable(
        "breakdowns", "A measure by class or mark, the most first, with the total", "The same as CSV; the note of the total explains the table", Parameters,
        asked => ValueTask.FromResult(Breakdown.Ask(asked.Cube, asked.Question, asked.Query.OneOf("by", Breakdown.Levels) ?? "offence")),
        ApiJson.Default.BreakdownDocument, BreakdownDocument.Of, BreakdownExport.Of);
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
