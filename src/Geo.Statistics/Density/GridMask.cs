using Geo.Statistics.Spatial;

namespace Geo.Statistics.Density;

/// <summary>Which cells of a grid belong to a boundary.</summary>
/// <remarks>A cell belongs when it meets the boundary's area: its centre is inside (even-odd rule, so holes are outside) or an edge crosses it.</remarks>
public static class GridMask
{
    /// <summary>The cells that meet an area.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="boundary">One or more areas in the coordinates of the grid; areas must not overlap.</param>
    /// <returns>Whether each cell belongs, row by row from the south-west.</returns>
    /// <exception cref="ArgumentException">The grid is not usable.</exception>
    public static bool[] Intersecting(GridDefinition grid, AreaShapes boundary)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        grid.RequireUsable(nameof(grid));
        var mask = CentresInside(grid, boundary);
        for (var ring = 0; ring < boundary.RingStarts.Length; ring++)
        {
            var first = boundary.RingStarts[ring];
            var end = boundary.RingEnd(ring);
            for (var v = first; v < end; v++)
                MarkEdge(grid, mask, boundary.Coordinates, v, v + 1 < end ? v + 1 : first);
        }

        return mask;
    }

    private static bool[] CentresInside(GridDefinition grid, AreaShapes boundary)
    {
        var mask = new bool[grid.CellCount];
        var crossings = new List<double>[grid.Rows];
        for (var row = 0; row < grid.Rows; row++)
            crossings[row] = [];
        var coordinates = boundary.Coordinates;
        for (var ring = 0; ring < boundary.RingStarts.Length; ring++)
        {
            var first = boundary.RingStarts[ring];
            var end = boundary.RingEnd(ring);
            for (var v = first; v < end; v++)
            {
                var next = v + 1 < end ? v + 1 : first;
                double x1 = coordinates[2 * v], y1 = coordinates[2 * v + 1], x2 = coordinates[2 * next], y2 = coordinates[2 * next + 1];
                if (y1 == y2)
                    continue;
                // Rows whose line of centres the edge crosses; the lower end counts, the upper does not.
                var from = Math.Ceiling((Math.Min(y1, y2) - grid.Bottom) / grid.CellMetres - 0.5);
                var to = Math.Ceiling((Math.Max(y1, y2) - grid.Bottom) / grid.CellMetres - 0.5);
                for (var row = (int)Math.Clamp(from, 0, grid.Rows); row < (int)Math.Clamp(to, 0, grid.Rows); row++)
                {
                    var y = grid.Bottom + (row + 0.5) * grid.CellMetres;
                    crossings[row].Add(x1 + (y - y1) / (y2 - y1) * (x2 - x1));
                }
            }
        }

        for (var row = 0; row < grid.Rows; row++)
        {
            crossings[row].Sort();
            for (var k = 0; k + 1 < crossings[row].Count; k += 2)
            {
                var from = Math.Ceiling((crossings[row][k] - grid.Left) / grid.CellMetres - 0.5);
                var to = Math.Ceiling((crossings[row][k + 1] - grid.Left) / grid.CellMetres - 0.5);
                for (var column = (int)Math.Clamp(from, 0, grid.Columns); column < (int)Math.Clamp(to, 0, grid.Columns); column++)
                    mask[row * grid.Columns + column] = true;
            }
        }

        return mask;
    }

    private static void MarkEdge(GridDefinition grid, bool[] mask, double[] coordinates, int from, int to)
    {
        double x1 = (coordinates[2 * from] - grid.Left) / grid.CellMetres, y1 = (coordinates[2 * from + 1] - grid.Bottom) / grid.CellMetres;
        double x2 = (coordinates[2 * to] - grid.Left) / grid.CellMetres, y2 = (coordinates[2 * to + 1] - grid.Bottom) / grid.CellMetres;
        if (y1 > y2)
            (x1, y1, x2, y2) = (x2, y2, x1, y1);
        var firstRow = (int)Math.Clamp(Math.Floor(y1), 0, grid.Rows - 1);
        var lastRow = (int)Math.Clamp(Math.Ceiling(y2) - 1, firstRow, grid.Rows - 1);
        if (y2 < 0 || y1 >= grid.Rows)
            return;
        for (var row = firstRow; row <= lastRow; row++)
        {
            // The part of the edge within this row of cells.
            double low = Math.Max(y1, row), high = Math.Min(y2, row + 1);
            var a = y2 == y1 ? x1 : x1 + (low - y1) / (y2 - y1) * (x2 - x1);
            var b = y2 == y1 ? x2 : x1 + (high - y1) / (y2 - y1) * (x2 - x1);
            double left = Math.Min(a, b), right = Math.Max(a, b);
            if (right < 0 || left >= grid.Columns)
                continue;
            var firstColumn = (int)Math.Clamp(Math.Floor(left), 0, grid.Columns - 1);
            var lastColumn = (int)Math.Clamp(Math.Ceiling(right) - 1, firstColumn, grid.Columns - 1);
            mask.AsSpan(row * grid.Columns + firstColumn, lastColumn - firstColumn + 1).Fill(true);
        }
    }
}
