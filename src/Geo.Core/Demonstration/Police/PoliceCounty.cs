namespace Geo.Core.Demonstration.Police;

/// <summary>What the steps of the plan share: the map, the tables and the seed.</summary>
internal sealed class PoliceCounty
{
    public const string Busiest = "Quarry and Coton Hill";

    private readonly int _seed;

    public PoliceCounty(IReadOnlyList<DemonstrationWard> wards, IReadOnlyDictionary<string, string> townOfWard, int seed)
    {
        if (wards.Count != Ground.Wards)
            throw new InvalidOperationException($"There are {wards.Count} wards and not {Ground.Wards}.");
        _seed = seed;
        Wards = wards;
        Towns = [.. townOfWard.Values.Distinct()];
        TownOf = [.. wards.Select(ward => townOfWard.TryGetValue(ward.Name, out var town) ? Towns.IndexOf(town) : Towns.Count), Towns.Count, Towns.Count];
        Kinds = OffenceKind.Load();
    }

    public IReadOnlyList<DemonstrationWard> Wards { get; }

    public List<string> Towns { get; }

    /// <summary>Index of the town of a ward, and the number of towns for the rest.</summary>
    public int[] TownOf { get; }

    public PublishedFigures Printed { get; } = PublishedFigures.Load();

    public Quotas Chosen { get; } = Quotas.Load();

    public IReadOnlyList<Change> Changes { get; } = Police.Changes.Load();

    public IReadOnlyList<OffenceKind> Kinds { get; }

    public SplitMix64 Random(Purpose purpose) => SplitMix64.Stream(_seed, (int)purpose);

    public int Ward(string name) => Wards.Index().Single(ward => ward.Item.Name == name).Index;

    public OffenceKind Kind(string code) => Kinds.Single(kind => kind.Code == code);

    /// <summary>A yearly count as first extracted: printed, chosen, or what the next year's printed change leaves.</summary>
    public int? Yearly(PoliceYear year, string category)
    {
        var report = year == PoliceYear.Last ? PublishedFigures.Second : PublishedFigures.First;
        if ((Printed.Find(report, "offences", year.FirstDay, year.LastDay, ("category", category)) ?? Chosen.Find(year.Name, category)) is { } count)
            return count;
        if (year == PoliceYear.Last)
            return null;
        var next = PoliceYear.All[year.Index + 1];
        return Printed.Find(PublishedFigures.First, "change on previous year", next.FirstDay, next.LastDay, ("category", category)) is { } change ? Yearly(next, category) - change : null;
    }
}

/// <summary>Each step has a stream of chance of its own, so that a change of one does not move the others.</summary>
internal enum Purpose
{
    Streets = 2,
    Wards = 10,
    Months,
    SeriousViolence,
    Domestic,
    Hate,
    OtherMarks,
    SeriousPeople,
    OtherPeople,
    Places,
    References,
    Late,
    Changes,
    Antisocial,
    DomesticIncidents,
}
