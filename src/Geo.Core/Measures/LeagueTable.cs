using Geo.Core.Areas;
using Geo.Statistics.Change;

namespace Geo.Core.Measures;

/// <param name="Rank">1 for the most; equal counts share a rank. Null on footing lines.</param>
/// <param name="Share">Per cent of the total, unrounded; null when the total is zero, and outside the area.</param>
/// <param name="Previous">Count in the comparison period; null without one.</param>
/// <param name="ChangePerCent">Unrounded; null (N/A) from zero and without a comparison.</param>
/// <param name="Rate">Per 1,000 people over the period, unrounded; null without a population.</param>
public sealed record LeagueTableRow(
    int? Rank, string? Code, string Name, long Count, double? Share, long? Previous, long? Change, double? ChangePerCent, double? Rate);

/// <summary>Areas of a boundary set ranked by a measure.</summary>
/// <remarks>Areas and not located make up the total; records outside the area are told beside it and belong to somebody else's.</remarks>
public sealed record LeagueTable
{
    public required Measure Measure { get; init; }

    public required BoundarySet Set { get; init; }

    public required Period Period { get; init; }

    public required Period? Compare { get; init; }

    public required IReadOnlyList<LeagueTableRow> Rows { get; init; }

    /// <summary>What the listed areas lie in; null where all are.</summary>
    public string? Within { get; init; }

    /// <summary>The areas below the asked-for top or that are not listed, as one line.</summary>
    public required LeagueTableRow? Others { get; init; }

    public required LeagueTableRow NotLocated { get; init; }

    public required LeagueTableRow Total { get; init; }

    public required LeagueTableRow Outside { get; init; }

    /// <summary>The lines below the areas, in order: all others (of a top), not located, outside the area, total.</summary>
    public IReadOnlyList<LeagueTableRow> Footing => Others is null ? [NotLocated, Outside, Total] : [Others, NotLocated, Outside, Total];

    /// <summary>Year of the population that rates are held against.</summary>
    public required int? PopulationYear { get; init; }

    /// <summary>Months without data inside the period or the comparison, each with its source.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    public required IReadOnlyList<SourceMonths> Sources { get; init; }

    public required long Version { get; init; }

    public required DateTimeOffset AsAt { get; init; }

    public required bool IsDemonstration { get; init; }

    /// <summary>What the figures are, in one line: a table, chart, map and export carries it.</summary>
    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        $"{NotLocated.Count:N0} of {Total.Count:N0} records have no location; they count in the total. {Outside.Count:N0} more lie outside the area and do not.",
        $"Boundaries: {Set.Name}{(Set.Source.Length > 0 ? $" ({Set.Source})" : "")}.",
        Within is null ? null : $"Listed are the {AreaKinds.Plural(Set.Kind)} whose middle lies in {Within}; they are ranked among all.",
        PopulationYear is { } year ? $"Rates per 1,000 people over the period, population of {year}." : null,
    ];

    public Origin Origin => new(Measure, Set, Period, Compare, Missing, Sources, Version, AsAt, IsDemonstration);

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static LeagueTable Ask(CountCube cube, MeasureQuestion question)
    {
        var measure = question.FindMeasureOfRecords();
        var asked = question.In(cube, measure);
        var (set, period, compare) = (asked.Set, asked.Period, asked.Compare);

        Span<long> counts = new long[set.Buckets];
        set.Count(measure, period.First, period.Last, counts);
        long[]? previous = null;
        if (compare is not null)
        {
            previous = new long[set.Buckets];
            set.Count(measure, compare.First, compare.Last, previous);
        }

        var year = ChooseYear(set, period);
        var areas = set.Areas.Count;
        long inAreas = 0, previousInAreas = 0;
        double people = 0;
        for (var i = 0; i < areas; i++)
        {
            inAreas += counts[i];
            previousInAreas += previous?[i] ?? 0;
            people += year is { } y ? set.Areas[i].People[y] : 0;
        }

        var total = inAreas + counts[set.NotLocatedBucket];
        long? Previous(long value) => previous is null ? null : value;

        var order = new int[areas];
        var keys = new long[areas]; // one number for count, then place in the order of codes: far quicker to sort than pairs
        for (var i = 0; i < areas; i++)
            keys[i] = (-counts[i] * areas) + i;
        Array.Sort(keys);
        for (var i = 0; i < areas; i++)
            order[i] = (int)(((keys[i] % areas) + areas) % areas);

        var rows = new List<LeagueTableRow>(Math.Min(question.Top ?? areas, areas));
        long count = inAreas, before = previousInAreas;
        var (rank, othersPeople) = (0, people);
        for (var i = 0; i < areas && rows.Count < (question.Top ?? areas); i++)
        {
            var (at, area) = (order[i], set.Areas[order[i]]);
            if (i == 0 || counts[at] != counts[order[i - 1]])
                rank = i + 1;
            if (question.Listed?.Codes.Contains(area.Code) == false)
                continue;
            rows.Add(Row(rank, area.Code, area.Name, counts[at], Previous(previous?[at] ?? 0), total, year is { } y ? area.People[y] : null));
            count -= counts[at];
            before -= previous?[at] ?? 0;
            othersPeople -= year is { } of ? area.People[of] : 0;
        }

        var others = rows.Count == areas ? null
            : Row(null, null, $"All other {AreaKinds.Plural(set.Set.Kind)} ({areas - rows.Count})", count, Previous(before), total, year is null ? null : othersPeople);

        return new LeagueTable
        {
            Measure = measure, Set = set.Set, Period = period, Compare = compare, Rows = rows, Others = others, Within = question.Listed?.Within,
            NotLocated = Row(null, null, "Not located", counts[set.NotLocatedBucket], Previous(previous?[set.NotLocatedBucket] ?? 0), total, null),
            Total = Row(null, null, "Total", total, Previous(previousInAreas + (previous?[set.NotLocatedBucket] ?? 0)), total, year is null ? null : people),
            Outside = Row(null, null, "Outside the area (not in the total)", counts[set.OutsideBucket], Previous(previous?[set.OutsideBucket] ?? 0), 0, null),
            PopulationYear = year, Missing = asked.Missing, Sources = cube.SourcesOf(measure), Version = cube.Version, AsAt = cube.AsAt,
            IsDemonstration = cube.SourcesOf(measure).Any(source => source.IsDemonstration) || set.Set.IsDemonstration,
        };
    }

    private static LeagueTableRow Row(int? rank, string? code, string name, long count, long? previous, long total, double? people) => new(
        rank, code, name, count,
        total > 0 ? 100.0 * count / total : null,
        previous, previous is null ? null : count - previous,
        previous is { } from ? PerCentChange.Of(from, count) : null,
        people > 0 ? 1000.0 * count / people : null);

    /// <summary>The latest year not after the period, or else the earliest there is.</summary>
    internal static int? ChooseYear(CubeSet set, Period period)
    {
        int? chosen = null;
        foreach (var year in set.PopulationYears)
        {
            if (chosen is null || year <= period.Last.Year)
                chosen = year;
        }

        return chosen;
    }
}
