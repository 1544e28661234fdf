using Geo.Core.Exports;
using Geo.Statistics.Change;

namespace Geo.Core.Measures;

/// <param name="Place">1 for the one that moved most.</param>
/// <param name="Verdict">False discoveries over all areas held to 5%.</param>
public sealed record Mover(int Place, CubeArea Area, ChangeVerdict Verdict);

/// <summary>The areas whose counts changed most between two periods, by number or by per cent.</summary>
public sealed record Movers
{
    /// <summary>What the areas can be ordered by.</summary>
    public static readonly IReadOnlyList<string> Orders = ["number", "per-cent"];

    public required Origin Origin { get; init; }

    public required string By { get; init; }

    public required IReadOnlyList<Mover> Rows { get; init; }

    /// <summary>Areas there are, those beyond the top included.</summary>
    public required int Areas { get; init; }

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        $"The {Rows.Count:N0} of {Areas:N0} areas that changed most by {(By == "number" ? "number" : "per cent, those from zero last")}, up or down.",
        $"Boundaries: {Origin.Set.Name}.",
        "Whether a change is more than chance is judged by the exact test of two counts, by days, with false discoveries over all areas held to 5%.",
    ];

    /// <param name="by">One of <see cref="Orders"/>.</param>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static Movers Ask(CountCube cube, MeasureQuestion question, string by)
    {
        var measure = question.FindMeasureOfRecords();
        if (!Orders.Contains(by))
            throw new QuestionException(QuestionFault.Invalid, "by", $"'{Fault.Shown(by)}' is not what areas are ordered by.", Orders);
        question = question with { Compare = question.Compare ?? MeasureQuestion.YearBefore };
        var asked = question.In(cube, measure);
        var (set, period, compare) = (asked.Set, asked.Period, asked.Compare!);
        var (now, then) = (new long[set.Buckets], new long[set.Buckets]);
        set.Count(measure, period.First, period.Last, now);
        set.Count(measure, compare.First, compare.Last, then);
        var adjusted = FalseDiscovery.Adjust([.. set.Areas.Select((_, i) => TwoCountTest.Exact(then[i], now[i], compare.Days, period.Days).PValue)]);
        var all = set.Areas.Select((area, i) => (Area: area, Verdict: ChangeVerdict.From(then[i], now[i], adjusted[i])))
            .OrderByDescending(row => by == "number" ? Math.Abs(row.Verdict.Difference) : Math.Abs(row.Verdict.PerCent ?? -1)).ThenByDescending(row => Math.Abs(row.Verdict.Difference)).ThenBy(row => row.Area.Code, StringComparer.Ordinal);
        return new Movers
        {
            Origin = asked.Origin, By = by, Areas = set.Areas.Count,
            Rows = [.. all.Take(question.Top ?? int.MaxValue).Select((row, i) => new Mover(i + 1, row.Area, row.Verdict))],
        };
    }
}

/// <summary>The areas that moved most as they are printed; the note of the first explains the table.</summary>
public static class MoversExport
{
    private static readonly ExportColumn[] Columns =
        [new("place", ColumnKind.Plain), new("code", ColumnKind.Text), new("name", ColumnKind.Text), new("count", ColumnKind.Count), .. Changes.Columns, new("verdict", ColumnKind.Text)];

    public static ExportTable Of(Movers movers) => new()
    {
        FileName = movers.Origin.FileName("movers"), Columns = Columns, Explanation = movers.Explanation, IsDemonstration = movers.Origin.IsDemonstration,
        Title = $"{movers.Origin.Measure.Name}, {movers.Origin.Period.Name}: {(movers.Rows is [var first, ..] ? $"{first.Area.Name} changed most, {first.Verdict.Text}" : "no areas")}",
        Rows = movers.Rows.Select(row => new ExportRow(
            [row.Place, row.Area.Code, row.Area.Name, row.Verdict.Current, .. Changes.Cells(row.Verdict.Previous, row.Verdict.Difference, row.Verdict.PerCent), row.Verdict.Text])
        { BearsExplanation = row.Place == 1 }),
        About = movers.Origin.About("None: counts", movers.Notes),
    };
}
