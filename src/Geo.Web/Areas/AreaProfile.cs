using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Core.Measures.Indicators;
using Geo.Web.Hosting;
using Geo.Web.HotSpots;
using Geo.Web.Measures;

namespace Geo.Web.Areas;

/// <summary>What an area's page is asked for.</summary>
/// <param name="Period">Null for the last twelve months.</param>
/// <param name="Measure">Slug of the measure that places, hours and neighbours are told of; null for the first there is.</param>
internal sealed record ProfileQuestion(string Code, string? Period, string? Measure);

/// <summary>Everything about one area on one page.</summary>
/// <param name="Main">The measure that places, hours and other areas are told of.</param>
/// <param name="Trends">Of the main measure, then of those that changed by more than chance explains, then of the broad ones; none of what may point to persons.</param>
/// <param name="NoRepeats">Why repeat places are not told; null where they may be.</param>
/// <param name="Deprivation">Of all areas of the set that have a score.</param>
internal sealed record AreaProfile(
    AreaMeasures Measures, Measure Main, IReadOnlyList<SignalSeries> Trends, WeekHours Hours, HotSpotMap HotSpots, RepeatPlaces? Repeats, string? NoRepeats,
    AreaRates Neighbours, AreaRates? Similar, AreaFacts Facts, CubeSet Set, Deprivation Deprivation)
{
    public const string UsualPeriod = "last-12-months";

    private const int MostTrends = 4;
    private const int MostRepeats = 5;

    public CubeArea Area => Measures.Area;

    public Period Period => Measures.Period;

    /// <summary>The latest year of population; null without any.</summary>
    public int? PeopleYear => Set.PopulationYears is [.., var year] ? year : null;

    /// <exception cref="QuestionException">There is no such area, or no data for it.</exception>
    public static Task<AreaProfile> AskAsync(Snapshot snapshot, GeoDatabase database, Maps maps, ProfileQuestion question) =>
        snapshot.KeptAsync(question, () => MakeAsync(snapshot, database, maps, question));

    /// <summary>The measures of the page alone, as its files have them.</summary>
    /// <exception cref="QuestionException">There is no such area, or no data for it.</exception>
    public static async Task<AreaMeasures> MeasuresAsync(Snapshot snapshot, GeoDatabase database, string code, string? period)
    {
        var (set, area) = Find(snapshot.Cube, code);
        var ((facts, deprivation), span) = (await KnownAsync(snapshot, database, set), SpanOf(snapshot.Cube, period));
        var all = await snapshot.KeptAsync((set.Set.Id, span), () => Task.FromResult(SetMeasures.Ask(snapshot.Cube, set, span)));
        return AreaMeasures.Of(all, area, SimilarAreas.Find(set, facts, area, deprivation.Scores));
    }

    private static async Task<AreaProfile> MakeAsync(Snapshot snapshot, GeoDatabase database, Maps maps, ProfileQuestion asked)
    {
        var cube = snapshot.Cube;
        var (set, area) = Find(cube, asked.Code);
        var main = asked.Measure ?? LeagueTableEndpoints.First(cube);
        var question = new MeasureQuestion { Measure = main, Areas = set.Set.Kind, Boundaries = set.Set.Name, Area = area.Code, Period = SpanOf(cube, asked.Period), AllowMissing = true };

        var hours = WeekHours.AskAsync(database, cube, question, CancellationToken.None);
        var repeats = RepeatsAsync(database, cube, question);
        var around = Geo.Core.Areas.Neighbours.OfAsync(database, area.Id, CancellationToken.None);
        var spots = Task.Run(async () => await maps.HotSpotsAsync(snapshot, new MapQuestion { Measure = question }));
        var known = KnownAsync(snapshot, database, set);
        var measures = await MeasuresAsync(snapshot, database, area.Code, asked.Period);
        var (facts, deprivation) = await known;
        var (places, noPlaces) = await repeats;
        var neighbours = await around;
        return new AreaProfile(
            measures, (await hours).Origin.Measure, Trending(cube, question, measures), await hours, await spots, places, noPlaces,
            AreaRates.Ask(cube, question, area, [.. set.Areas.Where(other => neighbours.Contains(other.Id))], "neighbours"),
            measures.Similar is { } similar ? AreaRates.Ask(cube, question, area, similar.Areas, $"similar {AreaKinds.Plural(set.Set.Kind)}") : null, facts[area.Id], set, deprivation);
    }

    /// <summary>An area by its code, in the newest boundary set that has it.</summary>
    private static (CubeSet Set, CubeArea Area) Find(CountCube cube, string code)
    {
        var set = cube.Sets.Where(set => set.Areas.Any(area => area.Code == code)).OrderByDescending(set => set.Set.ValidFrom).ThenByDescending(set => set.Set.Id).FirstOrDefault()
            ?? throw new QuestionException(QuestionFault.NotFound, "code", $"There is no area '{Geo.Core.Fault.Shown(code)}'.", []);
        return (set, set.Areas.First(area => area.Code == code));
    }

    /// <summary>The same months for every part of the page: the last twelve are those of the first measure.</summary>
    private static string SpanOf(CountCube cube, string? period) =>
        Measure.Find(LeagueTableEndpoints.First(cube)) is { } first && cube.Span(first) is (_, var latest) && Period.Parse(period ?? UsualPeriod, latest, out _) is { } parsed ? parsed.Span : period ?? UsualPeriod;

    private static Task<(IReadOnlyDictionary<int, AreaFacts> Facts, Deprivation Deprivation)> KnownAsync(Snapshot snapshot, GeoDatabase database, CubeSet set) => snapshot.KeptAsync(set.Set.Id, async () =>
    {
        var facts = AreaFacts.LoadAsync(database, set.Set.Id, CancellationToken.None);
        var values = await IndicatorStore.ReadAsync(database, snapshot.Cube.AsAt, CancellationToken.None);
        return (await facts, Deprivation.Of(values, set));
    });

    private static async Task<(RepeatPlaces? Places, string? Why)> RepeatsAsync(GeoDatabase database, CountCube cube, MeasureQuestion question)
    {
        try
        {
            var places = await RepeatPlaces.AskAsync(database, cube, question with { Top = MostRepeats }, CancellationToken.None);
            return (places, places.Withheld);
        }
        catch (QuestionException refusal) when (refusal is { Kind: QuestionFault.Invalid, Parameter: "measure" })
        {
            return (null, refusal.Message); // points that are moved, or a measure of marks
        }
    }

    private static IReadOnlyList<SignalSeries> Trending(CountCube cube, MeasureQuestion question, AreaMeasures measures) =>
    [
        .. measures.Rows.Where(row => !CellProtection.IsSensitive(row.Measure)).OrderByDescending(row => row.Measure.Slug == question.Measure).ThenByDescending(row => row.Verdict?.IsSignal == true).Take(MostTrends)
            .Select(row => SignalsOf(cube, question with { Measure = row.Measure.Slug })).OfType<SignalSeries>(),
    ];

    /// <summary>Null where no month of the period has data of every source.</summary>
    private static SignalSeries? SignalsOf(CountCube cube, MeasureQuestion question)
    {
        try
        {
            return Signals.Ask(cube, question).Series;
        }
        catch (QuestionException refusal) when (refusal.Kind == QuestionFault.Incomplete)
        {
            return null;
        }
    }
}
