using System.Text.RegularExpressions;
using Geo.Core.Measures.Tables;
using static Geo.Core.Footing.SentenceWords;

namespace Geo.Core.Footing;

/// <summary>Counts of people from ethnic minorities, which a sentence states and a table of ethnic groups adds up to.</summary>
/// <remarks>Minorities are all groups of the Census but the White ones; whose ethnicity is not stated is in none.</remarks>
internal static partial class EthnicGroupClaims
{
    private const int FewestGroups = 3;

    private const decimal NearlyShare = 0.1m;

    public static IEnumerable<Claim> Of(Document document)
    {
        foreach (var statement in document.Statements.Where(statement => Minorities().IsMatch(statement.Text)))
        {
            var sums = document.Tables.Where(table => Math.Abs(table.LastLine - statement.Line) <= Candidates.Section).SelectMany(Sums).ToList();
            foreach (Match match in Said().Matches(statement.Text))
            {
                var count = PrintedNumber.Of(match.Groups["n"].Value, PrintedUnit.Count, match.Groups["n"].Value);
                if (sums.Where(sum => Off(sum, count) <= count.Value * NearlyShare).MinBy(sum => Off(sum, count)) is { } sum)
                    yield return new Claim(statement.Line, count, sum);
            }
        }
    }

    private static IEnumerable<Expression> Sums(PrintedTable table)
    {
        var rows = table.Rows.Where(row => Ethnicities.NamedGroupOf(row.Label) is { } group && group != Ethnicities.White).ToList();
        if (rows.Count < FewestGroups)
            yield break;
        var shape = new TableShape(table);
        foreach (var column in shape.Counts)
        {
            var parts = rows.Select(row => shape.Figure(row, column)).OfType<PrintedNumber>().ToList();
            yield return Expression.Sum(parts) with { Told = $"the {parts.Count} groups but the White ones, lines {rows[0].Line} to {rows[^1].Line}" };
        }
    }

    private static decimal Off(Expression sum, PrintedNumber count) => Math.Abs(sum.Value.GetValueOrDefault() - count.Value);

    [GeneratedRegex(@"\b(BAME|BME|minority ethnic|ethnic minorit(y|ies))\b", Options, TimeoutMilliseconds)]
    private static partial Regex Minorities();

    [GeneratedRegex(N, Options, TimeoutMilliseconds)]
    private static partial Regex Said();
}
