using System.Text.RegularExpressions;

namespace Geo.Core.Footing;

/// <summary>The words that patterns of sentences are made of.</summary>
internal static class SentenceWords
{
    public const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    public const int TimeoutMilliseconds = 1000;

    public const string Number = @"£?(\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?)(?!\d|,\d|\.\d)";

    public const string PerCent = @"(?<firm>(about|around|approximately|approx\.?|roughly|some|over|more than|at least|under|less than|nearly|almost|just over|just under|up to) )?(?<p>(?<![\w.,])[-+−]?\d+(\.\d+)?)\s?(%|per ?cent)";

    public const string Up = "increase|increased|rise|risen|rose|growth|grown|grew|up|more|additional";

    public const string Down = "decrease|decreased|reduction|reduced|fall|fallen|fell|decline|declined|drop|dropped|down|fewer|less";

    public const string Direction = $@"\b(?<d>{Up}|{Down})\b";

    public const string N = @"n\s?=\s?(?<n>\d{1,3}(,\d{3})+|\d+)(?!\d|,\d)";

    private static readonly HashSet<string> DownWords = [.. Down.Split('|')];

    public static bool IsDown(string direction) => DownWords.Contains(direction.ToLowerInvariant());

    public static Firmness FirmnessOf(Match match) => match.Groups["firm"].Value.Trim().ToLowerInvariant() switch
    {
        "" => Firmness.Exact,
        "over" or "more than" or "at least" or "just over" => Firmness.AtLeast,
        "under" or "less than" or "nearly" or "almost" or "just under" or "up to" => Firmness.AtMost,
        _ => Firmness.About,
    };

    public static PrintedNumber PerCentOf(Match match)
    {
        var group = match.Groups["p"];
        return PrintedNumber.Of(group.Value, PrintedUnit.PerCent, $"{group.Value}%");
    }

    public static decimal CountOf(Group group) => PrintedNumber.Of(group.Value, PrintedUnit.Count, group.Value).Value;
}
