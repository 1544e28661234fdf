using System.Globalization;

namespace Geo.Core.Demonstration.Police;

/// <summary>Gives people references that tell nothing of their order.</summary>
internal sealed class PersonBook
{
    private const uint Prime = 9_999_991;

    private uint _last;

    public Person New(int age, char sex, string ethnicity) =>
        new(string.Create(CultureInfo.InvariantCulture, $"N{(++_last * 7_654_321UL % Prime):0000000}"), age, sex, ethnicity);

    /// <summary>Whether the offence can have such a victim.</summary>
    public static bool MayBe(string victim, Person person) => victim switch
    {
        "female" => person is { IsFemale: true, Age: >= 13 },
        "male" => person is { IsFemale: false, Age: >= 13 },
        "girl" => person is { IsFemale: true, Age: < 16 },
        "boy" => person is { IsFemale: false, Age: < 16 },
        "child" => person.Age < 16,
        _ => true,
    };
}
