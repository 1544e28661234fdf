using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Web.Areas;
using Geo.Web.Hosting;
using Microsoft.Net.Http.Headers;

namespace Geo.Web.Measures;

/// <summary>Areas ranked by a measure, as JSON, CSV, XLSX, GeoJSON and GeoPackage.</summary>
internal static class LeagueTableEndpoints
{
    public static readonly string[] ShadeBy = ["rate", "count"];

    /// <summary>The parameters that choose the areas.</summary>
    public static readonly QueryParameter[] Where =
    [
        new("areas", "Kind of area (default: ward).", Values: AreaKinds.All),
        new("boundaries", "Name of a boundary set; without it the one in force in the period.", Example: "divisions-2009"),
    ];

    public static readonly QueryParameter OneArea = new("area", "Code of the one area to count; without it all, with what is not located.", Example: "E05008136");

    public static readonly QueryParameter OnePeriod = new("period", $"{Period.Forms} Without it the latest month.", Example: "2023-24");

    public static readonly QueryParameter[] Common =
    [
        .. Where,
        new("period", $"{Period.Forms} Without it the latest month.", Example: "2024-03"),
        new("compare", $"The period to compare with, as long as the other; {MeasureQuestion.YearBefore} for the same months a year before.", Example: "2023-03"),
        new("allow-missing", "Answer although months are missing, or the two periods differ in length (default: false).", "boolean"),
        CurrentCube.AsAt,
    ];

    private static readonly QueryParameter[] TableParameters = [.. Common, new("top", "Show that many areas and add up the others in one line.", "integer", Example: "10")];

    private static readonly QueryParameter[] MapParameters =
    [
        .. Common,
        new("shade", "What the classes are made of (default: rate, where there is a population).", Values: ShadeBy),
    ];

    /// <summary>Where to begin while no measure has data.</summary>
    private const string FirstMeasure = "crime";

    private static readonly string[] Forms = [Answer.Json, Answer.Csv, XlsxWriter.ContentType, Answer.GeoJson];

    public static void MapLeagueTables(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("league-tables").WithTags("Measures");
        Describe(group.MapGet("{measure}", Negotiated), "Areas ranked by a measure; JSON, or what Accept asks for", TableParameters)
            .Produces<LeagueTableDocument>().ProducesProblem(StatusCodes.Status406NotAcceptable);
        Answers.DescribeFiles(
            group.MapGet("{measure}.csv", Csv), group.MapGet("{measure}.xlsx", Xlsx), "The same as CSV, with the lines not located, outside the area and total below; the note of the total explains the table", TableParameters);
        Describe(group.MapGet("{measure}.geojson", GeoJson), "The same as GeoJSON (WGS84), every area with its figures and its class on a shaded map", MapParameters)
            .Produces<string>(StatusCodes.Status200OK, Answer.GeoJson);
        Describe(group.MapGet("{measure}.gpkg", GeoPackage), "The same as a GeoPackage (EPSG:27700), every area as it was imported, with a table of what the figures rest on", Common)
            .Produces<byte[]>(StatusCodes.Status200OK, GeoPackageWriter.ContentType);
    }

    /// <summary>The question that an address asks.</summary>
    public static MeasureQuestion Question(string measure, in Query query, int? top) => new()
    {
        Measure = measure,
        Areas = query["areas"] ?? "ward",
        Boundaries = query["boundaries"],
        Area = query.Optional("area"),
        Period = query["period"],
        Compare = query.Optional("compare"),
        AllowMissing = query.Optional("allow-missing") is not null && query.Flag("allow-missing"),
        Top = top,
    };

    /// <summary>The question that an address of the page asks.</summary>
    public static MeasureQuestion Question(LeagueTableAddress address) => new()
    {
        Measure = address.Measure,
        Areas = address.Areas ?? "ward",
        Boundaries = address.Boundaries,
        Period = address.Period,
        Compare = address.Compare,
        AllowMissing = address.AllowMissing,
        Top = address.Top,
    };

    /// <summary>Where the pickers of the page send to.</summary>
    public static void MapLeagueTablePickers(this IEndpointRouteBuilder app)
    {
        app.MapGet("/league-tables", (HttpContext context, CurrentCube current) => TypedResults.Redirect(LeagueTableAddress.Read(First(current.Held?.Cube), context.Request).Page)).ExcludeFromDescription();
    }

    /// <summary>Where tables and maps begin: the first measure of records that has data.</summary>
    public static string First(CountCube? cube) => cube?.Measures.FirstOrDefault(measure => measure.Counting != Counting.People)?.Slug ?? FirstMeasure;

    public static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string summary, QueryParameter[] parameters) => endpoint
        .WithSummary(summary).WithParameters(parameters)
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> Negotiated(HttpContext context, CurrentCube current, AreaShapes shapes, string measure)
    {
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return Accepted(context.Request) switch
        {
            Answer.Csv => Csv(context, current, measure),
            XlsxWriter.ContentType => Xlsx(context, current, measure),
            Answer.GeoJson => GeoJson(context, current, shapes, measure),
            _ => Json(context, current, measure),
        };
    }

    private static Task<IResult> Json(HttpContext context, CurrentCube current, string measure) =>
        Answers.JsonAsync(context, current, ApiJson.Default.LeagueTableDocument, snapshot => new(LeagueTableDocument.Of(Ask(context, snapshot.Cube, measure))));

    private static Task<IResult> Csv(HttpContext context, CurrentCube current, string measure) =>
        Answers.CsvAsync(context, current, snapshot => new(LeagueTableExport.Of(Ask(context, snapshot.Cube, measure))));

    private static Task<IResult> Xlsx(HttpContext context, CurrentCube current, string measure) =>
        Answers.XlsxAsync(context, current, snapshot => new(LeagueTableExport.Of(Ask(context, snapshot.Cube, measure))));

    private static async Task<IResult> GeoJson(HttpContext context, CurrentCube current, AreaShapes shapes, string measure)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.GeoJson, async body =>
        {
            var query = Query.Read(context.Request, MapParameters);
            var byRate = query.OneOf("shade", ShadeBy) is not "count";
            var table = LeagueTable.Ask(snapshot.Cube, Question(measure, query, top: null));
            LeagueTableGeoJson.Write(body, table, ClassBreaks.Of(table, byRate), await shapes.OfAsync(table.Set, AreaShapes.DefaultZoom));
            return (table.Explanation, $"{table.Origin.FileName("league-table")}.geojson");
        });
    }

    private static Task<IResult> GeoPackage(HttpContext context, CurrentCube current, GeoDatabase database, string measure) =>
        Answers.GeoPackageAsync(context, current, async snapshot => await LeagueTableLayer.ReadAsync(database, LeagueTable.Ask(snapshot.Cube, Question(measure, Query.Read(context.Request, Common), top: null)), context.RequestAborted));

    private static LeagueTable Ask(HttpContext context, CountCube cube, string measure)
    {
        var query = Query.Read(context.Request, TableParameters);
        return LeagueTable.Ask(cube, Question(measure, query, query.Integer("top", 1, 100_000)));
    }

    private static string Accepted(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || accept == "*/*" || accept == Answer.Json)
            return Answer.Json;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            throw new NotAcceptableException(Forms);
        foreach (var range in wanted.Where(range => range.Quality is not 0).OrderByDescending(range => range.Quality ?? 1))
        {
            if (Array.Find(Forms, form => new MediaTypeHeaderValue(form).IsSubsetOf(range)) is { } form)
                return form;
        }

        throw new NotAcceptableException(Forms);
    }
}
