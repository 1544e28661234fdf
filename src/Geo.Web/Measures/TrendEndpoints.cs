using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>A measure month by month, as JSON, CSV and XLSX.</summary>
internal static class TrendEndpoints
{
    private static readonly QueryParameter[] Parameters =
    [
        .. LeagueTableEndpoints.Where, LeagueTableEndpoints.OneArea,
        new("period", $"{Period.Forms} Without it the last 12 months.", Example: "2023-24"),
        new("allow-missing", "Answer although months are missing (default: false).", "boolean"),
        new("step", "What a line is; quarters and years are those of the financial year (default: month).", Values: Trend.Steps),
        CurrentCube.AsAt,
    ];

    public static void MapTrends(this IEndpointRouteBuilder api) => api.MapTable(
        "trends", "A measure by month, quarter or year, beside the same a year and two years before", "The same as CSV; the note of the total explains the table", Parameters,
        asked => ValueTask.FromResult(Trend.Ask(asked.Cube, asked.Question with { Period = asked.Query["period"] ?? "last-12-months" }, asked.Query.OneOf("step", Trend.Steps) ?? "month")),
        ApiJson.Default.TrendDocument, TrendDocument.Of, TrendExport.Of);
}

/// <summary>A trend as the API tells it in JSON.</summary>
/// <param name="Area">Code of the one area that is counted; null for all.</param>
/// <param name="Total">Sum of the months; null where one has no data.</param>
/// <param name="Previous">The same months a year before.</param>
/// <param name="ChangePerCent">Rounded half away from zero to one decimal; null (N/A) from zero.</param>
/// <param name="Verdict">Whether chance explains the change, in words.</param>
/// <param name="IsSignal">Whether it is more than chance explains (exact test of two counts, 5%).</param>
internal sealed record TrendDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string? Area, PeriodDocument Period, IReadOnlyList<TrendRowDocument> Rows,
    long? Total, long? Previous, long? TwoYearsBefore, long? Change, decimal? ChangePerCent, double? PValue, bool? IsSignal, string? Verdict,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static TrendDocument Of(Trend trend)
    {
        var (origin, verdict) = (trend.Origin, trend.Verdict);
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), trend.Area?.Code, PeriodDocument.Of(origin.Period),
            [.. trend.Rows.Select(row => new TrendRowDocument(row.Period.Span, row.Count, row.Previous, row.TwoYearsBefore, row.Change, Rounding.ChangePerCent(row.ChangePerCent), row.Last12Months, row.Verdict?.PValue, row.Verdict?.IsSignal, row.Verdict?.Text))],
            trend.Total, trend.Previous, trend.TwoYearsBefore, verdict?.Difference, Rounding.ChangePerCent(verdict?.PerCent), verdict?.PValue, verdict?.IsSignal, verdict?.Text,
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, trend.Explanation);
    }
}

/// <param name="Period">A month, or the span of a quarter or year.</param>
/// <param name="Previous">The same months a year before.</param>
/// <param name="Last12Months">The twelve months that end with it; null where one of them has no data.</param>
/// <param name="Verdict">Whether chance explains the change, in words; false discoveries over the table are held to 5%.</param>
internal sealed record TrendRowDocument(
    string Period, long? Count, long? Previous, long? TwoYearsBefore, long? Change, decimal? ChangePerCent, long? Last12Months, double? PValue, bool? IsSignal, string? Verdict);
