using Geo.Statistics.Spatial;

namespace Geo.Statistics.Density;

/// <summary>A grid of square cells in EPSG:27700, numbered row by row from the south-west.</summary>
/// <param name="Left">Easting of the western edge, in metres.</param>
/// <param name="Bottom">Northing of the southern edge, in metres.</param>
/// <param name="CellMetres">Side of a cell in metres.</param>
/// <param name="Columns">Cells from west to east.</param>
/// <param name="Rows">Cells from south to north.</param>
public readonly record struct GridDefinition(double Left, double Bottom, double CellMetres, int Columns, int Rows)
{
    /// <summary>Grids with more cells than this take long to draw and to read; callers should warn.</summary>
    public const int CellsWorthAWarning = 100_000;

    private const long MostCells = 100_000_000;

    /// <summary>Number of cells.</summary>
    public int CellCount => Columns * Rows;

    /// <summary>Area of a cell in km².</summary>
    public double CellSquareKilometres => CellMetres * CellMetres / 1e6;

    /// <summary>The smallest grid over an extent whose lines are multiples of the cell size, so that grids of one cell size fit each other and the National Grid.</summary>
    /// <param name="left">Western edge of the extent in metres.</param>
    /// <param name="bottom">Southern edge.</param>
    /// <param name="right">Eastern edge, not less than the western.</param>
    /// <param name="top">Northern edge, not less than the southern.</param>
    /// <param name="cellMetres">Side of a cell in metres, greater than 0.</param>
    /// <returns>The grid, at least one cell.</returns>
    /// <exception cref="ArgumentException">A number is not finite, the extent is turned over, or there would be more than 100 million cells.</exception>
    public static GridDefinition Covering(double left, double bottom, double right, double top, double cellMetres)
    {
        PlanePoint.RequireAll([new PlanePoint(left, bottom), new PlanePoint(right, top)], nameof(left));
        Require.Positive(cellMetres);
        if (right < left || top < bottom)
            throw new ArgumentException("right and top must not be less than left and bottom.", nameof(right));
        var firstColumn = Math.Floor(left / cellMetres);
        var firstRow = Math.Floor(bottom / cellMetres);
        var columns = Math.Max(1, Math.Ceiling(right / cellMetres) - firstColumn);
        var rows = Math.Max(1, Math.Ceiling(top / cellMetres) - firstRow);
        if (columns * rows > MostCells)
            throw new ArgumentOutOfRangeException(nameof(cellMetres), cellMetres, "cellMetres must be larger: the grid would have more than 100 million cells.");
        return new GridDefinition(firstColumn * cellMetres, firstRow * cellMetres, cellMetres, (int)columns, (int)rows);
    }

    /// <summary>The smallest such grid over areas.</summary>
    /// <param name="boundary">Areas in EPSG:27700, at least one with a vertex.</param>
    /// <param name="cellMetres">Side of a cell in metres, greater than 0.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ArgumentException">There is no vertex, or the cell size is out of range.</exception>
    public static GridDefinition Covering(AreaShapes boundary, double cellMetres)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        if (boundary.VertexCount == 0)
            throw new ArgumentException("boundary must have at least one vertex.", nameof(boundary));
        double left = double.MaxValue, bottom = double.MaxValue, right = double.MinValue, top = double.MinValue;
        var coordinates = boundary.Coordinates;
        for (var i = 0; i < coordinates.Length; i += 2)
        {
            left = Math.Min(left, coordinates[i]);
            right = Math.Max(right, coordinates[i]);
            bottom = Math.Min(bottom, coordinates[i + 1]);
            top = Math.Max(top, coordinates[i + 1]);
        }

        return Covering(left, bottom, right, top, cellMetres);
    }

    /// <summary>The usual cell size: a fiftieth of the shorter side of the extent, rounded down to whole 100 m where that leaves any.</summary>
    /// <remarks>Source: sfhotspot's <c>set_cell_size</c>. Meant for a town; over a county it gives kilometres.</remarks>
    /// <param name="widthMetres">Width of the extent, greater than 0.</param>
    /// <param name="heightMetres">Height of the extent, greater than 0.</param>
    /// <returns>Side of a cell in metres.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or not greater than 0.</exception>
    public static double UsualCellMetres(double widthMetres, double heightMetres)
    {
        Require.Positive(widthMetres);
        Require.Positive(heightMetres);
        var side = Math.Min(widthMetres, heightMetres) / 50;
        return side >= 100 ? Math.Floor(side / 100) * 100 : side;
    }

    /// <summary>Number of the cell that holds a point; its western and southern edges belong to a cell.</summary>
    /// <param name="point">A point in metres.</param>
    /// <returns>The number, or −1 outside the grid.</returns>
    public int CellOf(PlanePoint point)
    {
        var column = Math.Floor((point.X - Left) / CellMetres);
        var row = Math.Floor((point.Y - Bottom) / CellMetres);
        return column >= 0 && column < Columns && row >= 0 && row < Rows ? (int)row * Columns + (int)column : -1;
    }

    /// <summary>Centre of a cell.</summary>
    /// <param name="cell">Number of the cell.</param>
    /// <returns>Its centre in metres.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public PlanePoint CentreOf(int cell)
    {
        Require.Between(cell, 0, CellCount - 1);
        return new PlanePoint(Left + (cell % Columns + 0.5) * CellMetres, Bottom + (cell / Columns + 0.5) * CellMetres);
    }

    /// <summary>Counts points in cells.</summary>
    /// <param name="points">Points in metres; those outside the grid are counted in <see cref="CellCounts.Outside"/>.</param>
    /// <returns>A count for each cell.</returns>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    public CellCounts Count(ReadOnlySpan<PlanePoint> points)
    {
        PlanePoint.RequireAll(points, nameof(points));
        RequireUsable(nameof(points));
        var counts = new double[CellCount];
        var outside = 0;
        foreach (var point in points)
        {
            var cell = CellOf(point);
            if (cell < 0)
                outside++;
            else
                counts[cell]++;
        }

        return new CellCounts(counts, outside);
    }

    internal void RequireUsable(string name)
    {
        if (!(CellMetres > 0 && CellMetres <= 1e9 && Math.Abs(Left) <= 1e9 && Math.Abs(Bottom) <= 1e9)
            || Columns < 1 || Rows < 1 || (long)Columns * Rows > MostCells)
            throw new ArgumentException("The grid must have finite edges, cells with a size, and from 1 to 100 million of them.", name);
    }
}

/// <summary>Points counted in the cells of a grid.</summary>
/// <param name="Counts">Points in each cell, row by row from the south-west.</param>
/// <param name="Outside">Points outside the grid.</param>
public sealed record CellCounts(double[] Counts, int Outside);
