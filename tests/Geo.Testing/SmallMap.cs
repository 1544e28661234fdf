using System.Globalization;
using Geo.Core.Areas;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace Geo.Testing;

/// <summary>
/// Areas drawn with letters, north up: every letter is an area of that code, a dot is nobody's. <c>SmallMap.Draw("AAB", "CCB")</c>.
/// Drawn in metres (EPSG:27700, cells of 1 km) or in degrees (EPSG:4326, cells of 0.01°, so that a corner is a whole number of
/// millionths and a record can stand on it exactly).
/// </summary>
public sealed class SmallMap
{
    private const double West27700 = 350_000;
    private const double South27700 = 310_000;
    private const double Cell27700 = 1_000;
    private const long West4326 = -2_750_000; // millionths of a degree
    private const long South4326 = 52_600_000;
    private const long Cell4326 = 10_000;

    private readonly string[] _rows;

    private SmallMap(string[] rows, int srid) => (_rows, Srid) = (rows, srid);

    public int Srid { get; }

    public static SmallMap Draw(params string[] rows) => new(rows, 27700);

    public static SmallMap DrawInDegrees(params string[] rows) => new(rows, 4326);

    public IReadOnlyList<char> Codes => [.. _rows.SelectMany(row => row).Where(letter => letter != '.').Distinct().Order()];

    /// <summary>Longitude and latitude of the middle of the first cell of an area, or of the cell of a code that stands nowhere else.</summary>
    public (double Longitude, double Latitude) Inside(char code)
    {
        var row = Array.FindIndex(_rows, line => line.Contains(code, StringComparison.Ordinal));
        return row >= 0 ? At(_rows[row].IndexOf(code, StringComparison.Ordinal) + 0.5, row + 0.5) : throw new ArgumentException($"No area {code} on the map.", nameof(code));
    }

    /// <summary>Longitude and latitude of a place by columns from the west and rows from the north.</summary>
    public (double Longitude, double Latitude) At(double column, double row)
    {
        var (x, y) = Position(column, row);
        if (Srid == 27700)
            (x, y) = BritishNationalGrid.ToDegrees(x, y);
        return (Math.Round(x, 6), Math.Round(y, 6));
    }

    public string GeoJson()
    {
        var features = Codes.Select(code => $$$"""{"type":"Feature","properties":{"code":"{{{code}}}","name":"Area {{{code}}}"},"geometry":{{{Geometry(code)}}}}""");
        return $$$"""{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::{{{Srid}}}"}},"features":[{{{string.Join(",\n", features)}}}]}""";
    }

    public string WriteTo(string path)
    {
        File.WriteAllText(path, GeoJson());
        return path;
    }

    private string Geometry(char code)
    {
        var squares = from row in Enumerable.Range(0, _rows.Length)
                      from column in Enumerable.Range(0, _rows[row].Length)
                      where _rows[row][column] == code
                      select Square(column, row);
        var union = UnaryUnionOp.Union(squares);
        var polygons = Enumerable.Range(0, union.NumGeometries).Select(i => (Polygon)union.GetGeometryN(i));
        return $$"""{"type":"MultiPolygon","coordinates":[{{string.Join(',', polygons.Select(polygon => $"[{string.Join(',', polygon.InteriorRings.Prepend(polygon.ExteriorRing).Select(Ring))}]"))}}]}""";
    }

    private Geometry Square(int column, int row)
    {
        Coordinate Corner(int dx, int dy)
        {
            var (x, y) = Position(column + dx, row + dy);
            return new Coordinate(x, y);
        }

        return new Polygon(new LinearRing([Corner(0, 0), Corner(1, 0), Corner(1, 1), Corner(0, 1), Corner(0, 0)]));
    }

    private (double X, double Y) Position(double column, double row)
    {
        var fromSouth = _rows.Length - row;
        return Srid == 27700
            ? (West27700 + (column * Cell27700), South27700 + (fromSouth * Cell27700))
            : ((West4326 + (column * Cell4326)) / 1e6, (South4326 + (fromSouth * Cell4326)) / 1e6);
    }

    private static string Ring(LineString ring) =>
        $"[{string.Join(',', ring.Coordinates.Select(c => string.Create(CultureInfo.InvariantCulture, $"[{c.X:R},{c.Y:R}]")))}]";
}
