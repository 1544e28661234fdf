using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Statistics;
using NetTopologySuite.Geometries;

namespace Geo.Core.HotSpots;

/// <summary>The cells of a map as a layer for programs that draw maps: all that the table has, with its columns.</summary>
public static class MapLayer
{
    public static ExportLayer Of(HeatMap map) => Of("heat_map", MapExport.Of(map), map.Origin, map.Cells.Cells.Select(cell => cell.Corners));

    public static ExportLayer Of(HotSpotMap map) => Of("hot_spots", MapExport.Of(map), map.Origin, map.Cells.Select(cell => CellMap.Square(cell.X, cell.Y, map.CellMetres)));

    private static ExportLayer Of(string name, ExportTable table, Origin origin, IEnumerable<IReadOnlyList<PlanePoint>> cells) => new(
        name, table, origin.AsAt, OgcGeometryType.Polygon, table.Rows.Where(row => !row.IsFooting).Zip(cells, (row, corners) => (row, (Geometry)Shape(corners))));

    private static Polygon Shape(IReadOnlyList<PlanePoint> corners) => new(new LinearRing([.. corners.Append(corners[0]).Select(corner => new Coordinate(corner.X, corner.Y))]));
}
