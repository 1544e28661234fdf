namespace Geo.Core.Demonstration.Agencies;

/// <summary>Contacts, referrals, assessments, plans and care of children.</summary>
internal static class ChildrensFrontDoor
{
    public static DemonstrationExtract Make(AgencyFile file, People children)
    {
        var isLatest = file.Span.Last >= Month.Of(2025, 3);
        Contacts(file, children);
        Referrals(file, children);
        Assessments(file, children);
        EarlyHelp(file, isLatest);
        Plans(file, children, isLatest);
        Rest(file, children);
        return file.Extract();
    }

    private static List<AgencyRow> Of(AgencyFile file, string type, string what)
    {
        var rows = file.Add(what);
        foreach (var row in rows)
            row["episode_type"] = type;
        return rows;
    }

    private static void Contacts(AgencyFile file, People children)
    {
        var contacts = Of(file, "Contact", "contact");
        file.Deal(contacts, "source_agency", "contact source");
        file.Deal(contacts, "reasons", "contact reason");
        file.Deal(contacts, "outcome", "contact outcome");
        foreach (var row in contacts)
            children.Tell(row);
    }

    /// <summary>A referral again is of a child referred in the 12 months before, wherever there is one.</summary>
    private static void Referrals(AgencyFile file, People children)
    {
        var referrals = Of(file, "Referral", "referral");
        file.Deal(referrals, "source_agency", "contact source");
        file.Deal(referrals, "outcome", "referral outcome");
        file.Deal(referrals, "re_referral", "re-referral");
        var recent = new Dictionary<Person, DateOnly>();
        var byDay = new List<(Person Child, DateOnly Day)>();
        var first = 0;
        foreach (var row in referrals.OrderBy(row => row.Day))
        {
            var yearAgo = row.Day.AddYears(-1);
            while (first < byDay.Count && byDay[first].Day <= yearAgo)
                first++;
            Person? child = null;
            if (row["re_referral"] == "Y" && first < byDay.Count && byDay[first + file.Random.Below(byDay.Count - first)] is var again && children.Tell(row, again.Child))
                child = again.Child;
            child ??= children.Tell(row, suits: known => !(recent.GetValueOrDefault(known) > yearAgo));
            recent[child] = row.Day;
            byDay.Add((child, row.Day));
        }
    }

    private static void Assessments(AgencyFile file, People children)
    {
        var assessments = Of(file, "Assessment", "assessment");
        file.Deal(assessments, "timescale", "assessment timescale");
        var enquiries = Of(file, "Section 47 Enquiry", "section 47 enquiry");
        var conferences = Of(file, "Child Protection Conference", "child protection conference");
        file.Deal(conferences, "timescale", "conference timescale");
        foreach (var row in assessments.Concat(enquiries).Concat(conferences))
            children.Tell(row);
    }

    /// <summary>Records of families, so of no one child.</summary>
    private static void EarlyHelp(AgencyFile file, bool isLatest)
    {
        Of(file, "Early Help Family Assessment", "Early Help assessment");
        var support = Of(file, "Early Help Support", "Early Help support");
        if (support.Count > 0)
        {
            file.Deal(support, "outcome", "Early Help support outcome");
            var days = file.Quotas.Count("Early Help support days", "2024-25");
            foreach (var row in support)
                row.End = row.Day.AddDays(1 + file.Random.Below((2 * days) - 1));
            Episodes.Last(support, AgencyQuotas.ParsePeriod("2024-25"), days);
        }

        var targeted = Episodes.Add(file, "targeted Early Help", classes: false, isLatest).ConvertAll(episode => episode.Row);
        foreach (var row in targeted)
            row["episode_type"] = "Targeted Early Help";
        if (isLatest)
            Episodes.Last(targeted, AgencyQuotas.ParsePeriod("2024-25"), file.Quotas.Count("targeted Early Help days", "2024-25"));
    }

    private static void Plans(AgencyFile file, People children, bool isLatest)
    {
        foreach (var (row, _) in Episodes.Add(file, "child in need plan", classes: false, isLatest))
        {
            row["episode_type"] = "Child in Need Plan";
            children.Tell(row);
        }

        var plans = Episodes.Add(file, "child protection plan", classes: true, isLatest);
        foreach (var (row, abuse) in plans)
        {
            row["episode_type"] = "Child Protection Plan";
            row["category_of_abuse"] = abuse.Split(' ')[0]; // plans of 2 years or more are a class of their own
            children.Tell(row);
        }

        file.Deal(plans.Select(plan => plan.Row), "repeat_plan", "repeat plan");

        foreach (var (row, status) in Episodes.Add(file, "looked after", classes: true, isLatest))
        {
            row["episode_type"] = "Looked After";
            row["legal_status"] = status;
            children.Tell(row);
        }
    }

    private static void Rest(AgencyFile file, People children)
    {
        var fostering = Of(file, "Private Fostering", "private fostering");
        file.EndWithin(fostering, "private fostering days, most");
        var proceedings = Of(file, "Care Proceedings", "care proceedings");
        file.EndWithin(proceedings, "care proceedings days, most");
        var deaths = Of(file, "Child Death", "child death");
        var cases = Of(file, "Serious Case", "serious case");
        file.Deal(cases, "outcome", "serious case outcome");
        foreach (var row in fostering.Concat(proceedings).Concat(deaths).Concat(cases))
            children.Tell(row);
    }
}
