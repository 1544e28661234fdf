namespace Geo.Core.Demonstration.Police;

/// <summary>An incident of anti-social behaviour or domestic abuse.</summary>
internal sealed class Incident(PoliceYear year, string kind)
{
    public PoliceYear Year => year;

    public string Kind => kind;

    public string Reference { get; set; } = "";

    public int Ward { get; set; } = Ground.NoPlace;

    public Month Month { get; set; }

    public DateOnly Recorded { get; set; }

    public DateTime? At { get; set; }

    public Spot? Spot { get; set; }

    /// <summary>The same as the later extract tells it: with those that came late and without those that were cancelled.</summary>
    /// <param name="relocate">Another spot for an incident.</param>
    public static List<Incident> Later(PoliceCounty county, string classification, IReadOnlyList<Incident> incidents, IEnumerable<Incident> late, SplitMix64 random, Func<Incident, Spot?> relocate)
    {
        var changed = new Dictionary<Incident, Incident?>();
        foreach (var change in county.Changes.Where(change => change.Classification == classification && change.Kind != ChangeKind.Late))
        {
            var candidates = incidents.Where(incident => incident.Year == change.Year && !changed.ContainsKey(incident)
                && (change.Kind == ChangeKind.Relocated ? incident.Ward < Ground.Wards : incident.Kind == change.Code && incident.Ward != Ground.Outside));
            foreach (var incident in Lottery.Draw(random, candidates, _ => 1, change.Count, $"{change.Kind} {classification} of {change.Year.Name}"))
                changed.Add(incident, change.Kind == ChangeKind.Cancelled ? null : incident.Elsewhere(relocate(incident)));
        }

        return [.. incidents.Concat(late).Select(incident => changed.GetValueOrDefault(incident, incident)).OfType<Incident>()];
    }

    private Incident Elsewhere(Spot? spot)
    {
        var copy = (Incident)MemberwiseClone();
        copy.Spot = spot;
        return copy;
    }
}
