using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace Geo.Core.Demonstration;

/// <summary>The boundary and population files of the demonstration county.</summary>
internal static class WardFiles
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// GeoJSON (RFC 7946: EPSG:4326, longitude first, outer rings anticlockwise), a feature per line, seven decimals
    /// (about 1 cm). A vertex is always written the same way, so neighbours still share their vertices.
    /// </summary>
    public static string GeoJson(IEnumerable<DemonstrationWard> wards)
    {
        var text = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[\n");
        text.AppendJoin(",\n", wards.Select(Feature));
        return text.Append("\n]}\n").ToString();
    }

    /// <summary>People by ward. The figures are of mid-2015, and the file says so.</summary>
    public static string Population(IEnumerable<DemonstrationWard> wards) =>
        "code,year,age_group,people\n" +
        string.Concat(wards.Select(ward => string.Create(CultureInfo.InvariantCulture, $"{ward.Code},2015,all,{ward.Population}\n")));

    private static string Feature(DemonstrationWard ward)
    {
        var name = JsonSerializer.Serialize(ward.Name, Readable);
        return $"{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{ward.Code}\",\"name\":{name}}}," +
            $"\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{string.Join(',', Anticlockwise(ward.Polygon).Select(Position))}]]}}}}";
    }

    private static Coordinate[] Anticlockwise(Polygon polygon)
    {
        var ring = polygon.ExteriorRing.Coordinates;
        return Orientation.IsCCW(ring) ? ring : [.. ring.Reverse()];
    }

    private static string Position(Coordinate corner)
    {
        var (longitude, latitude) = BritishNationalGrid.ToDegrees(corner.X, corner.Y);
        return string.Create(CultureInfo.InvariantCulture, $"[{longitude:F7},{latitude:F7}]");
    }
}
