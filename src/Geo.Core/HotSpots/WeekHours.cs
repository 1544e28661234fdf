using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Statistics.Aoristic;
using Geo.Statistics.Change;

namespace Geo.Core.HotSpots;

/// <summary>Four hours of a day of the week.</summary>
/// <param name="Day">0 for Monday to 6 for Sunday.</param>
/// <param name="FromHour">0, 4, 8 and so on.</param>
/// <param name="Count">Unrounded: a record of uncertain time is shared out.</param>
/// <param name="IsHigh">Whether it has more than an even week would, beyond chance although all blocks are looked at.</param>
public sealed record WeekBlock(int Day, int FromHour, double Count, bool IsHigh)
{
    public string Name => $"{WeekHours.Days[Day]} from {FromHour}:00 to {(FromHour + WeekHours.BlockHours == 24 ? "midnight" : $"{FromHour + WeekHours.BlockHours}:00")}";
}

/// <summary>When in the week a measure happens: hours by weekday. A record that may have happened at any time between two is shared out over the hours between (aoristic weights).</summary>
public sealed record WeekHours
{
    /// <summary>Fewer records show no pattern.</summary>
    public const int FewestRecords = 30;

    public const int BlockHours = 4;

    public static readonly IReadOnlyList<string> Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private const int HoursOfWeek = 168;
    private const int MinutesOfDay = 1440;
    private const double Significance = 0.05;

    private static readonly string Sql = SqlFile.Read("HotSpots/WeekHours.sql");

    public required Origin Origin { get; init; }

    /// <summary>The one area that is counted; null for all with what is not located.</summary>
    public required CubeArea? Area { get; init; }

    /// <summary>Why nothing is told; null where something is.</summary>
    public required string? Withheld { get; init; }

    /// <summary>Records there are, those without a time included.</summary>
    public required long Records { get; init; }

    /// <summary>Those that tell a time of day.</summary>
    public required long Timed { get; init; }

    /// <summary>Those of them that may have happened at any time within more than a day, so that they say little of the hour.</summary>
    public required long OverADay { get; init; }

    /// <summary>Those of them that are told as midnight exactly.</summary>
    public required long AtMidnight { get; init; }

    /// <summary>Records in each hour from Monday 00:00, unrounded; they sum to <see cref="Timed"/>. Empty where the table is withheld.</summary>
    public required IReadOnlyList<double> Hours { get; init; }

    /// <summary>The week in blocks of four hours, from Monday 00:00; empty where the table is withheld.</summary>
    public required IReadOnlyList<WeekBlock> Blocks { get; init; }

    /// <summary>What was found, as a report says it; null where the table is withheld.</summary>
    public string? Finding => Withheld is not null ? null
        : Blocks.Where(block => block.IsHigh).MaxBy(block => block.Count) is { } busiest ? $"Most on {busiest.Name}: {Rounding.Round(busiest.Count, 0):N0} of {Timed:N0}; an even week would have {Rounding.Round(Even, 0):N0}"
        : "No part of the week has more than chance explains";

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Origin.Of(Area), Withheld,
        Withheld is null ? $"{Timed:N0} of {Records:N0} records tell when they happened. One that may have happened at any time between two is shared out evenly over the hours between{(OverADay > 0 ? $"; for {OverADay:N0} that is more than a day, so they say little of the hour" : "")}." : null,
        Withheld is null && AtMidnight > 0 ? $"{AtMidnight:N0} {(AtMidnight == 1 ? "is" : "are")} told as midnight exactly, which often means that the time is not known." : null,
        Withheld is null ? $"Four hours are told as high that have more than an even week would, by the exact test of two counts, with false discoveries over all {Blocks.Count} held to 5%. Times are local." : null,
    ];

    /// <summary>Records of four hours in a week that is the same all through.</summary>
    private double Even => (double)Timed * BlockHours / HoursOfWeek;

    /// <param name="question">Its area, or else all of the set.</param>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static async Task<WeekHours> AskAsync(GeoDatabase database, CountCube cube, MeasureQuestion question, CancellationToken cancellationToken)
    {
        var asked = (question with { Compare = null }).In(cube, question.FindMeasureOfRecords());
        var isTold = !CellProtection.IsSensitive(asked.Measure) && asked.Measure.Counting == Counting.Records;
        var found = isTold ? await PointRecords.ReadAsync(
            database, Sql, asked, asked.Period.First, asked.Period.Last, [], reader => new Found(reader.IsDBNull(0) ? null : reader.GetInt32(0), reader.IsDBNull(0) ? 0 : reader.GetInt64(1), reader.GetInt64(2)), cancellationToken) : [];
        var timed = found.Where(record => record.Start is not null).ToList();
        var (count, midnight) = (timed.Sum(record => record.Count), timed.Where(record => record is { Minutes: 0 } && record.Start % MinutesOfDay == 0).Sum(record => record.Count));
        var withheld = CellProtection.IsSensitive(asked.Measure) ? $"{asked.Measure.Name} may point to persons, so the hours are not told."
            : !isTold ? $"{asked.Measure.Name} counts a record once for each of its marks, so the hours are not told."
            : found.Count == 0 ? "There are no records."
            : count == 0 || midnight > count / 2 ? "The source tells no times of day."
            : count < FewestRecords ? $"Fewer than {FewestRecords} records tell when they happened, too few to show a pattern." : null;
        var hours = withheld is null ? Shared(timed) : [];
        return new WeekHours
        {
            Origin = asked.Origin, Area = asked.Area, Withheld = withheld, Records = found.Sum(record => record.Count), Timed = count, AtMidnight = midnight,
            OverADay = timed.Where(record => record.Minutes > MinutesOfDay).Sum(record => record.Count), Hours = hours, Blocks = withheld is null ? BlocksOf(hours, count) : [],
        };
    }

    private static double[] Shared(List<Found> timed)
    {
        var hours = new double[HoursOfWeek];
        foreach (var record in timed)
        {
            var from = record.Start!.Value / 60.0;
            var weights = AoristicWeights.OverCycle(from, from + (record.Minutes / 60.0), HoursOfWeek);
            for (var hour = 0; hour < HoursOfWeek; hour++)
                hours[hour] += record.Count * weights[hour];
        }

        return hours;
    }

    /// <summary>Each block against the rest of the week, which is longer: two counts of unequal exposure.</summary>
    private static IReadOnlyList<WeekBlock> BlocksOf(double[] hours, long timed)
    {
        var counts = hours.Chunk(BlockHours).Select(block => block.Sum()).ToArray();
        var adjusted = FalseDiscovery.Adjust([.. counts.Select(count => (long)Rounding.Round(count, 0)).Select(count => TwoCountTest.Exact(timed - count, count, HoursOfWeek - BlockHours, BlockHours).PValue)]);
        var even = (double)timed * BlockHours / HoursOfWeek;
        return [.. counts.Select((count, at) => new WeekBlock(at * BlockHours / 24, at * BlockHours % 24, count, count > even && adjusted[at] < Significance))];
    }

    /// <summary>Records of the same time.</summary>
    /// <param name="Start">Minutes from Monday 00:00 to the earliest time; null where none is told.</param>
    /// <param name="Minutes">From the earliest to the latest time.</param>
    private sealed record Found(int? Start, long Minutes, long Count);
}

/// <summary>Hours by weekday as they are printed, a line an hour; the last line is the days, and its note explains the table.</summary>
public static class WeekHoursExport
{
    private const int Decimals = 1;

    private static readonly ExportColumn[] Columns = [new("hour", ColumnKind.Text), .. WeekHours.Days.Select(day => new ExportColumn(day.ToLowerInvariant(), day, ColumnKind.Number)), new("total", ColumnKind.Number)];

    public static ExportTable Of(WeekHours week) => new()
    {
        FileName = week.Origin.FileName("hours"), Columns = Columns, Explanation = week.Explanation, Finding = week.Finding, IsDemonstration = week.Origin.IsDemonstration,
        Title = $"{week.Origin.Measure.Name}, {week.Origin.Period.Name}: {week.Finding ?? "hours not told"}",
        Rows =
        [
            .. Enumerable.Range(0, week.Hours.Count / 7).Select(hour => new ExportRow([$"{hour:00}:00", .. Cells(Enumerable.Range(0, 7).Select(day => week.Hours[(24 * day) + hour]))])),
            new ExportRow(week.Hours.Count == 0 ? ["All hours", .. Enumerable.Repeat(ExportCell.Blank, 8)] : ["All hours", .. Cells(week.Hours.Chunk(24).Select(day => day.Sum()))]) { IsFooting = true, BearsExplanation = true },
        ],
        About = week.Origin.About("None: counts, shared out over the hours they may have happened in", week.Notes),
    };

    private static IEnumerable<ExportCell> Cells(IEnumerable<double> days)
    {
        var all = days.ToList();
        return all.Append(all.Sum()).Select(count => (ExportCell)Rounding.Round(count, Decimals));
    }
}
