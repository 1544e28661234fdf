using Geo.Core.Exports;
using Geo.Statistics.Change;

namespace Geo.Core.Measures;

/// <summary>A series whose last month is a signal.</summary>
/// <param name="PValue">Of its last month alone, adjusted for all series that were judged.</param>
/// <param name="Stands">Whether it is beyond chance also when all that were judged are allowed for: false discoveries are held to 5%.</param>
public sealed record ExceptionRow(SignalSeries Series, double PValue, bool Stands);

/// <summary>The signals of the last month over all areas and some measures.</summary>
/// <remarks>
/// Who looks at hundreds of charts finds signals in steady ones: so the number looked at and the signals that chance would give are told, and those that
/// stand when all are allowed for (Benjamini and Hochberg) come first. The p-value is the larger of that of the XmR chart and of the exact test of the
/// month against those before it by days: beyond both the ups and downs of the months and what equal rates would give.
/// </remarks>
public sealed record Exceptions
{
    public required Origin Origin { get; init; }

    public required IReadOnlyList<Measure> Measures { get; init; }

    /// <summary>Those that stand first, the least likely first.</summary>
    public required IReadOnlyList<ExceptionRow> Rows { get; init; }

    /// <summary>Series that were judged.</summary>
    public required int Judged { get; init; }

    /// <summary>Series with too few months or too small counts.</summary>
    public required int NotJudged { get; init; }

    /// <summary>How many signals would arise by chance if nothing had changed anywhere, about.</summary>
    public double ByChance => Judged * Signalling.FalseAlarms;

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was found, in a sentence.</summary>
    public string Finding => Judged == 0 ? "No series could be judged"
        : $"{Signals(Rows.Count)} in {Judged:N0} series, where about {Rounding.Round(ByChance, 0):N0} would arise by chance; {(Rows.Count(row => row.Stands) is > 0 and var stand ? $"{stand:N0} {(stand == 1 ? "stands" : "stand")}" : "none stands")} when all are allowed for";

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        $"{Judged:N0} series were judged, each area and all together for each measure{(NotJudged > 0 ? $"; {NotJudged:N0} were not, for too few records or months" : "")}.",
        Measures.Any(IsWhole) ? $"Only for all areas together, as a month of one may point to persons: {string.Join(", ", Measures.Where(IsWhole).Select(measure => measure.Name))}." : null,
        $"Boundaries: {Origin.Set.Name}.", Signalling.Method,
        "About 3 in 100 steady series would give a signal by chance. One stands where also with all series allowed for it is beyond chance (false discoveries held to 5%), by the chart and by the exact test of two counts.",
    ];

    private static string Signals(int count) => count == 1 ? "1 signal" : $"{count:N0} signals";

    /// <param name="question">Its measure is not looked at, nor a comparison; with an area only that is judged.</param>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static Exceptions Ask(CountCube cube, IReadOnlyList<string> measures, MeasureQuestion question)
    {
        if (measures.Count == 0)
            throw new QuestionException(QuestionFault.Invalid, "measure", "Name the measures to look at.", [.. Measure.All.Select(measure => measure.Slug)]);
        var asked = measures.Distinct(StringComparer.Ordinal).Select(slug => question with { Measure = slug, Compare = null }).Select(one => one.In(cube, one.FindMeasureOfRecords()));
        return Of([.. asked.Select(one => (one, All(one)))]);
    }

    /// <summary>Every measure of records in its own latest month; null where none has one that can be judged.</summary>
    public static Exceptions? Latest(CountCube cube)
    {
        var answered = new List<(Asked, IReadOnlyList<SignalSeries>)>();
        foreach (var measure in cube.Measures.Where(measure => measure.Counting == Counting.Records && !measure.Lasts))
        {
            try
            {
                var asked = new MeasureQuestion { Measure = measure.Slug }.In(cube, measure);
                answered.Add((asked, All(asked)));
            }
            catch (QuestionException)
            {
                // There are no areas, or not every source has the month: the others are judged.
            }
        }

        return answered.Count == 0 ? null : Of(answered);
    }

    private static Exceptions Of(IReadOnlyList<(Asked Asked, IReadOnlyList<SignalSeries> Series)> answered)
    {
        var (asked, series) = (answered.Select(one => one.Asked).ToList(), answered.SelectMany(one => one.Series).ToList());
        var judged = series.Where(one => one.PValue is not null).ToList();
        var adjusted = FalseDiscovery.Adjust([.. judged.Select(one => one.PValue!.Value)]);
        return new()
        {
            Origin = Origin.Together([.. asked.Select(one => one.Origin)]), Measures = [.. asked.Select(one => one.Measure)], Judged = judged.Count, NotJudged = series.Count - judged.Count,
            Rows =
            [
                .. judged.Zip(adjusted, (one, pValue) => new ExceptionRow(one, pValue, pValue < 0.05 && one.Last.IsSignal)).Where(row => row.Series.Last.IsSignal)
                    .OrderByDescending(row => row.Stands).ThenBy(row => row.PValue).ThenBy(row => row.Series.PValue),
            ],
        };
    }

    /// <summary>A month of one area may point to a person.</summary>
    private static bool IsWhole(Measure measure) => measure.Protection == "sensitive";

    private static IReadOnlyList<SignalSeries> All(Asked asked)
    {
        var run = Signalling.Run(asked);
        var counts = Signalling.Counts(asked, run);
        IEnumerable<int> buckets = asked.Bucket is { } only ? [only] : IsWhole(asked.Measure) ? [asked.Set.Buckets] : [asked.Set.Buckets, .. Enumerable.Range(0, asked.Set.Areas.Count)];
        return [.. buckets.Select(at => Signalling.Judge(asked.Measure, at < asked.Set.Areas.Count ? asked.Set.Areas[at] : null, run, [.. counts.Select(month => month[at])]))];
    }
}

/// <summary>Signals of all areas as they are printed; the note of the first explains the table.</summary>
public static class ExceptionsExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("measure", ColumnKind.Text), new("code", ColumnKind.Text), new("name", "Area", ColumnKind.Text), new("month", ColumnKind.Text), new("count", ColumnKind.Count),
        new("centre", "Usual", ColumnKind.Number), new("lower_limit", ColumnKind.Number), new("upper_limit", ColumnKind.Number), new("signal", ColumnKind.Text), new("stands", "Stands when all are allowed for", ColumnKind.Text),
    ];

    public static ExportTable Of(Exceptions exceptions)
    {
        var origin = exceptions.Origin;
        return new()
        {
            FileName = origin.FileName("exceptions"), Title = exceptions.Finding, Columns = Columns, Explanation = exceptions.Explanation, IsDemonstration = origin.IsDemonstration,
            Rows = exceptions.Rows.Select((row, i) => new ExportRow(
            [
                row.Series.Measure.Name, row.Series.Area?.Code, row.Series.Area?.Name ?? "All areas", $"{row.Series.Last.Month}", row.Series.Last.Count,
                SignalsExport.Limit(row.Series.Last.Centre), SignalsExport.Limit(row.Series.Last.Lower), SignalsExport.Limit(row.Series.Last.Upper), row.Series.Last.Rules, row.Stands ? "yes" : "no",
            ])
            { BearsExplanation = i == 0 }),
            About = origin.About("None: counts", exceptions.Notes),
        };
    }
}
