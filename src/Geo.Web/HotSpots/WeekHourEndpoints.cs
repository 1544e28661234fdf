using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.HotSpots;

/// <summary>When in the week a measure happens, as JSON, CSV and XLSX.</summary>
internal static class WeekHourEndpoints
{
    private static readonly QueryParameter[] Parameters = [.. LeagueTableEndpoints.Where, LeagueTableEndpoints.OneArea, LeagueTableEndpoints.OnePeriod, CurrentCube.AsAt];

    public static void MapWeekHours(this IEndpointRouteBuilder api) => api.MapTable(
        "hours", "A measure by hour and day of the week; records of uncertain time are shared out over the hours they may have happened in", "The same as CSV, a line an hour; the note of the last line tells what was found and explains the table", Parameters,
        async asked => await WeekHours.AskAsync(asked.Database, asked.Cube, asked.Question, asked.Aborted), ApiJson.Default.WeekHoursDocument, WeekHoursDocument.Of, WeekHoursExport.Of);
}

/// <summary>Hours by weekday as the API tells them in JSON.</summary>
/// <param name="Area">Code of the one area; null for all.</param>
/// <param name="Withheld">Why nothing is told; null where something is.</param>
/// <param name="Finding">What was found, in words; null where the table is withheld.</param>
/// <param name="Timed">Records that tell a time of day.</param>
/// <param name="OverADay">Those of them that may have happened at any time within more than a day.</param>
/// <param name="Days">Monday first; empty where the table is withheld.</param>
/// <param name="High">Four hours that have more than an even week would, beyond chance.</param>
internal sealed record WeekHoursDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string? Area, PeriodDocument Period, string? Withheld, string? Finding, long Records, long Timed, long OverADay, IReadOnlyList<WeekDayDocument> Days, IReadOnlyList<string> High,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    private const int Decimals = 2;

    public static WeekHoursDocument Of(WeekHours week)
    {
        var origin = week.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), week.Area?.Code, PeriodDocument.Of(origin.Period), week.Withheld, week.Finding, week.Records, week.Timed, week.OverADay,
            [.. week.Hours.Chunk(24).Select((hours, day) => new WeekDayDocument(WeekHours.Days[day], [.. hours.Select(hour => Rounding.Round(hour, Decimals))]))], [.. week.Blocks.Where(block => block.IsHigh).Select(block => block.Name)],
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, week.Explanation);
    }
}

/// <param name="Hours">Records in each hour from midnight, rounded half away from zero to two decimals.</param>
internal sealed record WeekDayDocument(string Day, IReadOnlyList<decimal> Hours);
