using System.Globalization;
using CsvHelper;
using Geo.Testing;

namespace Geo.Web.Tests.Facts;

/// <summary>The printed figures of <c>geodata/demo/facts.csv</c>, and what is asked for each in <c>answers.csv</c>, line by line.</summary>
internal static class DemonstrationFacts
{
    public static List<DemonstrationFact> All() => Read("facts.csv", row => new DemonstrationFact(row("fact"), row("measure"), row("dimensions"), row("value"), row("unit")));

    public static List<DemonstrationAnswer> Answers() => Read("answers.csv", row => new DemonstrationAnswer(row("fact"), row("kind"), row("ask"), row("right"), row("why")));

    private static List<T> Read<T>(string file, Func<Func<string, string>, T> row)
    {
        using var csv = new CsvReader(File.OpenText(Repository.At("geodata", "demo", file)), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<T>();
        while (csv.Read())
            rows.Add(row(name => csv.GetField(name)!));
        return rows;
    }
}

/// <param name="Dimensions">Such as <c>age=10-19;sex=Female</c>.</param>
internal sealed record DemonstrationFact(string Id, string Measure, string Dimensions, string Value, string Unit)
{
    public string Dimension(string name) => Dimensions.Split(';').Select(pair => pair.Split('=', 2)).First(pair => pair[0] == name)[1];
}

/// <param name="Kind"><c>record</c>, <c>known-error</c>, <c>indicator</c> or <c>not-derivable</c>.</param>
/// <param name="Ask">What <see cref="FactAsk"/> reads.</param>
/// <param name="Right">What a known error should have been.</param>
internal sealed record DemonstrationAnswer(string Id, string Kind, string Ask, string Right, string Why);
