using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Geo.Core.Demonstration;

/// <summary>A point that records are snapped to; degrees are WGS84 text with six decimals, as in the files.</summary>
internal sealed record StreetPoint(string Longitude, string Latitude, string Location, string LsoaCode, string LsoaName);

/// <summary>
/// The street points of one ward, busiest first: settlements around the label point and, in the country, in a few other
/// spots. Half a dozen points in the middle take most of what happens around shops.
/// </summary>
internal sealed class StreetPoints
{
    /// <summary>How far inside its ward a point stays, so that no reading of the border (in degrees or metres) moves it.</summary>
    private const int MarginMetres = 30;

    private const double PeoplePerPoint = 33;
    private const double PeoplePerLsoa = 1_600;
    private const double SquareMetresPerPerson = 400;

    private readonly StreetPoint[] _points;
    private readonly double[] _everyday;
    private readonly double[] _centre;

    private StreetPoints(StreetPoint[] points)
    {
        _points = points;
        // Zipf-like by rank; the offset says how many points share the top.
        _everyday = Cumulate(rank => 1.0 / (rank + 2.5));
        _centre = Cumulate(rank => 1.0 / ((rank + 2) * (rank + 3)));
    }

    /// <summary>Lays out a ward's points.</summary>
    /// <param name="number">The ward's number from 1, which its LSOA codes and names begin with.</param>
    public static StreetPoints Lay(DemonstrationWard ward, int number, SplitMix64 random)
    {
        var inside = PreparedGeometryFactory.Prepare(ward.Polygon.Buffer(-MarginMetres));
        var settlements = Settlements(ward, inside, random);
        var wanted = (int)(ward.Population / PeoplePerPoint);
        var spots = new Dictionary<(int Easting, int Northing), double>(wanted);
        while (spots.Count < wanted)
        {
            var index = Math.Min(random.Below(settlements.Count + 1), random.Below(settlements.Count + 1)) % settlements.Count;
            var (centre, radius) = settlements[index];
            var (dx, dy) = (random.Triangular() * radius, random.Triangular() * radius);
            var spot = ((int)Math.Round(centre.X + dx), (int)Math.Round(centre.Y + dy));
            var busyness = (Math.Sqrt(dx * dx + dy * dy) / radius + 0.3 * index) * (0.6 + 0.8 * random.Unit());
            if (inside.Contains(new Point(spot.Item1, spot.Item2)))
                spots.TryAdd(spot, busyness);
        }

        var lsoas = Math.Max(1, (int)Math.Round(ward.Population / PeoplePerLsoa));
        var fromWest = spots.Keys.Order().Index().ToDictionary(spot => spot.Item, spot => spot.Index * lsoas / wanted);
        var points = spots.OrderBy(spot => spot.Value).ThenBy(spot => spot.Key)
            .Select((spot, rank) => Point(spot.Key, Location(rank, wanted, random), number, fromWest[spot.Key]));
        return new([.. points]);
    }

    /// <summary>A point for a record; <paramref name="centre"/> is the chance that it happens in the middle of things.</summary>
    public StreetPoint Choose(double centre, SplitMix64 random)
    {
        var cumulated = random.Unit() < centre ? _centre : _everyday;
        var found = Array.BinarySearch(cumulated, random.Unit() * cumulated[^1]);
        return _points[Math.Min(found < 0 ? ~found : found + 1, _points.Length - 1)];
    }

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

    private static string Location(int rank, int count, SplitMix64 random) =>
        rank < count / 8 && random.Unit() < 0.7 ? StreetNames.Landmark(random) : StreetNames.Street(random);

    private static StreetPoint Point((int Easting, int Northing) spot, string location, int number, int lsoa)
    {
        var (longitude, latitude) = BritishNationalGrid.ToDegrees(spot.Easting, spot.Northing);
        return new(
            longitude.ToString("F6", CultureInfo.InvariantCulture),
            latitude.ToString("F6", CultureInfo.InvariantCulture),
            location,
            string.Create(CultureInfo.InvariantCulture, $"DEMO{number:000}{lsoa + 1:00}"),
            string.Create(CultureInfo.InvariantCulture, $"Demonstration {number:000}{(char)('A' + lsoa)}"));
    }

    private double[] Cumulate(Func<int, double> weight)
    {
        var sum = 0.0;
        return [.. _points.Select((_, rank) => sum += weight(rank))];
    }
}
