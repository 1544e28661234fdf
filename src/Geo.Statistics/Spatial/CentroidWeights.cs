namespace Geo.Statistics.Spatial;

/// <summary>Neighbours by distance between centroids.</summary>
/// <remarks>
/// Distances are straight lines in a plane, in metres (EPSG:27700). Cost grows with the number of links, not with pairs of areas.
/// The same links as spdep's <c>dnearneigh</c> (from 0) and, without ties, <c>knearneigh</c>.
/// </remarks>
public static class CentroidWeights
{
    /// <summary>Areas whose centroids are at most a distance apart.</summary>
    /// <param name="centroids">Centroids in metres.</param>
    /// <param name="radiusMetres">Largest distance, greater than 0; a centroid exactly so far is a neighbour.</param>
    /// <returns>Weights of 1 for neighbours; areas with none are islands.</returns>
    /// <exception cref="ArgumentException">A coordinate or the radius is not finite, or the radius is not greater than 0.</exception>
    public static SpatialWeights DistanceBand(ReadOnlySpan<PlanePoint> centroids, double radiusMetres)
    {
        PlanePoint.RequireAll(centroids, nameof(centroids));
        Require.Positive(radiusMetres);
        var index = new PointIndex(centroids, radiusMetres);
        var starts = new int[centroids.Length + 1];
        var all = new List<int>();
        var found = new List<int>();
        for (var i = 0; i < centroids.Length; i++)
        {
            found.Clear();
            index.Within(centroids[i], radiusMetres, found);
            found.Remove(i);
            found.Sort();
            all.AddRange(found);
            starts[i + 1] = all.Count;
        }

        return new SpatialWeights(starts, [.. all]);
    }

    /// <summary>The k areas whose centroids are nearest; not symmetric.</summary>
    /// <param name="centroids">Centroids in metres.</param>
    /// <param name="neighbourCount">k, at least 1 and less than the number of areas.</param>
    /// <returns>Weights of 1 for neighbours. Of centroids equally far the lower number comes first.</returns>
    /// <exception cref="ArgumentException">A coordinate is not finite, or there are not enough areas for k.</exception>
    public static SpatialWeights Nearest(ReadOnlySpan<PlanePoint> centroids, int neighbourCount)
    {
        PlanePoint.RequireAll(centroids, nameof(centroids));
        Require.Between(neighbourCount, 1, centroids.Length - 1);
        var index = new PointIndex(centroids, 0);
        var starts = new int[centroids.Length + 1];
        var all = new int[centroids.Length * neighbourCount];
        var found = new List<int>();
        var distances = new List<Candidate>();
        for (var i = 0; i < centroids.Length; i++)
        {
            var centre = centroids[i];
            // A circle that holds more than k points besides the centre holds the k nearest.
            for (var reach = 1; ; reach *= 2)
            {
                found.Clear();
                index.Within(centre, reach * index.CellMetres, found);
                if (found.Count > neighbourCount || reach > 2 * index.LongestReach)
                    break;
            }

            distances.Clear();
            foreach (var j in found)
            {
                if (j != i)
                    distances.Add(new Candidate(centroids[j].DistanceTo(centre), j));
            }

            distances.Sort(ByDistance);
            var row = all.AsSpan(i * neighbourCount, neighbourCount);
            for (var k = 0; k < neighbourCount; k++)
                row[k] = distances[k].Area;
            row.Sort();
            starts[i + 1] = (i + 1) * neighbourCount;
        }

        return new SpatialWeights(starts, all);
    }

    private static int ByDistance(Candidate a, Candidate b)
    {
        var byDistance = a.Distance.CompareTo(b.Distance);
        return byDistance != 0 ? byDistance : a.Area.CompareTo(b.Area);
    }

    private readonly record struct Candidate(double Distance, int Area);
}
