using System.Globalization;
using System.Text;

namespace Geo.Core.Demonstration;

/// <summary>
/// Writes a month of records as data.police.uk does: CRLF, sorted by LSOA name, records without a place last, and
/// neither Crime ID nor outcome for anti-social behaviour.
/// </summary>
internal sealed class StreetFile(IReadOnlyList<StreetPoints> wards, SplitMix64 random)
{
    private const string Header =
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";

    private const string Force = "Demonstration Police";

    /// <summary>How often an incident is a further report from the place of the one before it.</summary>
    private const double RepeatedReports = 0.2;

    /// <summary>Whole thousandths of a degree (WGS84) of spots at least 40 km outside the county.</summary>
    private static readonly (int Longitude, int Latitude)[] FarAwaySpots =
        [(-1_512, 52_408), (-1_131, 52_637), (281, 50_777), (-3_040, 53_815), (1_155, 51_793), (-4_080, 52_410)];

    private static readonly StreetPoint Nowhere = new("", "", "No Location", "", "");

    public string Write(DateOnly month, IEnumerable<PlannedRecord> records)
    {
        var repeats = new Dictionary<int, StreetPoint>();
        var rows = records.Select(record => Row(month, record, Place(record, repeats))).ToList();
        var text = new StringBuilder(Header).Append("\r\n");
        // OrderBy keeps the chance order of records within an LSOA.
        foreach (var (_, row) in rows.OrderBy(row => row.LsoaName.Length == 0).ThenBy(row => row.LsoaName, StringComparer.Ordinal))
            text.Append(row).Append("\r\n");
        return text.ToString();
    }

    private StreetPoint Place(PlannedRecord record, Dictionary<int, StreetPoint> lastIncidents)
    {
        if (record.Ward == CrimePlan.NoPlace)
            return Nowhere;
        if (record.Ward == CrimePlan.FarAway)
            return FarAway();
        if (!record.Category.IsIncident)
            return wards[record.Ward].Choose(record.Category.Centre, random);
        var repeated = random.Unit() < RepeatedReports;
        if (!repeated || !lastIncidents.TryGetValue(record.Ward, out var place))
            place = wards[record.Ward].Choose(record.Category.Centre, random);
        return lastIncidents[record.Ward] = place;
    }

    private StreetPoint FarAway()
    {
        var spot = random.Below(FarAwaySpots.Length);
        var (longitude, latitude) = FarAwaySpots[spot];
        return new(
            Degrees(longitude * 1000 + random.Below(20) * 397),
            Degrees(latitude * 1000 + random.Below(20) * 211),
            StreetNames.Street(random),
            string.Create(CultureInfo.InvariantCulture, $"DEMO99{spot + 1:000}"),
            string.Create(CultureInfo.InvariantCulture, $"Beyond {spot + 1:000}A"));
    }

    private static string Degrees(int millionths) => (millionths / 1_000_000m).ToString("F6", CultureInfo.InvariantCulture);

    private (string LsoaName, string Row) Row(DateOnly month, PlannedRecord record, StreetPoint place)
    {
        var category = record.Category;
        var id = category.IsIncident ? "" : $"{random.Next():x16}{random.Next():x16}{random.Next():x16}{random.Next():x16}";
        var outcome = category.IsIncident ? "" : category.Outcomes[random.Choose(category.OutcomeWeights)];
        return (place.LsoaName, string.Create(CultureInfo.InvariantCulture,
            $"{id},{month:yyyy-MM},{Force},{Force},{place.Longitude},{place.Latitude},{place.Location},{place.LsoaCode},{place.LsoaName},{category.Name},{outcome},"));
    }
}
