namespace Geo.Core.Demonstration;

/// <summary>Counts that no report prints as a number, chosen so that what it prints holds (geodata/demo/quotas.csv).</summary>
internal sealed class Quotas
{
    private readonly Dictionary<(string Year, string Of), int> _counts;

    private Quotas(Dictionary<(string Year, string Of), int> counts) => _counts = counts;

    public static Quotas Load() => new(DemonstrationTables.Read("quotas.csv", row => (
        Year: row.GetField("year")!, Of: row.GetField("of")!, Count: row.GetField<int>("count"))).ToDictionary(row => (row.Year, row.Of), row => row.Count));

    public int? Find(string year, string of) => _counts.TryGetValue((year, of), out var count) ? count : null;

    public int Of(string year, string of) => Find(year, of) ?? throw new InvalidOperationException($"quotas.csv has no '{of}' of '{year}'.");
}
