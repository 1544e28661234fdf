using Geo.Statistics.Change;
using Geo.Statistics.Ranks;

namespace Geo.Core.Measures;

/// <summary>A measure in all areas of a set.</summary>
/// <param name="Ranks">What chance leaves open of each row's rank; null where there is but one area, or nothing is recorded.</param>
/// <param name="Verdicts">On each area's change from a year before, by its code; null where months are missing.</param>
public sealed record SetMeasure(LeagueTable Table, IReadOnlyList<RankInterval>? Ranks, IReadOnlyDictionary<string, ChangeVerdict>? Verdicts);

/// <summary>Every measure in all areas of a set: what the pages of its areas share.</summary>
/// <param name="WithoutData">Measures that some source feeds, but not in the period.</param>
public sealed record SetMeasures(CubeSet Set, IReadOnlyList<SetMeasure> Measures, IReadOnlyList<Measure> WithoutData)
{
    private const int Simulations = 400;
    private const ulong Seed = 1;
    private const int Threads = 2; // a page is waited for; more would keep other requests waiting

    /// <summary>What stands behind the first of them; all are of its period.</summary>
    public LeagueTable First => Measures[0].Table;

    /// <param name="period">As it is asked for.</param>
    /// <exception cref="QuestionException">There is no data for the period.</exception>
    public static SetMeasures Ask(CountCube cube, CubeSet set, string period)
    {
        var (tables, without) = (new List<(MeasureQuestion Question, LeagueTable Table)>(), new List<Measure>());
        foreach (var measure in cube.Measures.Where(measure => measure.Counting != Counting.People && !measure.Lasts))
        {
            // All measures are of the same months, whatever the period that was asked for means for the first.
            var question = new MeasureQuestion { Measure = measure.Slug, Areas = set.Set.Kind, Boundaries = set.Set.Name, Period = tables.Count > 0 ? tables[0].Table.Period.Span : period };
            if (Answered(() => LeagueTable.Ask(cube, question)) is { } table)
                tables.Add((question, table));
            else
                without.Add(measure);
        }

        if (tables.Count == 0)
            throw new QuestionException(QuestionFault.Incomplete, "period", $"No measure has data for '{Fault.Shown(period)}'.", []);
        return new(set, [.. tables.AsParallel().AsOrdered().WithDegreeOfParallelism(Threads).Select(asked => new SetMeasure(asked.Table, Ranks(asked.Table), Verdicts(cube, asked.Question)))], without);
    }

    private static RankInterval[]? Ranks(LeagueTable table) => table.Rows.Count < 2 || table.Rows[0].Count == 0 ? null
        : RankIntervals.Of([.. table.Rows.Select(row => row.Count)], [.. Enumerable.Repeat(1.0, table.Rows.Count)], Seed, simulations: Simulations, threads: 1);

    private static Dictionary<string, ChangeVerdict>? Verdicts(CountCube cube, MeasureQuestion question) =>
        Answered(() => Movers.Ask(cube, question, Movers.Orders[0]))?.Rows.ToDictionary(row => row.Area.Code, row => row.Verdict, StringComparer.Ordinal);

    /// <summary>Null where months are missing.</summary>
    private static T? Answered<T>(Func<T> ask)
        where T : class
    {
        try
        {
            return ask();
        }
        catch (QuestionException refusal) when (refusal.Kind == QuestionFault.Incomplete)
        {
            return null;
        }
    }
}
