using System.Text.RegularExpressions;
using static Geo.Core.Footing.SentenceWords;

namespace Geo.Core.Footing;

/// <summary>The same thing printed with two values, in one document or between documents.</summary>
internal static partial class TwoValues
{
    private const decimal SameBase = 0.02m;

    private static readonly HashSet<string> Fillers = ["RECORDED", "RELATED", "REPORTED", "OVERALL", "ALL", "NUMBER", "OF", "THE"];

    public static IEnumerable<Finding> Between(IReadOnlyList<Document> documents)
    {
        var figures = documents.SelectMany(document => document.Figures.Concat(PreviousYears.Of(document)).Select(figure => (document, figure)));
        foreach (var same in figures.GroupBy(item => (Name(item.figure.Measure), Plain(item.figure.Period), Plain(item.figure.Unit))))
        {
            var (document, first) = same.First();
            foreach (var (otherDocument, other) in same.Skip(1).Where(item => !IsSame(first.Value, item.figure.Value)).DistinctBy(item => (item.document.Name, item.figure.Value.Value)))
            {
                yield return new Finding(
                    otherDocument.Name, other.Line, Severity.Disagrees, FootingRule.TwoValues, other.Value.Text, first.Value.Text,
                    $"{other.Told}, {other.Period}: {document.Name}, line {first.Line}{(first.Measure == other.Measure ? "" : $", as {first.Told}")}");
            }
        }
    }

    /// <summary>Totals with the same words on adjacent lines, and rates per head that imply two populations.</summary>
    public static IEnumerable<Finding> Within(Document document) => AdjacentTotals(document).Concat(RateBases(document));

    /// <summary>"Total number of learners 20" and "Total number of learners 300" one below the other: one of them counts something else than it says.</summary>
    private static IEnumerable<Finding> AdjacentTotals(Document document)
    {
        foreach (var (statement, next) in document.Statements.Zip(document.Statements.Skip(1)))
        {
            if (next.Line - statement.Line <= 1 && Total().Match(statement.Text) is { Success: true } first && Total().Match(next.Text) is { Success: true } second
                && Plain(first.Groups["what"].Value) == Plain(second.Groups["what"].Value) && CountOf(first.Groups["n"]) != CountOf(second.Groups["n"]))
            {
                yield return new Finding(
                    document.Name, next.Line, Severity.Disagrees, FootingRule.TwoValues, second.Groups["n"].Value, first.Groups["n"].Value, $"{first.Groups["what"].Value.Trim()}: line {statement.Line}");
            }
        }
    }

    private static IEnumerable<Finding> RateBases(Document document)
    {
        var rates = document.Statements.SelectMany(statement => Rate().Matches(statement.Text).Select(match => SaidRate.Of(statement, match))).ToList();
        foreach (var same in rates.GroupBy(rate => rate.Per))
        {
            var first = same.First();
            foreach (var other in same.Skip(1).Where(rate => !first.MayShareBase(rate)))
            {
                yield return new Finding(
                    document.Name, other.Statement.Line, Severity.Disagrees, FootingRule.RateBase, other.Text, PrintedNumber.Told(decimal.Round(other.Count * other.PerHead / first.Base, other.Printed.Decimals)),
                    $"{PrintedNumber.Told(other.Count)} at {other.Text} are of {PrintedNumber.Told(decimal.Round(other.Base))} people; {PrintedNumber.Told(first.Count)} at {first.Text}, line {first.Statement.Line}, are of {PrintedNumber.Told(decimal.Round(first.Base))}");
            }
        }
    }

    // A figure with fewer decimals may be the other one, rounded.
    private static bool IsSame(PrintedNumber one, PrintedNumber other) =>
        Math.Abs(one.Value - other.Value) <= (one.Decimals == other.Decimals ? 0 : Math.Max(one.HalfDigit, other.HalfDigit));

    /// <summary>The words that tell one measure from another, each once.</summary>
    private static string Name(string measure) =>
        string.Join(' ', Words().Matches(measure.ToUpperInvariant()).Select(word => word.Value).Where(word => !Fillers.Contains(word)).Distinct().Order(StringComparer.Ordinal));

    private static string Plain(string words) => Spaces().Replace(words, " ").Trim().ToUpperInvariant();

    private sealed record SaidRate(Statement Statement, decimal Count, decimal PerHead, PrintedNumber Printed, string Per)
    {
        public string Text => Printed.Text;

        public decimal Base => Count * PerHead / Printed.Value;

        public static SaidRate Of(Statement statement, Match match) => new(
            statement, CountOf(match.Groups["n"]), CountOf(match.Groups["per"]), PrintedNumber.Of(match.Groups["rate"].Value, PrintedUnit.Count, match.Groups["rate"].Value),
            $"{Plain(match.Groups["per"].Value)} {Plain(match.Groups["whom"].Value)} {Plain(match.Groups["when"].Value)}");

        /// <summary>Whether one population gives both rates as they are rounded, give or take the two per cent by which estimates are revised.</summary>
        public bool MayShareBase(SaidRate other) => Low < other.High * (1 + SameBase) && other.Low < High * (1 + SameBase);

        private decimal Low => Count * PerHead / (Printed.Value + Printed.HalfDigit);

        private decimal High => Count * PerHead / Math.Max(Printed.Value - Printed.HalfDigit, Printed.HalfDigit);
    }

    [GeneratedRegex(@"^(?<what>total [a-z ]{3,60}):?\s+(?<n>\d{1,3}(,\d{3})+|\d+)$", Options, TimeoutMilliseconds)]
    private static partial Regex Total();

    [GeneratedRegex(@"(?<![\w.,/£-])(?<n>\d{1,3}(,\d{3})+|\d+)\s[^.%\d]{3,80}\brates?\b[^.%\d]{0,40}?\bper (?<per>1,000|10,000|100,000) (?<whom>[a-z]+)[^.%\d]{0,20}?(?<rate>\d+(\.\d+)?)(?!\d|,\d)(\s*\((?<when>[^)]{4,20})\))?", Options, TimeoutMilliseconds)]
    private static partial Regex Rate();

    [GeneratedRegex(@"[\p{L}\d%.+-]+", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Words();

    [GeneratedRegex(@"\s+", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Spaces();
}
