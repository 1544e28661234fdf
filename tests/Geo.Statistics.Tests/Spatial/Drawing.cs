using System.Text.Json;
using Geo.Statistics.Spatial;

namespace Geo.Statistics.Tests.Spatial;

/// <summary>Areas drawn as letters on squared paper, the first line in the north.</summary>
internal static class Drawing
{
    public static AreaShapes Squares(int columns, int rows, double size = 100, double left = 0, double bottom = 0)
    {
        var areas = new List<IReadOnlyList<double[]>>();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                areas.Add([Square(left + column * size, bottom + row * size, size)]);
        }

        return AreaShapes.FromRings(areas);
    }

    public static double[] Square(double left, double bottom, double size) =>
        [left, bottom, left + size, bottom, left + size, bottom + size, left, bottom + size, left, bottom];

    public static NamedShapes GeoJson(string path, string codeProperty)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var codes = new List<string>();
        var areas = new List<IReadOnlyList<double[]>>();
        foreach (var feature in document.RootElement.GetProperty("features").EnumerateArray())
        {
            codes.Add(feature.GetProperty("properties").GetProperty(codeProperty).GetString()!);
            var geometry = feature.GetProperty("geometry");
            var coordinates = geometry.GetProperty("coordinates");
            var polygons = geometry.GetProperty("type").GetString() == "Polygon" ? [coordinates] : coordinates.EnumerateArray().ToArray();
            areas.Add(polygons.SelectMany(polygon => polygon.EnumerateArray())
                .Select(ring => ring.EnumerateArray().SelectMany(point => new[] { point[0].GetDouble(), point[1].GetDouble() }).ToArray())
                .ToList());
        }

        return new NamedShapes(codes, AreaShapes.FromRings(areas));
    }

    internal sealed record NamedShapes(IReadOnlyList<string> Codes, AreaShapes Shapes);
}
