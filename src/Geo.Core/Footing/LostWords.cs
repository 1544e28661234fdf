using System.Text.RegularExpressions;

namespace Geo.Core.Footing;

/// <summary>Finds a change "from 291 338", which has lost its "to".</summary>
internal static partial class LostWords
{
    public static IEnumerable<Finding> In(string document, int line, string text) => Lost().Matches(text).Select(match =>
    {
        var (first, second) = (match.Groups["first"].Value, match.Groups["second"].Value);
        return new Finding(document, line, Severity.Wrong, FootingRule.LostWord, $"{first} {second}", $"{first} to {second}", $"after '{match.Groups["verb"].Value} from' a change names two figures");
    });

    // Two groups of digits may be one number (12 345); a change from it would go on to say what to.
    [GeneratedRegex(
        @"\b(?<verb>increased|decreased|risen|rose|fallen|fell|reduced|dropped|grown|grew|changed|gone|went)(?: (?:up|down))? from (?<first>\d{1,3}(?:,\d{3})*(?:\.\d+)?%?) (?<second>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?)(?![\d,])(?!\.\d)(?![^.]*\b(to|by)\b)",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Lost();
}
