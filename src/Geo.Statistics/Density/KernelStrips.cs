using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Geo.Statistics.Density;

/// <summary>Points sorted by the row of the grid they lie in, kept in the order given within a row.</summary>
internal sealed class SortedPoints
{
    private SortedPoints(double[] x, double[] y, double[]? weights, int[] rowStarts, int margin)
    {
        (X, Y, Weights, RowStarts, Margin) = (x, y, weights, rowStarts, margin);
    }

    internal double[] X { get; }

    internal double[] Y { get; }

    internal double[]? Weights { get; }

    /// <summary>First point of each row, beginning <see cref="Margin"/> rows south of the grid.</summary>
    internal int[] RowStarts { get; }

    internal int Margin { get; }

    internal static SortedPoints Of(ReadOnlySpan<PlanePoint> points, ReadOnlySpan<double> weights, GridDefinition grid, double reach)
    {
        var inverse = 1 / grid.CellMetres;
        // Beyond this margin no kernel touches the grid; a margin wider than the grid has rows to no use.
        var margin = (int)Math.Min(Math.Ceiling(reach * inverse) + 1, 1_000_000);
        var rows = grid.Rows + 2 * margin;
        double left = grid.Left - reach, right = grid.Left + grid.Columns * grid.CellMetres + reach;
        double bottom = grid.Bottom - reach, top = grid.Bottom + grid.Rows * grid.CellMetres + reach;
        var rowOf = new int[points.Length];
        var starts = new int[rows + 1];
        for (var i = 0; i < points.Length; i++)
        {
            var point = points[i];
            if (!(point.X > left && point.X < right && point.Y > bottom && point.Y < top))
            {
                rowOf[i] = -1;
                continue;
            }

            var row = Math.Clamp((int)Math.Floor((point.Y - grid.Bottom) * inverse) + margin, 0, rows - 1);
            rowOf[i] = row;
            starts[row + 1]++;
        }

        for (var row = 0; row < rows; row++)
            starts[row + 1] += starts[row];
        var x = new double[starts[rows]];
        var y = new double[starts[rows]];
        var sortedWeights = weights.IsEmpty ? null : new double[starts[rows]];
        var cursor = starts[..^1];
        for (var i = 0; i < points.Length; i++)
        {
            if (rowOf[i] < 0)
                continue;
            var at = cursor[rowOf[i]]++;
            x[at] = points[i].X;
            y[at] = points[i].Y;
            if (sortedWeights is not null)
                sortedWeights[at] = weights[i];
        }

        return new SortedPoints(x, y, sortedWeights, starts, margin);
    }
}

/// <summary>
/// Sums kernels strip by strip. A strip is a few rows of the grid that fit the cache; each is filled by one thread, from the points
/// within reach in a fixed order, so that no two threads write to one cell and the sums do not depend on who computes them.
/// </summary>
internal static class KernelStrips
{
    internal const double GaussianReach = 8;

    private const int CellsPerStrip = 40_000;

    internal static double[] Sum(SortedPoints points, GridDefinition grid, Kernel kernel, double bandwidth, double reach, ParallelOptions options)
    {
        var result = new double[grid.CellCount];
        var rowsPerStrip = Math.Clamp(CellsPerStrip / grid.Columns, 8, 512);
        var strips = (grid.Rows + rowsPerStrip - 1) / rowsPerStrip;
        var widest = (int)Math.Min(2 * Math.Ceiling(reach / grid.CellMetres) + 3, grid.Columns) + Vector256<double>.Count;
        Parallel.For(0, strips, options, () => new Work(new Frame(grid, bandwidth), rowsPerStrip, widest), (strip, _, work) =>
        {
            var firstRow = strip * rowsPerStrip;
            var rows = Math.Min(rowsPerStrip, grid.Rows - firstRow);
            Array.Clear(work.Cells);
            var from = points.RowStarts[Math.Max(0, firstRow)];
            var to = points.RowStarts[Math.Min(points.RowStarts.Length - 1, firstRow + rows + 2 * points.Margin)];
            for (var i = from; i < to; i++)
            {
                var weight = points.Weights is null ? 1 : points.Weights[i];
                if (kernel == Kernel.Quartic)
                    AddQuartic(work, points.X[i], points.Y[i], weight, firstRow, rows);
                else
                    AddGaussian(work, grid, points.X[i], points.Y[i], weight, bandwidth, reach, firstRow, rows);
            }

            for (var row = 0; row < rows; row++)
                work.Cells.AsSpan(row * work.Stride, grid.Columns).CopyTo(result.AsSpan((firstRow + row) * grid.Columns));
            return work;
        }, _ => { });
        return result;
    }

    // Compiled well at once: the first surface that a host is asked for would take many times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddQuartic(Work work, double x, double y, double weight, int firstRow, int rows)
    {
        var frame = work.Frame;
        // In cells from the centre of the first one.
        double gx = (x - frame.Left) * frame.InverseCell - 0.5, gy = (y - frame.Bottom) * frame.InverseCell - 0.5;
        var bottom = Math.Max((int)Math.Ceiling(gy - frame.ReachInCells), firstRow);
        var top = Math.Min((int)Math.Floor(gy + frame.ReachInCells), firstRow + rows - 1);
        var left = Math.Max((int)Math.Ceiling(gx - frame.ReachInCells), 0);
        var right = Math.Min((int)Math.Floor(gx + frame.ReachInCells), frame.Columns - 1);
        if (bottom > top || left > right)
            return;
        // In units of the bandwidth; cells past the box, there to fill a vector, get a distance that gives nothing.
        var width = right - left + 1;
        var padded = (width + Vector256<double>.Count - 1) & ~(Vector256<double>.Count - 1);
        ref var squares = ref MemoryMarshal.GetArrayDataReference(work.Across);
        var firstX = (frame.Left + (left + 0.5) * frame.Cell - x) * frame.InverseBandwidth;
        for (var k = 0; k < width; k++)
        {
            var dx = firstX + k * frame.CellInBandwidths;
            Unsafe.Add(ref squares, k) = dx * dx;
        }

        for (var k = width; k < padded; k++)
            Unsafe.Add(ref squares, k) = 4;
        var factor = Vector256.Create(weight * frame.QuarticFactor);
        for (var row = bottom; row <= top; row++)
        {
            ref var cells = ref work.Cells[(row - firstRow) * work.Stride + left];
            var dy = (frame.Bottom + (row + 0.5) * frame.Cell - y) * frame.InverseBandwidth;
            var rest = Vector256.Create(1 - dy * dy);
            for (nuint k = 0; k < (nuint)padded; k += 4)
            {
                var t = Vector256.Max(Vector256<double>.Zero, rest - Vector256.LoadUnsafe(ref squares, k));
                (Vector256.LoadUnsafe(ref cells, k) + factor * t * t).StoreUnsafe(ref cells, k);
            }
        }
    }

    private static void AddGaussian(Work work, GridDefinition grid, double x, double y, double weight, double sigma, double reach, int firstRow, int rows)
    {
        var cell = grid.CellMetres;
        var bottom = (int)Math.Max(Math.Ceiling((y - reach - grid.Bottom) / cell - 0.5), firstRow);
        var top = (int)Math.Min(Math.Floor((y + reach - grid.Bottom) / cell - 0.5), firstRow + rows - 1);
        var left = (int)Math.Max(Math.Ceiling((x - reach - grid.Left) / cell - 0.5), 0);
        var right = (int)Math.Min(Math.Floor((x + reach - grid.Left) / cell - 0.5), grid.Columns - 1);
        if (bottom > top || left > right)
            return;
        var width = right - left + 1;
        for (var k = 0; k < width; k++)
        {
            var dx = (grid.Left + (left + k + 0.5) * cell - x) / sigma;
            work.Across[k] = Math.Exp(-0.5 * dx * dx);
        }

        var factor = weight * 1e6 / (2 * Math.PI * sigma * sigma);
        for (var row = bottom; row <= top; row++)
        {
            var dy = (grid.Bottom + (row + 0.5) * cell - y) / sigma;
            var height = factor * Math.Exp(-0.5 * dy * dy);
            var cells = work.Cells.AsSpan((row - firstRow) * work.Stride + left, width);
            for (var k = 0; k < cells.Length; k++)
                cells[k] += height * work.Across[k];
        }
    }

    /// <summary>What is the same for every point, worked out once.</summary>
    private sealed class Frame(GridDefinition grid, double bandwidth)
    {
        internal readonly double Left = grid.Left;
        internal readonly double Bottom = grid.Bottom;
        internal readonly double Cell = grid.CellMetres;
        internal readonly double InverseCell = 1 / grid.CellMetres;
        internal readonly double InverseBandwidth = 1 / bandwidth;
        internal readonly double ReachInCells = bandwidth / grid.CellMetres;
        internal readonly double CellInBandwidths = grid.CellMetres / bandwidth;
        internal readonly double QuarticFactor = 3e6 / (Math.PI * bandwidth * bandwidth);
        internal readonly int Columns = grid.Columns;
    }

    private sealed class Work
    {
        internal Work(Frame frame, int rows, int widest)
        {
            Frame = frame;
            // Room for a vector past the last column of a row.
            Stride = frame.Columns + Vector256<double>.Count;
            Cells = new double[rows * Stride];
            Across = new double[widest];
        }

        internal Frame Frame { get; }

        internal int Stride { get; }

        internal double[] Cells { get; }

        internal double[] Across { get; }
    }
}
