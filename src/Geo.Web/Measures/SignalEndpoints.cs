using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>Whether the latest month is beyond what chance explains, for one area or over all, as JSON, CSV and XLSX.</summary>
internal static class SignalEndpoints
{
    private static readonly QueryParameter[] Parameters = [.. LeagueTableEndpoints.Where, LeagueTableEndpoints.OneArea, LeagueTableEndpoints.OnePeriod, CurrentCube.AsAt];

    public static void MapSignals(this IEndpointRouteBuilder api)
    {
        api.MapTable(
            "signals", "The last month of a period judged by a control chart of the months before it", "The same as CSV, a line a month; the note of the last explains the table", Parameters,
            asked => ValueTask.FromResult(Signals.Ask(asked.Cube, asked.Question)), ApiJson.Default.SignalsDocument, SignalsDocument.Of, SignalsExport.Of);
        api.MapTable(
            "exceptions", "The signals of the last month over all areas, for a measure or several divided by commas, with how many chance would give", "The same as CSV; the note of the first line explains the table", Parameters,
            asked => ValueTask.FromResult(Exceptions.Ask(asked.Cube, asked.Measure.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), asked.Question)),
            ApiJson.Default.ExceptionsDocument, ExceptionsDocument.Of, ExceptionsExport.Of);
    }
}

/// <summary>A control chart as the API tells it in JSON.</summary>
/// <param name="Area">Code of the one area that is counted; null for all.</param>
/// <param name="Months">The judged month last.</param>
/// <param name="NotJudged">Why the last month is not judged; null where it is.</param>
/// <param name="PValue">How likely a last month at least as far from the usual is by chance.</param>
/// <param name="Text">The last month in a sentence.</param>
internal sealed record SignalsDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string? Area, PeriodDocument Period, IReadOnlyList<SignalMonthDocument> Months, bool IsSignal, string? NotJudged, double? PValue, string Text,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static SignalsDocument Of(Signals signals)
    {
        var (origin, series) = (signals.Origin, signals.Series);
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), series.Area?.Code, PeriodDocument.Of(origin.Period), [.. series.Months.Select(SignalMonthDocument.Of)],
            series.Last.IsSignal, series.NotJudged, series.PValue, series.Text,
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, signals.Explanation);
    }
}

/// <param name="Centre">The usual count of a month with as many days, rounded to one decimal; null where the month is not judged.</param>
/// <param name="Signal">The rules that fired, in words; empty for none.</param>
internal sealed record SignalMonthDocument(string Month, long Count, decimal? Centre, decimal? Lower, decimal? Upper, string Signal)
{
    public static SignalMonthDocument Of(SignalMonth month) => new($"{month.Month}", month.Count, SignalsExport.Limit(month.Centre), SignalsExport.Limit(month.Lower), SignalsExport.Limit(month.Upper), month.Rules);

}

/// <summary>The signals over all areas as the API tells them in JSON.</summary>
/// <param name="Rows">Those that stand first.</param>
/// <param name="Judged">Series that were judged: each area and all together, for each measure.</param>
/// <param name="NotJudged">Series with too few months or too small counts.</param>
/// <param name="ByChance">Signals that would arise by chance, about, if nothing had changed anywhere.</param>
internal sealed record ExceptionsDocument(
    IReadOnlyList<MeasureDocument> Measures, BoundarySetDocument Boundaries, PeriodDocument Period, IReadOnlyList<ExceptionDocument> Rows, int Judged, int NotJudged, double ByChance, string Finding,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static ExceptionsDocument Of(Exceptions exceptions)
    {
        var origin = exceptions.Origin;
        return new(
            [.. exceptions.Measures.Select(MeasureDocument.Of)], BoundarySetDocument.Of(origin.Set), PeriodDocument.Of(origin.Period),
            [.. exceptions.Rows.Select(row => new ExceptionDocument(row.Series.Measure.Slug, row.Series.Area?.Code, row.Series.Area?.Name, SignalMonthDocument.Of(row.Series.Last), row.PValue, row.Stands, row.Series.Text))],
            exceptions.Judged, exceptions.NotJudged, exceptions.ByChance, exceptions.Finding,
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, exceptions.Explanation);
    }
}

/// <param name="Area">Code; null for all areas.</param>
/// <param name="PValue">Of the last month, adjusted for all series that were judged.</param>
/// <param name="Stands">Whether it is beyond chance also when all that were judged are allowed for.</param>
internal sealed record ExceptionDocument(string Measure, string? Area, string? Name, SignalMonthDocument Last, double PValue, bool Stands, string Text);
