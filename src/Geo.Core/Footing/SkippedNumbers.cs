using System.Text.RegularExpressions;
using static Geo.Core.Footing.SentenceWords;

namespace Geo.Core.Footing;

/// <summary>Numbered lists that leave a number out: 6, 7, 9. A point is lost, or what the text says of "the nine points" is wrong.</summary>
internal static partial class SkippedNumbers
{
    /// <summary>A list that has counted this far is one.</summary>
    private const int InOrder = 3;

    public static IEnumerable<Finding> In(Document document)
    {
        var (last, counted) = (0, 0);
        foreach (var statement in document.Statements)
        {
            if (Point().Match(statement.Text) is not { Success: true } point)
                continue;
            var number = (int)CountOf(point.Groups["n"]);
            if (number == last + 2 && counted >= InOrder)
                yield return new Finding(document.Name, statement.Line, Severity.Wrong, FootingRule.Numbering, point.Groups["n"].Value, $"{last + 1}", $"the points before it count to {last}");
            counted = number == last + 1 || number == 1 ? counted + 1 : 1;
            last = number;
        }
    }

    [GeneratedRegex(@"^\(?(?<n>\d{1,2})[.)]\s+(?=\p{L})", Options, TimeoutMilliseconds)]
    private static partial Regex Point();
}
