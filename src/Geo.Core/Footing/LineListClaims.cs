using System.Text.RegularExpressions;
using static Geo.Core.Footing.SentenceWords;

namespace Geo.Core.Footing;

/// <summary>Lists of a line each, "Early Help – 12", which add up to a count said before.</summary>
/// <remarks>
/// A list may give the main parts only. It is held against the nearest count that it adds up to, and one that has a class for the rest
/// ("other", "not known") against the nearest that it nearly adds up to; a count that one list has split up is not split again.
/// </remarks>
internal static partial class LineListClaims
{
    private const int FewestParts = 3;

    private const int LargestGap = 2;

    private const decimal NearlyShare = 0.15m;

    public static IEnumerable<Claim> Of(Document document, Candidates candidates)
    {
        var split = new HashSet<Mention>();
        var parts = document.Statements.Select(Part.Of).OfType<Part>().ToList();
        var lines = parts.Select(part => part.Statement.Line).ToHashSet();
        foreach (var list in Lists(parts).Where(list => list.Count >= FewestParts))
        {
            var sum = Expression.Sum([.. list.Select(part => part.Count)]);
            var added = sum.Value.GetValueOrDefault();
            var first = list[0].Statement;
            var said = candidates.Before(first, 0, Candidates.Section)
                .Where(count => !lines.Contains(count.Line) && !split.Contains(count))
                .TakeWhile(count => !document.HasTableBetween(count.Line, first.Line)).ToList();
            var total = said.Find(count => count.Value == added)
                ?? (list.Exists(part => part.IsRest) ? said.Find(count => added >= 10 && Math.Abs(count.Value - added) <= count.Value * NearlyShare) : null);
            if (total is null)
                continue;
            split.Add(total);
            yield return new Claim(total.Line, total.Number, sum);
        }
    }

    private static IEnumerable<List<Part>> Lists(List<Part> parts)
    {
        var list = new List<Part>();
        foreach (var part in parts)
        {
            if (list.Count > 0 && part.Statement.Line - list[^1].Statement.Line > LargestGap)
            {
                yield return list;
                list = [];
            }

            list.Add(part);
        }

        yield return list;
    }

    private sealed record Part(Statement Statement, PrintedNumber Count, bool IsRest)
    {
        public static Part? Of(Statement statement) =>
            Line().Match(statement.Text) is { Success: true } match
                ? new Part(statement, PrintedNumber.Of(match.Groups["n"].Value, PrintedUnit.Count, match.Groups["n"].Value), match.Groups["rest"].Success)
                : null;
    }

    [GeneratedRegex(@"^[•*·-]?\s*((?<rest>(other|others|all other|none|no|not|unknown)\b[^\d:–—]{0,60})|[\p{L}(][^\d:–—]{2,60}?)\s?[-:–—]\s?(?<n>\d{1,3}(,\d{3})+|\d{1,6})(?=$|\s|\.\s|\.$|,\s|;)(?!\s?(%|per ?cent|[-–]\s?\d))", Options, TimeoutMilliseconds)]
    private static partial Regex Line();
}
