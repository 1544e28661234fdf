namespace Geo.Core.Demonstration.Police;

/// <summary>Incidents of domestic abuse: most of what the offence extract holds as related to it, on the day and spot of the offence.</summary>
internal sealed class DomesticIncidents
{
    private const string Printed = "Domestic abuse incidents";

    private readonly PoliceCounty _county;
    private readonly SplitMix64 _random;
    private readonly HashSet<Offence> _used = [];

    private DomesticIncidents(PoliceCounty county)
    {
        _county = county;
        _random = county.Random(Purpose.DomesticIncidents);
    }

    /// <returns>The incidents as first and as later extracted.</returns>
    public static (List<Incident> First, List<Incident> Later) Make(PoliceCounty county, IReadOnlyList<Offence> offences)
    {
        var step = new DomesticIncidents(county);
        var (incidents, late) = (new List<Incident>(), new List<Incident>());
        foreach (var year in PoliceYear.All.Skip(1))
        {
            var related = offences.Where(offence => offence.Year == year && offence.Counts && offence.Has(Marks.DomesticRelated)).ToList();
            incidents.AddRange(step.Year(year, related));
            late.AddRange(step.Drawn(year, related, step.Changed(year, ChangeKind.Late), "L"));
        }

        return (incidents, Incident.Later(county, Changes.DomesticIncidents, incidents, late, step._random, incident => incident.Spot));
    }

    private List<Incident> Year(PoliceYear year, List<Offence> related)
    {
        var byMonth = related.ToLookup(offence => offence.Month);
        var counts = Apportionment.Share(Total(year), [.. year.EachMonth.Select(month => (double)byMonth[month].Count())]);
        return [.. year.EachMonth.SelectMany((month, i) => Drawn(year, byMonth[month], counts[i], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{month.OfYear:00}")))];
    }

    private int Total(PoliceYear year)
    {
        var last = PoliceYear.Last;
        var printed = _county.Printed.Of(PublishedFigures.Second, "incidents", last.FirstDay, last.LastDay, ("category", Printed));
        if (year == last)
            return printed;
        if (year != PoliceYear.Published)
            return _county.Chosen.Of(year.Name, "domestic incidents");
        var change = _county.Printed.Of(PublishedFigures.Second, "change on previous year", last.FirstDay, last.LastDay, ("category", Printed));
        return printed - change - Changed(year, ChangeKind.Late) + Changed(year, ChangeKind.Cancelled);
    }

    private int Changed(PoliceYear year, ChangeKind kind) =>
        _county.Changes.Where(change => change.Classification == Changes.DomesticIncidents && change.Year == year && change.Kind == kind).Sum(change => change.Count);

    private List<Incident> Drawn(PoliceYear year, IEnumerable<Offence> offences, int count, string prefix)
    {
        var drawn = Lottery.Draw(_random, offences.Where(offence => !_used.Contains(offence)), _ => 1, count, $"domestic abuse incidents of {year.Name}");
        _used.UnionWith(drawn);
        return [.. drawn.OrderBy(offence => offence.Reference, StringComparer.Ordinal).Select((offence, i) => new Incident(year, Changes.DomesticIncidents)
        {
            Ward = offence.Ward, Month = offence.Month, Recorded = offence.Recorded, Spot = offence.Spot,
            Reference = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"DA{year.First.Year}{prefix}/{i + 1:0000}"),
        })];
    }
}
