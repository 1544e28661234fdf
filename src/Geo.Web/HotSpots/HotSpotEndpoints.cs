using System.Buffers;
using System.Globalization;
using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.HotSpots;
using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.HotSpots;

/// <summary>Hot spots as JSON, CSV, XLSX, GeoJSON and vector tiles, and one cell through time.</summary>
internal static class HotSpotEndpoints
{
    private static readonly QueryParameter[] HistoryParameters =
    [
        .. MapRequests.HotSpotParameters,
        new("easting", "Easting in metres of a place in the cell.", "integer", Example: "349400"), new("northing", "Its northing.", "integer", Example: "312600"),
        new("longitude", "Its longitude in degrees, instead of an easting.", Example: "-2.75"), new("latitude", "Its latitude in degrees.", Example: "52.7"),
    ];

    public static void MapHotSpots(this IEndpointRouteBuilder api)
    {
        var group = api.MapTable(
            "hot-spots", "Where a measure is statistically high (Gi*, corrected for looking everywhere), for how long, and how well the period before foretold it", "All cells with records as CSV; the note of the total explains the table", MapRequests.HotSpotParameters,
            asked => asked.Http.RequestServices.GetRequiredService<Maps>().HotSpotsAsync(asked.Snapshot, MapRequests.Question(asked.Query, asked.Measure)), ApiJson.Default.HotSpotsDocument, HotSpotsDocument.Of, MapExport.Of, "Maps");
        Describe(group.MapGet("{measure}.geojson", (HttpContext context, CurrentCube current, Maps maps, string measure) =>
            MapRequests.AnswerAsync(context, current, Answer.GeoJson, snapshot => AskAsync(context, snapshot, maps, measure), MapGeoJson.Write)), "The cells that are significant or have a history, as GeoJSON (WGS84)").Produces<string>(StatusCodes.Status200OK, Answer.GeoJson);
        Describe(group.MapGet("{measure}.gpkg", (HttpContext context, CurrentCube current, Maps maps, string measure) =>
            Answers.GeoPackageAsync(context, current, async snapshot => MapLayer.Of(await AskAsync(context, snapshot, maps, measure)))), "All cells with records as a GeoPackage (EPSG:27700), with a table of what they rest on").Produces<byte[]>(StatusCodes.Status200OK, GeoPackageWriter.ContentType);
        Describe(group.MapGet("{measure}/{z:int}/{x:int}/{y:int}.mvt", TileAsync), "One vector tile of the significant cells: layer `cells` with count, class and colour").Produces<byte[]>(StatusCodes.Status200OK, Answer.Tile);
        LeagueTableEndpoints.Describe(group.MapGet("{measure}/history", HistoryAsync), "One cell month by month, for two years", HistoryParameters).Produces<CellHistoryDocument>();
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string summary) => LeagueTableEndpoints.Describe(endpoint, summary, MapRequests.HotSpotParameters);

    private static async Task<IResult> TileAsync(HttpContext context, CurrentCube current, Maps maps, GeoDatabase database, string measure, int z, int x, int y)
    {
        MapRequests.CheckTile(z, x, y);
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.Tile, async body =>
        {
            var map = await AskAsync(context, snapshot, maps, measure);
            var cells = map.Cells.Where(cell => cell.Class != HotSpotClass.None);
            body.Write(await MapRequests.TileAsync(
                database, z, x, y, map.CellMetres, cells.Select(cell => (MapGeoJson.CellCorners(cell, map.CellMetres), cell.Count, MapWords.Of(cell.Class), MapColours.Of(cell.Class).Colour)), context.RequestAborted));
            return (null, null);
        });
    }

    private static async Task<IResult> HistoryAsync(HttpContext context, CurrentCube current, Maps maps, string measure)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.Json, async body =>
        {
            var query = Query.Read(context.Request, HistoryParameters);
            var question = MapRequests.Question(query, measure);
            var (easting, northing) = Place(query);
            var history = CellHistory.Ask(snapshot.Cube, question, await maps.OfAsync(snapshot, question), easting, northing);
            JsonAnswer.Write(body, new CellHistoryDocument(
                MeasureDocument.Of(history.Origin.Measure), history.Cell, history.CellMetres, history.Reason, [.. history.Months.Select(month => new CellMonthDocument(month.Month.ToString(), month.Count))],
                history.Origin.IsDemonstration, history.Explanation), ApiJson.Default.CellHistoryDocument);
            return (null, null);
        });
    }

    private static (double Easting, double Northing) Place(in Query query)
    {
        if (query.Integer("easting", 0, 700_000) is { } easting && query.Integer("northing", 0, 1_300_000) is { } northing)
            return (easting, northing);
        return double.TryParse(query["longitude"], CultureInfo.InvariantCulture, out var longitude) && double.TryParse(query["latitude"], CultureInfo.InvariantCulture, out var latitude)
            && longitude is >= -10 and <= 3 && latitude is >= 49 and <= 62
            ? BritishNationalGrid.ToMetres(longitude, latitude)
            : throw new InvalidRequestException("easting", "Say where the cell is: easting and northing in metres, or longitude and latitude in Great Britain.", ["easting", "northing", "longitude", "latitude"]);
    }

    private static async ValueTask<HotSpotMap> AskAsync(HttpContext context, Snapshot snapshot, Maps maps, string measure) =>
        await maps.HotSpotsAsync(snapshot, MapRequests.Question(context.Request, measure, MapRequests.HotSpotParameters));
}
