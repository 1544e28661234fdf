using static Geo.Core.Tests.Demonstration.PrintedFacts;

namespace Geo.Core.Tests.Demonstration;

/// <summary>The people of serious violence, each once, by the roles they hold over all its rows.</summary>
public sealed class SeriousPeopleFigures(Action<string, decimal, decimal> same)
{
    private const string Both = "Suspect and victim";

    public void Check(IReadOnlyList<PoliceRow> serious)
    {
        var people = People(serious);
        foreach (var fact in All.Where(fact => fact.Measure == "nominals by self-defined ethnicity" && fact.Dimension("role") != "Total" && fact.Dimension("ethnicity") != "Total"))
            same(fact.Of, people.Count(person => person.Role == fact.Dimension("role") && person.Person.Ethnicity == fact.Dimension("ethnicity")), fact.Value);
        same("No ethnicity", people.Count(person => person.Person.Ethnicity.Length == 0), PrintedFacts.Count(First, "no ethnicity stated (removed)", "role=All;ethnicity=not stated", "2020-09-01", "2023-08-31"));

        foreach (var fact in All.Where(fact => fact.Measure == "share of role within age band"))
        {
            var there = people.Where(person => person.Role == fact.Dimension("role") && (fact.Dimension("age") == "Total" || Band(person.Person.Age) == fact.Dimension("age"))).ToList();
            same(fact.Of, Share(there.Count(person => person.Person.Sex == fact.Dimension("sex")![..1]), there.Count), fact.Value);
        }

        same("From 10 to 19", Share(people.Count(person => Band(person.Person.Age) == "10-19"), people.Count), PerCent(First, "share aged 10-19", "role=Suspect, victim or both;age=10-19", "2020-09-01", "2023-08-31"));
        var victims = People([.. serious.Where(row => !row.IsDomestic)]).Where(person => person.Role == "Victim").ToList();
        var women = victims.Count(person => person.Person.Sex == "F");
        same("Women without domestic abuse", women, PrintedFacts.Count(First, "female victims, domestic abuse removed", "role=Victim;sex=Female", "2020-09-01", "2023-08-31"));
        same("Women without domestic abuse, per cent", Share(women, victims.Count), 53);
    }

    private static List<(PersonCell Person, string Role)> People(IReadOnlyList<PoliceRow> rows) => [.. rows
        .SelectMany(row => new[] { (Person: row.Victim, Role: "Victim"), (Person: row.Suspect, Role: "Suspect") }).Where(pair => pair.Person is not null)
        .GroupBy(pair => pair.Person!.Reference)
        .Select(person => (person.First().Person!, person.Select(pair => pair.Role).Distinct().Count() == 2 ? Both : person.First().Role))];

    private static string Band(int age) => age >= 70 ? "70+" : $"{age / 10 * 10}-{(age / 10 * 10) + 9}";
}
