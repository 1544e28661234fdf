using System.Buffers;
using System.Text;
using System.Text.Json;
using Geo.Core.Areas;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Statistics;
using Geo.Web.Hosting;

namespace Geo.Web.HotSpots;

/// <summary>Cells as GeoJSON (WGS84), with what the map is beside them.</summary>
internal static class MapGeoJson
{
    public static void Write(IBufferWriter<byte> body, HeatMap map) => Write(
        body, map.Origin, map.Footing, map.Explanation, map.Reason, map.Cells.CellMetres, map.Cells.Cells.Where(cell => cell.Step > 0 || cell.Previous > 0), cell => cell.Corners, (json, cell) =>
        {
            json.WriteString("cell", cell.Name);
            json.WriteString("area", cell.Area);
            json.WriteNumber("count", cell.Count!.Value);
            if (cell.Previous is { } previous)
                json.WriteNumber("previous", previous);
            if (cell.Risk is { } risk)
                json.WriteNumber("risk", Rounding.Round(risk, 4));
            json.WriteNumber("step", cell.Step);
            if (cell.Step > 0)
                json.WriteString("colour", MapColours.Of(map.Cells.Scale, cell.Step));
        });

    public static void Write(IBufferWriter<byte> body, HotSpotMap map) => Write(
        body, map.Origin, map.Footing, map.Explanation, map.Withheld, map.CellMetres, map.Cells.Where(IsDrawn), cell => CellCorners(cell, map.CellMetres), (json, cell) =>
        {
            json.WriteString("cell", cell.Name);
            json.WriteString("area", cell.Area);
            json.WriteNumber("easting", cell.X);
            json.WriteNumber("northing", cell.Y);
            json.WriteNumber("count", cell.Count);
            Number(json, "z", cell.Z, 3);
            Number(json, "p", cell.PValue, 5);
            Number(json, "adjustedP", cell.AdjustedPValue, 5);
            json.WriteString("class", MapWords.Of(cell.Class));
            json.WriteString("colour", MapColours.Of(cell.Class).Colour);
            json.WriteNumber("hotMonths", cell.HotMonths);
            json.WriteString("history", cell.History is { } history ? MapWords.Of(history) : null);
            json.WriteString("emerging", cell.Emerging is { } emerging ? MapWords.Of(emerging) : null);
        });

    /// <summary>Cells that a map shows: significant ones, or those with a history. The table and the CSV have all.</summary>
    internal static bool IsDrawn(HotSpotCell cell) => cell.Class != HotSpotClass.None || cell.History is not (null or Statistics.Persistence.HistoryKind.None);

    internal static IReadOnlyList<PlanePoint> CellCorners(HotSpotCell cell, int metres) =>
        [new(cell.X, cell.Y), new(cell.X + metres, cell.Y), new(cell.X + metres, cell.Y + metres), new(cell.X, cell.Y + metres)];

    /// <summary>A polygon of EPSG:27700 as GeoJSON geometry in WGS84.</summary>
    internal static byte[] Geometry(IReadOnlyList<PlanePoint> corners)
    {
        var points = corners.Append(corners[0]).Select(corner => BritishNationalGrid.ToDegrees(corner.X, corner.Y));
        return Encoding.UTF8.GetBytes($"{{\"type\":\"Polygon\",\"coordinates\":[[{string.Join(',', points.Select(point => FormattableString.Invariant($"[{Rounding.Round(point.Longitude, 6)},{Rounding.Round(point.Latitude, 6)}]")))}]]}}");
    }

    private static void Write<T>(
        IBufferWriter<byte> body, Origin origin, MapFooting footing, string explanation, string? reason, int metres, IEnumerable<T> cells, Func<T, IReadOnlyList<PlanePoint>> corners, Action<Utf8JsonWriter, T> properties)
    {
        using var json = new Utf8JsonWriter(body, JsonAnswer.Options);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartObject("properties");
        json.WriteString("measure", origin.Measure.Slug);
        json.WriteString("measureName", origin.Measure.Name);
        json.WriteString("period", origin.Period.Span);
        json.WriteString("compare", origin.Compare?.Span);
        json.WriteNumber("cellMetres", metres);
        json.WriteString("reason", reason);
        json.WriteNumber("mapped", footing.Mapped);
        json.WriteNumber("rough", footing.Rough);
        json.WriteNumber("notLocated", footing.NotLocated);
        json.WriteNumber("total", footing.Total);
        json.WriteNumber("outside", footing.Outside);
        json.WriteBoolean("isDemonstration", origin.IsDemonstration);
        json.WriteString("explanation", explanation);
        json.WriteEndObject();
        json.WriteStartArray("features");
        foreach (var cell in cells)
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteStartObject("properties");
            properties(json, cell);
            json.WriteEndObject();
            json.WritePropertyName("geometry");
            json.WriteRawValue(Geometry(corners(cell)), skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value, int decimals)
    {
        if (value is { } number)
            json.WriteNumber(name, Rounding.Round(number, decimals));
        else
            json.WriteNull(name);
    }
}
