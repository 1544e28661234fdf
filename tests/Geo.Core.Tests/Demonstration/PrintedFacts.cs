using System.Globalization;
using Geo.Core.Demonstration;

namespace Geo.Core.Tests.Demonstration;

/// <summary>A printed figure as geodata/demo/facts.csv has it.</summary>
public sealed record PrintedFact(string Report, string From, string To, string Measure, string Of, decimal Value, string Unit)
{
    public string? Dimension(string name) => Of.Split(';').Select(part => part.Split('=', 2)).FirstOrDefault(part => part[0] == name)?[1];
}

public static class PrintedFacts
{
    public const string First = "000";
    public const string Second = "001";

    public static IReadOnlyList<PrintedFact> All { get; } = [.. Facts.All
        .Where(fact => decimal.TryParse(fact.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
        .Select(fact => new PrintedFact(fact.Report, fact.From, fact.To, fact.Measure, fact.Of, decimal.Parse(fact.Value, CultureInfo.InvariantCulture), fact.Unit))];

    public static int Count(string report, string measure, string of, string from, string to) =>
        (int)All.Single(report, measure, of, from, to, "count");

    public static decimal PerCent(string report, string measure, string of, string from, string to) => All.Single(report, measure, of, from, to, "percent");

    /// <summary>Half up, as the reports round.</summary>
    public static decimal Share(long part, long whole, int digits = 0) => Math.Round(100m * part / whole, digits, MidpointRounding.AwayFromZero);

    private static decimal Single(this IReadOnlyList<PrintedFact> facts, string report, string measure, string of, string from, string to, string unit) => facts
        .Where(fact => fact.Report == report && fact.Measure == measure && fact.Of == of && fact.From == from && fact.To == to && fact.Unit == unit)
        .Select(fact => fact.Value).Distinct().Single();
}
