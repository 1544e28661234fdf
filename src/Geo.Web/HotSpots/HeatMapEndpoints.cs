using System.Buffers;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.HotSpots;
using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.HotSpots;

/// <summary>Heat maps: their legend, their cells, and their pictures as tiles.</summary>
internal static class HeatMapEndpoints
{
    public static void MapHeatMaps(this IEndpointRouteBuilder api)
    {
        var group = api.MapTable(
            "heat-maps", "The legend of a heat map: unit, colours, bandwidth, what is on the map and what is not", "Its cells as CSV, the most first; the note of the total explains the table", MapRequests.HeatParameters,
            asked => asked.Http.RequestServices.GetRequiredService<Maps>().HeatMapAsync(asked.Snapshot, MapRequests.Question(asked.Query, asked.Measure)), ApiJson.Default.HeatMapDocument, HeatMapDocument.Of, MapExport.Of, "Maps");
        Describe(group.MapGet("{measure}.geojson", (HttpContext context, CurrentCube current, Maps maps, string measure) =>
            MapRequests.AnswerAsync(context, current, Answer.GeoJson, snapshot => AskAsync(context, snapshot, maps, measure), MapGeoJson.Write)), "Its cells as GeoJSON (WGS84)").Produces<string>(StatusCodes.Status200OK, Answer.GeoJson);
        Describe(group.MapGet("{measure}.gpkg", (HttpContext context, CurrentCube current, Maps maps, string measure) =>
            Answers.GeoPackageAsync(context, current, async snapshot => MapLayer.Of(await AskAsync(context, snapshot, maps, measure)))), "Its cells as a GeoPackage (EPSG:27700), with a table of what they rest on").Produces<byte[]>(StatusCodes.Status200OK, GeoPackageWriter.ContentType);
        Describe(group.MapGet("{measure}/{z:int}/{x:int}/{y:int}.png", PictureAsync), "One tile of its surface (Web Mercator, 256 pixels), clear where nothing is drawn").Produces<byte[]>(StatusCodes.Status200OK, Answer.Png);
        Describe(group.MapGet("{measure}/{z:int}/{x:int}/{y:int}.mvt", CellsAsync), "One vector tile of its cells: layer `cells` with count and colour").Produces<byte[]>(StatusCodes.Status200OK, Answer.Tile);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string summary) => LeagueTableEndpoints.Describe(endpoint, summary, MapRequests.HeatParameters);

    private static Task<IResult> PictureAsync(HttpContext context, CurrentCube current, Maps maps, string measure, int z, int x, int y)
    {
        MapRequests.CheckTile(z, x, y);
        return MapRequests.AnswerAsync(context, current, Answer.Png, snapshot => AskAsync(context, snapshot, maps, measure),
            (body, map) => HeatPicture.Write(body, map, MercatorBox.OfTile(z, x, y), HeatPicture.TileSize, HeatPicture.TileSize));
    }

    private static async Task<IResult> CellsAsync(HttpContext context, CurrentCube current, Maps maps, GeoDatabase database, string measure, int z, int x, int y)
    {
        MapRequests.CheckTile(z, x, y);
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.Tile, async body =>
        {
            var cells = (await AskAsync(context, snapshot, maps, measure)).Cells;
            body.Write(await MapRequests.TileAsync(
                database, z, x, y, cells.CellMetres, cells.Cells.Select(cell => (cell.Corners, cell.Count!.Value, "", MapColours.Of(cells.Scale, cell.Step))), context.RequestAborted));
            return (null, null);
        });
    }

    private static async ValueTask<HeatMap> AskAsync(HttpContext context, Snapshot snapshot, Maps maps, string measure)
    {
        var question = MapRequests.Question(context.Request, measure, MapRequests.HeatParameters);
        return await maps.HeatMapAsync(snapshot, question);
    }
}
