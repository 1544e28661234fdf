using Geo.Core.Exports;
using Geo.Statistics.Change;

namespace Geo.Core.Measures;

/// <summary>A line of several measures.</summary>
/// <param name="Area">Null for what is elsewhere, and for the total.</param>
/// <param name="Counts">One for each measure.</param>
/// <param name="Verdicts">Of the change, false discoveries over the table held to 5%; null without a comparison.</param>
public sealed record MeasuresRow(CubeArea? Area, string Name, IReadOnlyList<long> Counts, IReadOnlyList<ChangeVerdict?> Verdicts);

/// <summary>Several measures by area, such as by town, with what is elsewhere and the total of everything.</summary>
public sealed record MeasuresByArea
{
    public required Origin Origin { get; init; }

    public required IReadOnlyList<Measure> Measures { get; init; }

    public required IReadOnlyList<MeasuresRow> Rows { get; init; }

    /// <summary>In none of the areas, or without a location.</summary>
    public required MeasuresRow Elsewhere { get; init; }

    public required MeasuresRow Total { get; init; }

    public IEnumerable<MeasuresRow> Footing => [Elsewhere, Total];

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        "The total is of the whole area, records without a location included; what is in none of the areas of the lines, or without a location, stands on a line of its own.",
        $"Boundaries: {Origin.Set.Name}.",
        Origin.Compare is null ? null : "Whether a change is more than chance is judged by the exact test of two counts, by days, with false discoveries over the table held to 5%.",
    ];

    /// <param name="question">Its measure is not looked at.</param>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static MeasuresByArea Ask(CountCube cube, IReadOnlyList<string> measures, MeasureQuestion question)
    {
        if (measures.Count == 0)
            throw new QuestionException(QuestionFault.Invalid, "measures", "Name the measures to count.", [.. Measure.All.Select(measure => measure.Slug)]);
        var asked = measures.Select(slug => question with { Measure = slug, Area = null }).Select(one => one.In(cube, one.FindMeasureOfRecords())).ToList();
        var counted = asked.ConvertAll(Count);
        var areas = asked[0].Set.Areas;
        var verdicts = Judge(asked, counted, areas.Count);
        MeasuresRow Row(CubeArea? area, string name, int at) => new(area, name, [.. counted.Select(one => one.Now[at])], [.. verdicts.Select(one => one?[at])]);
        return new MeasuresByArea
        {
            Origin = Origin.Together([.. asked.Select(one => one.Origin)]), Measures = [.. asked.Select(one => one.Measure)],
            Rows = [.. areas.Select((area, i) => Row(area, area.Name, i)).OrderByDescending(row => row.Counts[0]).ThenBy(row => row.Name, StringComparer.Ordinal)],
            Elsewhere = Row(null, "Elsewhere or not located", areas.Count), Total = Row(null, "Total", areas.Count + 1),
        };
    }

    /// <summary>The counts of the areas, then of what is elsewhere, then of everything.</summary>
    private static (long[] Now, long[]? Then) Count(Asked asked)
    {
        var whole = asked.Cube.Sets.Any(set => set.Set.Kind == "ward") ? new MeasureQuestion { Measure = asked.Measure.Slug }.FindSet(asked.Cube, asked.Period) : asked.Set;
        long[] In(Period period)
        {
            var (counts, all) = (new long[asked.Set.Buckets], new long[whole.Buckets]);
            asked.Set.Count(asked.Measure, period.First, period.Last, counts);
            whole.Count(asked.Measure, period.First, period.Last, all);
            var inAreas = counts[..asked.Set.Areas.Count];
            var total = whole.Total(all);
            return [.. inAreas, total - inAreas.Sum(), total];
        }

        return (In(asked.Period), asked.Compare is null ? null : In(asked.Compare));
    }

    private static List<ChangeVerdict[]?> Judge(List<Asked> asked, List<(long[] Now, long[]? Then)> counted, int areas)
    {
        var tests = counted.Select((one, m) => one.Then?.Select((then, i) => TwoCountTest.Exact(then, one.Now[i], asked[m].Compare!.Days, asked[m].Period.Days).PValue).ToArray()).ToList();
        var adjusted = new Queue<double>(FalseDiscovery.Adjust([.. tests.OfType<double[]>().SelectMany(pValues => pValues.Take(areas))]));
        return [.. counted.Select((one, m) => one.Then?.Select((then, i) => ChangeVerdict.From(then, one.Now[i], i < areas ? adjusted.Dequeue() : tests[m]![i])).ToArray())];
    }
}

/// <summary>Several measures by area as they are printed; the note of the total explains the table.</summary>
public static class MeasuresByAreaExport
{
    public static ExportTable Of(MeasuresByArea table) => new()
    {
        FileName = table.Origin.FileName("areas"), Title = Title(table), Explanation = table.Explanation, IsDemonstration = table.Origin.IsDemonstration,
        Columns =
        [
            new("code", ColumnKind.Text), new("name", "Area", ColumnKind.Text),
            .. table.Measures.SelectMany(measure => (ExportColumn[])[new(measure.Slug, measure.Name, ColumnKind.Count), .. table.Origin.Compare is null ? [] : (ExportColumn[])[new($"{measure.Slug}-change", "Change, %", ColumnKind.PerCent, IsSigned: true)]]),
        ],
        Rows = [.. table.Rows.Select(row => Row(table, row)), .. table.Footing.Select(row => Row(table, row) with { IsFooting = true, BearsExplanation = row == table.Total })],
        About = table.Origin.About("None: counts", table.Notes),
    };

    private static string Title(MeasuresByArea table)
    {
        if (table.Origin.Compare is null)
            return $"{table.Origin.Measure.Name}, {table.Origin.Period.Name}: {string.Join(", ", table.Total.Counts.Select(count => $"{count:N0}"))}";
        var moved = table.Rows.SelectMany(row => table.Measures.Zip(row.Verdicts, (measure, verdict) => (Name: $"{measure.Name} in {row.Name}", Verdict: verdict!))).Where(cell => cell.Verdict.IsSignal)
            .OrderByDescending(cell => Math.Abs(cell.Verdict.Difference)).Select(cell => $"{cell.Name}: {cell.Verdict.Text.Split(';')[0]}").ToList();
        return moved switch
        {
            [] => $"No change on {table.Origin.Compare.Name} in any of the {table.Rows.Count:N0} areas is more than chance explains",
            [var one] => $"One change on {table.Origin.Compare.Name} is more than chance explains: {one}",
            _ => $"{moved.Count:N0} changes on {table.Origin.Compare.Name} are more than chance explains, the largest {string.Join("; ", moved.Take(2))}",
        };
    }

    private static ExportRow Row(MeasuresByArea table, MeasuresRow row) => new(
        [row.Area?.Code, row.Name, .. row.Counts.Zip(row.Verdicts).SelectMany(cell => table.Origin.Compare is null ? [cell.First] : (ExportCell[])[cell.First, .. Changes.Cells(cell.Second?.Difference, cell.Second?.PerCent)[1..]])]);
}
