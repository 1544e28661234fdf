using System.IO.Pipelines;
using Geo.Core.Database;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Statistics;
using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.HotSpots;

/// <summary>What addresses of maps ask for, and the tiles they share.</summary>
internal static class MapRequests
{
    private const int LeastZoom = 5;
    private const int MostZoom = 16;

    private static readonly string TileSql = EmbeddedSql.Read("HotSpots/CellTile.sql");

    public static readonly string[] Shapes = ["square", "hexagon"];

    public static readonly string[] Kinds = ["density", "change", "risk"];

    public static readonly QueryParameter Cell = new("cell", $"Side of the cells in metres: {string.Join(", ", MapQuestion.CellSizes)}; without it the usual one of the ground.", "integer", Example: "500");

    public static readonly QueryParameter[] HeatParameters =
    [
        .. LeagueTableEndpoints.Common, LeagueTableEndpoints.OneArea, Cell,
        new("shape", "Shape of the cells (default: square).", Values: Shapes),
        new("bandwidth", $"Bandwidth of the surface in metres, a multiple of {Lattice.BaseMetres}; without it a quarter of the normal reference rule.", "integer", Example: "500"),
        new("show", "What the surface shows (default: density): density, its change from the comparison, or risk against what against says.", Values: Kinds),
        new("scale", "The period whose year sets the colours, for maps that are seen side by side; without it the map's own.", Example: "2023-24"),
        new("against", $"For risk: {MapQuestion.Population}, or a measure.", Example: MapQuestion.Population),
    ];

    public static readonly QueryParameter[] HotSpotParameters =
        [.. LeagueTableEndpoints.Where, LeagueTableEndpoints.OneArea, LeagueTableEndpoints.OnePeriod, LeagueTableEndpoints.Common.First(parameter => parameter.Name == "allow-missing"), CurrentCube.AsAt, Cell];

    public static MapQuestion Question(HttpRequest request, string measure, QueryParameter[] parameters) => Question(Query.Read(request, parameters), measure);

    public static MapQuestion Question(in Query query, string measure) => new()
    {
        Measure = LeagueTableEndpoints.Question(measure, query, top: null),
        Cell = query.Optional("cell") is null ? null : query.Integer("cell", 1, 100_000),
        Hexagons = query.Optional("shape") is not null && query.OneOf("shape", Shapes) == "hexagon",
        Bandwidth = query.Optional("bandwidth") is null ? null : query.Integer("bandwidth", 1, 100_000),
        Kind = query.Optional("show") is null ? HeatKind.Density : Enum.Parse<HeatKind>(query.OneOf("show", Kinds)!, ignoreCase: true),
        Against = query.Optional("against"),
        ScaleOf = query.Optional("scale"),
    };

    /// <summary>Answers with a map of the data of now, or of the moment that the request asks for.</summary>
    public static async Task<IResult> AnswerAsync<T>(HttpContext context, CurrentCube current, string contentType, Func<Snapshot, ValueTask<T>> ask, Action<PipeWriter, T> write)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, contentType, async body =>
        {
            write(body, await ask(snapshot));
            return (null, null);
        });
    }

    /// <exception cref="QuestionException">There is no such tile.</exception>
    public static void CheckTile(int z, int x, int y)
    {
        if (z is < LeastZoom or > MostZoom)
            throw new QuestionException(QuestionFault.NotFound, "z", $"There are tiles of zoom {LeastZoom} to {MostZoom}.", []);
        if (x < 0 || y < 0 || x >= 1 << z || y >= 1 << z)
            throw new QuestionException(QuestionFault.NotFound, "x, y", $"At zoom {z}, x and y run from 0 to {(1 << z) - 1}.", []);
    }

    /// <summary>A vector tile of cells: layer <c>cells</c> with count, class and colour.</summary>
    public static async Task<byte[]> TileAsync(GeoDatabase database, int z, int x, int y, int metres, IEnumerable<(IReadOnlyList<PlanePoint> Corners, long Count, string Class, string Colour)> cells, CancellationToken cancellationToken)
    {
        // Only cells near the tile go to the database; the tile's corners on the National Grid, with room for its bend.
        var box = MercatorBox.OfTile(z, x, y);
        var corners = new[] { MercatorBox.ToGrid(box.Left, box.Bottom), MercatorBox.ToGrid(box.Left, box.Top), MercatorBox.ToGrid(box.Right, box.Bottom), MercatorBox.ToGrid(box.Right, box.Top) };
        var room = (2 * metres) + ((corners.Max(corner => corner.Easting) - corners.Min(corner => corner.Easting)) / 20);
        var (left, right) = (corners.Min(corner => corner.Easting) - room, corners.Max(corner => corner.Easting) + room);
        var (bottom, top) = (corners.Min(corner => corner.Northing) - room, corners.Max(corner => corner.Northing) + room);
        var near = cells.Where(cell => cell.Corners[0].X >= left && cell.Corners[0].X <= right && cell.Corners[0].Y >= bottom && cell.Corners[0].Y <= top).ToList();
        await using var command = database.Reader.CreateCommand(TileSql);
        foreach (var value in new[] { z, x, y })
            command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(new() { Value = near.Select(cell => FormattableString.Invariant($"POLYGON(({string.Join(',', cell.Corners.Append(cell.Corners[0]).Select(corner => FormattableString.Invariant($"{corner.X} {corner.Y}")))}))")).ToArray() });
        command.Parameters.Add(new() { Value = near.Select(cell => cell.Count).ToArray() });
        command.Parameters.Add(new() { Value = near.Select(cell => cell.Class).ToArray() });
        command.Parameters.Add(new() { Value = near.Select(cell => cell.Colour).ToArray() });
        return (byte[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
