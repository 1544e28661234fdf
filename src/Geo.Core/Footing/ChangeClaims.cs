using System.Text.RegularExpressions;
using Geo.Core.Measures;
using static Geo.Core.Footing.SentenceWords;

namespace Geo.Core.Footing;

/// <summary>What the changes that sentences state should equal.</summary>
/// <remarks>
/// "This was a 6% (n=12) increase" tells of the count said just before, and is held against it. Where a sentence does not tie its change to
/// a count ("increased by 12% (n=34)"), a count before it may confirm the change but not contradict it.
/// </remarks>
internal static partial class ChangeClaims
{
    private const int Paragraph = 3;

    public static IEnumerable<Claim> Of(Statement statement, Candidates candidates, IReadOnlyList<SaidPair> pairs) =>
        WithCount(statement, candidates).Concat(BetweenTwo(statement, candidates, pairs)).Concat(OfCounts(statement, candidates)).Concat(PercentagePoints(statement));

    /// <summary>The counts before and after, where a sentence says both: "down from 1,200", "from 20 to 35".</summary>
    public static IEnumerable<SaidPair> Pairs(Statement statement)
    {
        foreach (Match match in DownFrom().Matches(statement.Text))
            yield return new SaidPair(statement, match.Index, CountOf(match.Groups["c"]), CountOf(match.Groups["q"]));
        foreach (Match match in FromTo().Matches(statement.Text))
            yield return new SaidPair(statement, match.Index, CountOf(match.Groups["c"]), CountOf(match.Groups["q"]));
    }

    /// <summary>"a 5% (n=50) decrease": the count that changed, and how far the sentence ties the change to it.</summary>
    public static IEnumerable<SaidChange> Changes(Statement statement)
    {
        foreach (var pattern in new[] { PerCentNDirection(), DirectionPerCentN(), DirectionNPerCent(), DirectionNThenPerCent() })
        {
            foreach (Match match in pattern.Matches(statement.Text))
                yield return new SaidChange(statement, match.Index, Signed(match), CountOf(match.Groups["n"]), FirmnessOf(match), IsDown(match.Groups["d"].Value), pattern != DirectionNThenPerCent() && IsTied(statement, match));
        }
    }

    private static IEnumerable<Claim> WithCount(Statement statement, Candidates candidates)
    {
        foreach (var change in Changes(statement))
        {
            var said = candidates.Before(statement, change.Offset, Paragraph).Select(count => count.Value);
            var rows = candidates.Named(statement).SelectMany(named => named.Row.Cells.Select(cell => cell.Number).OfType<PrintedNumber>().Where(number => !number.IsPerCent).Select(number => number.Value).Take(1));
            var claims = said.Concat(rows).Where(current => change.Previous(current) >= 0).Select(change.Of).ToList();
            if (change.IsTied && claims.Count > 0)
                yield return claims[0];
            else if (claims.Find(claim => claim.Holds) is { } confirmed)
                yield return confirmed;
        }
    }

    private static IEnumerable<Claim> BetweenTwo(Statement statement, Candidates candidates, IReadOnlyList<SaidPair> pairs)
    {
        foreach (Match match in Represents().Matches(statement.Text))
        {
            if (pairs.LastOrDefault(pair => ReferenceEquals(pair.Statement, statement) && pair.Offset < match.Index) is { } pair)
                yield return new Claim(statement.Line, Signed(match), Expression.ChangePerCent(pair.Current, pair.Previous), FirmnessOf(match));
        }

        foreach (Match match in PerCentFromTo().Matches(statement.Text))
            yield return new Claim(statement.Line, Signed(match), Expression.ChangePerCent(CountOf(match.Groups["c"]), CountOf(match.Groups["q"])), FirmnessOf(match));

        foreach (Match match in ComparedWith().Matches(statement.Text))
        {
            if (candidates.Before(statement, match.Index, 0).FirstOrDefault() is { } current)
                yield return new Claim(statement.Line, Signed(match), Expression.ChangePerCent(current.Value, CountOf(match.Groups["q"])), FirmnessOf(match));
        }

        foreach (Match match in OnThePrevious().Matches(statement.Text))
        {
            if (candidates.Before(statement, match.Index, 0).FirstOrDefault() is { } current && pairs.FirstOrDefault(pair => pair.Current == current.Value) is { } pair)
                yield return new Claim(statement.Line, Signed(match), Expression.ChangePerCent(pair.Current, pair.Previous), FirmnessOf(match));
        }
    }

    /// <summary>"15 fewer than the previous year (80)", "a decline of 15 from 80".</summary>
    private static IEnumerable<Claim> OfCounts(Statement statement, Candidates candidates)
    {
        foreach (Match match in FewerThan().Matches(statement.Text).Concat(DeclineFrom().Matches(statement.Text)))
        {
            if (candidates.Before(statement, match.Groups["n"].Index, 0).FirstOrDefault() is not { } current)
                continue;
            var count = CountOf(match.Groups["n"]);
            var printed = PrintedNumber.Of(match.Groups["n"].Value, PrintedUnit.Count, match.Groups["n"].Value) with { Value = IsDown(match.Groups["d"].Value) ? -count : count };
            yield return new Claim(statement.Line, printed, Expression.Difference(current.Value, CountOf(match.Groups["q"])));
        }
    }

    /// <summary>"from 30% to 25%, a 5% decrease": right as points and right as per cent, but nothing else.</summary>
    private static IEnumerable<Claim> PercentagePoints(Statement statement)
    {
        foreach (Match match in PointsThenFromTo().Matches(statement.Text).Concat(FromToThenPoints().Matches(statement.Text)))
        {
            var (from, to) = (CountOf(match.Groups["q"]), CountOf(match.Groups["c"]));
            var printed = PerCentOf(match);
            var relative = new Claim(statement.Line, printed, Expression.ChangePerCent(to, from) is var change && change.Value is { } value ? change with { Value = Math.Abs(value) } : change, FirmnessOf(match));
            yield return relative.Holds ? relative : new Claim(
                statement.Line, printed,
                new Expression(FootingRule.PercentagePoints, Math.Abs(to - from), $"from {from}% to {to}%, or {(relative.Follows.Value is { } perCent ? $"{Rounding.Round((double)perCent, 1)}%" : "N/A")} of {from}%"), FirmnessOf(match));
        }
    }

    private static PrintedNumber Signed(Match match)
    {
        var printed = PerCentOf(match);
        return printed with { Value = IsDown(match.Groups["d"].Value) ? -Math.Abs(printed.Value) : Math.Abs(printed.Value) };
    }

    private static bool IsTied(Statement statement, Match match) => Tie().IsMatch(statement.Text[..match.Index]);

    [GeneratedRegex(PerCent + @"\s*\(" + N + @"\)\s*" + Direction, Options, TimeoutMilliseconds)]
    private static partial Regex PerCentNDirection();

    [GeneratedRegex(Direction + @"\s+(of|by)\s+" + PerCent + @"\s*,?\s*\(" + N + @"\)", Options, TimeoutMilliseconds)]
    private static partial Regex DirectionPerCentN();

    [GeneratedRegex(Direction + @"\s+of\s+(?<n>" + Number + @")\s*\(\s*" + PerCent + @"\s*\)", Options, TimeoutMilliseconds)]
    private static partial Regex DirectionNPerCent();

    [GeneratedRegex(Direction + @"\s+by\s+(?<n>" + Number + @")\b[^.%\d]{0,40}?\ban? \w+\s+of\s+" + PerCent, Options, TimeoutMilliseconds)]
    private static partial Regex DirectionNThenPerCent();

    // What ties a change to the count just before it: the sentence goes on ("This was a", "which represents a", ", a"), or begins with it.
    [GeneratedRegex(@"((this|that|it|which) (is|was|represents|represented) an?|(^|[.;,:–-]) ?an?)\s*$", Options, TimeoutMilliseconds)]
    private static partial Regex Tie();

    [GeneratedRegex(@"\b(this|which|that) (is|was|represents|represented|equates to) an? " + PerCent + @"\s+" + Direction, Options, TimeoutMilliseconds)]
    private static partial Regex Represents();

    [GeneratedRegex(PerCent + @"\s+" + Direction + @"[^.%]{0,120}?\bfrom\s+(?<q>" + Number + @")(?!\s?%)\b[^.%]{0,60}?\bto\s+(?<c>" + Number + @")(?!\s?%)", Options, TimeoutMilliseconds)]
    private static partial Regex PerCentFromTo();

    [GeneratedRegex(Direction + @"\s+of\s+" + PerCent + @"\s+compared (to|with)[^.%]{0,60}?\((?<q>" + Number + @")\)", Options, TimeoutMilliseconds)]
    private static partial Regex ComparedWith();

    [GeneratedRegex(Direction + @"\s+of\s+" + PerCent + @"\s+(on|compared (to|with)|from|over) (the|last) (previous|year|last)", Options, TimeoutMilliseconds)]
    private static partial Regex OnThePrevious();

    [GeneratedRegex(@"(?<![\w.,/£-])(?<n>" + Number + @")\s+(?<d>fewer|less|more)\b[^.%\d]{0,80}?\((?<q>" + Number + @")\)", Options, TimeoutMilliseconds)]
    private static partial Regex FewerThan();

    [GeneratedRegex(Direction + @"\s+of\s+(?<n>" + Number + @")\s+from\s+(?<q>" + Number + @")(?!\s?%)", Options, TimeoutMilliseconds)]
    private static partial Regex DeclineFrom();

    [GeneratedRegex(@"(?<![\w.,/£-])(?<c>" + Number + @")\s[^.;%]{0,120}?\b(down|up|fallen|risen|falling|rising|decreased|increased) from\s+(?<q>" + Number + @")(?!\s?%)", Options, TimeoutMilliseconds)]
    private static partial Regex DownFrom();

    // Text pasted from a PDF loses words now and then: "from 210 240" was "from 210 to 240".
    [GeneratedRegex(@"\b(increased|decreased|risen|rose|fallen|fell|reduced|dropped|grown|grew|rising|falling) from\s+(?<q>" + Number + @")(?!\s?%)\s+([^.%\d]{0,40}?to\s+)?(?<c>" + Number + @")(?!\s?%)", Options, TimeoutMilliseconds)]
    private static partial Regex FromTo();

    [GeneratedRegex(@"\ban?\s+" + PerCent + @"\s+" + Direction + @"[^.%]{0,120}?\bfrom\s+(?<q>" + Number + @")\s?%[^.%]{0,40}?\bto\s+(?<c>" + Number + @")\s?%", Options, TimeoutMilliseconds)]
    private static partial Regex PointsThenFromTo();

    [GeneratedRegex(@"(?<q>" + Number + @")\s?%(?<between>[^%;]{0,40}?)\b(and|to)\s+(?<c>" + Number + @")\s?%[^%;]{0,60}?\ban? " + Direction + @" (of|in|by) " + PerCent, Options, TimeoutMilliseconds)]
    private static partial Regex FromToThenPoints();
}

/// <summary>Two counts of the same thing that a sentence states, of now and of before.</summary>
internal sealed record SaidPair(Statement Statement, int Offset, decimal Current, decimal Previous);

/// <summary>A change that a sentence states as per cent and count.</summary>
/// <param name="PerCent">Negative for a decrease.</param>
/// <param name="Count">Without sign, as printed.</param>
/// <param name="IsTied">The words say that it is the change of the count just before.</param>
internal sealed record SaidChange(Statement Statement, int Offset, PrintedNumber PerCent, decimal Count, Firmness Firmness, bool IsDownward, bool IsTied)
{
    public Claim Of(decimal current) => new(Statement.Line, PerCent, Expression.ChangePerCent(current, Previous(current)), Firmness);

    public decimal Previous(decimal current) => IsDownward ? current + Count : current - Count;
}
