namespace Geo.Core.Demonstration.Police;

/// <summary>Marks hate crime and its strands: what is aggravated by law, a part of serious violence, and the rest by kind.</summary>
internal sealed class MarkHate
{
    private const double SeriousShare = 0.09;

    private readonly PoliceCounty _county;
    private readonly SplitMix64 _random;

    private MarkHate(PoliceCounty county)
    {
        _county = county;
        _random = county.Random(Purpose.Hate);
    }

    /// <param name="byWard">Of the published year.</param>
    /// <param name="byMonth">Of the last year.</param>
    public static void Run(PoliceCounty county, IReadOnlyList<Offence> offences, int[] byWard, int[] byMonth)
    {
        var step = new MarkHate(county);
        var serious = step.SeriousByPeriod();
        foreach (var year in PoliceYear.All)
        {
            var crimes = offences.Where(offence => offence.Year == year && offence.Counts && !offence.Kind.IsInvestigation).ToList();
            if (year == PoliceYear.Published)
                step.Year(year, crimes, byWard, offence => offence.Ward, serious);
            else if (year == PoliceYear.Last)
                step.Year(year, crimes, byMonth, offence => offence.Month.Number - year.First.Number, serious);
            else
                step.Year(year, crimes, [step.Total(year)], _ => 0, serious);
            step.Strands(year, crimes.FindAll(offence => offence.Has(Marks.Hate)));
        }
    }

    private int Total(PoliceYear year) => _county.Yearly(year, WardTables.Hate) ?? _county.Chosen.Of(year.Name, "hate");

    /// <summary>Serious violence that is hate crime, by its months; over the three printed years a chosen count.</summary>
    private List<(Month First, Month End, int Count)> SeriousByPeriod()
    {
        var three = PoliceYear.All.Take(3).Select(year => (year.First, year.End, Count: _county.Chosen.Of(year.Name, "serious-violence")))
            .Append((First: PoliceYear.Published.First, SeriousYear.Last.End, Count: _county.Chosen.Of("2023-24 to August", "serious-violence"))).ToList();
        var counts = Apportionment.Share(_county.Chosen.Of("three years", "serious-violence hate"), [.. three.Select(period => (double)period.Count)]);
        var rest = _county.Chosen.Of(PoliceYear.Published.Name, "serious-violence") - three[^1].Count;
        return
        [
            .. three.Select((period, i) => (period.First, period.End, counts[i])),
            (SeriousYear.Last.End.Plus(1), PoliceYear.Published.End, (int)Math.Round(rest * SeriousShare)),
            (PoliceYear.Last.First, PoliceYear.Last.End, (int)Math.Round(_county.Yearly(PoliceYear.Last, "Serious violence")!.Value * SeriousShare)),
        ];
    }

    private void Year(PoliceYear year, List<Offence> crimes, int[] counts, Func<Offence, int> slot, List<(Month First, Month End, int Count)> serious)
    {
        int[] room = [.. counts];
        bool Take(Offence offence) => room[slot(offence)] > 0 && room[slot(offence)]-- > 0;
        void Mark(IEnumerable<Offence> offences, Func<Offence, int> tickets, int count, string quota) =>
            Lottery.Draw(_random, offences.Where(offence => !offence.Has(Marks.Hate)), tickets, count, $"{quota} of {year.Name}", Take).ForEach(offence => offence.Marks |= Marks.Hate);

        var aggravated = crimes.FindAll(offence => offence.Kind.IsAggravated);
        Mark(aggravated, _ => 1, aggravated.Count, "aggravated offences");
        foreach (var change in _county.Changes.Where(change => change.Year == year && change.Mark == Marks.Hate && change.Kind is ChangeKind.Cancelled or ChangeKind.Unmarked or ChangeKind.MovedOn))
        {
            var wanted = change.Kind == ChangeKind.MovedOn ? year.End : (Month?)null;
            Mark(crimes.Where(offence => offence.Kind.Code == change.Code && offence.Marks == Marks.None && (offence.Month == year.End) == (wanted is not null)), _ => 1, change.Count, "hate crime that changes later");
        }

        foreach (var (first, end, count) in serious.Where(period => period.First >= year.First && period.First <= year.End))
        {
            var there = crimes.FindAll(offence => offence.Has(Marks.SeriousViolence) && offence.Month >= first && offence.Month <= end);
            Mark(there, offence => offence.Kind.IsInjury || offence.Kind.Subgroup.StartsWith("Robbery", StringComparison.Ordinal) ? 4 : 1, count - there.Count(offence => offence.Has(Marks.Hate)), "serious violence that is hate crime");
        }

        Mark(crimes.Where(offence => !offence.Has(Marks.SeriousViolence)), offence => offence.Kind.Hate, room.Sum(), "hate crime");
    }

    private void Strands(PoliceYear year, List<Offence> offences)
    {
        var (names, counts) = StrandCounts(year, offences.Count);
        var (unstated, twice) = Unstated(year, offences.Count);
        if (counts.Sum() != offences.Count - unstated + twice)
            throw new InvalidOperationException($"Hate strands of {year.Name}: {counts.Sum()} for {offences.Count} offences.");
        var race = names.IndexOf("Race");
        var seconds = Enumerable.Range(0, twice).Select(i => names[1 + (i % 3)]).ToList(); // never race, which they stand beside
        foreach (var second in seconds)
            counts[names.IndexOf(second)]--;

        var aggravated = Shuffled(offences.Where(offence => offence.Kind.IsAggravated));
        var others = Shuffled(offences.Where(offence => !offence.Kind.IsAggravated));
        var busiest = _county.Ward(PoliceCounty.Busiest);
        foreach (var offence in aggravated)
        {
            var faith = names.IndexOf("Faith");
            var one = counts[faith] > 2 && offence.Ward != busiest && _random.Below(20) == 0 ? faith : race;
            offence.Strands = names[one];
            counts[one]--;
        }

        // The busiest ward's count of race is printed: those first, then whoever stands there bears another.
        var there = others.Where(offence => year == PoliceYear.Published && offence.Ward == busiest).ToList();
        var wanted = year != PoliceYear.Published ? 0 : _county.Printed.Of(PublishedFigures.First, "offences", year.FirstDay, year.LastDay, ("strand", "Race"), ("area", PoliceCounty.Busiest))
            - aggravated.Count(offence => offence.Ward == busiest);
        if (wanted > there.Count || counts[race] < wanted)
            throw new InvalidOperationException($"Race in {PoliceCounty.Busiest}: {wanted} are wanted of {there.Count}.");
        there.Take(wanted).ToList().ForEach(offence => offence.Strands = "Race");
        counts[race] -= wanted;
        var raceless = there.Skip(wanted).ToList();
        var pool = Shuffled(names.SelectMany((name, i) => Enumerable.Repeat(name, counts[i])).Concat(Enumerable.Repeat("Not stated", unstated)));
        foreach (var offence in raceless.Concat(others.Except(there)))
        {
            var at = raceless.Contains(offence) ? pool.FindIndex(name => name != "Race") : pool.Count - 1;
            offence.Strands = pool[at];
            pool.RemoveAt(at);
        }

        foreach (var (offence, second) in Shuffled(offences.Where(offence => offence.Strands == "Race")).Zip(seconds))
            offence.Strands = $"Race;{second}";
    }

    private (List<string> Names, int[] Counts) StrandCounts(PoliceYear year, int offences)
    {
        var printed = _county.Printed.All("offences").Where(figure => figure.Of.GetValueOrDefault("category") == "Hate strand" && figure.Of["offence"] != "Grand Total").ToList();
        var ofYear = printed.Where(figure => figure.From == year.FirstDay).ToList();
        if (ofYear.Count > 0)
            return ([.. ofYear.Select(figure => figure.Of["offence"])], [.. ofYear.Select(figure => figure.Count)]);
        var like = printed.Where(figure => figure.From == PoliceYear.Published.FirstDay).ToList();
        var (unstated, twice) = Unstated(year, offences);
        return ([.. like.Select(figure => figure.Of["offence"])], Apportionment.Share(offences - unstated + twice, [.. like.Select(figure => (double)figure.Count)]));
    }

    private (int Unstated, int Twice) Unstated(PoliceYear year, int offences) => (
        _county.Chosen.Find(year.Name, "hate not stated") ?? offences / 20, _county.Chosen.Find(year.Name, "hate of two strands") ?? offences / 30);

    private List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        _random.Shuffle<T>(shuffled);
        return [.. shuffled];
    }
}
