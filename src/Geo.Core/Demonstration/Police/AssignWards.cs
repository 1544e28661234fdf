namespace Geo.Core.Demonstration.Police;

/// <summary>Gives every offence a ward, or no place: first what is printed by ward, then the rest by population and kind.</summary>
internal sealed class AssignWards
{
    private readonly PoliceCounty _county;
    private readonly WardTables _tables;
    private readonly SplitMix64 _random;
    private readonly int _busiest;

    private AssignWards(PoliceCounty county, WardTables tables)
    {
        (_county, _tables) = (county, tables);
        _random = county.Random(Purpose.Wards);
        _busiest = county.Ward(PoliceCounty.Busiest);
    }

    /// <returns>How many offences of the published year are domestic related and hate crime, by ward.</returns>
    public static (int[] Domestic, int[] Hate) Run(PoliceCounty county, WardTables tables, IReadOnlyList<Offence> offences)
    {
        var step = new AssignWards(county, tables);
        var year = PoliceYear.Published;
        var hate = tables.Share(WardTables.Hate, year, county.Yearly(year, WardTables.Hate)!.Value);
        var domestic = tables.Share(WardTables.Domestic, year, county.Yearly(year, "Domestic abuse (domestic related offences)")!.Value);
        foreach (var one in PoliceYear.All)
            step.Year(one, [.. offences.Where(offence => offence.Year == one && offence.Counts)], hate, domestic);
        return (domestic, hate);
    }

    private void Year(PoliceYear year, List<Offence> offences, int[] hate, int[] domestic)
    {
        var investigations = offences.Where(offence => offence.Kind.IsInvestigation).ToList();
        Fill(investigations, Apportionment.Share(investigations.Count, [.. domestic.Select(count => (double)count)]), "investigations");
        var crimes = offences.Where(offence => !offence.Kind.IsInvestigation).ToList();
        var injury = crimes.Where(offence => offence.Kind.IsInjury).ToList();
        var without = crimes.Where(offence => offence.Kind.IsWithoutInjury).ToList();
        var drugs = crimes.Where(offence => offence.Kind.IsDrugs).ToList();
        var others = crimes.Where(offence => !offence.Kind.IsInjury && !offence.Kind.IsWithoutInjury && !offence.Kind.IsDrugs).ToList();

        var total = _tables.Share(WardTables.Crime, year, crimes.Count);
        var injurySlots = _tables.Share(WardTables.Injury, year, injury.Count);
        var withoutSlots = _tables.Share(WardTables.WithoutInjury, year, without.Count);
        var drugSlots = _tables.Share(WardTables.Drugs, year, drugs.Count);
        int[] otherSlots = [.. total.Select((count, ward) => count - injurySlots[ward] - withoutSlots[ward] - drugSlots[ward])];
        if (Array.FindIndex(otherSlots, count => count < 0) is >= 0 and var ward)
            throw new InvalidOperationException($"{WardTables.Crime} of {year.Name}: {_county.Wards[ward].Name} has fewer than its parts.");

        int[] aggravated = year == PoliceYear.Published ? [.. hate] : [.. total];
        if (year == PoliceYear.Published)
            aggravated[_busiest] = PrintedThere("strand", "Race"); // they are hate crime of that strand
        Aggravated(injury, injurySlots, aggravated);
        Aggravated(without, withoutSlots, aggravated);
        Aggravated(others, otherSlots, aggravated);
        if (year == PoliceYear.Published)
        {
            Printed(injury, "8N", injurySlots);
            Printed(drugs, "92B", drugSlots);
        }

        Fill(Open(injury), injurySlots, WardTables.Injury);
        Fill(Open(without), withoutSlots, WardTables.WithoutInjury);
        Fill(Open(drugs), drugSlots, WardTables.Drugs);
        Rest(Open(others), otherSlots, total);
    }

    private static List<Offence> Open(List<Offence> offences) => offences.FindAll(offence => offence.Ward == Ground.NoPlace);

    private void Aggravated(List<Offence> offences, int[] slots, int[] hate)
    {
        foreach (var offence in offences.Where(offence => offence.Kind.IsAggravated))
        {
            offence.Ward = Lottery.Take(_random, slots, ward => ward < Ground.Wards ? hate[ward] : 0, "aggravated offences");
            hate[offence.Ward]--;
        }
    }

    /// <summary>The busiest ward gets as many of one code as is printed, and other codes for the rest of its slots.</summary>
    private void Printed(List<Offence> offences, string code, int[] slots)
    {
        var kind = _county.Kind(code);
        var wanted = PrintedThere("offence", kind.Printed);
        var others = slots[_busiest] - wanted;
        var open = Open(offences).ToArray();
        _random.Shuffle<Offence>(open);
        var there = open.Where(offence => offence.Kind == kind).Take(wanted).Concat(open.Where(offence => offence.Kind != kind).Take(others)).ToList();
        if (others < 0 || there.Count != slots[_busiest])
            throw new InvalidOperationException($"{code} in {PoliceCounty.Busiest}: {wanted} do not go into {slots[_busiest]} slots.");
        there.ForEach(offence => offence.Ward = _busiest);
        slots[_busiest] = 0;
    }

    private int PrintedThere(string dimension, string value) => _county.Printed.Of(
        PublishedFigures.First, "offences", PoliceYear.Published.FirstDay, PoliceYear.Published.LastDay, (dimension, value), ("area", PoliceCounty.Busiest));

    /// <summary>Fills the slots in an order of chance; there are as many as offences.</summary>
    private void Fill(List<Offence> offences, int[] slots, string quota)
    {
        if (slots.Sum() != offences.Count)
            throw new InvalidOperationException($"{quota}: {offences.Count} offences for {slots.Sum()} slots.");
        var shuffled = offences.ToArray();
        _random.Shuffle<Offence>(shuffled);
        var next = 0;
        for (var ward = 0; ward < slots.Length; ward++)
        {
            for (; slots[ward] > 0; slots[ward]--)
                shuffled[next++].Ward = ward;
        }
    }

    /// <summary>Busy wards have more of what happens around shops and squares.</summary>
    private void Rest(List<Offence> offences, int[] slots, int[] total)
    {
        const double CrimesPerHead = 0.055;
        double[] busyness = [.. _county.Wards.Select((ward, i) => total[i] / (ward.Population * CrimesPerHead))];
        var shuffled = offences.ToArray();
        _random.Shuffle<Offence>(shuffled);
        foreach (var offence in shuffled)
        {
            var centre = offence.Kind.Profile.Centre - 0.3;
            offence.Ward = Lottery.Take(_random, slots, ward => ward == Ground.NoPlace ? 1 : Math.Clamp(1 + (centre * (busyness[ward] - 1)), 0.3, 2.5), WardTables.Crime);
        }
    }
}
