using System.Text.RegularExpressions;
using static Geo.Core.Footing.SentenceWords;

namespace Geo.Core.Footing;

/// <summary>What the shares that sentences state should equal.</summary>
/// <remarks>
/// Of what a share is one is often not said beside it. It follows if it is the share of any total that is spoken of around it or in a
/// table there, or, where the sentence says "of these", of the count said last; if of none, it is held against the count that was said last before it, and where there is none, nothing is claimed.
/// </remarks>
internal static partial class ShareClaims
{
    public static IEnumerable<Claim> Of(Statement statement, Candidates candidates, Document document)
    {
        foreach (var share in Shares(statement))
        {
            var claims = Bases(statement, share, candidates).Select(total => share.Of(statement.Line, total.Value, total.Told)).ToList();
            if ((claims.Find(claim => claim.Holds) ?? Failing(statement, share, claims, candidates, document)) is { } claim)
                yield return claim;
        }
    }

    private static IEnumerable<Candidate> Bases(Statement statement, SaidShare share, Candidates candidates)
    {
        if (share.Total is { } total)
            return [new Candidate(statement.Line, total, "", IsSaid: true)];
        if (share.IsOfThese && candidates.LastLarger(statement, share.Offset, share.Count) is { } these)
            return [these];
        return candidates.Around(statement).Where(other => other.Value >= share.Count && !share.IsSelf(statement, other));
    }

    private static Claim? Failing(Statement statement, SaidShare share, List<Claim> claims, Candidates candidates, Document document)
    {
        if (share.Total is not null || share.IsOfThese)
            return claims.FirstOrDefault();
        return OfNotStated(statement, share, document)
            ?? (candidates.LastLarger(statement, share.Offset, share.Count) is { } last ? share.Of(statement.Line, last.Value, last.Told) : null);
    }

    private static IEnumerable<SaidShare> Shares(Statement statement)
    {
        var taken = new List<Match>();
        var counts = Mentions.In(statement);
        foreach (var pattern in new[] { OfWhich(), OfTarget(), CountOfTotal(), PerCentThenN(), CountThenPerCent(), CountOrPerCent(), Fraction() })
        {
            foreach (Match match in pattern.Matches(statement.Text))
            {
                if (IsChange(match) || !counts.Any(count => count.Has(match.Groups["n"].Index)) || taken.Exists(other => match.Groups["p"].Index is var at && at >= other.Index && at < other.Index + other.Length))
                    continue;
                taken.Add(match);
                yield return SaidShare.Of(match);
            }
        }

        foreach (Match match in OfTheTotal().Matches(statement.Text))
        {
            if (counts.LastOrDefault(said => said.Offset < match.Index) is { } subject && !IsChange(match))
                yield return new SaidShare(subject.Value, subject.Offset, PerCentOf(match), subject.IsAbout ? Firmness.About : FirmnessOf(match), null);
        }
    }

    /// <summary>"20% (n = 25) had no age stated", beside a table by age: those without are not in the table, so the total is both together.</summary>
    private static Claim? OfNotStated(Statement statement, SaidShare share, Document document)
    {
        if (!NotStated().IsMatch(statement.Text))
            return null;
        var nearest = document.Tables.Where(table => Math.Min(Math.Abs(table.FirstLine - statement.Line), Math.Abs(table.LastLine - statement.Line)) <= 10)
            .MinBy(table => Math.Min(Math.Abs(table.FirstLine - statement.Line), Math.Abs(table.LastLine - statement.Line)));
        if (nearest?.Rows.LastOrDefault(row => row.IsTotal) is not { } total)
            return null;
        var shape = new TableShape(nearest);
        return shape.Counts.Count > 0 && shape.Figure(total, shape.Counts[^1]) is { } stated
            ? share.Of(statement.Line, stated.Value + share.Count, $"{PrintedNumber.Told(stated.Value)} in the table's total, line {total.Line}, and {PrintedNumber.Told(share.Count)} not stated")
            : null;
    }

    // "45 offences, an increase of 5%" and "45 (-5%)" are changes.
    private static bool IsChange(Match match) =>
        match.Groups["p"].Value is ['-' or '+' or '−', ..] || ChangeNoun().IsMatch(match.Value) || ChangeWord().IsMatch(Following(match)) || ChangedBy().IsMatch(match.Result("$`"));

    private static string Following(Match match) => Next().Match(match.Result("$'")).Value;

    private sealed record SaidShare(decimal Count, int Offset, PrintedNumber Printed, Firmness Firmness, decimal? Total, bool IsOfThese = false)
    {
        public static SaidShare Of(Match match)
        {
            var total = match.Groups["b"] is { Success: true } whole ? CountOf(whole) : (decimal?)null;
            var about = match.Groups["about"].Success ? Firmness.About : FirmnessOf(match);
            return match.Groups["fraction"] is { Success: true } fraction
                ? new SaidShare(CountOf(match.Groups["n"]), match.Groups["n"].Index, FractionOf(fraction.Value), about, total, OfThese().IsMatch(match.Result("$'")))
                : new SaidShare(CountOf(match.Groups["n"]), match.Groups["n"].Index, PerCentOf(match), about, total, OfThese().IsMatch(match.Result("$'")));
        }

        public Claim Of(int line, decimal total, string told) => new(line, Printed, Expression.Share(Count, total, told), Firmness);

        public bool IsSelf(Statement statement, Candidate other) => other.IsSaid && other.Line == statement.Line && other.Offset <= Offset && Offset - other.Offset < 3;

        /// <summary>A fraction in words is held to whole per cents.</summary>
        private static PrintedNumber FractionOf(string words)
        {
            var value = words.ToLowerInvariant() switch { "a quarter" or "one quarter" => 25, "a third" or "one third" => 33, "half" => 50, "two thirds" or "two-thirds" => 67, _ => 75 };
            return new PrintedNumber(value, 0, PrintedUnit.PerCent, words);
        }
    }

    [GeneratedRegex(PerCent + @"[^.%\d]{0,60}?,?\s*\(?" + N, Options, TimeoutMilliseconds)]
    private static partial Regex PerCentThenN();

    [GeneratedRegex(@"(?<![\w.,/£-])(?<n>" + Number + @")\s*([a-z][^.%\d();:]{0,80})?\(\s*" + PerCent + @"\s*\)", Options, TimeoutMilliseconds)]
    private static partial Regex CountThenPerCent();

    [GeneratedRegex(@"(?<![\w.,/£-])(?<n>" + Number + @")\s[^.%;]{0,40}?\b(or|equating (to|with)|accounting for|representing|equivalent to)\s+" + PerCent, Options, TimeoutMilliseconds)]
    private static partial Regex CountOrPerCent();

    [GeneratedRegex(@"(?<![\w.,/£-])(?<b>" + Number + @")\s[^.%]{0,40}?\bof which\s+(?<n>" + Number + @")[^.%]{0,60}?\b(which is|or)\s[^.%\d]{0,20}?" + PerCent, Options, TimeoutMilliseconds)]
    private static partial Regex OfWhich();

    [GeneratedRegex(@"\btarget of (?<b>" + Number + @")[^.%\d]{0,80}?(?<n>" + Number + @")[^.%\d]{0,60}?" + PerCent + @"[^.%\d]{0,30}\btarget\b", Options, TimeoutMilliseconds)]
    private static partial Regex OfTarget();

    [GeneratedRegex(@"(?<![\w.,/£-])(?<n>" + Number + @")\s(out )?of (the )?(?<b>" + Number + @")[^.%\d]{0,60}?\(\s*" + PerCent + @"\s*\)", Options, TimeoutMilliseconds)]
    private static partial Regex CountOfTotal();

    [GeneratedRegex(@"\b(this|which) (is|was|represents|equates to) " + PerCent + @" of (the|all)\b", Options, TimeoutMilliseconds)]
    private static partial Regex OfTheTotal();

    [GeneratedRegex(@"(?<firm>(about|around|approximately|roughly|over|more than|at least|under|less than|nearly|almost|just over|just under) )?(?<p>\b(?<fraction>a quarter|one quarter|a third|one third|half|two[ -]thirds|three[ -]quarters))\s\((n\s?=\s?)?(?<n>" + Number + @")[^.%\d)]{0,30}\)", Options, TimeoutMilliseconds)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\bno \w+( \w+)? (was |were )?(stated|recorded|given|known)|\b(not|un)[ -]?(stated|recorded|known)\b", Options, TimeoutMilliseconds)]
    private static partial Regex NotStated();

    [GeneratedRegex(@"\b(" + Up + "|" + Down + @")\b", Options, TimeoutMilliseconds)]
    private static partial Regex ChangeWord();

    // Not "up" and "more", which also go with shares: "of which 12 signed up".
    [GeneratedRegex(@"\b(increase|decrease|reduction|rise|growth|fall|decline|drop)(s|d|ed)?\b", Options, TimeoutMilliseconds)]
    private static partial Regex ChangeNoun();

    [GeneratedRegex(@"\b(" + Up + "|" + Down + @")\s+(by|of|in)\s+$", Options, TimeoutMilliseconds)]
    private static partial Regex ChangedBy();

    [GeneratedRegex(@"^\)? of (these|those|them)\b", Options, TimeoutMilliseconds)]
    private static partial Regex OfThese();

    [GeneratedRegex(@"^\)?\s*\w+", Options, TimeoutMilliseconds)]
    private static partial Regex Next();
}
