using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Core.Measures.Tables;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>What lasts, as JSON and CSV.</summary>
internal static class StockEndpoints
{
    private static readonly QueryParameter[] Parameters =
    [
        new("by", "What those under way at the end are divided by: role, age, sex, ethnicity, ethnic-group, or a kind of detail that sources tell.", Example: "category-of-abuse"),
        new("only", "Only records with these values: KIND:VALUE, several divided by semicolons.", Example: "responsible-authority:Shropshire"),
        .. LeagueTableEndpoints.Where, LeagueTableEndpoints.OneArea,
        new("period", $"{Period.Forms} Without it the latest month.", Example: "2023-24"),
        CurrentCube.AsAt,
    ];

    public static void MapStocks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("stocks").WithTags("Measures");
        LeagueTableEndpoints.Describe(group.MapGet("{measure}", Json), "Plans and care: under way at the end of each month, begun, ended, over two years", Parameters).Produces<StockDocument>();
        LeagueTableEndpoints.Describe(group.MapGet("{measure}.csv", Csv), "The same as CSV; the note of the last month explains the table", Parameters).Produces<string>(StatusCodes.Status200OK, Answer.Csv);
    }

    private static Task<IResult> Json(HttpContext context, CurrentCube current, GeoDatabase database, string measure) =>
        Answers.JsonAsync(context, current, ApiJson.Default.StockDocument, async cube => StockDocument.Of(await AskAsync(context, database, cube, measure)));

    private static Task<IResult> Csv(HttpContext context, CurrentCube current, GeoDatabase database, string measure) => Answers.CsvAsync(context, current, async cube =>
    {
        var stock = await AskAsync(context, database, cube, measure);
        return new("stock", stock.Origin, stock.Explanation, text => StockCsv.Write(text, stock));
    });

    private static Task<Stock> AskAsync(HttpContext context, GeoDatabase database, CountCube cube, string measure)
    {
        var query = Query.Read(context.Request, Parameters);
        return Stock.AskAsync(database, cube, new TableQuestion
        {
            Of = new MeasureQuestion { Measure = measure, Areas = query["areas"] ?? "ward", Boundaries = query["boundaries"], Area = query["area"], Period = query["period"] },
            Rows = query["by"], Only = TableEndpoints.Onlys(query["only"]),
        }, context.RequestAborted);
    }
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
