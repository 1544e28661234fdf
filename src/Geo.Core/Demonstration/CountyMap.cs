using NetTopologySuite.Algorithm.Hull;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Buffer;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;

namespace Geo.Core.Demonstration;

/// <summary>A ward of the demonstration county; its polygon has whole metres in EPSG:27700.</summary>
internal sealed record DemonstrationWard(string Code, WardPoint Point, Polygon Polygon)
{
    public string Name => Point.Name;

    public int Population => Point.Population;
}

/// <summary>
/// Draws the demonstration county: a smooth outline around the label points, cut into one straight-edged cell per
/// ward, each about as large as the ward whose name it borrows. It is a diagram, not a map of the real boundaries.
/// </summary>
internal static class CountyMap
{
    private const int MarginMetres = 40_000;

    /// <summary>Every vertex lies on whole metres, so neighbours share vertices bit by bit.</summary>
    private static readonly PrecisionModel WholeMetres = new(1.0);

    private static readonly GeometryFactory Factory = new(WholeMetres, 27700);

    public static IReadOnlyList<DemonstrationWard> Draw(IReadOnlyList<WardPoint> points)
    {
        var outline = Outline(points);
        var bounds = outline.EnvelopeInternal;
        var box = (bounds.MinX - MarginMetres, bounds.MinY - MarginMetres,
            bounds.MaxX + MarginMetres, bounds.MaxY + MarginMetres);
        var diagram = new PowerDiagram([.. points.Select(p => (p.Easting, p.Northing))]);

        var scale = outline.Area / points.Sum(p => p.AreaKm2);
        diagram.FitAreas(
            [.. points.Select(p => p.AreaKm2 * scale)],
            site => Ring(diagram.Cell(site, box)).Intersection(outline).Area,
            rounds: 120);

        // All borders are noded together: what two neighbours share is then one line, not two nearly equal ones.
        var borders = Enumerable.Range(0, points.Count).Select(site => (Geometry)Ring(diagram.Cell(site, box)).ExteriorRing)
            .Append(outline.ExteriorRing);
        var polygonizer = new Polygonizer();
        polygonizer.Add(UnaryUnionNG.Union(new GeometryFactory().BuildGeometry([.. borders]), WholeMetres));

        var pieces = polygonizer.GetPolygons().Cast<Polygon>()
            .Where(face => outline.Contains(face.InteriorPoint))
            .ToLookup(face => diagram.SiteAt(face.InteriorPoint.X, face.InteriorPoint.Y));
        return [.. points.Select((point, i) => new DemonstrationWard($"DEMO{i + 1:0000}", point, TheOne(pieces[i], point)))];
    }

    /// <summary>A hull that follows the points, widened until the county has about its size (3,200 km²).</summary>
    private static Polygon Outline(IReadOnlyList<WardPoint> points)
    {
        var labels = new GeometryFactory().CreateMultiPointFromCoords(
            [.. points.Select(p => new Coordinate(p.Easting, p.Northing))]);
        var hull = ConcaveHull.ConcaveHullByLengthRatio(labels, 0.45);
        var round = new BufferParameters(quadrantSegments: 6);
        var smooth = hull.Buffer(6_500, round).Buffer(-4_500, round);
        return (Polygon)Factory.CreateGeometry(UnaryUnionNG.Union(smooth, WholeMetres));
    }

    private static Polygon Ring(List<(double X, double Y)> corners) => new(new LinearRing(
        [.. corners.Append(corners[0]).Select(corner => new Coordinate(corner.X, corner.Y))]));

    private static Polygon TheOne(IEnumerable<Polygon> pieces, WardPoint point)
    {
        var all = pieces.ToList();
        return all.Count == 1
            ? (Polygon)Factory.CreateGeometry(all[0].Normalized())
            : throw new InvalidOperationException($"The outline cuts {point.Name} into {all.Count} pieces; one is wanted.");
    }
}
