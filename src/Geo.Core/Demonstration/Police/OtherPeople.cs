namespace Geo.Core.Demonstration.Police;

/// <summary>Victims and suspects of all other offences, plausibly; some come again.</summary>
internal sealed class OtherPeople(PoliceCounty county, PersonBook book)
{
    private const int Remembered = 1500;
    private const double Again = 0.12;
    private const double SuspectAgain = 0.3;
    private const double UnstatedEthnicity = 0.2;

    private static readonly double[] VictimDecades = [3, 15, 21, 20, 16, 13, 7, 5];
    private static readonly double[] SuspectDecades = [0.3, 24, 27, 24, 14, 7, 3, 0.7];

    private readonly SplitMix64 _random = county.Random(Purpose.OtherPeople);
    private readonly List<Person> _victims = [];
    private readonly List<Person> _suspects = [];
    private readonly string[] _ethnicities = [.. county.Printed.All("nominals by self-defined ethnicity")
        .Where(figure => figure.Of["role"] == "Total" && figure.Of["ethnicity"] != "Total").SelectMany(figure => Enumerable.Repeat(figure.Of["ethnicity"], figure.Count))];

    public void Run(IEnumerable<Offence> offences)
    {
        foreach (var offence in offences)
        {
            var isDomestic = offence.Has(Marks.DomesticRelated);
            if (offence.Kind.HasVictim)
                offence.Victim = Someone(_victims, isDomestic ? Again * 2 : Again, person => PersonBook.MayBe(offence.Kind.Victim, person), () => Victim(offence, isDomestic));
            if (_random.Below(100) < (isDomestic ? Math.Max(offence.Kind.SuspectPerCent, 93) : offence.Kind.SuspectPerCent))
                offence.Suspect = Someone(_suspects, SuspectAgain, person => person != offence.Victim && (!offence.Kind.IsSexual || !person.IsFemale), () => Suspect(offence));
        }
    }

    private Person Someone(List<Person> known, double again, Func<Person, bool> mayBe, Func<Person> other)
    {
        if (known.Count > 0 && _random.Unit() < again && known[_random.Below(known.Count)] is var person && mayBe(person))
            return person;
        person = other();
        if (known.Count < Remembered)
            known.Add(person);
        else
            known[_random.Below(Remembered)] = person;
        return person;
    }

    private Person Victim(Offence offence, bool isDomestic)
    {
        var women = offence.Kind.Victim switch { "female" or "girl" => 1, "male" or "boy" => 0, _ => isDomestic ? 0.72 : offence.Kind.Profile.Name == "contact" ? 0.62 : 0.45 };
        var age = offence.Kind.Victim switch
        {
            "girl" or "boy" or "child" => 4 + _random.Below(12),
            "female" or "male" => Math.Max(16, Age(VictimDecades)),
            _ => Age(VictimDecades),
        };
        return book.New(age, _random.Unit() < women ? 'F' : 'M', Ethnicity());
    }

    private Person Suspect(Offence offence) =>
        book.New(Math.Max(offence.Has(Marks.DomesticRelated) ? 16 : 10, Age(SuspectDecades)), !offence.Kind.IsSexual && _random.Unit() < (offence.Kind.Subgroup == "Shoplifting" ? 0.36 : 0.23) ? 'F' : 'M', Ethnicity());

    private int Age(double[] decades) => (_random.Choose(decades) * 10) + _random.Below(10);

    private string Ethnicity() => _random.Unit() < UnstatedEthnicity ? "" : _ethnicities[_random.Below(_ethnicities.Length)];
}
