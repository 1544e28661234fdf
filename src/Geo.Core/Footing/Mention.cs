using System.Text.RegularExpressions;

namespace Geo.Core.Footing;

/// <summary>A count or amount that a sentence states.</summary>
/// <param name="Offset">Where it begins in the sentence.</param>
/// <param name="IsAbout">The sentence says "about", so the figure is itself rounded.</param>
internal sealed record Mention(Statement Statement, int Offset, PrintedNumber Number, bool IsAbout)
{
    public int Line => Statement.Line;

    public decimal Value => Number.Value;

    /// <summary>Whether the letter at an offset of the sentence belongs to the figure.</summary>
    public bool Has(int offset) => offset >= Offset && offset < Offset + Number.Text.Length;
}

internal static partial class Mentions
{
    private const string Month = "January|February|March|April|May|June|July|August|September|October|November|December";

    /// <summary>The counts of a sentence in order. Years, days, ages, durations, ranges, ranks, rates and percentages are none.</summary>
    public static IReadOnlyList<Mention> In(Statement statement) =>
        [.. Count().Matches(statement.Text).Where(match => !IsYear(match)).Select(match => new Mention(
            statement, match.Groups[match.Groups["money"].Success ? "money" : "number"].Index,
            PrintedNumber.Of(match.Groups["number"].Value, match.Groups["money"].Success ? PrintedUnit.Money : PrintedUnit.Count, $"{match.Groups["money"].Value}{match.Groups["number"].Value}"),
            match.Groups["about"].Success))];

    private static bool IsYear(Match match) =>
        !match.Groups["money"].Success && match.Groups["number"].Value is { Length: 4 } digits && digits.StartsWith("20", StringComparison.Ordinal) && match.Groups["after"].Value is not "people";

    [GeneratedRegex(
        @"(?<![\w.,/£-]|\b(aged|between|Q|Quarter|line|page|priority|under|(" + Month + @")) ?|- )(?<about>(about|around|approximately|approx\.?|nearly|almost|over|more than|up to) )?(?<money>£)?(?<number>\d{1,3}(,\d{3})+(\.\d+)?|\d+(?(money)(\.\d+)?))"
        + @"(?![\w%/]|\.\d|,\d|\s?%|\s?per cent|\s?[-–]\s?\d)(?!\s+(" + Month + @"|years?|year-olds?|months?|weeks?|working|days?|hours?|minutes?|square|miles|per|out|in every|times|half|point)\b)(\s+(?<after>\w+))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Count();
}
