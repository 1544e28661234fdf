using System.Globalization;

namespace Geo.Core.Demonstration;

/// <summary>A figure that a report prints, as <c>geodata/demo/facts.csv</c> keeps it.</summary>
/// <param name="Id">Such as <c>children/14</c>; lines that print several figures have one for all of them.</param>
/// <param name="From">First day, or empty.</param>
/// <param name="Of">Its dimensions: <c>category=Hate crime;area=Wem</c>.</param>
/// <param name="Value">As printed: a number, seldom a range or words.</param>
internal sealed record Fact(string Id, string Report, string From, string To, string Measure, string Of, string Value, string Unit)
{
    public double Number => double.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture);
}

/// <summary>The published figures.</summary>
internal static class Facts
{
    private static readonly Lazy<IReadOnlyList<Fact>> InOrder = new(() => DemonstrationTables.Read("facts.csv", row => new Fact(
        row.GetField("fact")!, row.GetField("report")!, row.GetField("from")!, row.GetField("to")!, row.GetField("measure")!, row.GetField("dimensions")!, row.GetField("value")!, row.GetField("unit")!)));

    private static readonly Lazy<ILookup<string, Fact>> ById = new(() => All.ToLookup(fact => fact.Id));

    public static IReadOnlyList<Fact> All => InOrder.Value;

    /// <param name="reference">An id; where a line prints several figures, with the measure: <c>dvpn/1:orders</c>.</param>
    public static Fact Find(string reference)
    {
        var (id, measure) = reference.Split(':') is [var line, var one] ? (line, one) : (reference, null);
        return ById.Value[id].Where(fact => measure is null || fact.Measure == measure).ToList() is [var fact]
            ? fact
            : throw new InvalidOperationException($"geodata/demo/facts.csv has not one figure {reference}.");
    }
}
