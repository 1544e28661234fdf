using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Statistics.Ranks;
using Geo.Web.Hosting;
using Geo.Web.HotSpots;

namespace Geo.Web.Areas;

/// <summary>A measure in one area.</summary>
/// <param name="Rank">1 for the most, of all areas.</param>
/// <param name="RankLow">The best rank that chance leaves open; null with too few records to say.</param>
/// <param name="Ratio">The area's rate over that of all areas; null without a population.</param>
internal sealed record ProfileLine(LeagueTableRow Row, int Rank, int? RankLow, int? RankHigh, int Areas, double? Ratio, Measure Measure, string? Verdict);

/// <summary>Everything about one area on one page.</summary>
internal sealed record AreaProfile(CubeArea Area, Geo.Core.Areas.BoundarySet Set, Period Period, IReadOnlyList<ProfileLine> Lines, IReadOnlyList<Trend> Trends, IReadOnlyList<HotSpotCell> HotCells, Measure Main, double? People, int? PeopleYear)
{
    private const int MostTrends = 4;
    private const int MostCells = 5;
    private const int Simulations = 400;
    private const ulong Seed = 1;
    private const string YearAgo = MeasureQuestion.YearBefore;

    /// <exception cref="QuestionException">There is no such area, or no data for it.</exception>
    public static async Task<AreaProfile> AskAsync(Snapshot snapshot, Maps maps, string code, string? period)
    {
        var cube = snapshot.Cube;
        var set = cube.Sets.Where(set => set.Areas.Any(area => area.Code == code)).OrderByDescending(set => set.Set.ValidFrom).ThenByDescending(set => set.Set.Id).FirstOrDefault()
            ?? throw new QuestionException(QuestionFault.NotFound, "code", $"There is no area '{Geo.Core.Fault.Shown(code)}'.", []);
        var area = set.Areas.First(area => area.Code == code);
        var measures = cube.Measures.Where(measure => measure.Counting != Counting.People && !measure.Lasts).ToList();
        var lines = new List<ProfileLine>();
        Period? shown = null;
        foreach (var measure in measures)
        {
            var question = new MeasureQuestion { Measure = measure.Slug, Areas = set.Set.Kind, Boundaries = set.Set.Name, Period = period ?? "last-12-months", Compare = YearAgo };
            if (Line(cube, question, code) is not var (line, of) || line.Row.Count == 0)
                continue;
            shown ??= of;
            lines.Add(line);
        }

        if (lines.Count == 0)
            throw new QuestionException(QuestionFault.Incomplete, "period", $"Nothing is recorded in {area.Name} in that period.", []);
        var main = lines[0].Measure;
        var trends = lines.Take(MostTrends).Select(line => Trend.Ask(cube, Of(line.Measure, set, code, period))).ToList();
        var spots = await maps.HotSpotsAsync(snapshot, new MapQuestion { Measure = Of(main, set, code, period) });
        var year = set.PopulationYears.Count > 0 ? set.PopulationYears[^1] : (int?)null;
        return new AreaProfile(area, set.Set, shown!, lines, trends, [.. spots.Cells.OrderByDescending(cell => cell.Count).Take(MostCells)], main, year is { } of2 ? area.People[of2] : null, year);
    }

    private static MeasureQuestion Of(Measure measure, CubeSet set, string code, string? period) =>
        new() { Measure = measure.Slug, Areas = set.Set.Kind, Boundaries = set.Set.Name, Area = code, Period = period ?? "last-12-months", AllowMissing = true };

    private static (ProfileLine Line, Period Period)? Line(CountCube cube, MeasureQuestion question, string code)
    {
        try
        {
            var movers = Movers.Ask(cube, question, "number");
            var table = LeagueTable.Ask(cube, question);
            var at = table.Rows.Index().First(row => row.Item.Code == code);
            var ones = new double[table.Rows.Count];
            Array.Fill(ones, 1);
            var interval = at.Item.Count < RankIntervals.FewestEvents || table.Rows.Count < 2 ? (RankInterval?)null
                : RankIntervals.Of([.. table.Rows.Select(row => row.Count)], ones, Seed, simulations: Simulations, threads: 1)[at.Index];
            var rate = table.Total.Rate;
            return (new ProfileLine(
                at.Item, at.Item.Rank!.Value, interval?.LowerRank, interval?.UpperRank, table.Rows.Count, at.Item.Rate is { } own && rate > 0 ? own / rate : null, table.Measure,
                movers.Rows.First(row => row.Area.Code == code).Verdict.Text), table.Period);
        }
        catch (QuestionException)
        {
            return null; // the measure has no data for the period or the year before
        }
    }
}
