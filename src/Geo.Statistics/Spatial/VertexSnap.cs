namespace Geo.Statistics.Spatial;

/// <summary>Moves vertices closer than a tolerance onto one of them.</summary>
internal static class VertexSnap
{
    // Cells this many tolerances wide leave few vertices near a cell's edge, and few to compare within a cell.
    private const double CellInTolerances = 8;

    internal static double[] ToRepresentatives(double[] coordinates, double snapTolerance)
    {
        var count = coordinates.Length / 2;
        var cell = CellInTolerances * snapTolerance;
        var largest = 0.0;
        foreach (var value in coordinates)
            largest = Math.Max(largest, Math.Abs(value));
        if (largest / cell > 1e15)
            throw new ArgumentException("snapTolerance must be 0 or large enough to tell coordinates apart at their size.", nameof(snapTolerance));
        var square = snapTolerance * snapTolerance;
        var squareIsExact = double.IsNormal(square);
        var parents = new int[count];
        for (var i = 0; i < count; i++)
            parents[i] = i;
        var lastInCell = new Dictionary<Cell, int>(count);
        var previous = new int[count];
        for (var i = 0; i < count; i++)
        {
            var home = CellOf(coordinates[2 * i], coordinates[2 * i + 1], cell);
            lastInCell.TryGetValue(home, out previous[i]);
            lastInCell[home] = i + 1;
        }

        for (var i = 0; i < count; i++)
        {
            double x = coordinates[2 * i], y = coordinates[2 * i + 1];
            var home = CellOf(x, y, cell);
            var low = CellOf(x - snapTolerance, y - snapTolerance, cell);
            var high = CellOf(x + snapTolerance, y + snapTolerance, cell);
            // A tolerance reaches the next cell at most, also where a sum of very large coordinates overflows.
            for (var cx = Math.Max(low.X, home.X - 1); cx <= Math.Min(high.X, home.X + 1); cx++)
            {
                for (var cy = Math.Max(low.Y, home.Y - 1); cy <= Math.Min(high.Y, home.Y + 1); cy++)
                {
                    lastInCell.TryGetValue(new Cell(cx, cy), out var other);
                    for (; other > i + 1; other = previous[other - 1])
                    {
                        double dx = coordinates[2 * (other - 1)] - x, dy = coordinates[2 * (other - 1) + 1] - y;
                        if (squareIsExact ? dx * dx + dy * dy <= square : Math.Pow(dx / snapTolerance, 2) + Math.Pow(dy / snapTolerance, 2) <= 1)
                            Join(parents, i, other - 1);
                    }
                }
            }
        }

        var snapped = new double[coordinates.Length];
        for (var i = 0; i < count; i++)
        {
            var root = Root(parents, i);
            snapped[2 * i] = coordinates[2 * root];
            snapped[2 * i + 1] = coordinates[2 * root + 1];
        }

        return snapped;
    }

    private static Cell CellOf(double x, double y, double cell) => new((long)Math.Floor(x / cell), (long)Math.Floor(y / cell));

    private static void Join(int[] parents, int a, int b)
    {
        var first = Root(parents, a);
        var second = Root(parents, b);
        if (first < second)
            parents[second] = first;
        else
            parents[first] = second;
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i)
        {
            parents[i] = parents[parents[i]];
            i = parents[i];
        }

        return i;
    }

    private readonly record struct Cell(long X, long Y);
}
