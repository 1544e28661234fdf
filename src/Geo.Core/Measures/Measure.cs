using Geo.Core.Records;

namespace Geo.Core.Measures;

/// <summary>What is counted.</summary>
/// <param name="Slug">Name in addresses and commands.</param>
/// <param name="Categories">Ids of the categories whose records count.</param>
/// <param name="Polarity"><c>low-is-good</c>, <c>high-is-good</c> or <c>none</c>.</param>
public sealed record Measure(string Slug, string Name, string Description, string Kind, IReadOnlyList<short> Categories, string Polarity)
{
    private static readonly Lazy<IReadOnlyList<Measure>> Shipped = new(Load);

    /// <summary>The measures there are, the broad ones first.</summary>
    public static IReadOnlyList<Measure> All => Shipped.Value;

    public static Measure? Find(string slug) => All.FirstOrDefault(measure => measure.Slug == slug);

    private static IReadOnlyList<Measure> Load()
    {
        var broad = Catalogue.Read<MeasureFile>("measures.yaml").Measures
            .Select(entry => new Measure(
                entry.Slug, entry.Name, entry.Description, entry.Kind,
                [.. Catalogue.Categories.Where(category => category.Kind == entry.Kind).Select(category => category.Id)], entry.Polarity));
        var single = Catalogue.Categories.Select(category => new Measure(
            category.Slug, category.Name, $"Police-recorded street-level records classed as {category.Name.ToLowerInvariant()}.", category.Kind, [category.Id], "low-is-good"));
        return [.. broad, .. single];
    }

    private sealed class MeasureFile
    {
        public List<Entry> Measures { get; set; } = [];
    }

    private sealed class Entry
    {
        public string Slug { get; set; } = "";

        public string Name { get; set; } = "";

        public string Description { get; set; } = "";

        public string Kind { get; set; } = "";

        public string Polarity { get; set; } = "none";
    }
}
