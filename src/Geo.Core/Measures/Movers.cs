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

    public string Explanation => Origin.Explain(
        $"The {Rows.Count:N0} of {Areas:N0} areas that changed most by {(By == "number" ? "number" : "per cent, those from zero last")}, up or down.",
        $"Boundaries: {Origin.Set.Name}.",
        "Whether a change is more than chance is judged by the exact test of two counts, by days, with false discoveries over all areas held to 5%.");

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

/// <summary>The areas that moved most as CSV; the note of the first explains the table.</summary>
public static class MoversCsv
{
    private static readonly string[] Columns = ["place", "code", "name", "count", "previous", "change", "change_per_cent", "verdict", "note"];

    public static void Write(TextWriter writer, Movers movers)
    {
        using var csv = new FiguresCsv(writer, Columns);
        foreach (var (place, area, verdict) in movers.Rows)
        {
            csv.Number(place).Text(area.Code).Text(area.Name).Number(verdict.Current).Change(verdict.Previous, verdict.Difference, verdict.PerCent).Text(verdict.Text)
                .Text(place == 1 ? movers.Explanation : FiguresCsv.Note(movers.Origin)).End();
        }
    }
}
