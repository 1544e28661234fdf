namespace Geo.Core.Demonstration.Agencies;

/// <summary>Deaths by domestic homicide in the areas of the force.</summary>
internal static class DomesticHomicides
{
    private static readonly string[] Areas = ["Shropshire and Telford", "Herefordshire", "North Worcestershire", "South Worcestershire"];

    public static DemonstrationExtract Make(AgencyFile file)
    {
        var all = new List<AgencyRow>();
        foreach (var area in Areas)
        {
            foreach (var row in file.Add($"homicide in {area}", office: false))
            {
                row["type"] = "Domestic homicide";
                row["policing_area"] = area;
                all.Add(row);
            }
        }

        file.Deal([.. all], "homicide relationship", "", (row, relationship) => row["relationship"] = relationship);
        return file.Extract();
    }
}
