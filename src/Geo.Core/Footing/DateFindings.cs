using System.Globalization;
using System.Text.RegularExpressions;

namespace Geo.Core.Footing;

/// <summary>Days and financial years that do not exist.</summary>
internal static partial class DateFindings
{
    private const int LeapYear = 2024;
    private const int MonthsOfAYear = 12;

    public static IEnumerable<Finding> In(string document, int line, string text)
    {
        foreach (Match match in Day().Matches(text))
        {
            var month = Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, name => name.Equals(match.Groups["month"].Value, StringComparison.OrdinalIgnoreCase)) + 1;
            var year = match.Groups["year"] is { Success: true } said ? int.Parse(said.Value, CultureInfo.InvariantCulture) : LeapYear;
            var days = DateTime.DaysInMonth(year, month);
            if (int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture) is var day && (day > days || day == 0))
                yield return new Finding(document, line, Severity.Wrong, FootingRule.Date, match.Value, $"{days} {match.Groups["month"].Value} at the latest", $"the month has {days} days");
        }

        foreach (Match match in FinancialYear().Matches(text))
        {
            var from = int.Parse(match.Groups["from"].Value, CultureInfo.InvariantCulture);
            var to = int.Parse(match.Groups["to"].Value, CultureInfo.InvariantCulture);
            // 2024/09 may be a month.
            if (to <= from % 100 && to > MonthsOfAYear && from % 100 != 99)
                yield return new Finding(document, line, Severity.Wrong, FootingRule.Date, match.Value, $"{from}/{(from + 1) % 100:00}", "a financial year ends in the next year");
        }
    }

    [GeneratedRegex(@"\b(?<day>\d{1,2})(st|nd|rd|th)? (of )?(?<month>January|February|March|April|May|June|July|August|September|October|November|December)\b(,? (?<year>(19|20)\d\d)\b)?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Day();

    [GeneratedRegex(@"(?<![\d/])(?<from>20\d\d)/(?<to>\d\d)(?![\d/])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FinancialYear();
}
