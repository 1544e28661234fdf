using System.Globalization;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>Domestic violence protection notices of the force, and whether a court made an order of them.</summary>
internal static class ProtectionNotices
{
    private static readonly string[] Areas = ["South Worcestershire", "North Worcestershire", "Herefordshire", "Shropshire", "Telford & Wrekin"];

    public static DemonstrationExtract Make(AgencyFile file)
    {
        var again = file.Quotas.Number("person with an earlier notice");
        var people = 0;
        foreach (var area in Areas)
        {
            var notices = file.Add($"notice in {area}", office: false);
            var first = people;
            foreach (var row in notices)
            {
                var known = people > first && file.Random.Unit() * 100 < again;
                var person = known ? first + file.Random.Below(people - first) : people++;
                row["person_reference"] = string.Create(CultureInfo.InvariantCulture, $"N{person + 1:00000}");
                row["notice_type"] = "DVPN";
                row["order_made"] = "N";
                row["policing_area"] = area;
            }

            file.Deal(notices, "order_made", $"order made in {area}");
        }

        return file.Extract();
    }
}
