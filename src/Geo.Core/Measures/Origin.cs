using Geo.Core.Areas;
using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>What stands behind a table: what was counted, when, where, from which sources, as known when.</summary>
/// <param name="Compare">Null without a comparison.</param>
/// <param name="Missing">Months without data inside the period or the comparison, each with its agency.</param>
public sealed record Origin(
    Measure Measure, BoundarySet Set, Period Period, Period? Compare, IReadOnlyList<string> Missing, IReadOnlyList<SourceMonths> Sources,
    long Version, DateTimeOffset AsAt, bool IsDemonstration)
{
    internal static Origin Of(CountCube cube, Measure measure, BoundarySet set, Period period, Period? compare, IReadOnlyList<string> missing)
    {
        var sources = cube.SourcesOf(measure);
        return new(measure, set, period, compare, missing, sources, cube.Version, cube.AsAt, sources.Any(source => source.IsDemonstration) || set.IsDemonstration);
    }

    /// <summary>Several origins as one: what a table of several measures rests on.</summary>
    internal static Origin Together(IReadOnlyList<Origin> origins)
    {
        if (origins is [var only])
            return only;
        var first = origins[0];
        var measures = origins.Select(origin => origin.Measure).Distinct().ToList();
        var period = new Period(origins.Min(origin => origin.Period.First), origins.Max(origin => origin.Period.Last), first.Period.Text);
        return first with
        {
            Measure = measures[0] with
            {
                Slug = measures.Count <= 2 ? string.Join("-and-", measures.Select(measure => measure.Slug)) : $"{measures.Count}-measures",
                Name = $"{string.Join(", ", measures.SkipLast(1).Select(measure => measure.Name))} and {measures[^1].Name}",
                Description = string.Join(' ', measures.Select(measure => $"{measure.Name}: {measure.Description}")),
                Unit = measures.Select(measure => measure.Unit).Distinct().Count() == 1 ? measures[0].Unit : "records",
                Protection = measures.Exists(measure => measure.Protection == "sensitive") ? "sensitive" : "ordinary",
            },
            Period = period,
            Missing = [.. origins.SelectMany(origin => origin.Missing).Distinct()],
            Sources = [.. origins.SelectMany(origin => origin.Sources).DistinctBy(source => source.Slug)],
            IsDemonstration = origins.Any(origin => origin.IsDemonstration),
        };
    }

    /// <summary>Name of a table's file without its ending, such as <c>trend-crime-2024-01-to-2024-03</c>.</summary>
    public string FileName(string table) => $"{table}-{Measure.Slug}-{Period.Span.Replace("..", "-to-", StringComparison.Ordinal)}";

    /// <summary>What of the areas is counted, as a sentence.</summary>
    internal static string Of(CubeArea? area) =>
        area is null ? "All areas and records without a location; not those outside the area." : $"Only {area.Name} ({area.Code}).";

    /// <summary>What the figures are, in one line: a table, chart, map and export carries it.</summary>
    /// <param name="counted">Sentences of what was and was not counted.</param>
    internal string Explain(params IEnumerable<string?> counted) => string.Join(' ', Sentences(counted).OfType<string>());

    private IEnumerable<string?> Sentences(IEnumerable<string?> counted)
    {
        if (IsDemonstration)
            yield return DemonstrationMark.Banner;
        yield return $"{Measure.Name}, {Period.Name}{(Compare is null ? "" : $", compared with {Compare.Name}")}.";
        yield return $"Source: {string.Join("; ", Sources.Select(source => $"{source.Agency}, {source.Feed}{(source.Licence.Length > 0 ? $" ({source.Licence})" : "")}"))}.";
        foreach (var sentence in counted)
            yield return sentence;
        if (Missing.Count > 0)
            yield return $"No data for {string.Join(", ", Missing)}.";
        yield return $"As at {AsAt:d MMMM yyyy HH:mm} UTC, data version {Version}.";
    }
}
