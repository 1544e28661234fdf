using System.Globalization;

namespace Geo.Core.Measures;

/// <summary>A run of whole months.</summary>
/// <param name="Text">As it was asked for: <c>2024-01</c>, <c>2024-01..2024-03</c>, <c>2023-24</c> or <c>last-12-months</c>.</param>
public sealed record Period(Month First, Month Last, string Text)
{
    /// <summary>Longest span: twenty years.</summary>
    public const int MaxMonths = 240;

    /// <summary>How a period may be written; for messages.</summary>
    public const string Forms = "Write a month (2024-03), a span of months (2024-01..2024-03), a financial year (2023-24, April to March) or last-12-months.";

    public int Months => Last.Number - First.Number + 1;

    public int Days => Last.Plus(1).FirstDay.DayNumber - First.FirstDay.DayNumber;

    public IEnumerable<Month> Each => Enumerable.Range(First.Number, Months).Select(number => new Month(number));

    /// <summary>In words: <c>March 2024</c>, <c>January 2024 to March 2024</c>.</summary>
    public string Name => First == Last ? Words(First) : $"{Words(First)} to {Words(Last)}";

    /// <summary>The span written out, whatever it was asked as.</summary>
    public string Span => First == Last ? $"{First}" : $"{First}..{Last}";

    /// <summary>The same months a year before.</summary>
    public Period YearBefore => new(First.Plus(-12), Last.Plus(-12), First == Last ? $"{First.Plus(-12)}" : $"{First.Plus(-12)}..{Last.Plus(-12)}");

    /// <param name="latest">The latest month there is data for; <c>last-12-months</c> ends with it.</param>
    /// <returns>The period, or null with the rule that the text breaks.</returns>
    /// <remarks><c>2011-12</c> is December 2011: a month wins over a financial year; write that year as <c>2011-04..2012-03</c>.</remarks>
    public static Period? Parse(string text, Month latest, out string? rule)
    {
        rule = null;
        if (text == "last-12-months")
            return new Period(latest.Plus(-11), latest, text);
        if (Month.TryParse(text, out var month))
            return new Period(month, month, text);

        if (text.Split("..") is [var from, var to])
        {
            if (!Month.TryParse(from, out var first) || !Month.TryParse(to, out var last))
                rule = $"'{(Month.TryParse(from, out _) ? to : from)}' is not a month.";
            else if (last < first)
                rule = $"The span ends ({last}) before it starts ({first}).";
            else if (last.Number - first.Number >= MaxMonths)
                rule = $"A period has {MaxMonths} months at most.";
            else
                return new Period(first, last, text);
            return null;
        }

        if (text.Length == 7 && text[4] == '-' && int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && int.TryParse(text[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var next) && year is >= 1900 and < 2100)
        {
            if ((year + 1) % 100 == next)
                return new Period(Month.Of(year, 4), Month.Of(year + 1, 3), text);
            rule = $"There is no month {text[5..]}, and the financial year that starts in {year} is {year}-{(year + 1) % 100:00}.";
            return null;
        }

        rule = "It is not a period.";
        return null;
    }

    private static string Words(Month month) => month.FirstDay.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
}
