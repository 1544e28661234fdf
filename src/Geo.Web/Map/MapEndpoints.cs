using System.Buffers;
using System.Text;
using System.Text.Json;
using Geo.Core.Measures;
using Geo.Web.Areas;
using Geo.Web.Hosting;
using Geo.Web.HotSpots;
using Geo.Web.Measures;

namespace Geo.Web.Map;

/// <summary>What the map page loads: its shapes with what is told of each, and the whole map as one picture.</summary>
internal static class MapEndpoints
{
    public static void MapMaps(this IEndpointRouteBuilder app)
    {
        app.MapGet("/map/shapes.geojson", ShapesAsync).ExcludeFromDescription();
        app.MapGet("/map/picture.svg", PictureAsync).ExcludeFromDescription();
    }

    private static Task<IResult> ShapesAsync(HttpContext context, CurrentCube current, Maps maps, AreaShapes shapes) =>
        AnswerAsync(context, current, maps, shapes, Answer.GeoJson, (body, view) =>
        {
            Write(body, view);
            return ValueTask.CompletedTask;
        });

    private static Task<IResult> PictureAsync(HttpContext context, CurrentCube current, Maps maps, AreaShapes shapes) =>
        AnswerAsync(context, current, maps, shapes, Answer.Svg, async (body, view) =>
        {
            body.Write(Encoding.UTF8.GetBytes(MapPicture.Of(view, await MapDrawing.OfAsync(current.Get().Cube, shapes, view))));
        });

    private static async Task<IResult> AnswerAsync(HttpContext context, CurrentCube current, Maps maps, AreaShapes shapes, string contentType, Func<IBufferWriter<byte>, MapView, ValueTask> write)
    {
        var snapshot = current.Get();
        return await Answer.OfAsync(context, snapshot, contentType, async body =>
        {
            await write(body, await MapView.MakeAsync(snapshot, maps, shapes, MapAddress.Read(context.Request, LeagueTableEndpoints.First(snapshot.Cube))));
            return (null, null);
        });
    }

    private static void Write(IBufferWriter<byte> body, MapView view)
    {
        using var json = new Utf8JsonWriter(body, JsonAnswer.Options);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteString("title", view.Finding);
        json.WriteString("withheld", view.Withheld);
        json.WriteStartArray("features");
        foreach (var shape in view.Withheld is null ? view.Shapes : [])
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteString("id", shape.Id);
            json.WriteStartObject("properties");
            json.WriteString("name", shape.Name);
            json.WriteString("paint", shape.Paint);
            json.WriteStartArray("tip");
            foreach (var line in shape.Tip.Where(line => line.Length > 0))
                json.WriteStringValue(line);
            json.WriteEndArray();
            if (shape.Place is var (easting, northing))
            {
                json.WriteNumber("easting", easting);
                json.WriteNumber("northing", northing);
            }

            json.WriteEndObject();
            json.WritePropertyName("geometry");
            json.WriteRawValue(shape.Geometry, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
