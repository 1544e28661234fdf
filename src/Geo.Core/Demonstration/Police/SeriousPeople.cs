using System.Globalization;

namespace Geo.Core.Demonstration.Police;

/// <summary>
/// The people of the three printed years of serious violence: as many suspects, victims and both by ethnicity, age and sex as are printed,
/// each in a record at least, and nobody suspect and victim of the same one.
/// </summary>
internal sealed class SeriousPeople
{
    private readonly PoliceCounty _county;
    private readonly SplitMix64 _random;
    private readonly PersonBook _book;

    private SeriousPeople(PoliceCounty county, PersonBook book)
    {
        (_county, _book) = (county, book);
        _random = county.Random(Purpose.SeriousPeople);
    }

    public static void Run(PoliceCounty county, IReadOnlyList<Offence> offences, PersonBook book)
    {
        var serious = offences.Where(offence => offence.Counts && offence.Has(Marks.SeriousViolence) && offence.Month <= SeriousYear.Last.End).ToList();
        new SeriousPeople(county, book).Fill(serious.ToLookup(offence => offence.Has(Marks.DomesticAbuse)));
    }

    private void Fill(ILookup<bool, Offence> offences)
    {
        var (both, suspects, victims) = (People("both", "Suspect and victim"), People("suspect", "Suspect"), People("victim", "Victim"));

        // Of serious violence without domestic abuse the women among those who are victims only are printed.
        var women = _county.Printed.Of(PublishedFigures.First, "female victims, domestic abuse removed", SeriousYear.All[0].First.FirstDay, PoliceYear.LastDayOf(SeriousYear.Last.End), ("role", "Victim"), ("sex", "Female"));
        var without = _county.Chosen.Of("three years", "victims without domestic abuse");
        var bothWithout = both[.._county.Chosen.Of("three years", "both victims without domestic abuse")];
        var others = victims.Where(person => person.IsFemale).Take(women).Concat(victims.Where(person => !person.IsFemale).Take(without - women)).ToList();
        if (others.Count != without)
            throw new InvalidOperationException($"Victims without domestic abuse: {without} are wanted and {others.Count} can be had.");

        Victims(offences[false], [.. others, .. bothWithout], others);
        var domestic = victims.Except(others).ToList();
        Victims(offences[true], [.. domestic, .. both.Skip(bothWithout.Count)], domestic);

        // Who is victim without domestic abuse and suspect besides is a suspect without it, too.
        Suspects(offences[false], bothWithout);
        List<Person> rest = [.. suspects, .. both.Skip(bothWithout.Count)];
        Suspects([.. offences[false], .. offences[true]], rest);
        foreach (var offence in offences[false].Concat(offences[true]).Where(offence => offence.Suspect is null && _random.Below(2) == 0))
            offence.Suspect = suspects[_random.Below(suspects.Count)];
    }

    /// <summary>Each of the people in an offence that may have such a victim, then some of them again.</summary>
    private void Victims(IEnumerable<Offence> offences, List<Person> people, List<Person> again)
    {
        var open = Shuffled(offences.Where(offence => offence.Kind.HasVictim)).OrderByDescending(offence => offence.Kind.Victim != "person").ToList();
        if (open.Count < people.Count)
            throw new InvalidOperationException($"Victims of serious violence: {people.Count} for {open.Count} offences.");
        var left = Shuffled(people);
        foreach (var offence in open)
        {
            if (left.Count == 0)
            {
                offence.Victim = _random.Below(3) == 0 ? null : again[_random.Below(again.Count)];
                continue;
            }

            var at = left.FindLastIndex(person => PersonBook.MayBe(offence.Kind.Victim, person));
            at = at < 0 ? left.Count - 1 : at;
            offence.Victim = left[at];
            left.RemoveAt(at);
        }
    }

    /// <summary>Each of the people in an offence that has no suspect yet; men first for sexual offences.</summary>
    private void Suspects(IEnumerable<Offence> offences, List<Person> people)
    {
        var open = Shuffled(offences.Where(offence => offence.Suspect is null)).OrderByDescending(offence => offence.Kind.IsSexual).ToList();
        var left = Shuffled(people);
        foreach (var offence in open)
        {
            if (left.Count == 0)
                return;
            var at = left.FindLastIndex(person => person != offence.Victim && (!offence.Kind.IsSexual || !person.IsFemale));
            if (at < 0)
                at = left.FindLastIndex(person => person != offence.Victim);
            if (at < 0)
                continue;
            offence.Suspect = left[at];
            left.RemoveAt(at);
        }

        if (left.Count > 0)
            throw new InvalidOperationException($"Suspects of serious violence: {left.Count} are left over.");
    }

    /// <summary>The people of a role in an order of chance: ethnicity beside age and sex, each with its counts.</summary>
    private List<Person> People(string role, string printed)
    {
        var ethnicities = _county.Printed.All("nominals by self-defined ethnicity").Where(figure => figure.Of["role"] == printed && figure.Of["ethnicity"] != "Total")
            .SelectMany(figure => Enumerable.Repeat(figure.Of["ethnicity"], figure.Count))
            .Concat(Enumerable.Repeat("", _county.Chosen.Of("three years", $"{role} of unstated ethnicity"))).ToList();
        var ages = DemonstrationTables.Read("people_mix.csv", row => (Role: row.GetField("role")!, Age: row.GetField("age")!, Female: row.GetField<int>("female"), Male: row.GetField<int>("male")))
            .Where(row => row.Role == role)
            .SelectMany(row => Enumerable.Repeat((row.Age, Sex: 'F'), row.Female).Concat(Enumerable.Repeat((row.Age, Sex: 'M'), row.Male))).ToList();
        if (ages.Count != ethnicities.Count)
            throw new InvalidOperationException($"{printed}: {ages.Count} by age and {ethnicities.Count} by ethnicity.");
        return [.. Shuffled(ages).Zip(Shuffled(ethnicities), (person, ethnicity) => _book.New(AgeIn(person.Age), person.Sex, ethnicity))];
    }

    private int AgeIn(string band)
    {
        var from = int.Parse(band.TrimEnd('+').Split('-')[0], CultureInfo.InvariantCulture);
        return from + (from == 70 ? Math.Min(_random.Below(20), _random.Below(20)) : _random.Below(10));
    }

    private List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        _random.Shuffle<T>(shuffled);
        return [.. shuffled];
    }
}
