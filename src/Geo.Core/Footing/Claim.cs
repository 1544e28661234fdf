using Geo.Core.Measures;

namespace Geo.Core.Footing;

/// <summary>What a printed figure should equal.</summary>
/// <param name="Value">Unrounded; null where the figure has no value, as a change from zero.</param>
/// <param name="Told">The counts, for people.</param>
/// <param name="Slack">How far the value may be off because its own parts are rounded; in the figure's unit.</param>
internal sealed record Expression(FootingRule Rule, decimal? Value, string Told, decimal Slack = 0)
{
    public static Expression Share(decimal count, decimal total, string totalTold) => new(
        FootingRule.Share, total == 0 ? null : 100 * count / total, $"{PrintedNumber.Told(count)} of {PrintedNumber.Told(total)}{(totalTold.Length > 0 ? $" ({totalTold})" : "")}");

    public static Expression ChangePerCent(decimal current, decimal previous) => new(
        previous == 0 ? FootingRule.ChangeFromZero : FootingRule.ChangePerCent,
        previous == 0 ? null : 100 * (current - previous) / previous,
        $"from {PrintedNumber.Told(previous)} to {PrintedNumber.Told(current)}");

    public static Expression Difference(decimal current, decimal previous) =>
        new(FootingRule.Change, current - previous, $"{PrintedNumber.Told(current)} − {PrintedNumber.Told(previous)}");

    /// <summary>Rounded parts, as percentages are, may miss the total by half a digit each.</summary>
    public static Expression Sum(IReadOnlyList<PrintedNumber> parts) => new(
        FootingRule.Total, parts.Sum(part => part.Value),
        parts.Count <= 12 ? $"{string.Join(" + ", parts.Select(part => PrintedNumber.Told(part.Value)))}" : $"sum of {parts.Count} rows",
        parts.Where(part => part.IsPerCent).Sum(part => part.HalfDigit));
}

/// <summary>How firmly a sentence states a figure.</summary>
internal enum Firmness
{
    Exact,
    About,
    AtLeast,
    AtMost,
}

/// <summary>A printed figure and what it should equal.</summary>
internal sealed record Claim(int Line, PrintedNumber Printed, Expression Follows, Firmness Firmness = Firmness.Exact)
{
    /// <summary>Whether the figure follows.</summary>
    public bool Holds
    {
        get
        {
            if (Follows.Value is not { } value)
                return ReferenceEquals(Printed, PrintedNumber.NoPerCent);
            var off = Math.Abs(value - Printed.Value);
            return Firmness switch
            {
                Firmness.AtLeast => value >= Printed.Value - Printed.HalfDigit,
                Firmness.AtMost => value <= Printed.Value + Printed.HalfDigit,
                Firmness.About => off <= Math.Max(RoundStep(Printed) / 2, 2 * Printed.HalfDigit),
                _ => Follows.Slack > 0 ? off <= Follows.Slack + Printed.HalfDigit : Rounded(value) == Printed.Value,
            };
        }
    }

    public Finding? Check(string document)
    {
        if (Holds)
            return IsRoundedApart ? new Finding(document, Line, Severity.Remark, FootingRule.RoundedParts, Printed.Text, $"{Follows.Value}%", $"{Follows.Told}; rounding explains it: say so below the table") : null;
        var follows = Follows.Value is not { } value ? "N/A"
            : Follows.Rule == FootingRule.PercentagePoints ? $"{PrintedNumber.Told(value)} percentage points"
            : Printed.IsPerCent ? $"{Rounded(value)}%"
            : PrintedNumber.Told(value);
        var unrounded = Follows.Value is { } exact && Follows.Rule != FootingRule.PercentagePoints && Printed.IsPerCent && Rounded(exact) != exact ? $" = {Rounding.Round((double)exact, Printed.Decimals + 2)}%" : "";
        return new Finding(document, Line, Severity.Wrong, Follows.Rule, Printed.Text, follows, $"{Follows.Told}{unrounded}");
    }

    private bool IsRoundedApart => Firmness == Firmness.Exact && Follows is { Slack: > 0, Value: { } value } && Rounded(value) != Printed.Value;

    private decimal Rounded(decimal value) => Printed.IsPerCent ? Rounding.Round((double)value, Printed.Decimals) : value;

    /// <summary>"About 30%" is said of 28: a round figure stands for all that round to it.</summary>
    private static decimal RoundStep(PrintedNumber printed) =>
        printed.Decimals > 0 ? 2 * printed.HalfDigit : printed.Value % 10 == 0 ? 10 : printed.Value % 5 == 0 ? 5 : 1;
}
