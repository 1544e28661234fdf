using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using NetTopologySuite.Simplify;

namespace Geo.Core.Areas;

/// <summary>
/// Simplifies areas together: a border that two areas share is one line, simplified once, so neighbours keep sharing it and no gap opens.
/// Borders are cut where three or more lines meet; between such nodes each is simplified by Douglas and Peucker (1973).
/// </summary>
/// <remarks>
/// Borders count as shared where their vertices are the same numbers. An area that would become invalid (thin necks, small islands)
/// has its borders simplified less until it is not. PostGIS 3.4's ST_CoverageSimplify does the same; Debian 12 ships 3.3.
/// </remarks>
internal static class CoverageSimplifier
{
    private const int Rounds = 6;

    /// <param name="areas">Valid polygons in a metric coordinate system.</param>
    /// <param name="tolerance">How far a border may move, in the unit of the coordinates.</param>
    /// <returns>The simplified areas, in order; each valid.</returns>
    public static MultiPolygon[] Simplify(IReadOnlyList<MultiPolygon> areas, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        var nodes = Nodes(areas);
        var arcs = new Dictionary<ArcKey, Arc>();
        var rings = areas.Select(area => area.Geometries.Cast<Polygon>()
            .Select(polygon => Rings(polygon).Select(ring => Cut(ring.Coordinates, nodes, arcs, tolerance)).ToArray()).ToArray()).ToArray();

        var result = new MultiPolygon[areas.Count];
        var pending = Enumerable.Range(0, areas.Count).ToList();
        for (var round = 0; pending.Count > 0; round++)
        {
            // An arc that was sharpened changes both its areas, so all are built again; only the bad ones are judged.
            for (var i = 0; i < areas.Count; i++)
                result[i] = Build(areas[i].Factory, rings[i]);
            pending = [.. Enumerable.Range(0, areas.Count).Where(i => !result[i].IsValid || result[i].NumGeometries < areas[i].NumGeometries)];
            foreach (var arc in pending.SelectMany(i => rings[i]).SelectMany(polygon => polygon).SelectMany(ring => ring).Select(part => part.Arc).Distinct())
                arc.Sharpen(exact: round >= Rounds);
            if (round > Rounds)
                break;
        }

        return result;
    }

    private static IEnumerable<LineString> Rings(Polygon polygon) => polygon.InteriorRings.Prepend(polygon.ExteriorRing);

    /// <summary>Vertices where three or more lines meet.</summary>
    private static HashSet<Coordinate> Nodes(IReadOnlyList<MultiPolygon> areas)
    {
        var neighbours = new Dictionary<Coordinate, (Coordinate First, Coordinate? Second)>();
        var nodes = new HashSet<Coordinate>();
        foreach (var ring in areas.SelectMany(area => area.Geometries.Cast<Polygon>()).SelectMany(Rings))
        {
            var vertices = ring.Coordinates;
            for (var i = 0; i < vertices.Length - 1; i++)
            {
                Meet(vertices[i], vertices[i + 1]);
                Meet(vertices[i + 1], vertices[i]);
            }
        }

        return nodes;

        void Meet(Coordinate at, Coordinate to)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(neighbours, at, out var exists);
            if (!exists)
                known = (to, null);
            else if (!known.First.Equals(to) && known.Second is null)
                known.Second = to;
            else if (!known.First.Equals(to) && !to.Equals(known.Second!))
                nodes.Add(at);
        }
    }

    private static Part[] Cut(Coordinate[] closed, HashSet<Coordinate> nodes, Dictionary<ArcKey, Arc> arcs, double tolerance)
    {
        var ring = closed.AsSpan(0, closed.Length - 1).ToArray();
        var cuts = Enumerable.Range(0, ring.Length).Where(i => nodes.Contains(ring[i])).ToList();
        if (cuts.Count == 0)
            cuts.Add(Array.IndexOf(ring, ring.Min())); // an island: both its sides start at the same vertex
        if (cuts.Count == 1)
            cuts.Add(Farthest(ring, cuts[0]));         // a loop: two arcs, so that it cannot collapse to a point
        cuts.Sort();

        var parts = new Part[cuts.Count];
        for (var i = 0; i < cuts.Count; i++)
        {
            var (from, to) = (cuts[i], cuts[(i + 1) % cuts.Count]);
            var length = (to - from + ring.Length) % ring.Length + 1;
            var line = new Coordinate[length];
            for (var k = 0; k < length; k++)
                line[k] = ring[(from + k) % ring.Length];
            var reversed = line[0].CompareTo(line[^1]) > 0;
            if (reversed)
                Array.Reverse(line);
            var key = new ArcKey(line[0], line[1], line[^2], line[^1], length);
            ref var arc = ref CollectionsMarshal.GetValueRefOrAddDefault(arcs, key, out _);
            arc ??= new Arc(line, tolerance);
            parts[i] = new Part(arc, reversed);
        }

        return parts;
    }

    private static int Farthest(Coordinate[] ring, int from)
    {
        var (best, distance) = (from, -1.0);
        for (var i = 0; i < ring.Length; i++)
        {
            var d = ring[i].Distance(ring[from]);
            if (d > distance || (d == distance && ring[i].CompareTo(ring[best]) < 0))
                (best, distance) = (i, d);
        }

        return best;
    }

    private static MultiPolygon Build(GeometryFactory factory, Part[][][] polygons)
    {
        var built = new List<Polygon>();
        foreach (var polygon in polygons)
        {
            var rings = polygon.Select(Join).ToArray();
            if (rings[0].Length >= 4)
                built.Add(factory.CreatePolygon(factory.CreateLinearRing(rings[0]), [.. rings.Skip(1).Where(ring => ring.Length >= 4).Select(factory.CreateLinearRing)]));
        }

        return factory.CreateMultiPolygon([.. built]);
    }

    private static Coordinate[] Join(Part[] parts)
    {
        var ring = new List<Coordinate>();
        foreach (var part in parts)
        {
            var line = part.Arc.Simplified;
            for (var i = 0; i < line.Length - 1; i++)
                ring.Add(part.Reversed ? line[line.Length - 1 - i] : line[i]);
        }

        ring.Add(ring[0]);
        return [.. ring];
    }

    private readonly record struct ArcKey(Coordinate First, Coordinate Second, Coordinate BeforeLast, Coordinate Last, int Length);

    private readonly record struct Part(Arc Arc, bool Reversed);

    private sealed class Arc(Coordinate[] line, double tolerance)
    {
        private double _tolerance = tolerance;

        public Coordinate[] Simplified { get; private set; } = DouglasPeuckerLineSimplifier.Simplify(line, tolerance);

        public void Sharpen(bool exact)
        {
            _tolerance = exact ? 0 : _tolerance / 4;
            Simplified = exact ? line : DouglasPeuckerLineSimplifier.Simplify(line, _tolerance);
        }
    }
}
