namespace Geo.Statistics.Density;

/// <summary>The shape that each event is smoothed into.</summary>
public enum Kernel
{
    /// <summary>3/(πh²)·(1 − d²/h²)² up to the bandwidth h, nothing beyond.</summary>
    Quartic,

    /// <summary>exp(−d²/2h²)/(2πh²); the bandwidth h is the standard deviation. Cut at 8 h on each axis, where 1e-15 of it is left.</summary>
    Gaussian,
}

/// <summary>A density at the centre of each cell of a grid.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="PerSquareKilometre">Events per km² at each centre, row by row from the south-west.</param>
/// <param name="Kernel">The kernel used.</param>
/// <param name="BandwidthMetres">The bandwidth used; show it with the map.</param>
public sealed record DensitySurface(GridDefinition Grid, double[] PerSquareKilometre, Kernel Kernel, double BandwidthMetres);

/// <summary>Kernel density: events per km², smoothed.</summary>
/// <remarks>
/// <para>f(g) = Σ w_i K(|g − p_i|) × 10⁶, evaluated at cell centres; over the plane it integrates to Σ w_i. EPSG:27700, metres.
/// Not a test: it has no null hypothesis. Source: Silverman (1986), chapter 4.</para>
/// <para>SpatialKDE's quartic comes out 7.25 times too high. spatstat's bandwidth is the standard
/// deviation of the kernel: for the quartic h = √8 × its sigma.</para>
/// <para>Cost grows with points times cells under a kernel. Memory: the result, a sorted copy of the points, and a strip of the grid for each
/// thread. The result is the same on any number of threads.</para>
/// </remarks>
public static class KernelDensity
{
    /// <summary>Density of points.</summary>
    /// <param name="points">Points in metres; may lie outside the grid, and count near its edge.</param>
    /// <param name="grid">Where to evaluate.</param>
    /// <param name="bandwidthMetres">Bandwidth, at least one cell.</param>
    /// <param name="kernel">Kernel.</param>
    /// <param name="weights">A weight for each point, 0 or more; empty for 1 each.</param>
    /// <param name="threads">Threads to use, or −1 for all.</param>
    /// <returns>The surface.</returns>
    /// <exception cref="ArgumentException">A number is not finite, the bandwidth is less than a cell, or lengths differ.</exception>
    public static DensitySurface OfPoints(ReadOnlySpan<PlanePoint> points, GridDefinition grid, double bandwidthMetres, Kernel kernel = Kernel.Quartic,
        ReadOnlySpan<double> weights = default, int threads = -1)
    {
        grid.RequireUsable(nameof(grid));
        Require.Positive(bandwidthMetres);
        if (bandwidthMetres < grid.CellMetres || bandwidthMetres > 1e9)
            throw new ArgumentOutOfRangeException(nameof(bandwidthMetres), bandwidthMetres, "bandwidthMetres must be at least the side of a cell, and at most 1e9.");
        RequireKnown(kernel);
        if (!weights.IsEmpty)
        {
            Require.SameLength(weights.Length, points.Length, nameof(weights), nameof(points));
            Require.AllNotNegative(weights);
        }

        var options = Spatial.Threads.Of(threads);
        PlanePoint.RequireAll(points, nameof(points));
        var reach = kernel == Kernel.Quartic ? bandwidthMetres : KernelStrips.GaussianReach * bandwidthMetres;
        var sorted = SortedPoints.Of(points, weights, grid, reach);
        return new DensitySurface(grid, KernelStrips.Sum(sorted, grid, kernel, bandwidthMetres, reach, options), kernel, bandwidthMetres);
    }

    /// <summary>Density of counts in the cells of the grid, as if every event lay at the centre of its cell.</summary>
    /// <remarks>Each event moves by at most half a cell's diagonal, so no value is further off than <see cref="BinningErrorPerEvent"/> for each event within reach.</remarks>
    /// <param name="counts">A count for each cell, 0 or more, row by row from the south-west.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="bandwidthMetres">Bandwidth, at least one cell.</param>
    /// <param name="kernel">Kernel.</param>
    /// <param name="threads">Threads to use, or −1 for all.</param>
    /// <returns>The surface.</returns>
    /// <exception cref="ArgumentException">A number is out of range, or there is not one count for each cell.</exception>
    public static DensitySurface OfCounts(ReadOnlySpan<double> counts, GridDefinition grid, double bandwidthMetres, Kernel kernel = Kernel.Quartic, int threads = -1)
    {
        grid.RequireUsable(nameof(grid));
        Require.SameLength(counts.Length, grid.CellCount, nameof(counts), nameof(grid));
        Require.AllNotNegative(counts);
        var held = 0;
        foreach (var count in counts)
            held += count > 0 ? 1 : 0;
        var centres = new PlanePoint[held];
        var weights = new double[held];
        var at = 0;
        for (var cell = 0; cell < counts.Length; cell++)
        {
            if (counts[cell] > 0)
            {
                centres[at] = grid.CentreOf(cell);
                weights[at++] = counts[cell];
            }
        }

        return OfPoints(centres, grid, bandwidthMetres, kernel, weights, threads);
    }

    /// <summary>The most that one event's share of a density can be off when it is counted in a cell rather than kept as a point.</summary>
    /// <remarks>The steepest slope of the kernel times half a cell's diagonal: for the quartic 3/(πh²)·8/(3√3 h), for the Gaussian 1/(2πh³√e).</remarks>
    /// <param name="cellMetres">Side of a cell, greater than 0.</param>
    /// <param name="bandwidthMetres">Bandwidth, greater than 0.</param>
    /// <param name="kernel">Kernel.</param>
    /// <returns>Events per km² for one event.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or not greater than 0, or the kernel is unknown.</exception>
    public static double BinningErrorPerEvent(double cellMetres, double bandwidthMetres, Kernel kernel = Kernel.Quartic)
    {
        Require.Positive(cellMetres);
        Require.Positive(bandwidthMetres);
        RequireKnown(kernel);
        var h = bandwidthMetres;
        var steepest = kernel == Kernel.Quartic
            ? 3 / Math.PI / h / h * (8 / (3 * Math.Sqrt(3))) / h
            : Math.Exp(-0.5) / (2 * Math.PI) / h / h / h;
        return Math.Min(double.MaxValue, steepest * cellMetres / Math.Sqrt(2) * 1e6);
    }

    /// <summary>Divides a density by the share of each kernel that lies inside a boundary, so that it does not sink towards the edge.</summary>
    /// <remarks>The share is taken on the grid: cells outside the mask, and everything outside the grid, count as outside. Source: Diggle (1985).</remarks>
    /// <param name="surface">A density of events inside the boundary.</param>
    /// <param name="mask">Which cells belong to the boundary, for example from <see cref="GridMask"/>.</param>
    /// <returns>The corrected density; 0 outside the mask.</returns>
    /// <exception cref="ArgumentException">There is not one mark for each cell.</exception>
    public static DensitySurface CorrectEdges(DensitySurface surface, ReadOnlySpan<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(surface);
        Require.SameLength(mask.Length, surface.Grid.CellCount, nameof(mask), nameof(surface));
        var inside = new double[mask.Length];
        for (var cell = 0; cell < mask.Length; cell++)
            inside[cell] = mask[cell] ? 1 : 0;
        var covered = OfCounts(inside, surface.Grid, surface.BandwidthMetres, surface.Kernel).PerSquareKilometre;
        var whole = WholeKernel(surface);
        var corrected = new double[mask.Length];
        for (var cell = 0; cell < mask.Length; cell++)
        {
            if (mask[cell])
                corrected[cell] = surface.PerSquareKilometre[cell] * (whole / covered[cell]);
        }

        return surface with { PerSquareKilometre = corrected };
    }

    private static void RequireKnown(Kernel kernel)
    {
        if (!Enum.IsDefined(kernel))
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "kernel must be Quartic or Gaussian.");
    }

    // What a cell far from any edge would have: the kernel summed over a grid as wide as its reach.
    private static double WholeKernel(DensitySurface surface)
    {
        var cell = surface.Grid.CellMetres;
        var reach = surface.Kernel == Kernel.Quartic ? surface.BandwidthMetres : KernelStrips.GaussianReach * surface.BandwidthMetres;
        var steps = (int)Math.Ceiling(reach / cell);
        var sum = 0.0;
        var h2 = surface.BandwidthMetres * surface.BandwidthMetres;
        for (var row = -steps; row <= steps; row++)
        {
            for (var column = -steps; column <= steps; column++)
            {
                double dx = column * cell, dy = row * cell;
                if (surface.Kernel == Kernel.Quartic)
                {
                    var t = Math.Max(0, 1 - dx * dx / h2 - dy * dy / h2);
                    sum += 3e6 / (Math.PI * h2) * t * t;
                }
                else
                {
                    sum += 1e6 / (2 * Math.PI * h2) * Math.Exp(-(dx * dx + dy * dy) / (2 * h2));
                }
            }
        }

        return sum;
    }
}
