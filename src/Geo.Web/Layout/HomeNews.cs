using Geo.Core;
using Geo.Core.Database;
using Geo.Core.HotSpots;
using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Layout;

/// <summary>A source as the home page tells it.</summary>
/// <param name="Behind">Months that its latest lies before the latest of any source.</param>
/// <param name="Missing">Runs of months between its first and last that it has no data of.</param>
/// <param name="Located">Of the last twelve months of its broadest measure: how many records count in no area; null where there are no areas to count in.</param>
internal sealed record SourceState(SourceMonths Source, HeldSource Held, int Behind, IReadOnlyList<Period> Missing, LeagueTable? Located);

/// <summary>How a measure moved in twelve months.</summary>
/// <param name="Whole">All areas together; null where months are missing.</param>
/// <param name="Areas">Those that changed most and by more than chance explains.</param>
internal sealed record Moved(Trend Whole, IReadOnlyList<Mover> Areas);

/// <summary>What is new since the latest data came.</summary>
/// <param name="Signals">Of the latest months; null where none can be judged.</param>
/// <param name="Moved">The broadest measure of each kind of record.</param>
internal sealed record HomeNews(IReadOnlyList<SourceState> Sources, Exceptions? Signals, IReadOnlyList<Moved> Moved)
{
    private const string Year = "last-12-months";
    private const int MostMovers = 3;

    public static Task<HomeNews> AskAsync(Snapshot snapshot, GeoDatabase database) => snapshot.KeptAsync("home", async () =>
    {
        var cube = snapshot.Cube;
        var held = (await HeldSource.AllAsync(database, CancellationToken.None)).ToDictionary(source => source.Slug, StringComparer.Ordinal);
        var records = cube.Measures.Where(measure => measure.Counting == Counting.Records && !measure.Lasts).ToList();
        var broadest = records.DistinctBy(measure => measure.Classification).ToDictionary(measure => measure.Classification, StringComparer.Ordinal);
        var latest = cube.Sources.Max(source => source.Months[^1]);
        return new HomeNews(
            [.. cube.Sources.Where(source => held.ContainsKey(source.Slug)).Select(source => new SourceState(source, held[source.Slug], latest.Number - source.Months[^1].Number, [.. Month.Gaps(source.Months).Select(gap => new Period(gap.First, gap.Last, ""))], broadest.GetValueOrDefault(source.Classification) is { } broad ? Answered(() => LeagueTable.Ask(cube, Of(broad))) : null))],
            Exceptions.Latest(cube),
            [.. records.Where(measure => !CellProtection.IsSensitive(measure)).DistinctBy(measure => measure.Classification).Select(measure => MovedOf(cube, measure)).OfType<Moved>()]);
    });

    private static MeasureQuestion Of(Measure measure) => new() { Measure = measure.Slug, Period = Year };

    private static Moved? MovedOf(CountCube cube, Measure measure) => Answered(() => Trend.Ask(cube, Of(measure))) is { Verdict: not null } whole
        ? new(whole, [.. Answered(() => Movers.Ask(cube, Of(measure), Movers.Orders[0]))?.Rows.Where(row => row.Verdict.IsSignal).Take(MostMovers) ?? []]) : null;

    /// <summary>Null where the data do not answer a question: the page tells of what they do.</summary>
    private static T? Answered<T>(Func<T> ask)
        where T : class
    {
        try
        {
            return ask();
        }
        catch (QuestionException)
        {
            return null;
        }
    }
}
