using System.Buffers;
using System.IO.Pipelines;
using Geo.Core.Database;
using Geo.Core.HotSpots;
using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.HotSpots;

/// <summary>Heat maps: their legend, their cells, and their pictures as tiles.</summary>
internal static class HeatMapEndpoints
{
    public static void MapHeatMaps(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("heat-maps").WithTags("Maps");
        Describe(group.MapGet("{measure}", (HttpContext context, CurrentCube current, Maps maps, string measure) =>
            AnswerAsync(context, current, maps, measure, Answer.Json, (body, map) => JsonAnswer.Write(body, HeatMapDocument.Of(map), ApiJson.Default.HeatMapDocument))), "The legend of a heat map: unit, colours, bandwidth, what is on the map and what is not").Produces<HeatMapDocument>();
        Describe(group.MapGet("{measure}.geojson", (HttpContext context, CurrentCube current, Maps maps, string measure) =>
            AnswerAsync(context, current, maps, measure, Answer.GeoJson, MapGeoJson.Write)), "Its cells as GeoJSON (WGS84)").Produces<string>(StatusCodes.Status200OK, Answer.GeoJson);
        Describe(group.MapGet("{measure}.csv", (HttpContext context, CurrentCube current, Maps maps, string measure) =>
            AnswerAsync(context, current, maps, measure, Answer.Csv, (body, map) => CsvAnswer.Write(body, text => MapCsv.Write(text, map)))), "Its cells as CSV, the most first; the note of the total explains the table").Produces<string>(StatusCodes.Status200OK, Answer.Csv);
        Describe(group.MapGet("{measure}/{z:int}/{x:int}/{y:int}.png", PictureAsync), "One tile of its surface (Web Mercator, 256 pixels), clear where nothing is drawn").Produces<byte[]>(StatusCodes.Status200OK, Answer.Png);
        Describe(group.MapGet("{measure}/{z:int}/{x:int}/{y:int}.mvt", CellsAsync), "One vector tile of its cells: layer `cells` with count and colour").Produces<byte[]>(StatusCodes.Status200OK, Answer.Tile);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string summary) => LeagueTableEndpoints.Describe(endpoint, summary, MapRequests.HeatParameters);

    private static async Task<IResult> AnswerAsync(HttpContext context, CurrentCube current, Maps maps, string measure, string contentType, Action<PipeWriter, HeatMap> write)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, contentType, async body =>
        {
            var map = await AskAsync(context, snapshot, maps, measure);
            write(body, map);
            return contentType is Answer.Csv ? (map.Explanation, CsvAnswer.FileName("heat-map", map.Origin)) : (null, null);
        });
    }

    private static async Task<IResult> PictureAsync(HttpContext context, CurrentCube current, Maps maps, string measure, int z, int x, int y)
    {
        MapRequests.CheckTile(z, x, y);
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.Png, async body =>
        {
            HeatPicture.Write(body, await AskAsync(context, snapshot, maps, measure), MercatorBox.OfTile(z, x, y), HeatPicture.TileSize, HeatPicture.TileSize);
            return (null, null);
        });
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
