namespace Geo.Core.Demonstration.Agencies;

/// <summary>Contacts, concerns, concluded enquiries and plans about adults.</summary>
internal static class AdultSafeguarding
{
    public static DemonstrationExtract Make(AgencyFile file, People adults)
    {
        var contacts = Of(file, "Contact", "adult contact");
        var concerns = Of(file, "Concern", "adult concern");
        file.Deal(contacts.Concat(concerns), "type_of_risk", "adult risk");
        file.Deal(contacts.Concat(concerns), "source_agency", "adult contact source");

        var enquiries = Of(file, "Enquiry", "adult enquiry");
        file.Deal(enquiries, "type_of_risk", "enquiry risk");
        file.Deal(enquiries, "location", "enquiry location");
        file.Deal(enquiries, "outcome", "enquiry outcome");
        file.Deal(enquiries, "enquiry wishes", (row, wishes) =>
        {
            row["asked_outcomes"] = wishes[..1];
            row["outcomes_achieved"] = wishes[1..];
        });

        var plans = Of(file, "Plan", "adult plan");
        file.Deal(plans, "plan_status", "plan status");
        file.EndWithin(plans, "adult plan days, most");
        foreach (var row in contacts.Concat(concerns).Concat(enquiries).Concat(plans))
            adults.Tell(row);
        return file.Extract();
    }

    private static List<AgencyRow> Of(AgencyFile file, string stage, string what)
    {
        var rows = file.Add(what);
        foreach (var row in rows)
            row["stage"] = stage;
        return rows;
    }
}
