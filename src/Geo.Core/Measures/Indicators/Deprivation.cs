namespace Geo.Core.Measures.Indicators;

/// <summary>How deprived the areas of a set are, where somebody supplied it: the ready-made figure <see cref="Slug"/>, told of areas by their code or name.</summary>
/// <param name="Scores">The latest score by the area's id; a higher one is more deprived.</param>
/// <param name="Source">Who supplied it; empty without scores.</param>
/// <param name="Year">Of the latest score; null without.</param>
public sealed record Deprivation(IReadOnlyDictionary<int, double> Scores, string Source, int? Year)
{
    public const string Slug = "deprivation";

    /// <summary>What there is for a set of areas.</summary>
    /// <param name="values">Ready-made figures, the latest first.</param>
    public static Deprivation Of(IReadOnlyList<IndicatorValue> values, CubeSet set)
    {
        var told = values.Where(value => value is { Indicator: Slug, IsComparator: false }).ToList();
        var scores = new Dictionary<int, double>();
        IndicatorValue? latest = null;
        foreach (var area in set.Areas)
        {
            if (told.Find(value => value.Area == area.Code || string.Equals(value.Area, area.Name, StringComparison.OrdinalIgnoreCase)) is not { } value)
                continue;
            scores.Add(area.Id, value.Value);
            latest = latest is null || value.LastDay > latest.LastDay ? value : latest;
        }

        return new(scores, latest?.Source ?? "", latest?.LastDay.Year);
    }
}
