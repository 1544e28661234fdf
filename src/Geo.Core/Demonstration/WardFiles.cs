using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Geo.Core.Areas;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace Geo.Core.Demonstration;

/// <summary>The boundary and population files of the demonstration county.</summary>
internal static class WardFiles
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// GeoJSON (RFC 7946: EPSG:4326, longitude first, outer rings anticlockwise), a feature per line, seven decimals
    /// (about 1 cm). A vertex is always written the same way, so neighbours still share their vertices.
    /// </summary>
    public static string GeoJson(IEnumerable<DemonstrationWard> wards) => Collection(wards.Select(ward => Feature(ward.Code, ward.Name, ward.Polygon)));

    /// <summary>The towns, each of all its wards.</summary>
    public static string TownGeoJson(IEnumerable<DemonstrationWard> wards, IReadOnlyDictionary<string, string> townOfWard) => Collection(wards
        .Where(ward => townOfWard.ContainsKey(ward.Name)).GroupBy(ward => townOfWard[ward.Name]).OrderBy(town => town.Key, StringComparer.Ordinal)
        .Select((town, i) => Feature(string.Create(CultureInfo.InvariantCulture, $"DEMOTOWN{i + 1:00}"), town.Key, UnaryUnionOp.Union(town.Select(ward => (Geometry)ward.Polygon)))));

    /// <summary>People by ward: of all ages in mid-2015, and the county's children of other years by the wards' people.</summary>
    public static string Population(IReadOnlyList<DemonstrationWard> wards)
    {
        var lines = wards.Select(ward => Line(ward, 2015, "all", ward.Population)).ToList();
        foreach (var (year, ageGroup, people) in DemonstrationTables.Populations())
            lines.AddRange(wards.Zip(Apportionment.Share(people, [.. wards.Select(ward => (double)ward.Population)]), (ward, part) => Line(ward, year, ageGroup, part)));
        return $"code,year,age_group,people\n{string.Concat(lines)}";
    }

    private static string Line(DemonstrationWard ward, int year, string ageGroup, int people) => string.Create(CultureInfo.InvariantCulture, $"{ward.Code},{year},{ageGroup},{people}\n");

    private static string Collection(IEnumerable<string> features) => $"{{\"type\":\"FeatureCollection\",\"features\":[\n{string.Join(",\n", features)}\n]}}\n";

    private static string Feature(string code, string name, Geometry area)
    {
        var parts = Enumerable.Range(0, area.NumGeometries).Select(i => Rings((Polygon)area.GetGeometryN(i))).ToList();
        var geometry = parts.Count == 1 ? $"\"Polygon\",\"coordinates\":{parts[0]}" : $"\"MultiPolygon\",\"coordinates\":[{string.Join(',', parts)}]";
        return $"{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\",\"name\":{JsonSerializer.Serialize(name, Readable)}}},\"geometry\":{{\"type\":{geometry}}}}}";
    }

    private static string Rings(Polygon polygon) =>
        $"[{string.Join(',', polygon.InteriorRings.Select(hole => Ring(hole, anticlockwise: false)).Prepend(Ring(polygon.ExteriorRing, anticlockwise: true)))}]";

    private static string Ring(LineString ring, bool anticlockwise) =>
        $"[{string.Join(',', (Orientation.IsCCW(ring.Coordinates) == anticlockwise ? ring.Coordinates : ring.Coordinates.Reverse()).Select(Position))}]";

    private static string Position(Coordinate corner)
    {
        var (longitude, latitude) = BritishNationalGrid.ToDegrees(corner.X, corner.Y);
        return string.Create(CultureInfo.InvariantCulture, $"[{longitude:F7},{latitude:F7}]");
    }
}
