using System.Globalization;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>People who came to an emergency department after an assault.</summary>
internal static class AssaultAttendances
{
    private const string Time = "dd/MM/yyyy HH:mm";

    public static DemonstrationExtract Make(AgencyFile file)
    {
        var (quotas, random) = (file.Quotas, file.Random);
        var hours = quotas.Mix("attendance hour");
        var longest = (int)quotas.Number("minutes from assault to arrival, most");
        var rows = file.Add("attendance", office: false, most: (int)quotas.Number("attendance, most in another month"));
        foreach (var row in rows)
        {
            var arrival = row.Day.ToDateTime(new TimeOnly(int.Parse(hours.Choose(random), CultureInfo.InvariantCulture), random.Below(60)));
            row["site"] = "Royal Shrewsbury";
            row["arrival"] = arrival.ToString(Time, CultureInfo.InvariantCulture);
            row["assault"] = arrival.AddMinutes(-1 - random.Below(longest)).ToString(Time, CultureInfo.InvariantCulture);
        }

        file.Deal(rows, "assault_method", "assault method");
        file.Deal(rows, "assault_location_type", "assault location");
        file.Deal(rows, "alcohol_or_drugs", "alcohol or drugs");
        file.Deal(rows, "attendance sex and age", (row, both) =>
        {
            var (youngest, oldest) = People.Years(both.Split(' ')[1]);
            row["sex"] = both.Split(' ')[0];
            row["age"] = (youngest + random.Below(oldest - youngest + 1)).ToString(CultureInfo.InvariantCulture);
        });
        return file.Extract();
    }
}
