using Geo.Core.Areas;

namespace Geo.Core.Measures;

/// <summary>The areas of a boundary set that are most like one of them.</summary>
/// <param name="By">What they are alike in, in words.</param>
/// <param name="Of">Areas there are to choose from.</param>
public sealed record SimilarAreas(IReadOnlyList<CubeArea> Areas, IReadOnlyList<string> By, int Of)
{
    /// <summary>How many are looked for.</summary>
    public const int Most = 5;

    /// <summary>A set of fewer areas has none that are more alike than others.</summary>
    private const int FewestAreas = 2 * Most;

    /// <summary>How they were found, in a sentence.</summary>
    public string Explanation => $"Those {Areas.Count} of the {Of} others that are nearest in {(By.Count == 1 ? By[0] : $"{string.Join(", ", By.SkipLast(1))} and {By[^1]}")}{(By.Count == 1 ? "" : ", which weigh the same")}.";

    /// <summary>The nearest by people per km² (in proportion), share of each age group and deprivation, as far as each is known for every area: in standard deviations, straight across.</summary>
    /// <param name="deprivation">Scores by the area's id.</param>
    /// <returns>Null where nothing is known to be alike in, or there are too few areas.</returns>
    public static SimilarAreas? Find(CubeSet set, IReadOnlyDictionary<int, AreaFacts> facts, CubeArea area, IReadOnlyDictionary<int, double> deprivation)
    {
        if (set.Areas.Count < FewestAreas)
            return null;
        var known = Traits(set, facts, deprivation).Where(trait => trait.Values.All(value => value is not null)).Select(trait => (trait.Name, Standard: Standardised([.. trait.Values.Select(value => value!.Value)])))
            .Where(trait => trait.Standard is not null).ToList();
        if (known.Count == 0)
            return null;
        var at = set.Areas.Index().First(other => other.Item.Id == area.Id).Index;
        var nearest = Enumerable.Range(0, set.Areas.Count).Where(other => other != at).OrderBy(other => Math.Round(known.Sum(trait => Math.Pow(trait.Standard![other] - trait.Standard[at], 2)), 9)).ThenBy(other => set.Areas[other].Code, StringComparer.Ordinal);
        return new([.. nearest.Take(Most).Select(other => set.Areas[other])], [.. known.Select(trait => trait.Name)], set.Areas.Count - 1);
    }

    private static IEnumerable<(string Name, IReadOnlyList<double?> Values)> Traits(CubeSet set, IReadOnlyDictionary<int, AreaFacts> facts, IReadOnlyDictionary<int, double> deprivation)
    {
        if (set.PopulationYears is [.., var year])
        {
            yield return ("people per square kilometre", [.. set.Areas.Select(area => area.People[year] > 0 && facts[area.Id].SquareKilometres > 0 ? Math.Log(area.People[year] / facts[area.Id].SquareKilometres) : (double?)null)]);
            foreach (var group in set.Areas.SelectMany(area => facts[area.Id].People).Where(people => people.Year == year && people.AgeGroup != Population.AllAges).Select(people => people.AgeGroup).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                yield return ($"the share of people aged {group}", [.. set.Areas.Select(area => area.People[year] > 0 ? facts[area.Id].PeopleOf(year, group) / area.People[year] : null)]);
        }

        yield return ("deprivation", [.. set.Areas.Select(area => deprivation.TryGetValue(area.Id, out var score) ? score : (double?)null)]);
    }

    /// <summary>Null where all are the same.</summary>
    private static double[]? Standardised(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
        return deviation > 0 ? [.. values.Select(value => (value - mean) / deviation)] : null;
    }
}
