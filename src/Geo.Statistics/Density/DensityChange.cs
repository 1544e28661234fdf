namespace Geo.Statistics.Density;

/// <summary>Two periods on one map.</summary>
/// <param name="Previous">Density of the comparison period, per unit of exposure.</param>
/// <param name="Current">Density of the period, per unit of exposure.</param>
/// <param name="Difference">Current − previous for each cell.</param>
/// <param name="Largest">The largest difference in size; a colour scale from its negative to itself shows rises and falls alike.</param>
public sealed record DensityChange(DensitySurface Previous, DensitySurface Current, double[] Difference, double Largest)
{
    /// <summary>The change of density between two periods: one grid, one kernel, one bandwidth.</summary>
    /// <remarks>Maps of two periods with a bandwidth and colour scale each cannot be compared; most tools make them so unless told otherwise.</remarks>
    /// <param name="previous">Points of the comparison period in metres.</param>
    /// <param name="current">Points of the period in metres.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="bandwidthMetres">Bandwidth of both, at least one cell.</param>
    /// <param name="previousExposure">Length of the comparison period, greater than 0, for example in months.</param>
    /// <param name="currentExposure">Length of the period in the same unit, greater than 0.</param>
    /// <param name="kernel">Kernel of both.</param>
    /// <returns>Both densities per unit of exposure and their difference.</returns>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static DensityChange Between(ReadOnlySpan<PlanePoint> previous, ReadOnlySpan<PlanePoint> current, GridDefinition grid, double bandwidthMetres,
        double previousExposure = 1, double currentExposure = 1, Kernel kernel = Kernel.Quartic)
    {
        Require.Positive(previousExposure);
        Require.Positive(currentExposure);
        if (previousExposure < 1e-9 || currentExposure < 1e-9)
            throw new ArgumentOutOfRangeException(nameof(previousExposure), "previousExposure and currentExposure must be at least 1e-9.");
        var before = Scaled(KernelDensity.OfPoints(previous, grid, bandwidthMetres, kernel), previousExposure);
        var now = Scaled(KernelDensity.OfPoints(current, grid, bandwidthMetres, kernel), currentExposure);
        var difference = new double[grid.CellCount];
        var largest = 0.0;
        for (var cell = 0; cell < difference.Length; cell++)
        {
            difference[cell] = now.PerSquareKilometre[cell] - before.PerSquareKilometre[cell];
            largest = Math.Max(largest, Math.Abs(difference[cell]));
        }

        return new DensityChange(before, now, difference, largest);
    }

    private static DensitySurface Scaled(DensitySurface surface, double exposure)
    {
        for (var cell = 0; cell < surface.PerSquareKilometre.Length; cell++)
            surface.PerSquareKilometre[cell] /= exposure;
        return surface;
    }
}
