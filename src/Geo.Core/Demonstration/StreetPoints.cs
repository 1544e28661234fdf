using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Geo.Core.Demonstration;

/// <summary>
/// The street points of one ward (EPSG:27700, whole metres), busiest first: settlements around the label point and, in the country, in a
/// few other spots. Half a dozen points in the middle take most of what happens around shops.
/// </summary>
internal sealed class StreetPoints
{
    /// <summary>How far inside its ward a point stays, so that no reading of the border (in degrees or metres) moves it.</summary>
    private const int MarginMetres = 30;

    private const double PeoplePerPoint = 33;
    private const double SquareMetresPerPerson = 400;

    private readonly Spot[] _points;
    private readonly double[] _everyday;
    private readonly double[] _centre;

    private StreetPoints(Spot[] points)
    {
        _points = points;
        // Zipf-like by rank; the offset says how many points share the top.
        _everyday = Cumulate(rank => 1.0 / (rank + 2.5));
        _centre = Cumulate(rank => 1.0 / ((rank + 2) * (rank + 3)));
    }

    /// <summary>Lays out a ward's points.</summary>
    public static StreetPoints Lay(DemonstrationWard ward, SplitMix64 random)
    {
        var inside = PreparedGeometryFactory.Prepare(ward.Polygon.Buffer(-MarginMetres));
        var settlements = Settlements(ward, inside, random);
        var wanted = (int)(ward.Population / PeoplePerPoint);
        var spots = new Dictionary<Spot, double>(wanted);
        while (spots.Count < wanted)
        {
            var index = Math.Min(random.Below(settlements.Count + 1), random.Below(settlements.Count + 1)) % settlements.Count;
            var (centre, radius) = settlements[index];
            var (dx, dy) = (random.Triangular() * radius, random.Triangular() * radius);
            var spot = new Spot((int)Math.Round(centre.X + dx), (int)Math.Round(centre.Y + dy));
            var busyness = (Math.Sqrt(dx * dx + dy * dy) / radius + 0.3 * index) * (0.6 + 0.8 * random.Unit());
            if (inside.Contains(new Point(spot.Easting, spot.Northing)))
                spots.TryAdd(spot, busyness);
        }

        return new([.. spots.OrderBy(spot => spot.Value).ThenBy(spot => spot.Key.Easting).ThenBy(spot => spot.Key.Northing).Select(spot => spot.Key)]);
    }

    /// <summary>A point for a record; <paramref name="centre"/> is the chance that it happens in the middle of things.</summary>
    public Spot Choose(double centre, SplitMix64 random)
    {
        var cumulated = random.Unit() < centre ? _centre : _everyday;
        var found = Array.BinarySearch(cumulated, random.Unit() * cumulated[^1]);
        return _points[Math.Min(found < 0 ? ~found : found + 1, _points.Length - 1)];
    }

    /// <summary>The points within so many metres of one, itself among them.</summary>
    public List<Spot> Near(Spot point, int metres) => [.. _points.Where(other => other.IsWithin(metres, point))];

    private static List<(Coordinate Centre, double RadiusMetres)> Settlements(
        DemonstrationWard ward, IPreparedGeometry inside, SplitMix64 random)
    {
        var count = ward.Point.AreaKm2 > 30 ? 3 + (int)(ward.Point.AreaKm2 / 40) : 1;
        var radius = Math.Sqrt(ward.Population * SquareMetresPerPerson / count);
        var settlements = new List<(Coordinate, double)> { (new(ward.Point.Easting, ward.Point.Northing), radius) };
        var bounds = ward.Polygon.EnvelopeInternal;
        while (settlements.Count < count)
        {
            var centre = new Coordinate(
                Math.Round(bounds.MinX + random.Unit() * bounds.Width), Math.Round(bounds.MinY + random.Unit() * bounds.Height));
            if (inside.Contains(new Point(centre)))
                settlements.Add((centre, radius * 0.7));
        }
        return settlements;
    }

    private double[] Cumulate(Func<int, double> weight)
    {
        var sum = 0.0;
        return [.. _points.Select((_, rank) => sum += weight(rank))];
    }
}
