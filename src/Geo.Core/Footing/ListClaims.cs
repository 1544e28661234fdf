using System.Text.RegularExpressions;
using static Geo.Core.Footing.SentenceWords;

namespace Geo.Core.Footing;

/// <summary>Totals that a sentence splits up: "60 clubs: 35 football, 15 tennis and 10 cricket".</summary>
/// <remarks>A list that stands apart from its total is held against a count of its paragraph only where it nearly adds up to it; a list of other things would not.</remarks>
internal static partial class ListClaims
{
    private const decimal NearlyShare = 0.05m;

    public static IEnumerable<Claim> Of(Statement statement)
    {
        var taken = new List<Match>();
        foreach (Match match in Split().Matches(statement.Text))
        {
            taken.Add(match);
            var total = PrintedNumber.Of(match.Groups["b"].Value, PrintedUnit.Count, match.Groups["b"].Value);
            if (Sum(match) is { } sum && (sum.Value == total.Value || IsNear(sum, total.Value)))
                yield return new Claim(statement.Line, total, sum);
        }

        foreach (Match match in Apart().Matches(statement.Text).Where(match => !taken.Exists(other => match.Index >= other.Index && match.Index < other.Index + other.Length)))
        {
            if (Sum(match) is not { Value: { } added } sum)
                continue;
            var others = Mentions.In(statement).Where(said => said.Offset < match.Index || said.Offset >= match.Index + match.Length).ToList();
            if (others.Find(said => said.Value == added) is { } same)
                yield return new Claim(statement.Line, same.Number, sum);
            else if (others.Where(said => IsNear(sum, said.Value)).MinBy(said => Math.Abs(said.Value - added)) is { } near)
                yield return new Claim(statement.Line, near.Number, sum);
        }
    }

    private static bool IsNear(Expression sum, decimal total) => sum.Value is { } value && value >= 10 && Math.Abs(value - total) <= total * NearlyShare;

    private static Expression? Sum(Match match)
    {
        var parts = match.Groups["part"].Captures.Select(part => PrintedNumber.Of(part.Value, PrintedUnit.Count, part.Value)).ToList();
        return parts.Count >= 2 ? Expression.Sum(parts) : null;
    }

    private const string Part = @"(?<part>\d{1,3}(,\d{3})+|\d+)(?![\d%/.-]|,\d|\s?%)( (?!and\b)[a-z][\w'’-]*){1,5}";

    [GeneratedRegex(@"(?<![\w.,/£-])(?<b>" + Number + @")( [a-z][\w'’-]*){1,5}( in this year)?[:;] " + Part + @"((, (and )?| and | & )" + Part + @")+", Options, TimeoutMilliseconds)]
    private static partial Regex Split();

    [GeneratedRegex(@"(?<![\w.,/£-])" + Part + @"((, (and )?| and )" + Part + @"){2,}", Options, TimeoutMilliseconds)]
    private static partial Regex Apart();
}
