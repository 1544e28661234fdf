namespace Geo.Statistics.Density;

/// <summary>How two densities are put together.</summary>
public enum DualForm
{
    /// <summary>First divided by second: risk, such as burglaries per dwelling.</summary>
    Ratio,

    /// <summary>Natural logarithm of the ratio.</summary>
    LogRatio,

    /// <summary>First minus second.</summary>
    Difference,

    /// <summary>First plus second.</summary>
    Sum,
}

/// <summary>Two densities put together.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Values">A value for each cell; 0 where there is none.</param>
/// <param name="HasValue">Whether the cell has a value; a map shows the others as "no data".</param>
/// <param name="FloorPerSquareKilometre">The floor of the second density; below it there is no ratio.</param>
/// <param name="BandwidthMetres">The bandwidth of both densities.</param>
public sealed record DualSurface(GridDefinition Grid, double[] Values, bool[] HasValue, double FloorPerSquareKilometre, double BandwidthMetres);

/// <summary>Dual kernel density: events against what they could happen to.</summary>
/// <remarks>
/// One bandwidth for both, chosen on the events. A ratio over next to nothing is noise: there is no value where the second density
/// is below a floor. sfhotspot has no floor, so empty land gives 0/0. Sources: Bowers and Johnson (2004); Bithell (1990).
/// </remarks>
public static class DualDensity
{
    /// <summary>The usual floor: this quantile of the second density's positive cells.</summary>
    public const double UsualFloorQuantile = 0.05;

    /// <summary>Puts two densities together.</summary>
    /// <param name="first">Density of events.</param>
    /// <param name="second">Density of what they are held against; same grid, kernel and bandwidth.</param>
    /// <param name="form">How.</param>
    /// <param name="floorPerSquareKilometre">Floor of the second density for ratios, greater than 0; <see langword="null"/> for the 5% quantile of its positive cells.</param>
    /// <returns>The surface; for ratios nothing below the floor, for logarithms nothing where the first density is zero either.</returns>
    /// <exception cref="ArgumentException">Grids, kernels or bandwidths differ, or the floor is out of range.</exception>
    public static DualSurface Of(DensitySurface first, DensitySurface second, DualForm form, double? floorPerSquareKilometre = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Grid != second.Grid || first.Kernel != second.Kernel || first.BandwidthMetres != second.BandwidthMetres)
            throw new ArgumentException("second must have the grid, kernel and bandwidth of first.", nameof(second));
        if (!Enum.IsDefined(form))
            throw new ArgumentOutOfRangeException(nameof(form), form, "form must be Ratio, LogRatio, Difference or Sum.");
        if (floorPerSquareKilometre is { } given)
            Require.Positive(given, nameof(floorPerSquareKilometre));
        var floor = floorPerSquareKilometre ?? UsualFloor(second.PerSquareKilometre);
        var values = new double[first.Grid.CellCount];
        var has = new bool[values.Length];
        for (var cell = 0; cell < values.Length; cell++)
        {
            double x = first.PerSquareKilometre[cell], y = second.PerSquareKilometre[cell];
            has[cell] = form switch
            {
                DualForm.Ratio => y > 0 && y >= floor,
                DualForm.LogRatio => x > 0 && y > 0 && y >= floor,
                _ => true,
            };
            if (!has[cell])
                continue;
            values[cell] = form switch
            {
                DualForm.Ratio => Math.Min(double.MaxValue, x / y),
                DualForm.LogRatio => Math.Log(x) - Math.Log(y),
                DualForm.Difference => x - y,
                _ => x + y,
            };
        }

        return new DualSurface(first.Grid, values, has, floor, first.BandwidthMetres);
    }

    private static double UsualFloor(double[] densities)
    {
        var positive = Array.FindAll(densities, density => density > 0);
        Array.Sort(positive);
        return positive.Length == 0 ? 0 : Bandwidth.Quantile(positive, UsualFloorQuantile);
    }
}
