namespace Geo.Statistics.Spatial;

/// <summary>Polygons as plain coordinates: areas made of rings made of vertices.</summary>
/// <remarks>
/// Outer rings and holes alike; orientation does not matter. Any planar or geographic coordinate system, one for all areas.
/// A ring may repeat its first vertex at its end or not. The arrays are used as they are, not copied: do not change them.
/// </remarks>
public sealed class AreaShapes
{
    /// <summary>Shapes from flat arrays.</summary>
    /// <param name="coordinates">x and y in turn for every vertex of every ring of every area.</param>
    /// <param name="ringStarts">Number of the first vertex of each ring, ascending from 0.</param>
    /// <param name="areaStarts">Number of the first ring of each area, ascending from 0; an area may have no ring.</param>
    /// <exception cref="ArgumentException">Coordinates are odd in number or not finite, or starts are not ascending from 0 or point past the end.</exception>
    public AreaShapes(double[] coordinates, int[] ringStarts, int[] areaStarts)
    {
        ArgumentNullException.ThrowIfNull(coordinates);
        ArgumentNullException.ThrowIfNull(ringStarts);
        ArgumentNullException.ThrowIfNull(areaStarts);
        if (coordinates.Length % 2 != 0)
            throw new ArgumentException("coordinates must hold x and y in turn, so an even number of them.", nameof(coordinates));
        Require.AllFinite(coordinates);
        CheckStarts(ringStarts, coordinates.Length / 2, nameof(ringStarts), "vertices");
        CheckStarts(areaStarts, ringStarts.Length, nameof(areaStarts), "rings");
        Coordinates = coordinates;
        RingStarts = ringStarts;
        AreaStarts = areaStarts;
    }

    /// <summary>Number of areas.</summary>
    public int Count => AreaStarts.Length;

    /// <summary>Number of vertices in all.</summary>
    public int VertexCount => Coordinates.Length / 2;

    internal double[] Coordinates { get; }

    internal int[] RingStarts { get; }

    internal int[] AreaStarts { get; }

    /// <summary>Shapes from nested lists.</summary>
    /// <param name="areas">For each area its rings, each with x and y in turn.</param>
    /// <returns>The shapes.</returns>
    /// <exception cref="ArgumentException">A ring has an odd number of coordinates, or one that is not finite.</exception>
    public static AreaShapes FromRings(IReadOnlyList<IReadOnlyList<double[]>> areas)
    {
        ArgumentNullException.ThrowIfNull(areas);
        var coordinates = new List<double>();
        var ringStarts = new List<int>();
        var areaStarts = new int[areas.Count];
        for (var i = 0; i < areas.Count; i++)
        {
            areaStarts[i] = ringStarts.Count;
            foreach (var ring in areas[i])
            {
                if (ring.Length % 2 != 0)
                    throw new ArgumentException(Require.Text($"areas must have rings with x and y in turn; one of area {i} has an odd number of coordinates."), nameof(areas));
                ringStarts.Add(coordinates.Count / 2);
                coordinates.AddRange(ring);
            }
        }

        return new AreaShapes([.. coordinates], [.. ringStarts], areaStarts);
    }

    internal int RingEnd(int ring) => ring + 1 < RingStarts.Length ? RingStarts[ring + 1] : VertexCount;

    internal int FirstRing(int area) => area < AreaStarts.Length ? AreaStarts[area] : RingStarts.Length;

    internal int FirstVertex(int area)
    {
        var ring = FirstRing(area);
        return ring < RingStarts.Length ? RingStarts[ring] : VertexCount;
    }

    private static void CheckStarts(int[] starts, int end, string name, string what)
    {
        if (starts.Length == 0 ? end != 0 : starts[0] != 0)
            throw new ArgumentException(Require.Text($"{name} must begin with 0."), name);
        for (var i = 1; i < starts.Length; i++)
        {
            if (starts[i] < starts[i - 1])
                throw new ArgumentException(Require.Text($"{name} must ascend; number {i} does not."), name);
        }

        if (starts.Length > 0 && starts[^1] > end)
            throw new ArgumentException(Require.Text($"{name} must stay within the {end} {what}."), name);
    }
}
