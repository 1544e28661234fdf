using Geo.Core.Areas;
using Geo.Core.Exports;
using Geo.Statistics.Change;
using Geo.Statistics.Ranks;

namespace Geo.Core.Measures;

/// <summary>A measure in one area.</summary>
/// <param name="Rank">1 for the most, of all areas.</param>
/// <param name="Ranks">The best and the worst rank that chance leaves open (95%); null with too few records to say.</param>
/// <param name="Rate">Per 1,000 people, unrounded; null without a population, as the two below.</param>
/// <param name="RateOfAll">Of all areas together.</param>
/// <param name="RateOfSimilar">Of the areas like it; null also where there are none.</param>
/// <param name="Verdict">On the change from a year before, false discoveries over all areas held to 5%; null where months are missing.</param>
public sealed record AreaMeasure(Measure Measure, long Count, int Rank, (int Best, int Worst)? Ranks, double? Rate, double? RateOfAll, double? RateOfSimilar, ChangeVerdict? Verdict)
{
    /// <summary>How many times the rate of all areas; null without a rate.</summary>
    public double? Times => Rate is { } rate && RateOfAll > 0 ? rate / RateOfAll : null;
}

/// <summary>Every measure in one area, with its place among all areas: the broad ones first.</summary>
public sealed record AreaMeasures
{
    public required BoundarySet Set { get; init; }

    public required CubeArea Area { get; init; }

    /// <summary>Areas that it is ranked among, itself included.</summary>
    public required int Areas { get; init; }

    public required Period Period { get; init; }

    public required SimilarAreas? Similar { get; init; }

    public required IReadOnlyList<AreaMeasure> Rows { get; init; }

    /// <summary>Measures that some source feeds, but not in the period.</summary>
    public required IReadOnlyList<Measure> WithoutData { get; init; }

    /// <summary>Months inside the period without data of one of them, each with its agency.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Year of the population that rates are held against.</summary>
    public required int? PopulationYear { get; init; }

    /// <summary>What stands behind the first of them; the others have sources of their own.</summary>
    public required Origin Origin { get; init; }

    public string Explanation => string.Join(' ', Notes.Prepend($"{Area.Name} ({Area.Code}), {Period.Name}.").Prepend(Origin.IsDemonstration ? DemonstrationMark.Banner : null).Append($"As at {Origin.AsAt:d MMMM yyyy HH:mm} UTC, data version {Origin.Version}.").OfType<string>());

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        $"Ranks are of the counts of all {Areas:N0} areas; the ranks beside them are those that chance leaves open (95%, simulated).",
        "Changes are held against the same months a year before and judged by the exact test of two counts, by days, with false discoveries over all areas held to 5%.",
        PopulationYear is { } year ? $"Rates per 1,000 people over the period, population of {year}." : null,
        Similar is null ? null : $"Similar areas: {string.Join(", ", Similar.Areas.Select(area => area.Name))}. {Similar.Explanation}",
        $"Boundaries: {Set.Name}.", Missing.Count == 0 ? null : $"No data for {string.Join(", ", Missing)}.",
    ];

    /// <exception cref="QuestionException">Nothing is recorded in the area.</exception>
    public static AreaMeasures Of(SetMeasures all, CubeArea area, SimilarAreas? similar)
    {
        var rows = all.Measures.Select(measure => Row(measure, area, similar)).OfType<AreaMeasure>().ToList();
        var first = all.First;
        if (rows.Count == 0)
            throw new QuestionException(QuestionFault.Incomplete, "period", $"Nothing is recorded in {area.Name} in {first.Period.Name}.", []);
        return new AreaMeasures
        {
            Set = all.Set.Set, Area = area, Areas = all.Set.Areas.Count, Period = first.Period, Similar = similar, Rows = rows, WithoutData = all.WithoutData,
            Missing = [.. all.Measures.SelectMany(measure => measure.Table.Missing).Distinct(StringComparer.Ordinal)], PopulationYear = first.PopulationYear, Origin = first.Origin,
        };
    }

    /// <summary>Null where nothing is recorded.</summary>
    private static AreaMeasure? Row(SetMeasure measure, CubeArea area, SimilarAreas? similar)
    {
        var table = measure.Table;
        var (at, row) = table.Rows.Index().First(row => row.Item.Code == area.Code);
        if (row.Count == 0)
            return null;
        var interval = row.Count < RankIntervals.FewestEvents ? null : measure.Ranks?[at];
        var alike = similar?.Areas.ToDictionary(other => other.Code, other => table.PopulationYear is { } year ? other.People[year] : 0, StringComparer.Ordinal) ?? [];
        var people = alike.Values.Sum();
        return new AreaMeasure(
            table.Measure, row.Count, row.Rank!.Value, interval is { } ranks ? (ranks.LowerRank, ranks.UpperRank) : null, row.Rate, table.Total.Rate,
            people > 0 ? 1000 * table.Rows.Where(other => alike.ContainsKey(other.Code!)).Sum(other => other.Count) / people : null, measure.Verdicts?.GetValueOrDefault(area.Code));
    }
}

/// <summary>An area's measures as they are printed; the note of the first explains the table.</summary>
public static class AreaMeasuresExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("measure", ColumnKind.Text), new("count", ColumnKind.Count), new("rank", ColumnKind.Plain), new("best_rank", "Rank by chance from", ColumnKind.Plain), new("worst_rank", "to", ColumnKind.Plain),
        new("rate", "Per 1,000 people", ColumnKind.Rate), new("rate_of_all", "All areas", ColumnKind.Rate), new("rate_of_similar", "Similar areas", ColumnKind.Rate), .. Changes.Columns, new("verdict", ColumnKind.Text),
    ];

    public static ExportTable Of(AreaMeasures area) => new()
    {
        FileName = $"area-{area.Area.Code}-{area.Period.Span.Replace("..", "-to-", StringComparison.Ordinal)}", Columns = Columns, Explanation = area.Explanation, IsDemonstration = area.Origin.IsDemonstration,
        Title = $"{area.Area.Name}, {area.Period.Name}: {area.Rows[0].Measure.Name}, {area.Rows[0].Count:N0}, rank {area.Rows[0].Rank} of {area.Areas}",
        Rows = area.Rows.Select((row, i) => new ExportRow(
        [
            row.Measure.Name, row.Count, row.Rank, row.Ranks?.Best, row.Ranks?.Worst, Rounding.Rate(row.Rate), Rounding.Rate(row.RateOfAll), Rounding.Rate(row.RateOfSimilar),
            .. Changes.Cells(row.Verdict?.Previous, row.Verdict?.Difference, row.Verdict?.PerCent), row.Verdict?.Text,
        ])
        { BearsExplanation = i == 0 }),
        About =
        [
            new("Area", $"{area.Area.Name} ({area.Area.Code})"), new("Period", area.Period.Name), new("Sources", "Each measure has its own, which its league table tells."),
            .. area.Notes.OfType<string>().Select(note => new ExportFact("Note", note)), new("As at", $"{area.Origin.AsAt:d MMMM yyyy HH:mm} UTC, data version {area.Origin.Version}"),
        ],
    };
}
