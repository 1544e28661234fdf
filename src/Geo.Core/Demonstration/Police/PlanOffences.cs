namespace Geo.Core.Demonstration.Police;

/// <summary>Decides how many offences of each code a year has, and makes them.</summary>
internal static class PlanOffences
{
    private const string Total = "Total recorded crime";
    private const string Remainder = "Miscellaneous crimes against society";

    /// <summary>Offences that lie far outside, of a thousand.</summary>
    private const double OutsidePerMille = 4;

    public static List<Offence> Make(PoliceCounty county)
    {
        var offences = new List<Offence>();
        foreach (var year in PoliceYear.All)
        {
            var counts = Counts(county, year);
            foreach (var kind in county.Kinds)
                offences.AddRange(Enumerable.Range(0, counts[kind]).Select(_ => new Offence(year, kind)));
            var notifiable = county.Kinds.Where(kind => !kind.IsInvestigation).ToList();
            var outside = Apportionment.Share((int)Math.Round(counts.Values.Sum() * OutsidePerMille / 1000), [.. notifiable.Select(kind => (double)counts[kind])]);
            foreach (var (i, kind) in notifiable.Index())
                offences.AddRange(Enumerable.Range(0, outside[i]).Select(_ => new Offence(year, kind) { Ward = Ground.Outside }));
        }

        return offences;
    }

    /// <summary>The counts by kind that the year's first extract has of its own; moved in later is not among them.</summary>
    public static Dictionary<OffenceKind, int> Counts(PoliceCounty county, PoliceYear year)
    {
        var total = county.Yearly(year, Total) ?? throw new InvalidOperationException($"No total of {year.Name}.");
        var counts = new Dictionary<OffenceKind, int>();
        foreach (var subgroup in county.Kinds.Where(kind => kind.Subgroup != Remainder && !kind.IsInvestigation).GroupBy(kind => kind.Subgroup))
            Share(county, year, [.. subgroup], county.Yearly(year, subgroup.Key), counts);
        Share(county, year, [.. county.Kinds.Where(kind => kind.Subgroup == Remainder)], total - counts.Values.Sum(), counts);
        var investigation = county.Kind(OffenceKind.Investigation);
        counts[investigation] = county.Printed.Find(PublishedFigures.First, "offences", year.FirstDay, year.LastDay, ("offence", "Domestic abuse investigation"))
            ?? county.Chosen.Of(year.Name, OffenceKind.Investigation);
        if (year == PoliceYear.Last) // printed from the extract that has what moved into it
        {
            foreach (var kind in counts.Keys.ToList())
                counts[kind] -= county.Changes.Net(year, code => code == kind.Code);
        }

        return counts;
    }

    private static void Share(PoliceCounty county, PoliceYear year, List<OffenceKind> kinds, int? total, Dictionary<OffenceKind, int> counts)
    {
        var given = new Dictionary<int, int>();
        foreach (var (i, kind) in kinds.Index())
        {
            var printed = kind.Printed.Length > 0 ? county.Printed.Line(kind.Printed, year.FirstDay, year.LastDay) : null;
            if ((county.Chosen.Find(year.Name, kind.Code) ?? printed) is { } count)
                given.Add(i, count);
        }

        var sum = given.Values.Sum();
        if (given.Count == kinds.Count)
            total ??= sum;
        if (total is not { } all || all < sum || (given.Count == kinds.Count && all != sum))
            throw new InvalidOperationException($"{kinds[0].Subgroup} of {year.Name}: the lines add up to {sum}, the total is {total}.");
        var parts = given.Count == kinds.Count ? [.. kinds.Index().Select(kind => given[kind.Index])] : Apportionment.Share(all, [.. kinds.Select(kind => kind.Share)], given);
        foreach (var (i, kind) in kinds.Index())
            counts[kind] = parts[i];
    }
}
