namespace Geo.Core.Demonstration.Police;

/// <summary>Incidents of anti-social behaviour by type, ward and month.</summary>
internal sealed class AntisocialBehaviour
{
    private const string Nuisance = "nuisance";
    private const double Centre = 0.6;
    private const double RepeatedReports = 0.2;
    private const double OutsidePerMille = 4;

    private static readonly (string Code, string Printed)[] Types = [(Nuisance, "AS-Nuisance"), ("personal", "AS-Personal"), ("environmental", "AS-Environmental")];
    private static readonly double[] ByThreeHours = [9, 3, 2, 7, 12, 20, 26, 21];

    private readonly PoliceCounty _county;
    private readonly WardTables _tables;
    private readonly AddPlacesAndTimes _places;
    private readonly SplitMix64 _random;

    private AntisocialBehaviour(PoliceCounty county, WardTables tables, AddPlacesAndTimes places)
    {
        (_county, _tables, _places) = (county, tables, places);
        _random = county.Random(Purpose.Antisocial);
    }

    /// <returns>The incidents as first and as later extracted.</returns>
    public static (List<Incident> First, List<Incident> Later) Make(PoliceCounty county, WardTables tables, AddPlacesAndTimes places)
    {
        var step = new AntisocialBehaviour(county, tables, places);
        var incidents = new List<Incident>();
        foreach (var year in PoliceYear.All.Skip(1))
        {
            var ofYear = step.Year(year);
            step.Complete(ofYear, $"AS{year.First.Year}");
            incidents.AddRange(ofYear);
        }

        var late = step.Late(incidents);
        step.Complete(late, "ASL");
        var later = Incident.Later(county, Changes.Incidents, incidents, late, step._random, incident => places.SpotIn(incident.Ward, Centre));
        return (incidents, later);
    }

    private List<Incident> Year(PoliceYear year)
    {
        var total = _county.Printed.Find(PublishedFigures.Second, "incidents", year.FirstDay, year.LastDay, ("category", WardTables.Antisocial)) is { } printed && year == PoliceYear.Last
            ? printed : year == PoliceYear.Published ? _county.Printed.Of(PublishedFigures.First, "offences", year.FirstDay, year.LastDay, ("category", "Anti-social behaviour type"), ("offence", "Grand Total"))
            : _county.Chosen.Of(year.Name, "anti-social behaviour");
        var byType = Apportionment.Share(total, [.. Types.Select(type => (double)_county.Printed.Line(type.Printed, PoliceYear.Published.FirstDay, PoliceYear.Published.LastDay)!.Value)]);
        List<Incident> incidents = [.. Types.SelectMany((type, i) => Enumerable.Range(0, byType[i]).Select(_ => new Incident(year, type.Code)))];
        Wards(year, incidents);
        Months(year, incidents);
        for (var i = (int)Math.Round(total * OutsidePerMille / 1000); i > 0; i--)
            incidents.Add(new Incident(year, Nuisance) { Ward = Ground.Outside, Month = year.First.Plus(_random.Below(12)) });
        return incidents;
    }

    private void Wards(PoliceYear year, List<Incident> incidents)
    {
        var slots = _tables.Share(WardTables.Antisocial, year, incidents.Count);
        var shuffled = incidents.ToArray();
        _random.Shuffle<Incident>(shuffled);
        var open = shuffled.ToList();
        if (year == PoliceYear.Published)
        {
            var busiest = _county.Ward(PoliceCounty.Busiest);
            foreach (var (code, printed) in Types)
            {
                var there = open.Where(incident => incident.Kind == code)
                    .Take(_county.Printed.Of(PublishedFigures.First, "incidents", year.FirstDay, year.LastDay, ("type", printed), ("area", PoliceCounty.Busiest))).ToHashSet();
                slots[busiest] -= there.Count;
                open.RemoveAll(there.Contains);
                foreach (var incident in there)
                    incident.Ward = busiest;
            }

            if (slots[busiest] != 0)
                throw new InvalidOperationException($"{WardTables.Antisocial} in {PoliceCounty.Busiest}: the types miss its count by {slots[busiest]}.");
        }

        var next = 0;
        foreach (var (ward, count) in slots.Index())
        {
            for (var i = 0; i < count; i++)
                open[next++].Ward = ward;
        }
    }

    /// <summary>By season; of the last quarter the share of nuisance is printed.</summary>
    private void Months(PoliceYear year, List<Incident> incidents)
    {
        var (nuisance, others) = (incidents.FindAll(incident => incident.Kind == Nuisance), incidents.FindAll(incident => incident.Kind != Nuisance));
        Dictionary<int, int>? given = null, givenNuisance = null;
        if (year == PoliceYear.Last)
        {
            given = Quarter(_county.Chosen.Of("2024-25 Q4", "anti-social behaviour"));
            givenNuisance = Quarter(_county.Chosen.Of("2024-25 Q4", Nuisance));
        }

        var slots = AssignMonths.Share(year, incidents.Count, 0.25, _random, given);
        var nuisanceSlots = Apportionment.Share(nuisance.Count, [.. slots.Select(count => (double)count)], givenNuisance);
        int[] otherSlots = [.. slots.Select((count, i) => count - nuisanceSlots[i])];
        if (otherSlots.Any(count => count < 0))
            throw new InvalidOperationException($"{WardTables.Antisocial} of {year.Name}: more nuisance than incidents in a month.");
        foreach (var (list, left) in new[] { (nuisance, nuisanceSlots), (others, otherSlots) })
        {
            foreach (var incident in list)
                incident.Month = year.First.Plus(Lottery.Take(_random, left, _ => 1, WardTables.Antisocial));
        }
    }

    private static Dictionary<int, int> Quarter(int count) => Apportionment.Share(count, [31, 28, 31]).Index().ToDictionary(month => month.Index + 9, month => month.Item);

    private List<Incident> Late(List<Incident> incidents)
    {
        var like = incidents.FindAll(incident => incident.Ward != Ground.Outside);
        return [.. _county.Changes.Where(change => change.Classification == Changes.Incidents && change.Kind == ChangeKind.Late)
            .SelectMany(change => Enumerable.Range(0, change.Count).Select(_ => new Incident(change.Year, change.Code) { Ward = like[_random.Below(like.Count)].Ward, Month = change.Year.First.Plus(_random.Below(12)) }))];
    }

    /// <summary>Sets day, time, spot and reference; some are further reports from the place of the one before.</summary>
    private void Complete(List<Incident> incidents, string prefix)
    {
        var (before, last) = (new Dictionary<int, Spot?>(), 0);
        foreach (var incident in incidents)
        {
            incident.Recorded = _places.Day(incident.Month);
            incident.At = incident.Recorded.ToDateTime(new TimeOnly((_random.Choose(ByThreeHours) * 3) + _random.Below(3), _random.Below(60)));
            incident.Spot = _random.Unit() < RepeatedReports && before.TryGetValue(incident.Ward, out var spot) ? spot : _places.SpotIn(incident.Ward, Centre);
            before[incident.Ward] = incident.Spot;
        }

        foreach (var incident in incidents.OrderBy(incident => incident.At))
            incident.Reference = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}/{++last:00000}");
    }
}
