using Geo.Core.Database;
using Geo.Statistics.Change;

namespace Geo.Core.Measures.Tables;

/// <param name="On">Under way at the end of the month's last day.</param>
/// <param name="OverTwoYears">Of those, the ones that began two years before or earlier.</param>
public sealed record StockMonth(Month Month, long On, long Started, long Ended, long OverTwoYears)
{
    /// <summary>Per cent, unrounded; null of nothing.</summary>
    public double? OverTwoYearsShare => Shares.Part(OverTwoYears, On);
}

/// <param name="Share">Per cent of what is stated, unrounded.</param>
public sealed record StockLine(TableKey Key, long Count, double? Share);

/// <summary>What lasts (plans, care): how many are under way at the end of each month, begin, and end.</summary>
public sealed record Stock
{
    public required Origin Origin { get; init; }

    public required CubeArea? Area { get; init; }

    public required Dimension? By { get; init; }

    public required IReadOnlyList<Only> Only { get; init; }

    public required IReadOnlyList<StockMonth> Months { get; init; }

    /// <summary>Those under way at the end of the period; a year before that; null where nothing is known of then.</summary>
    public required long? YearBefore { get; init; }

    /// <summary>Those under way at the end of the period by the dimension; empty without one.</summary>
    public required IReadOnlyList<StockLine> Lines { get; init; }

    public required StockLine? NotStated { get; init; }

    public StockMonth End => Months[^1];

    public long? Change => End.On - YearBefore;

    public double? ChangePerCent => YearBefore is { } before ? PerCentChange.Of(before, End.On) : null;

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Origin.Of(Area),
        $"Boundaries: {Origin.Set.Name}.",
        Only.Count == 0 ? null : $"Only {string.Join(" and ", Only.Select(only => $"{only.Dimension} {only.Value}"))}.",
        "Those under way are counted at the end of a month's last day. Whatever began before the sources' first month is not known. A stock follows from what began and ended, so no test of chance is applied to its change.",
    ];

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static async Task<Stock> AskAsync(GeoDatabase database, CountCube cube, TableQuestion question, CancellationToken cancellationToken)
    {
        var measure = question.Of.FindMeasure();
        if (!measure.Lasts)
            throw new QuestionException(QuestionFault.Invalid, "measure", $"{measure.Name} do not last, so that none is under way.", [.. Measure.All.Where(known => known.Lasts).Select(known => known.Slug)]);
        var asked = question.Of.In(cube, measure);
        var period = asked.Period;
        var find = await FindDimensions.LoadAsync(database, cancellationToken);
        var by = question.Rows is null ? null : find.Find("by", question.Rows);
        if (by is { Kind: DimensionKind.Time or DimensionKind.Area or DimensionKind.Category or DimensionKind.Flag })
            throw new QuestionException(QuestionFault.Invalid, "by", $"Those under way are not divided by {by.Slug}; ask for a detail or for what people are.", []);
        find.Check(question, by, []);

        var (earliest, latest) = cube.Span(measure)!.Value;
        var records = new RecordCounts(database, asked, new Period(earliest, latest, ""), question.Only);
        var episodes = question.Only.Count > 0 || asked.Area is not null
            ? await records.EpisodesAsync(by, cancellationToken)
            : await cube.KeepAsync($"{measure.Slug} by {by?.Slug} in {asked.Set.Set.Name}", () => records.EpisodesAsync(by, CancellationToken.None));
        var last = LastDay(period.Last);
        var lines = episodes.Where(episode => episode.IsOn(last)).GroupBy(episode => episode.Key(by)).Select(group => (group.Key, Count: group.Sum(episode => episode.Count)))
            .OrderBy(line => line.Key.Order).ThenByDescending(line => line.Count).ThenBy(line => line.Key.Name, StringComparer.Ordinal).ToList();
        var stated = lines.Where(line => !line.Key.IsMissing).Sum(line => line.Count);
        return new Stock
        {
            Origin = asked.Origin, Area = asked.Area, By = by, Only = question.Only,
            Months = [.. period.Each.Select(month => Of(month, episodes))],
            YearBefore = period.Last.Plus(-12) < earliest ? null : Of(period.Last.Plus(-12), episodes).On,
            Lines = by is null ? [] : [.. lines.Where(line => !line.Key.IsMissing).Select(line => new StockLine(line.Key, line.Count, Shares.Part(line.Count, stated)))],
            NotStated = by is null ? null : lines.Where(line => line.Key.IsMissing).Select(line => new StockLine(line.Key, line.Count, Shares.Part(line.Count, lines.Sum(each => each.Count)))).FirstOrDefault(),
        };
    }

    private static StockMonth Of(Month month, IReadOnlyList<Episode> episodes)
    {
        var last = LastDay(month);
        long Sum(Func<Episode, bool> counts) => episodes.Where(counts).Sum(episode => episode.Count);
        bool In(DateOnly? day) => day is { } there && Month.Of(there) == month;
        return new(month, Sum(episode => episode.IsOn(last)), Sum(episode => In(episode.Start)), Sum(episode => In(episode.End)), Sum(episode => episode.IsOn(last) && episode.Start <= last.AddYears(-2)));
    }

    private static DateOnly LastDay(Month month) => month.Plus(1).FirstDay.AddDays(-1);
}

/// <summary>Records alike in when they began and ended and in one thing more.</summary>
internal readonly record struct Episode(DateOnly Start, DateOnly? End, Person Person, string Detail, long Count)
{
    public bool IsOn(DateOnly day) => Start <= day && (End is null || End > day);

    public TableKey Key(Dimension? by) => by switch
    {
        null => TableKey.All,
        { Kind: DimensionKind.Person } => Person.Key(by.Slug),
        _ => TableKey.Named(Detail),
    };
}
