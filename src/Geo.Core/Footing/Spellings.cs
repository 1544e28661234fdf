using Geo.Core.Records;

namespace Geo.Core.Footing;

/// <summary>Names in tables that are spelt in two ways: Thornbury and Thronbury.</summary>
/// <remarks>Only rows of different tables can be the same thing, and only proper names are compared: a word is another one if it begins otherwise, is short, or is a plural.</remarks>
internal static class Spellings
{
    private const int ShortestWord = 6;
    private const int MostLetters = 2;

    public static IEnumerable<Finding> In(Document document)
    {
        var names = document.Tables.SelectMany((table, at) => table.Rows.Where(row => !row.IsTotal && row.Label.Length >= ShortestWord).Select(row => new NameInTable(row.Label, row.Line, at)))
            .GroupBy(name => name.Name).Select(same => new NameOfRows(same.Key, [.. same])).ToList();
        foreach (var (at, one) in names.Index())
        {
            foreach (var other in names.Skip(at + 1).Where(other => !one.SharesTableWith(other) && IsMisspelt(one.Name, other.Name)))
            {
                // The spelling that is used more often is taken for the right one.
                var (wrong, right) = one.Rows.Count < other.Rows.Count ? (one, other) : (other, one);
                yield return new Finding(document.Name, wrong.Rows[0].Line, Severity.Disagrees, FootingRule.Spelling, wrong.Name, right.Name, $"line {string.Join(", ", right.Rows.Select(row => row.Line))}");
            }
        }
    }

    private static bool IsMisspelt(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > MostLetters)
            return false;
        var (words, others) = (Words(one), Words(other));
        if (words.Length != others.Length)
            return false;
        var different = words.Zip(others).Where(pair => !pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)).ToList();
        return different is [var (word, otherWord)] && IsMisspeltWord(word, otherWord);
    }

    private static bool IsMisspeltWord(string one, string other)
    {
        var shorter = Math.Min(one.Length, other.Length);
        return shorter >= ShortestWord && char.IsUpper(one[0]) && one[0] == other[0] && one[^1] == other[^1]
            && !$"{one}s".Equals(other, StringComparison.OrdinalIgnoreCase) && !$"{other}s".Equals(one, StringComparison.OrdinalIgnoreCase)
            && EditDistance.Between(one, other) <= MostLetters;
    }

    private static string[] Words(string name) => name.Split([' ', ',', '&', '/', '-', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    private sealed record NameInTable(string Name, int Line, int Table);

    private sealed record NameOfRows(string Name, IReadOnlyList<NameInTable> Rows)
    {
        public bool SharesTableWith(NameOfRows other) => Rows.Any(row => other.Rows.Any(its => its.Table == row.Table));
    }
}
