using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>The last month of a period judged by those before it, for all areas or one.</summary>
public sealed record Signals
{
    public required Origin Origin { get; init; }

    public required SignalSeries Series { get; init; }

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes => [Origin.Of(Series.Area), $"Boundaries: {Origin.Set.Name}.", Signalling.Method];

    /// <remarks>A comparison is not made use of.</remarks>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static Signals Ask(CountCube cube, MeasureQuestion question)
    {
        var asked = (question with { Compare = null }).In(cube, question.FindMeasureOfRecords());
        var run = Signalling.Run(asked);
        var at = asked.Bucket ?? asked.Set.Buckets;
        return new() { Origin = asked.Origin, Series = Signalling.Judge(asked.Measure, asked.Area, run, [.. Signalling.Counts(asked, run).Select(month => month[at])]) };
    }
}

/// <summary>A control chart as it is printed: a line a month; the note of the last explains the table.</summary>
public static class SignalsExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("month", ColumnKind.Text), new("count", ColumnKind.Count), new("centre", "Usual", ColumnKind.Number), new("lower_limit", ColumnKind.Number), new("upper_limit", ColumnKind.Number), new("signal", ColumnKind.Text),
    ];

    public static ExportTable Of(Signals signals)
    {
        var (origin, series) = (signals.Origin, signals.Series);
        return new()
        {
            FileName = origin.FileName("signals"), Title = series.Text, Columns = Columns, Explanation = signals.Explanation, IsDemonstration = origin.IsDemonstration,
            Rows = series.Months.Select(month => new ExportRow([$"{month.Month}", month.Count, Limit(month.Centre), Limit(month.Lower), Limit(month.Upper), month.Rules]) { BearsExplanation = month == series.Last }),
            About = origin.About("None: counts", signals.Notes),
        };
    }

    /// <summary>A centre or limit as tables print it.</summary>
    public static decimal? Limit(double? value) => value is { } number ? Rounding.Round(number, 1) : null;
}
