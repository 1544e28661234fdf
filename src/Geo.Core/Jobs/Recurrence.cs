using System.Globalization;
using Quartz;

namespace Geo.Core.Jobs;

/// <summary>How often a job runs, where that can be said plainly.</summary>
public enum Every
{
    /// <summary>Every so many minutes of each hour.</summary>
    Minutes,
    Day,
    Week,
    Month,
}

/// <summary>The times of a schedule that can be said without a cron expression, by the clock of Europe/London.</summary>
/// <param name="At">The time of day; of minutes, the first in each hour.</param>
/// <param name="Minutes">One of <see cref="Steps"/>.</param>
/// <param name="DayOfMonth">1 to 28; null for the last day.</param>
public sealed record Recurrence(Every Every, TimeOnly At, int Minutes = 60, DayOfWeek Weekday = DayOfWeek.Monday, int? DayOfMonth = 1)
{
    /// <summary>A day that every month has.</summary>
    public const int LastSafeDay = 28;

    private const string Example = "0 30 3 * * ? is every day at 03:30.";

    /// <summary>What divides an hour evenly.</summary>
    public static readonly IReadOnlyList<int> Steps = [5, 10, 15, 20, 30, 60];

    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>The fields of a cron expression, what they may hold, and an expression that is right but for the field put into it.</summary>
    private static readonly (string Name, string May, string Alone)[] Fields =
    [
        ("seconds", "0 to 59", "{0} 0 0 * * ?"), ("minutes", "0 to 59", "0 {0} 0 * * ?"), ("hours", "0 to 23", "0 0 {0} * * ?"),
        ("day of the month", "1 to 28, L for the last, or ? where the day of the week says it", "0 0 0 {0} * ?"), ("month", "1 to 12 or JAN to DEC", "0 0 0 1 {0} ?"),
        ("day of the week", "SUN to SAT or 1 (Sunday) to 7, or ? where the day of the month says it", "0 0 0 ? * {0}"),
    ];

    public string Cron => Every switch
    {
        Every.Minutes => string.Create(CultureInfo.InvariantCulture, $"0 {At.Minute}{(Minutes == 60 ? "" : $"/{Minutes}")} * * * ?"),
        Every.Day => Daily("* * ?"),
        Every.Week => Daily($"? * {Weekdays[(int)Weekday]}"),
        _ => Daily(string.Create(CultureInfo.InvariantCulture, $"{(DayOfMonth is { } day ? $"{day}" : "L")} * ?")),
    };

    /// <summary>A cron expression in plain terms; null where it says more than they can.</summary>
    public static Recurrence? Of(string cron)
    {
        if (cron.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["0", var minutes, var hours, var day, "*", var weekday])
            return null;
        var step = minutes.Replace('*', '0').Split('/');
        Recurrence? said = (Number(step[0]), Number(hours), day, weekday) switch
        {
            ({ } first and <= 59, null, "*", "?") => new(Every.Minutes, new(0, first), step.Length == 1 ? 60 : Number(step[1]) ?? 0),
            ({ } minute and <= 59, { } hour and <= 23, "*", "?") => new(Every.Day, new(hour, minute)),
            ({ } minute and <= 59, { } hour and <= 23, "?", _) => new(Every.Week, new(hour, minute), Weekday: (DayOfWeek)Math.Max(0, Array.IndexOf(Weekdays, weekday))),
            ({ } minute and <= 59, { } hour and <= 23, _, "?") => new(Every.Month, new(hour, minute), DayOfMonth: day == "L" ? null : Number(day) ?? 0),
            _ => null,
        };
        return said is not null && (said.Every != Every.Minutes || (Steps.Contains(said.Minutes) && said.At.Minute < said.Minutes))
            && said.Cron == $"0 {(minutes == "*" ? minutes : string.Join('/', step))} {hours} {day} * {weekday}" ? said : null;
    }

    /// <summary>What is wrong with a cron expression, in a sentence or two; null where it may be used. A time that does not come once in every period is refused.</summary>
    public static string? WrongWith(string cron)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Fields.Length)
            return $"It has {fields.Length} {(fields.Length == 1 ? "field" : "fields")}, and not the 6 of a time: {string.Join(", ", Fields.Select(field => field.Name))}. {Example}";
        foreach (var (field, (name, may, alone)) in fields.Zip(Fields))
        {
            if (!CanBeRead(string.Format(CultureInfo.InvariantCulture, alone, field)))
                return $"The {name} cannot be '{Fault.Shown(field)}', but {may}; several with commas, a span with a hyphen, * for all, 0/10 for every tenth. {Example}";
        }

        if (Hours(fields[2]) is { Count: < 24 } hours && hours.Contains(1))
            return "Between 1 and 2 o'clock the clocks change: such a time is left out in March and comes twice in October. Choose another hour.";
        return Numbers(fields[3]).Any(day => day > LastSafeDay) ? "Not every month has a 29th, 30th and 31st. Choose another day, or L for the last." : null;
    }

    /// <summary>In words that follow <c>runs</c>: <c>every day at 03:30</c>.</summary>
    public override string ToString() => Every switch
    {
        Every.Minutes => (Minutes, At.Minute) switch
        {
            (60, 0) => "every hour, on the hour",
            (60, var first) => $"every hour, at {Past(first)}",
            (var minutes, 0) => $"every {minutes} minutes",
            var (minutes, first) => $"every {minutes} minutes from {Past(first)}",
        },
        Every.Day => $"every day at {Time}",
        Every.Week => $"every {Weekday} at {Time}",
        _ => DayOfMonth is { } day ? $"on day {day} of every month at {Time}" : $"on the last day of every month at {Time}",
    };

    private string Time => At.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Past(int minutes) => $"{minutes} {(minutes == 1 ? "minute" : "minutes")} past the hour";

    private string Daily(string days) => string.Create(CultureInfo.InvariantCulture, $"0 {At.Minute} {At.Hour} {days}");

    private static bool CanBeRead(string cron)
    {
        try
        {
            CronExpression.Parse(cron);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The hours of a day without a change of the clocks that a field holds.</summary>
    private static HashSet<int> Hours(string field)
    {
        var (expression, hours) = (CronExpression.Parse($"0 0 {field} * * ?").WithTimeZone(TimeZoneInfo.Utc), new HashSet<int>());
        for (var time = expression.GetNextValidTimeAfter(DateTimeOffset.UnixEpoch); time is { } next && hours.Add(next.Hour);)
            time = expression.GetNextValidTimeAfter(next);
        return hours;
    }

    /// <summary>The numbers that a field names; none for * and steps, which miss or repeat nothing that matters.</summary>
    private static IEnumerable<int> Numbers(string field)
    {
        foreach (var part in field.Split(','))
        {
            var ends = part.Split('-').Select(text => Number(text) ?? -1).ToArray();
            if (ends is [>= 0] or [>= 0, >= 0])
            {
                for (var number = ends[0]; number <= ends[^1]; number++)
                    yield return number;
            }
        }
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
