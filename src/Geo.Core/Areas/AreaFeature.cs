using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;

namespace Geo.Core.Areas;

/// <summary>An area as a file gives it. Features are numbered from 1: a line says little in a file that may be one line.</summary>
internal sealed record AreaFeature(int Number, string Code, string Name, MultiPolygon Geometry);

/// <summary>Turns GeoJSON features into areas and collects what is wrong with them.</summary>
internal sealed class AreaFeatureReader(string fileName, string codeProperty, string nameProperty, int srid)
{
    public const int MaxFaults = 50;
    private const int MaxTextLength = 500;
    private const int MaxVertices = 5_000_000;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 0, PackedCoordinateSequenceFactory.DoubleFactory);
    private readonly Dictionary<string, int> _numberOfCode = new(StringComparer.Ordinal);
    private long _vertices;

    public List<Fault> Faults { get; } = [];

    /// <returns>The area, or null when the feature was at fault.</returns>
    public AreaFeature? Read(JsonElement feature, int number)
    {
        var before = Faults.Count;
        if (DuplicateKey(feature) is { } key)
            Add(number, "duplicate-key", key, null, "A key stands twice in a feature.", "Export the file again.");

        var properties = feature.TryGetProperty("properties", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var code = Text(properties, codeProperty, number);
        var name = Text(properties, nameProperty, number);
        if (code is not null && !_numberOfCode.TryAdd(code, number))
            Add(number, "duplicate-code", codeProperty, code, $"Feature {_numberOfCode[code]} has the same code.", "Give every area a code of its own; merge the parts of one area into a MultiPolygon.");

        var geometry = feature.TryGetProperty("geometry", out var shape) ? Geometry(shape, number) : null;
        if (geometry is null && Faults.Count == before)
            Add(number, "no-geometry", "geometry", null, "An area needs a Polygon or MultiPolygon.", "Leave the feature out or give it its boundary.");
        return Faults.Count > before || code is null || name is null || geometry is null ? null : new AreaFeature(number, code, name, geometry);
    }

    private string? Text(JsonElement properties, string property, int number)
    {
        if (properties.ValueKind != JsonValueKind.Object || !properties.TryGetProperty(property, out var value))
        {
            var there = properties.ValueKind == JsonValueKind.Object ? string.Join(", ", properties.EnumerateObject().Take(20).Select(p => p.Name)) : "";
            Add(number, "missing-property", property, null, "The property is missing.", there.Length == 0 ? "The feature has no properties." : $"Name one of: {there}.");
            return null;
        }

        var text = value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString().Trim() : "";
        if (text.Length is > 0 and <= MaxTextLength)
            return text;
        Add(number, "bad-text", property, text, $"A code or name has 1 to {MaxTextLength} characters.", "Fill it in.");
        return null;
    }

    private MultiPolygon? Geometry(JsonElement shape, int number)
    {
        if (shape.ValueKind != JsonValueKind.Object || !shape.TryGetProperty("type", out var type) || !shape.TryGetProperty("coordinates", out var coordinates))
            return null;
        try
        {
            var polygons = type.ValueEquals("Polygon") ? [Polygon(coordinates)]
                : type.ValueEquals("MultiPolygon") ? coordinates.EnumerateArray().Select(Polygon).ToArray()
                : null;
            if (polygons is null)
                Add(number, "not-a-polygon", "geometry", type.ToString(), "An area is a Polygon or MultiPolygon.", "Export areas, not points or lines.");
            return polygons is { Length: > 0 } ? Factory.CreateMultiPolygon(polygons) : null;
        }
        catch (BadCoordinates error)
        {
            Add(number, error.Code, "geometry", error.Value, error.Message, error.Remedy);
        }
        catch (InvalidOperationException)
        {
            Add(number, "bad-coordinates", "geometry", null, "The coordinates are not nested as GeoJSON wants them.", "Export the file again.");
        }

        return null;
    }

    private Polygon Polygon(JsonElement rings)
    {
        var read = rings.EnumerateArray().Select(Ring).ToArray();
        return read.Length == 0 ? throw new BadCoordinates("no-geometry", null, "A polygon has no ring.", "Give the area its boundary.") : Factory.CreatePolygon(read[0], read[1..]);
    }

    private LinearRing Ring(JsonElement positions)
    {
        var count = positions.GetArrayLength();
        if ((_vertices += count) > MaxVertices)
            throw new BadCoordinates("too-many-vertices", null, $"A file may have {MaxVertices:N0} vertices at most.", "Use generalised boundaries.");
        if (count < 4)
            throw new BadCoordinates("short-ring", null, $"A ring has {count} positions; it needs 4 or more.", "Repair the polygon.");
        var packed = new double[count * 2];
        var i = 0;
        foreach (var position in positions.EnumerateArray())
        {
            if (position.GetArrayLength() < 2)
                throw new BadCoordinates("bad-coordinates", position.GetRawText(), "A position has two numbers: longitude and latitude, or easting and northing.", "Export the file again.");
            var (x, y) = (position[0].GetDouble(), position[1].GetDouble()); // heights and measures, if any, are not used
            Check(x, y);
            packed[i++] = x;
            packed[i++] = y;
        }

        return packed[0] == packed[^2] && packed[1] == packed[^1]
            ? Factory.CreateLinearRing(new PackedDoubleCoordinateSequence(packed, 2, 0))
            : throw new BadCoordinates("unclosed-ring", $"{packed[0]}, {packed[1]}", "A ring does not end where it starts.", "Repeat the first position at the end.");
    }

    private void Check(double x, double y)
    {
        var value = $"{x}, {y}";
        var inDegrees = Math.Abs(x) <= 180 && Math.Abs(y) <= 180;
        if (srid == 4326 && !inDegrees)
            throw new BadCoordinates("wrong-crs", value, "The coordinates are not longitude and latitude.", "Say which system they are in with --crs 27700, or export as WGS84.");
        if (srid == 4326 && x is >= 49 and <= 61.5 && y is >= -9 and <= 2.5)
            throw new BadCoordinates("swapped-coordinates", value, "Latitude and longitude are swapped.", "GeoJSON wants longitude first.");
        if (srid == 4326 && (Math.Abs(y) > 90 || x is < -9.5 or > 2.5 || y is < 49 or > 61.5))
            throw new BadCoordinates("outside-great-britain", value, "The position lies outside Great Britain.", "Check the coordinate system of the export.");
        if (srid == 27700 && inDegrees)
            throw new BadCoordinates("wrong-crs", value, "The coordinates are degrees, not metres of the National Grid.", "Say --crs 4326.");
        if (srid == 27700 && !(x is >= 0 and <= 700_000 && y is >= 0 and <= 1_300_000))
            throw new BadCoordinates("outside-great-britain", value, "The position lies outside the National Grid.", "Check the coordinate system of the export.");
    }

    private static string? DuplicateKey(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name))
                return property.Name;
            if (DuplicateKey(property.Value) is { } inner)
                return inner;
        }

        return null;
    }

    private void Add(int number, string code, string? column, string? value, string rule, string remedy)
    {
        if (Faults.Count < MaxFaults)
            Faults.Add(new Fault(code, $"{fileName}, feature {number}", null, column, value, rule, remedy));
    }

    private sealed class BadCoordinates(string code, string? value, string rule, string remedy) : Exception(rule)
    {
        public string Code => code;

        public string? Value => value;

        public string Remedy => remedy;
    }
}
