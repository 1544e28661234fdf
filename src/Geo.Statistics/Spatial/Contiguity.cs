namespace Geo.Statistics.Spatial;

/// <summary>Which areas touch.</summary>
/// <remarks>
/// <para>Queen: the areas share at least one vertex. Rook: they share at least two different vertices, as in spdep, which is
/// an edge wherever neighbours were digitised together. A vertex that lies on the other's edge between its vertices does not count
/// in either, here or in spdep: boundaries must be a coverage. Vertices closer than the snap tolerance count as one.</para>
/// <para>Cost grows with the number of vertices, not with pairs of areas; memory about 40 bytes a vertex.
/// The same links as spdep's <c>poly2nb</c>. Islands stay in, with no neighbours, and are reported by <see cref="SpatialWeights.Islands"/>.</para>
/// </remarks>
public static class Contiguity
{
    /// <summary>Areas that share a vertex.</summary>
    /// <param name="shapes">The areas.</param>
    /// <param name="snapTolerance">Vertices at most this far apart are one, in the unit of the coordinates; 0 for exactly equal.</param>
    /// <returns>Weights of 1 for neighbours.</returns>
    /// <exception cref="ArgumentException">The tolerance is negative, not finite, or too small for coordinates as large as these.</exception>
    public static SpatialWeights Queen(AreaShapes shapes, double snapTolerance = 0) => Of(shapes, snapTolerance, 1);

    /// <summary>Areas that share at least two vertices.</summary>
    /// <param name="shapes">The areas.</param>
    /// <param name="snapTolerance">Vertices at most this far apart are one, in the unit of the coordinates; 0 for exactly equal.</param>
    /// <returns>Weights of 1 for neighbours.</returns>
    /// <exception cref="ArgumentException">The tolerance is negative, not finite, or too small for coordinates as large as these.</exception>
    public static SpatialWeights Rook(AreaShapes shapes, double snapTolerance = 0) => Of(shapes, snapTolerance, 2);

    private static SpatialWeights Of(AreaShapes shapes, double snapTolerance, int leastShared)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        Require.NotNegative(snapTolerance);
        var coordinates = snapTolerance == 0 ? shapes.Coordinates : VertexSnap.ToRepresentatives(shapes.Coordinates, snapTolerance);
        return PairsToWeights(shapes.Count, SharedVertices.FindPairs(shapes, coordinates), leastShared);
    }

    // Pairs come with the lower area first, once for each shared vertex.
    private static SpatialWeights PairsToWeights(int count, IReadOnlyList<PairList> lists, int leastShared)
    {
        var starts = new int[count + 1];
        foreach (var list in lists)
        {
            foreach (var pair in list.Pairs)
                starts[(int)(pair >> 32) + 1]++;
        }

        for (var i = 0; i < count; i++)
            starts[i + 1] += starts[i];
        var higher = new int[starts[count]];
        var cursor = starts[..^1];
        foreach (var list in lists)
        {
            foreach (var pair in list.Pairs)
                higher[cursor[(int)(pair >> 32)]++] = (int)pair;
        }

        var shared = new int[count];
        var degrees = new int[count + 1];
        var kept = 0;
        var ends = new int[count];
        for (var i = 0; i < count; i++)
        {
            var row = higher.AsSpan(starts[i], starts[i + 1] - starts[i]);
            foreach (var j in row)
                shared[j]++;
            var begin = kept;
            foreach (var j in row)
            {
                if (shared[j] >= leastShared)
                {
                    higher[kept++] = j;
                    degrees[i]++;
                    degrees[j]++;
                }

                shared[j] = 0;
            }

            higher.AsSpan(begin, kept - begin).Sort();
            ends[i] = kept;
        }

        var rowStarts = new int[count + 1];
        for (var i = 0; i < count; i++)
            rowStarts[i + 1] = rowStarts[i] + degrees[i];
        var neighbours = new int[rowStarts[count]];
        var at = rowStarts[..^1];
        // Lower neighbours of j arrive in ascending order as i ascends, and before j's own higher ones.
        for (var i = 0; i < count; i++)
        {
            foreach (var j in higher.AsSpan(i == 0 ? 0 : ends[i - 1], ends[i] - (i == 0 ? 0 : ends[i - 1])))
            {
                neighbours[at[i]++] = j;
                neighbours[at[j]++] = i;
            }
        }

        return new SpatialWeights(rowStarts, neighbours);
    }
}
