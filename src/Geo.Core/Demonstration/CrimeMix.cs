namespace Geo.Core.Demonstration;

/// <summary>A street-level category and how it behaves; see geodata/demo/README.md for the columns.</summary>
internal sealed record CrimeCategory(
    int Index, string Name, bool IsIncident, double SharePerMille, double ChangePerCent, double Centre, double Summer,
    double NoLocation, IReadOnlyList<string> Outcomes, double[] OutcomeWeights);

/// <summary>The published figures that the records have to meet, and the mixes that shape the rest.</summary>
internal sealed class CrimeMix
{
    public const string Drugs = "Drugs";

    private readonly Dictionary<(string Period, string Measure), int> _county;
    private readonly List<(string Year, string Measure, string Name, int Count)> _wards;

    private CrimeMix()
    {
        var outcomes = DemonstrationTables.Read("outcome_mix.csv", row => (
            Category: row.GetField("category")!, Outcome: row.GetField("outcome")!, Weight: row.GetField<double>("per_cent")))
            .ToLookup(row => row.Category);
        var index = 0;
        Categories = DemonstrationTables.Read("category_mix.csv", row => new CrimeCategory(
            index++,
            row.GetField("category")!,
            row.GetField("kind") == "asb",
            row.GetField<double>("share_per_mille"),
            row.GetField<double>("change_per_cent"),
            row.GetField<double>("centre"),
            row.GetField<double>("summer"),
            row.GetField<double>("no_location"),
            [.. outcomes[row.GetField("category")!].Select(outcome => outcome.Outcome)],
            [.. outcomes[row.GetField("category")!].Select(outcome => outcome.Weight)]));
        _county = DemonstrationTables.Read("county_targets.csv", row => (
            Period: row.GetField("period")!, Measure: row.GetField("measure")!, Count: row.GetField<int>("count")))
            .ToDictionary(row => (row.Period, row.Measure), row => row.Count);
        _wards = DemonstrationTables.Read("ward_targets.csv", row => (
            row.GetField("year")!, row.GetField("measure")!, row.GetField("name")!, row.GetField<int>("count")));
    }

    /// <summary>All categories, in the order of the file.</summary>
    public IReadOnlyList<CrimeCategory> Categories { get; }

    public static CrimeMix Load() => new();

    /// <summary>The county's count in a year such as 2023-24.</summary>
    public int County(string year, string measure) => _county[(year, measure)];

    /// <summary>The county's count in a single month, where one was published.</summary>
    public int? CountyMonth(DateOnly month, string measure) =>
        _county.TryGetValue(($"{month:yyyy-MM}", measure), out var count) ? count : null;

    /// <summary>The published counts of a year by the ward's index.</summary>
    public Dictionary<int, int> Wards(string year, string measure, IReadOnlyList<DemonstrationWard> wards) =>
        _wards.Where(row => row.Year == year && row.Measure == measure).ToDictionary(
            row => wards.Index().Single(ward => ward.Item.Name == row.Name).Index,
            row => row.Count);
}
