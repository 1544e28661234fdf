using Geo.Statistics.Change;

namespace Geo.Core.Measures;

/// <param name="Period">A month, or the part of a quarter or year that lies in the period asked for.</param>
/// <param name="Count">Null where a source has no data for one of its months.</param>
/// <param name="Previous">The same months a year before; null where they have no data.</param>
/// <param name="TwoYearsBefore">The same months two years before; null where they have no data.</param>
/// <param name="ChangePerCent">Unrounded; null (N/A) from zero and without a year before.</param>
/// <param name="Last12Months">The twelve months that end with it; null where one of them has no data.</param>
/// <param name="Verdict">Whether chance explains the change, false discoveries over the table held to 5%; null without a year before.</param>
public sealed record TrendRow(Period Period, long? Count, long? Previous, long? TwoYearsBefore, long? Change, double? ChangePerCent, long? Last12Months, ChangeVerdict? Verdict);

/// <summary>The months, quarters or years of a period beside the same a year and two years before, for all areas or one.</summary>
public sealed record Trend
{
    /// <summary>What a line can be.</summary>
    public static readonly IReadOnlyList<string> Steps = ["month", "quarter", "year"];

    public required Origin Origin { get; init; }

    /// <summary>The one area that is counted; null for all with what is not located.</summary>
    public required CubeArea? Area { get; init; }

    public required IReadOnlyList<TrendRow> Rows { get; init; }

    /// <summary>Sum of the lines; null where one has no data.</summary>
    public required long? Total { get; init; }

    public required long? Previous { get; init; }

    public required long? TwoYearsBefore { get; init; }

    /// <summary>Whether the period differs from the one a year before by more than chance explains; null where either is incomplete.</summary>
    public required ChangeVerdict? Verdict { get; init; }

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Origin.Of(Area),
        $"Boundaries: {Origin.Set.Name}.",
        Previous is null && Origin.Compare is not null ? "Months of the year before are missing, so the whole period is not compared." : null,
        Verdict is null ? null : "Whether a change is more than chance is judged by the exact test of two counts, 5% level, by days; over the lines, false discoveries are held to 5%.",
    ];

    /// <param name="step">One of <see cref="Steps"/>; quarters and years are those of the financial year.</param>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static Trend Ask(CountCube cube, MeasureQuestion question, string step = "month")
    {
        var measure = question.FindMeasureOfRecords();
        if (!Steps.Contains(step))
            throw new QuestionException(QuestionFault.Invalid, "step", $"'{Fault.Shown(step)}' is no step of a trend.", Steps);
        var asked = question.In(cube, measure);
        var (set, area, period) = (asked.Set, asked.Bucket, asked.Period);
        var held = cube.WholeMonthsOf(measure);
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

        long? Before(Period of, int years) => Count(of.First.Plus(-12 * years), of.Last.Plus(-12 * years));

        var lines = period.Each.GroupBy(month => StepOf(month, step)).Select(months => new Period(months.First(), months.Last(), "")).Select(line => (Line: line, Count: Count(line.First, line.Last), Previous: Before(line, 1))).ToList();
        var tested = lines.Where(line => line.Count is not null && line.Previous is not null).ToList();
        var adjusted = FalseDiscovery.Adjust([.. tested.Select(line => TwoCountTest.Exact(line.Previous!.Value, line.Count!.Value, line.Line.YearBefore.Days, line.Line.Days).PValue)]);
        var rows = lines.ConvertAll(line => new TrendRow(
            line.Line, line.Count, line.Previous, Before(line.Line, 2), line.Count - line.Previous, line is { Count: { } now, Previous: { } then } ? PerCentChange.Of(then, now) : null,
            Count(line.Line.Last.Plus(-11), line.Line.Last), tested.IndexOf(line) is >= 0 and var i ? ChangeVerdict.From(line.Previous!.Value, line.Count!.Value, adjusted[i]) : null));
        var (total, before) = (Count(period.First, period.Last), Before(period, 1));
        return new Trend
        {
            Origin = asked.Origin with { Compare = rows.Exists(row => row.Previous is not null) ? period.YearBefore : null },
            Area = asked.Area, Rows = rows, Total = total, Previous = before, TwoYearsBefore = Before(period, 2),
            Verdict = total is { } current && before is { } past ? ChangeVerdict.Of(past, current, period.YearBefore.Days, period.Days) : null,
        };
    }

    private static int StepOf(Month month, string step) => step switch
    {
        "month" => month.Number,
        "quarter" => month.Number / 3,
        _ => (month.Number - 3) / 12,
    };
}
