using Geo.Statistics.Change;

namespace Geo.Core.Measures;

/// <param name="Count">Null where a source has no data for the month.</param>
/// <param name="Previous">The same month a year before; null where it has no data.</param>
/// <param name="ChangePerCent">Unrounded; null (N/A) from zero and without a year before.</param>
/// <param name="Last12Months">The month and the eleven before it; null where one of them has no data.</param>
public sealed record TrendRow(Month Month, long? Count, long? Previous, long? Change, double? ChangePerCent, long? Last12Months);

/// <summary>The months of a period beside the same months a year before, for all areas or one.</summary>
public sealed record Trend
{
    public required Origin Origin { get; init; }

    /// <summary>The one area that is counted; null for all with what is not located.</summary>
    public required CubeArea? Area { get; init; }

    public required IReadOnlyList<TrendRow> Rows { get; init; }

    /// <summary>Sum of the months; null where one has no data.</summary>
    public required long? Total { get; init; }

    public required long? Previous { get; init; }

    /// <summary>Whether the period differs from the one a year before by more than chance explains; null where either is incomplete.</summary>
    public required ChangeVerdict? Verdict { get; init; }

    public string Explanation => Origin.Explain(
        Area is null ? "All areas and records without a location; not those outside the area." : $"Only {Area.Name} ({Area.Code}).",
        $"Boundaries: {Origin.Set.Name}.",
        Previous is null && Origin.Compare is not null ? "Months of the year before are missing, so the whole period is not compared." : null,
        Verdict is null ? null : "Whether a change is more than chance is judged by the exact test of two counts, 5% level, by days.");

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static Trend Ask(CountCube cube, MeasureQuestion question)
    {
        var measure = question.FindMeasureOfRecords();
        question.CheckAreas(cube);
        var (period, _) = question.FindPeriods(cube, measure);
        var missing = question.FindMissing(cube, measure, period, null);
        var set = question.FindSet(cube, period);
        var area = question.FindArea(set);
        var sources = cube.SourcesOf(measure);
        var held = sources.SelectMany(source => source.Months).GroupBy(month => month).Where(month => month.Count() == sources.Count).Select(month => month.Key).ToHashSet();
        var counts = new long[set.Buckets];

        long? Count(Month first, Month last)
        {
            for (var month = first; month <= last; month = month.Plus(1))
            {
                if (!held.Contains(month))
                    return null;
            }

            set.Count(measure, first, last, counts);
            return area is { } at ? counts[at] : set.Total(counts);
        }

        var rows = period.Each.Select(month =>
        {
            var (count, previous) = (Count(month, month), Count(month.Plus(-12), month.Plus(-12)));
            return new TrendRow(
                month, count, previous, count - previous, count is { } now && previous is { } then ? PerCentChange.Of(then, now) : null, Count(month.Plus(-11), month));
        }).ToList();
        var (total, before) = (Count(period.First, period.Last), Count(period.YearBefore.First, period.YearBefore.Last));
        return new Trend
        {
            Origin = Origin.Of(cube, measure, set.Set, period, rows.Exists(row => row.Previous is not null) ? period.YearBefore : null, missing),
            Area = area is { } bucket ? set.Areas[bucket] : null, Rows = rows, Total = total, Previous = before,
            Verdict = total is { } current && before is { } past ? ChangeVerdict.Of(past, current, period.YearBefore.Days, period.Days) : null,
        };
    }
}
