using System.Buffers;
using System.Text.Json;
using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Areas;

/// <summary>Areas as GeoJSON and as vector tiles.</summary>
internal static class AreaEndpoints
{
    private const int DeepestZoom = 22;

    private static readonly string TileSql = EmbeddedSql.Read("Areas/Tile.sql");

    private static readonly QueryParameter Boundaries = new("boundaries", "Name of a boundary set; without it the newest of the kind.", Example: "divisions-2009");

    private static readonly QueryParameter[] AreaParameters =
    [
        new("kind", "Kind of area (default: ward).", Values: AreaKinds.All),
        Boundaries,
        new("zoom", $"Web map zoom to draw for, 0 to {DeepestZoom} (default: {AreaShapes.DefaultZoom}); more zoom, more corners.", "integer"),
    ];

    private static readonly QueryParameter[] TileParameters = [Boundaries];

    public static void MapAreas(this IEndpointRouteBuilder api) => api.MapGet("areas", Areas)
        .WithTags("Areas").WithSummary("Areas of one boundary set, as GeoJSON (WGS84)").WithParameters(AreaParameters)
        .Produces<string>(StatusCodes.Status200OK, Answer.GeoJson).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void MapTiles(this IEndpointRouteBuilder api) => api.MapGet("tiles/{areaKind}/{z:int}/{x:int}/{y:int}.mvt", TileAsync)
        .WithTags("Areas").WithSummary("One vector tile of a boundary set: layer `areas` with code and name").WithParameters(TileParameters)
        .Produces<byte[]>(StatusCodes.Status200OK, Answer.Tile).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>The boundary set asked for, or the newest of its kind.</summary>
    /// <exception cref="QuestionException">There is none.</exception>
    public static BoundarySet Find(CountCube cube, string kind, string? boundaries)
    {
        var ofKind = cube.Sets.Where(set => set.Set.Kind == kind).Select(set => set.Set);
        if (boundaries is not null)
        {
            return ofKind.FirstOrDefault(set => set.Name == boundaries)
                ?? throw new QuestionException(QuestionFault.NotFound, "boundaries", $"There is no boundary set '{Geo.Core.Fault.Shown(boundaries)}' of kind {kind}.", [.. ofKind.Select(set => set.Name)]);
        }

        return ofKind.OrderByDescending(set => set.ValidFrom).ThenByDescending(set => set.Id).FirstOrDefault()
            ?? throw new QuestionException(QuestionFault.NotFound, "kind", $"No boundary set of kind {kind} has been imported; geo areas import brings one in.", [.. cube.Sets.Select(set => set.Set.Kind).Distinct()]);
    }

    private static Task<IResult> Areas(HttpContext context, CurrentCube current, AreaShapes shapes)
    {
        var query = Query.Read(context.Request, AreaParameters);
        var kind = query.OneOf("kind", AreaKinds.All) ?? "ward";
        var zoom = query.Integer("zoom", 0, DeepestZoom) ?? AreaShapes.DefaultZoom;
        var boundaries = query["boundaries"];
        var snapshot = current.Get();
        return Answer.OfAsync(context, snapshot, Answer.GeoJson, async body =>
        {
            var set = Find(snapshot.Cube, kind, boundaries);
            Write(body, set, await shapes.OfAsync(set, zoom));
            return (null, null);
        });
    }

    private static Task<IResult> TileAsync(HttpContext context, CurrentCube current, GeoDatabase database, string areaKind, int z, int x, int y)
    {
        var query = Query.Read(context.Request, TileParameters);
        if (!AreaKinds.All.Contains(areaKind))
            throw new QuestionException(QuestionFault.NotFound, "areaKind", $"'{Geo.Core.Fault.Shown(areaKind)}' is not a kind of area.", AreaKinds.All);
        if (z is < 0 or > DeepestZoom)
            throw new QuestionException(QuestionFault.NotFound, "z", $"There are tiles of zoom 0 to {DeepestZoom}.", []);
        if (x < 0 || y < 0 || x >= 1 << z || y >= 1 << z)
            throw new QuestionException(QuestionFault.NotFound, "x, y", $"At zoom {z}, x and y run from 0 to {(1 << z) - 1}.", []);
        var boundaries = query["boundaries"];
        var snapshot = current.Get();
        return Answer.OfAsync(context, snapshot, Answer.Tile, async body =>
        {
            var set = Find(snapshot.Cube, areaKind, boundaries);
            await using var command = database.Reader.CreateCommand(TileSql);
            foreach (var value in new[] { z, x, y, set.Id })
                command.Parameters.Add(new() { Value = value });
            command.Parameters.Add(new() { Value = AreaShapes.StoredZoom(z) });
            body.Write((byte[])(await command.ExecuteScalarAsync(context.RequestAborted))!);
            return (null, null);
        });
    }

    private static void Write(IBufferWriter<byte> body, BoundarySet set, IReadOnlyList<AreaShape> shapes)
    {
        using var json = new Utf8JsonWriter(body, JsonAnswer.Options);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartObject("properties");
        json.WriteString("boundaries", set.Name);
        json.WriteString("kind", set.Kind);
        json.WriteString("vintage", set.Vintage);
        json.WriteString("source", set.Source);
        json.WriteString("licence", set.Licence);
        json.WriteString("validFrom", set.ValidFrom?.ToString("O"));
        json.WriteString("validTo", set.ValidTo?.ToString("O"));
        json.WriteBoolean("isDemonstration", set.IsDemonstration);
        json.WriteEndObject();
        json.WriteStartArray("features");
        foreach (var shape in shapes)
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteString("id", shape.Code);
            json.WriteStartObject("properties");
            json.WriteString("code", shape.Code);
            json.WriteString("name", shape.Name);
            json.WriteEndObject();
            json.WritePropertyName("geometry");
            json.WriteRawValue(shape.Geometry, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
