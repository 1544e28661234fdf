using System.Globalization;
using System.Text.RegularExpressions;
using static Geo.Core.Footing.SentenceWords;

namespace Geo.Core.Footing;

/// <summary>What a year must have been, where a document prints the year after it and the change: 2,625 after a fall of 515 was 3,140.</summary>
internal static partial class PreviousYears
{
    private const string Change = "change on previous year, ";

    public static IEnumerable<NamedFigure> Of(Document document)
    {
        var changes = document.Figures.Where(figure => figure.Unit == "count" && figure.Measure.StartsWith(Change, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var change in changes)
        {
            var part = change.Measure[Change.Length..];
            var year = document.Figures.FirstOrDefault(figure => figure.Period == change.Period && figure.Unit == change.Unit && figure != change && figure.Measure.EndsWith($", {part}", StringComparison.OrdinalIgnoreCase));
            if (year is null || Previous(change.Period) is not { } period)
                continue;
            var value = year.Value.Value - change.Value.Value;
            yield return new NamedFigure(year.Line, year.Measure, period, year.Unit, PrintedNumber.Of(value.ToString(CultureInfo.InvariantCulture), PrintedUnit.Count, PrintedNumber.Told(value)))
            {
                Derivation = $"{year.Value.Text} after a change of {change.Value.Text}",
            };
        }
    }

    private static string? Previous(string period) =>
        FinancialYear().Match(period) is { Success: true } match && int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) is var year and > 0
            ? $"{year - 1}/{year % 100:00}" : null;

    [GeneratedRegex(@"^(?<year>20\d\d)/\d\d$", Options, TimeoutMilliseconds)]
    private static partial Regex FinancialYear();
}
