using Geo.Core.Measures;
using Geo.Core.Measures.Tables;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>What lasts, as JSON, CSV and XLSX.</summary>
internal static class StockEndpoints
{
    private static readonly QueryParameter[] Parameters =
    [
        new("by", "What those under way at the end are divided by: role, age, sex, ethnicity, ethnic-group, or a kind of detail that sources tell.", Example: "category-of-abuse"),
        TableEndpoints.OnlyThese, .. LeagueTableEndpoints.Where, LeagueTableEndpoints.OneArea, LeagueTableEndpoints.OnePeriod, CurrentCube.AsAt,
    ];

    public static void MapStocks(this IEndpointRouteBuilder api) => api.MapTable(
        "stocks", "Plans and care: under way at the end of each month, begun, ended, over two years", "The same as CSV; the note of the last month explains the table", Parameters,
        async asked => await Stock.AskAsync(asked.Database, asked.Cube, new TableQuestion { Of = asked.Question, Rows = asked.Query["by"], Only = TableEndpoints.Onlys(asked.Query["only"]) }, asked.Aborted),
        ApiJson.Default.StockDocument, StockDocument.Of, StockExport.Of);
}

/// <summary>Stocks as the API tells them in JSON.</summary>
/// <param name="YearBefore">Under way a year before the end of the period; null where nothing is known of then.</param>
/// <param name="Lines">Those under way at the end of the period, divided.</param>
internal sealed record StockDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string? Area, PeriodDocument Period, IReadOnlyList<StockMonthDocument> Months, long On, long? YearBefore, long? Change, decimal? ChangePerCent,
    string? By, IReadOnlyList<StockLineDocument> Lines, StockLineDocument? NotStated,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static StockDocument Of(Stock stock)
    {
        var origin = stock.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), stock.Area?.Code, PeriodDocument.Of(origin.Period),
            [.. stock.Months.Select(month => new StockMonthDocument($"{month.Month}", month.On, month.Started, month.Ended, month.OverTwoYears, Rounding.Share(month.OverTwoYearsShare)))],
            stock.End.On, stock.YearBefore, stock.Change, Rounding.ChangePerCent(stock.ChangePerCent), stock.By?.Slug,
            [.. stock.Lines.Select(Line)], stock.NotStated is null ? null : Line(stock.NotStated),
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, stock.Explanation);
    }

    private static StockLineDocument Line(StockLine line) => new(line.Key.Code, line.Key.Name, line.Count, Rounding.Share(line.Share));
}

/// <param name="On">Under way at the end of the month's last day.</param>
internal sealed record StockMonthDocument(string Month, long On, long Started, long Ended, long OverTwoYears, decimal? OverTwoYearsShare);

/// <param name="Share">Per cent of what is stated.</param>
internal sealed record StockLineDocument(string Code, string Name, long Count, decimal? Share);
