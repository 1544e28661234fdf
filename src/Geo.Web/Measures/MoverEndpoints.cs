using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>The areas that changed most, as JSON, CSV and XLSX.</summary>
internal static class MoverEndpoints
{
    private const int DefaultTop = 10;

    private static readonly QueryParameter[] Parameters =
    [
        new("by", "What they are ordered by (default: number).", Values: Movers.Orders), .. LeagueTableEndpoints.Common, new("top", $"That many areas (default: {DefaultTop}).", "integer", Example: "5"),
    ];

    public static void MapMovers(this IEndpointRouteBuilder api) => api.MapTable(
        "movers", "The areas that changed most, up or down; without compare against the year before", "The same as CSV; the note of the first line explains the table", Parameters,
        asked => ValueTask.FromResult(Movers.Ask(asked.Cube, asked.Question with { Top = asked.Query.Integer("top", 1, 100_000) ?? DefaultTop }, asked.Query.OneOf("by", Movers.Orders) ?? "number")),
        ApiJson.Default.MoversDocument, MoversDocument.Of, MoversExport.Of);
}

/// <summary>The areas that changed most as the API tells them in JSON.</summary>
internal sealed record MoversDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string By, PeriodDocument Period, PeriodDocument Compare, IReadOnlyList<MoverDocument> Rows, int Areas,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static MoversDocument Of(Movers movers)
    {
        var origin = movers.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), movers.By, PeriodDocument.Of(origin.Period), PeriodDocument.Of(origin.Compare!),
            [.. movers.Rows.Select(row => new MoverDocument(
                row.Place, row.Area.Code, row.Area.Name, row.Verdict.Current, row.Verdict.Previous, row.Verdict.Difference, Rounding.ChangePerCent(row.Verdict.PerCent), row.Verdict.PValue, row.Verdict.IsSignal, row.Verdict.Text))],
            movers.Areas, origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, movers.Explanation);
    }
}

/// <param name="ChangePerCent">Rounded half away from zero to one decimal; null (N/A) from zero.</param>
/// <param name="Verdict">Whether chance explains the change, in words; false discoveries over all areas are held to 5%.</param>
internal sealed record MoverDocument(int Place, string Code, string Name, long Count, long Previous, long Change, decimal? ChangePerCent, double PValue, bool IsSignal, string Verdict);
