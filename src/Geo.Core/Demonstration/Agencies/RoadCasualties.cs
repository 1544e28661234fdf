using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>People hurt in road collisions, somewhere in the wards (metres, EPSG:27700).</summary>
internal static class RoadCasualties
{
    private static readonly (string Severity, string What)[] Severities = [("1", "killed"), ("2", "seriously injured"), ("3", "slightly injured")];

    public static DemonstrationExtract Make(AgencyFile file, IReadOnlyList<DemonstrationWard> wards)
    {
        var (quotas, random) = (file.Quotas, file.Random);
        var people = quotas.Number("people who weigh as much as a square kilometre of road");
        double[] weights = [.. wards.Select(ward => ward.Point.AreaKm2 + (ward.Population / people))];
        var insides = wards.Select(ward => PreparedGeometryFactory.Prepare(ward.Polygon)).ToList();
        var (hours, ages) = (quotas.Mix("collision hour"), quotas.Mix("casualty age"));
        var all = new List<AgencyRow>();
        foreach (var (severity, what) in Severities)
        {
            foreach (var row in file.Add(what, office: false))
            {
                var time = row.Day.ToDateTime(new TimeOnly(int.Parse(hours.Choose(random), CultureInfo.InvariantCulture), random.Below(12) * 5));
                var (youngest, oldest) = People.Years(ages.Choose(random));
                var spot = Spot(insides[random.Choose(weights)], random);
                row["casualty_severity"] = severity;
                row["collision_time"] = time.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);
                row["age_of_casualty"] = (youngest + random.Below(oldest - youngest + 1)).ToString(CultureInfo.InvariantCulture);
                row["easting"] = spot.X.ToString("F0", CultureInfo.InvariantCulture);
                row["northing"] = spot.Y.ToString("F0", CultureInfo.InvariantCulture);
                all.Add(row);
            }
        }

        file.Deal(all, "casualty_type", "casualty type");
        file.Deal(all, "sex_of_casualty", "casualty sex");
        file.Deal(all, "injury_based", "severity by injury");
        return file.Extract();
    }

    private static Coordinate Spot(IPreparedGeometry inside, SplitMix64 random)
    {
        var bounds = inside.Geometry.EnvelopeInternal;
        while (true)
        {
            var spot = new Coordinate(Math.Round(bounds.MinX + (random.Unit() * bounds.Width)), Math.Round(bounds.MinY + (random.Unit() * bounds.Height)));
            if (inside.Contains(new Point(spot)))
                return spot;
        }
    }
}
