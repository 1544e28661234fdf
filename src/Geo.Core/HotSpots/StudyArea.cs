using System.Collections.Concurrent;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Statistics;
using Geo.Statistics.Density;
using Geo.Statistics.Spatial;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Npgsql;

namespace Geo.Core.HotSpots;

/// <summary>The ground that a map is of: all areas of a boundary set, or one of them. EPSG:27700, metres.</summary>
public sealed class StudyArea
{
    private readonly AreaShapes _shapes;
    private readonly int[] _areaIds;
    private readonly Func<int, AreaShapes> _shapeOf;
    private readonly ConcurrentDictionary<int, MaskedGrid> _grids = new();

    private StudyArea(IReadOnlyList<(int Id, Geometry Shape)> areas)
    {
        _shapes = Shapes(areas.Select(area => area.Shape));
        _areaIds = [.. areas.Select(area => area.Id)];
        _shapeOf = at => Shapes([areas[at].Shape]);
        Extent = areas.Aggregate(new Envelope(), (all, area) => { all.ExpandToInclude(area.Shape.EnvelopeInternal); return all; });
    }

    /// <summary>The smallest box around it, in metres.</summary>
    internal Envelope Extent { get; }

    /// <param name="bucket">Place of the one area in its set; null for all.</param>
    public static async Task<StudyArea> LoadAsync(GeoDatabase database, CubeSet set, int? bucket, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select id, ST_AsBinary(geom) from areas.area where boundary_set_id = $1 and ($2::int is null or id = $2) order by id", connection);
        command.Parameters.Add(new() { Value = set.Set.Id });
        command.Parameters.Add(new() { Value = bucket is { } at ? set.Areas[at].Id : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var wkb = new WKBReader();
        var areas = new List<(int, Geometry)>();
        while (await reader.ReadAsync(cancellationToken))
            areas.Add((reader.GetInt32(0), wkb.Read(reader.GetFieldValue<byte[]>(1))));
        return new StudyArea(areas);
    }

    /// <summary>The cells of the National Grid that meet the ground: counts of zero are known in each of them.</summary>
    internal MaskedGrid Grid(int cellMetres) => _grids.GetOrAdd(cellMetres, static (cell, self) =>
    {
        var grid = GridDefinition.Covering(self.Extent.MinX, self.Extent.MinY, self.Extent.MaxX, self.Extent.MaxY, cell);
        return new MaskedGrid(grid, GridMask.Intersecting(grid, self._shapes));
    }, this);

    /// <summary>People as points: those of each area are spread evenly over the cells whose centre lies in it.</summary>
    internal (PlanePoint[] Points, double[] People) Spread(IReadOnlyDictionary<int, double> peopleByArea, int cellMetres)
    {
        var grid = Grid(cellMetres).Grid;
        var (points, people) = (new List<PlanePoint>(), new List<double>());
        for (var at = 0; at < _areaIds.Length; at++)
        {
            var mask = GridMask.Intersecting(grid, _shapeOf(at));
            var cells = Enumerable.Range(0, mask.Length).Where(cell => mask[cell]).ToList();
            points.AddRange(cells.Select(grid.CentreOf));
            people.AddRange(cells.Select(_ => peopleByArea[_areaIds[at]] / cells.Count));
        }

        return ([.. points], [.. people]);
    }

    private static AreaShapes Shapes(IEnumerable<Geometry> areas) => AreaShapes.FromRings([.. areas.Select(area =>
        (IReadOnlyList<double[]>)[.. Enumerable.Range(0, area.NumGeometries).Select(i => (Polygon)area.GetGeometryN(i)).SelectMany(polygon => polygon.InteriorRings.Prepend(polygon.ExteriorRing)).Select(Ring)])]);

    private static double[] Ring(LineString ring)
    {
        var coordinates = new double[2 * ring.NumPoints];
        for (var i = 0; i < ring.NumPoints; i++)
            (coordinates[2 * i], coordinates[(2 * i) + 1]) = (ring.GetCoordinateN(i).X, ring.GetCoordinateN(i).Y);
        return coordinates;
    }
}

/// <summary>A grid of the National Grid's lines, and which of its cells meet the study area.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Mask">Row by row from the south-west.</param>
internal sealed record MaskedGrid(GridDefinition Grid, bool[] Mask)
{
    private SpatialWeights? _weights;

    /// <summary>The numbers of the cells inside, ascending.</summary>
    public int[] Cells { get; } = [.. Enumerable.Range(0, Mask.Length).Where(cell => Mask[cell])];

    /// <summary>Each cell inside with the up to eight around it and itself.</summary>
    public SpatialWeights Weights => _weights ??= QueenWithSelf();

    /// <summary>The number of a cell by its lines of the National Grid; −1 outside the grid.</summary>
    public int CellOf(int x, int y)
    {
        var column = x - (int)Math.Round(Grid.Left / Grid.CellMetres);
        var row = y - (int)Math.Round(Grid.Bottom / Grid.CellMetres);
        return column >= 0 && column < Grid.Columns && row >= 0 && row < Grid.Rows ? (row * Grid.Columns) + column : -1;
    }

    public (int X, int Y) LinesOf(int cell) =>
        ((int)Math.Round(Grid.Left / Grid.CellMetres) + (cell % Grid.Columns), (int)Math.Round(Grid.Bottom / Grid.CellMetres) + (cell / Grid.Columns));

    /// <summary>Counts of the cells inside, in their order; zeros where there are none.</summary>
    public double[] Values(CellCounts counts)
    {
        var all = new double[Mask.Length];
        foreach (var cell in counts.Cells)
        {
            if (CellOf(cell.X, cell.Y) is >= 0 and var at)
                all[at] += cell.Count;
        }

        return [.. Cells.Select(cell => all[cell])];
    }

    private SpatialWeights QueenWithSelf()
    {
        var position = new int[Mask.Length];
        Array.Fill(position, -1);
        for (var i = 0; i < Cells.Length; i++)
            position[Cells[i]] = i;
        var neighbours = new IReadOnlyList<int>[Cells.Length];
        for (var i = 0; i < Cells.Length; i++)
        {
            var (row, column) = Math.DivRem(Cells[i], Grid.Columns);
            var around = new List<int>(9);
            for (var r = Math.Max(0, row - 1); r <= Math.Min(Grid.Rows - 1, row + 1); r++)
            {
                for (var c = Math.Max(0, column - 1); c <= Math.Min(Grid.Columns - 1, column + 1); c++)
                {
                    var other = position[(r * Grid.Columns) + c];
                    if (other >= 0 && other != i)
                        around.Add(other);
                }
            }

            neighbours[i] = around;
        }

        return SpatialWeights.FromNeighbours(neighbours).WithSelf();
    }
}
