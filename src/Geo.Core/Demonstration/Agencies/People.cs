using System.Globalization;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>A person whom records are about.</summary>
internal sealed record Person(string Reference, string Sex, string Ethnicity, DateOnly Born);

/// <summary>The children or adults whom an agency's records are about: one may have several, and grows older between them.</summary>
/// <param name="kind"><c>child</c> or <c>adult</c>, as the quotas and columns begin.</param>
internal sealed class People(string kind, AgencyQuotas quotas, SplitMix64 random)
{
    /// <summary>How many people are looked at for one whom a record fits.</summary>
    private const int Looks = 8;

    /// <summary>Nobody in an open band is older.</summary>
    private const int Oldest = 98;

    private readonly List<Person> _people = [];
    private readonly AgencyMix _sexes = quotas.Mix($"{kind} sex");
    private readonly AgencyMix _ethnicities = quotas.Mix($"{kind} ethnicity");
    private readonly double _known = quotas.Number($"{kind} known");

    /// <summary>Tells of a person in a row: of one already known where chance and the row's sex and day allow.</summary>
    /// <param name="ages">Mix of the age bands; those of all children or adults when not said.</param>
    public Person Tell(AgencyRow row, string? ages = null, Func<Person, bool>? suits = null)
    {
        var bands = quotas.Mix(ages ?? $"{kind} age");
        var person = Known(row, bands, suits) ?? New(row, bands);
        Tell(row, person, bands);
        return person;
    }

    /// <summary>Tells of this person in a row, if the person's age allows.</summary>
    public bool Tell(AgencyRow row, Person person) => Tell(row, person, quotas.Mix($"{kind} age"));

    private bool Tell(AgencyRow row, Person person, AgencyMix bands)
    {
        if (Band(person, row.Day, bands) is not { } band)
            return false;
        row[$"{kind}_reference"] = person.Reference;
        (row["age_band"], row["sex"], row["ethnicity"]) = (band, person.Sex, person.Ethnicity);
        return true;
    }

    private Person? Known(AgencyRow row, AgencyMix bands, Func<Person, bool>? suits)
    {
        if (_people.Count == 0 || random.Unit() * 100 >= _known)
            return null;
        for (var look = 0; look < Looks; look++)
        {
            var person = _people[random.Below(_people.Count)];
            if ((row["sex"].Length == 0 || row["sex"] == person.Sex) && Band(person, row.Day, bands) is not null && suits?.Invoke(person) != false)
                return person;
        }

        return null;
    }

    private Person New(AgencyRow row, AgencyMix bands)
    {
        var (youngest, oldest) = Years(bands.Choose(random));
        var born = row.Day.AddYears(-(youngest + random.Below(oldest - youngest + 1))).AddDays(-random.Below(364));
        var person = new Person(
            string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(kind[0])}{_people.Count + 1:000000}"),
            row["sex"] is { Length: > 0 } sex ? sex : _sexes.Choose(random), _ethnicities.Choose(random), born);
        _people.Add(person);
        return person;
    }

    /// <summary>The band that a person is in on a day, if any.</summary>
    private static string? Band(Person person, DateOnly on, AgencyMix bands)
    {
        var age = on.Year - person.Born.Year;
        age -= person.Born.AddYears(age) > on ? 1 : 0;
        foreach (var (band, youngest, oldest) in bands.Ages)
        {
            if (age >= youngest && age <= oldest)
                return band;
        }

        return null;
    }

    /// <summary>First and last year of a band such as <c>5-9</c> or <c>85+</c>.</summary>
    internal static (int Youngest, int Oldest) Years(string band) => band.Split('-', '+') is [var from, { Length: > 0 } to]
        ? (int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture))
        : (int.Parse(band.TrimEnd('+'), CultureInfo.InvariantCulture), Oldest);
}
