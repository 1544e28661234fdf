using Geo.Statistics;
using Geo.Statistics.Spatial;

namespace Geo.Benchmarks.Statistics;

/// <summary>Areas laid like bricks with wavy edges that neighbours share to the last bit, and points in towns; the same every time.</summary>
internal sealed record MadeUpCountry(double[] Coordinates, int[] RingStarts, AreaShapes Shapes)
{
    private const double BrickMetres = 4000;

    /// <summary>Bricks in rows, each with six edges; six neighbours inside the wall.</summary>
    public static MadeUpCountry Areas(int columns, int rows, int verticesPerEdge)
    {
        var coordinates = new List<double>(columns * rows * 12 * verticesPerEdge);
        var starts = new List<int>(columns * rows);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                starts.Add(coordinates.Count / 2);
                var left = 2 * column + row % 2;
                Edge(coordinates, left, row, left + 1, row, verticesPerEdge);
                Edge(coordinates, left + 1, row, left + 2, row, verticesPerEdge);
                Edge(coordinates, left + 2, row, left + 2, row + 1, verticesPerEdge);
                Edge(coordinates, left + 2, row + 1, left + 1, row + 1, verticesPerEdge);
                Edge(coordinates, left + 1, row + 1, left, row + 1, verticesPerEdge);
                Edge(coordinates, left, row + 1, left, row, verticesPerEdge);
                coordinates.Add(coordinates[2 * starts[^1]]);
                coordinates.Add(coordinates[2 * starts[^1] + 1]);
            }
        }

        var areas = new int[starts.Count];
        for (var i = 0; i < areas.Length; i++)
            areas[i] = i;
        var flat = coordinates.ToArray();
        var rings = starts.ToArray();
        return new MadeUpCountry(flat, rings, new AreaShapes(flat, rings, areas));
    }

    /// <summary>A count for each area, higher towards the middle rows.</summary>
    public static double[] Values(int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = Math.Floor(40 * Noise(i, 1, 5) * Noise(i, 2, 6) + 20 * Math.Pow(Math.Sin(3.0 * i / count), 2));
        return values;
    }

    /// <summary>Points around towns, within a rectangle from 0.</summary>
    public static PlanePoint[] Points(int count, double widthMetres, double heightMetres, int towns)
    {
        var points = new PlanePoint[count];
        for (var i = 0; i < count; i++)
        {
            var town = (int)(towns * Noise(i, 1, 1) * Noise(i, 2, 1));
            var distance = -0.02 * widthMetres * Math.Log(Noise(i, 3, 1));
            var angle = 2 * Math.PI * Noise(i, 4, 1);
            points[i] = new PlanePoint(
                Math.Round(Math.Clamp(widthMetres * Noise(town, 8, 2) + distance * Math.Cos(angle), 0, widthMetres - 1), 1),
                Math.Round(Math.Clamp(heightMetres * Noise(town, 9, 2) + distance * Math.Sin(angle), 0, heightMetres - 1), 1));
        }

        return points;
    }

    // The vertices of an edge without its end, which begins the next one. Both neighbours see the same ones, one of them backwards.
    private static void Edge(List<double> coordinates, int fromX, int fromY, int toX, int toY, int vertices)
    {
        var backwards = toX < fromX || toY < fromY;
        var (x1, y1, x2, y2) = backwards ? (toX, toY, fromX, fromY) : (fromX, fromY, toX, toY);
        for (var k = 0; k < vertices; k++)
        {
            var step = backwards ? vertices - k : k;
            if (step == 0 || step == vertices)
            {
                var (cornerX, cornerY) = step == 0 ? (x1, y1) : (x2, y2);
                coordinates.Add(Math.Round((cornerX + 0.3 * Noise(cornerX, cornerY, 3)) * BrickMetres / 2, 2));
                coordinates.Add(Math.Round((cornerY + 0.3 * Noise(cornerX, cornerY, 4)) * BrickMetres, 2));
                continue;
            }

            var t = (double)step / vertices;
            var key = x1 * 100_003 + x2;
            coordinates.Add(Math.Round((x1 + t * (x2 - x1) + 0.1 * Noise(key, y1 * 70_001 + y2, step)) * BrickMetres / 2, 2));
            coordinates.Add(Math.Round((y1 + t * (y2 - y1) + 0.1 * Noise(key, y1 * 70_001 + y2, step + 500)) * BrickMetres, 2));
        }
    }

    // A number above 0 and below 1 from three whole ones.
    private static double Noise(int a, int b, int c)
    {
        var z = (ulong)(uint)a * 0x9E3779B97F4A7C15 ^ (ulong)(uint)b * 0xC2B2AE3D27D4EB4F ^ (ulong)(uint)c * 0x165667B19E3779F9;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53) + 1e-17;
    }
}
