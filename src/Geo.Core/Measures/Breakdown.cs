using Geo.Core.Records;
using Geo.Statistics.Change;

namespace Geo.Core.Measures;

/// <param name="Code">Of an offence or a flag; null for groups and on the total.</param>
/// <param name="Share">Per cent of the total, unrounded; null when that is zero.</param>
/// <param name="ChangePerCent">Unrounded; null (N/A) from zero and without a comparison.</param>
/// <param name="Verdict">Whether chance explains the change, false discoveries over the table held to 5%; null without a comparison.</param>
public sealed record BreakdownRow(string? Code, string Name, long Count, double? Share, long? Previous, long? Change, double? ChangePerCent, ChangeVerdict? Verdict);

/// <summary>A measure by class or mark, the most first, for all areas or one.</summary>
public sealed record Breakdown
{
    /// <summary>What a measure can be broken down by.</summary>
    public static readonly IReadOnlyList<string> Levels = ["group", "subgroup", "offence", "flag"];

    public required Origin Origin { get; init; }

    /// <summary>One of <see cref="Levels"/>.</summary>
    public required string By { get; init; }

    public required CubeArea? Area { get; init; }

    public required IReadOnlyList<BreakdownRow> Rows { get; init; }

    /// <summary>The measure's count: the sum of the rows, but for flags, of which a record may bear several.</summary>
    public required BreakdownRow Total { get; init; }

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Origin.Of(Area),
        By == "flag" && Rows.Sum(row => row.Count) != Total.Count ? "A record may bear several of these marks, or none: the lines do not add up to the total." : null,
        $"Boundaries: {Origin.Set.Name}.",
        Origin.Compare is null ? null : "Whether a change is more than chance is judged by the exact test of two counts, by days, with false discoveries over the table held to 5%.",
    ];

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static Breakdown Ask(CountCube cube, MeasureQuestion question, string by)
    {
        var measure = question.FindMeasureOfRecords();
        if (!Levels.Contains(by))
            throw new QuestionException(QuestionFault.Invalid, "by", $"'{Fault.Shown(by)}' is not what a measure is broken down by.", Levels);
        var asked = question.In(cube, measure);
        var (set, area, period, compare) = (asked.Set, asked.Bucket, asked.Period, asked.Compare);

        var now = Count(set, measure, by, area, period);
        var then = compare is null ? null : Count(set, measure, by, area, compare);
        var total = now.Total;
        var lines = now.Lines.Keys.Union(then is null ? [] : then.Lines.Keys).Select(key => (Key: key, Count: now.Lines.GetValueOrDefault(key), Before: then?.Lines.GetValueOrDefault(key)))
            .Where(line => line.Count > 0 || line.Before > 0)
            .OrderByDescending(line => line.Count).ThenByDescending(line => line.Before).ThenBy(line => line.Key.Name, StringComparer.Ordinal).ToList();
        var adjusted = compare is null ? null : FalseDiscovery.Adjust([.. lines.Select(line => TwoCountTest.Exact(line.Before!.Value, line.Count, compare.Days, period.Days).PValue)]);
        return new Breakdown
        {
            Origin = asked.Origin, By = by, Area = asked.Area,
            Rows = [.. lines.Select((line, i) => Row(line.Key, line.Count, line.Before, total, line.Before is { } before ? ChangeVerdict.From(before, line.Count, adjusted![i]) : null))],
            Total = Row(new(null, "Total"), total, then?.Total, total, then is null ? null : ChangeVerdict.Of(then.Total, total, compare!.Days, period.Days)),
        };
    }

    private static BreakdownRow Row(Line line, long count, long? previous, long total, ChangeVerdict? verdict) => new(
        line.Code, line.Name, count, total > 0 ? 100.0 * count / total : null, previous, count - previous, previous is { } from ? PerCentChange.Of(from, count) : null, verdict);

    private static Counted Count(CubeSet set, Measure measure, string by, int? area, Period period)
    {
        var lines = new Dictionary<Line, long>();
        long total = 0;
        var counts = new long[set.Buckets];
        foreach (var (categoryId, flags) in set.Kinds)
        {
            var times = measure.Times(categoryId, flags);
            if (times == 0)
                continue;
            set.Count(categoryId, flags, period.First, period.Last, counts);
            var count = area is { } at ? counts[at] : set.Total(counts);
            total += times * count;
            foreach (var (line, each) in Lines(measure, by, categoryId, flags, times))
                lines[line] = lines.GetValueOrDefault(line) + (each * count);
        }

        return new(lines, total);
    }

    private static IEnumerable<(Line Line, int Times)> Lines(Measure measure, string by, short categoryId, int flags, int times)
    {
        var category = Catalogue.Find(categoryId);
        return by switch
        {
            "group" => [(new(null, category.Group.Length > 0 ? category.Group : category.Name), times)],
            "subgroup" => [(new(null, category.Subgroup.Length > 0 ? category.Subgroup : category.Name), times)],
            "offence" => [(new(category.Code, category.Name), times)],
            _ => Catalogue.Flags.Where(flag => (flag.Mask & flags & (measure.Flags == 0 ? -1 : measure.Flags)) != 0).Select(flag => (new Line(flag.Slug, flag.Name), 1)),
        };
    }

    private readonly record struct Line(string? Code, string Name);

    private sealed record Counted(Dictionary<Line, long> Lines, long Total);
}
