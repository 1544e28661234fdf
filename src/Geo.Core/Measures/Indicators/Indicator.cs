using Geo.Core.Records;

namespace Geo.Core.Measures.Indicators;

/// <summary>A figure that agencies supply ready-made, as <c>geodata/catalogue/indicators.yaml</c> declares it.</summary>
/// <param name="Per">What numerator over denominator is multiplied by; 0 where the value is no ratio.</param>
/// <param name="Measure">The measure whose rate it is compared with; null for none.</param>
/// <param name="AtEnd">Whether that rate is of those under way at the end of the period.</param>
/// <param name="Polarity"><c>low-is-good</c>, <c>high-is-good</c> or <c>none</c>.</param>
public sealed record Indicator(string Slug, string Name, string Description, string Unit, double Per, Measure? Measure, bool AtEnd, string Polarity)
{
    private static readonly Lazy<IReadOnlyList<Indicator>> Shipped = new(() => [.. Catalogue.Read<IndicatorsFile>("indicators.yaml").Indicators.Select(Declared)]);

    public static IReadOnlyList<Indicator> All => Shipped.Value;

    public static Indicator? Find(string slug) => All.FirstOrDefault(indicator => indicator.Slug == slug);

    private static Indicator Declared(Entry entry)
    {
        var measure = entry.Measure.Length == 0 ? null
            : Measures.Measure.Find(entry.Measure) ?? throw new InvalidOperationException($"geodata/catalogue/indicators.yaml, indicator '{entry.Slug}': there is no measure '{entry.Measure}'.");
        return new(entry.Slug, entry.Name, entry.Description, entry.Unit, entry.Per, measure, entry.At == "end", entry.Polarity);
    }

    private sealed class IndicatorsFile
    {
        public List<Entry> Indicators { get; set; } = [];
    }

    private sealed class Entry
    {
        public string Slug { get; set; } = "";

        public string Name { get; set; } = "";

        public string Description { get; set; } = "";

        public string Unit { get; set; } = "";

        public double Per { get; set; }

        public string Measure { get; set; } = "";

        public string At { get; set; } = "";

        public string Polarity { get; set; } = "none";
    }
}

/// <summary>A value of an indicator for an area and a span of days.</summary>
/// <param name="Limits">95% limits, where the supplier gives them.</param>
/// <param name="IsComparator">Whether the area is there to be compared with: England, the region, statistical neighbours.</param>
public sealed record IndicatorValue(
    string Indicator, string Area, DateOnly FirstDay, DateOnly LastDay, double? Numerator, double? Denominator, double Value, Statistics.Limits? Limits,
    bool IsComparator, string Source, string Commentary, bool IsDemonstration);
