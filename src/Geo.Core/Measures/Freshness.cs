using System.Globalization;

namespace Geo.Core.Measures;

/// <summary>How old the records of a source are on a day, and whether newer ones should have come.</summary>
/// <param name="To">The last day that its records tell of.</param>
/// <param name="Days">Days since then.</param>
/// <param name="LateFrom">The day from which it is late; null where its rhythm is not known or its records are invented.</param>
public sealed record Freshness(SourceMonths Source, DateOnly To, int Days, DateOnly? LateFrom)
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public bool IsLate => LateFrom is { } from && To.AddDays(Days) >= from;

    /// <summary>Such as <c>data to 31 March 2024, 62 days old</c>.</summary>
    public string Age => $"data to {Day(To)}, {Days.ToString("N0", CultureInfo.InvariantCulture)} {(Days == 1 ? "day" : "days")} old";

    /// <summary>What is late, in a sentence.</summary>
    public string Late => $"{Source.Agency}, {Source.Feed}, is late: {Age}. Newer records were expected by {Day(LateFrom!.Value.AddDays(-1))}.";

    /// <summary>How often it is renewed and when newer records are due, in words; empty where its rhythm is not known.</summary>
    public string Due => LateFrom is not { } from ? "" : IsLate ? $"renewed {Source.Rhythm!.Name}, late: newer records were expected by {Day(from.AddDays(-1))}" : $"renewed {Source.Rhythm!.Name}, newer records expected by {Day(from.AddDays(-1))}";

    public static Freshness Of(SourceMonths source, DateOnly today)
    {
        var to = source.Months[^1].Plus(1).FirstDay.AddDays(-1);
        return new(source, to, Math.Max(0, today.DayNumber - to.DayNumber), source.IsDemonstration ? null : source.Rhythm?.LateFrom(source.Months[^1]));
    }

    /// <summary>The day that it is where the records are of.</summary>
    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), London).DateTime);

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
