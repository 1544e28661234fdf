using System.Globalization;
using System.Text.RegularExpressions;

namespace Geo.Core.Footing;

internal enum PrintedUnit
{
    Count,
    Money,
    PerCent,
}

/// <summary>A figure as a document prints it.</summary>
/// <param name="Value">The number; a per cent as 12.5, money in pounds.</param>
/// <param name="Decimals">How many decimals are printed: what the figure claims to be exact to.</param>
/// <param name="Text">The figure to the letter, for messages.</param>
internal sealed partial record PrintedNumber(decimal Value, int Decimals, PrintedUnit Unit, string Text)
{
    /// <summary>What is printed for a per cent that has no value.</summary>
    public static PrintedNumber NoPerCent { get; } = new(0, 0, PrintedUnit.PerCent, "N/A");

    /// <summary>Half of the last printed digit: how far the figure may lie from what it rounds.</summary>
    public decimal HalfDigit => 0.5m / Power(Decimals);

    public bool IsPerCent => Unit == PrintedUnit.PerCent;

    /// <summary>Reads a whole cell: <c>1,459</c>, <c>£12,345.67</c>, <c>−12.5%</c>, <c>0% (0.4%)</c>; null where the cell is no single figure.</summary>
    public static PrintedNumber? Read(string cell)
    {
        var match = Cell().Match(cell);
        return match.Success && cell.Length > 0 ? Of(match, cell) : null;
    }

    /// <summary>Reads a number that a sentence's pattern has found, with the unit the pattern knows.</summary>
    public static PrintedNumber Of(string number, PrintedUnit unit, string text)
    {
        var digits = new string([.. number.Where(letter => char.IsAsciiDigit(letter) || letter is '.')]);
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var value = decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) ? read : 0;
        return new PrintedNumber(number[0] is '-' or '−' or '–' ? -value : value, point < 0 ? 0 : digits.Length - point - 1, unit, text.Trim());
    }

    public static bool IsNotApplicable(string cell) => NotApplicable().IsMatch(cell);

    /// <summary>A number as people write it in a British report: <c>12,345</c>, <c>12,345.67</c>.</summary>
    public static string Told(decimal value) => value.ToString(value == decimal.Truncate(value) ? "#,0" : "#,0.00##", CultureInfo.InvariantCulture);

    private static PrintedNumber Of(Match match, string cell)
    {
        var unit = match.Groups["percent"].Success ? PrintedUnit.PerCent : match.Groups["money"].Success ? PrintedUnit.Money : PrintedUnit.Count;
        return Of(match.Groups["sign"].Value + match.Groups["number"].Value, unit, cell);
    }

    private static decimal Power(int decimals)
    {
        var power = 1m;
        for (var i = 0; i < decimals; i++)
            power *= 10;
        return power;
    }

    // A remark in brackets after the figure is not part of it; reports pasted from PDF break a number after its comma.
    [GeneratedRegex(@"^(?<sign>[-+−–])?\s?(?<money>£)?\s?(?<number>\d{1,3}(,\s?\d{3})+(\.\d{1,6})?|\d{0,12}\.\d{1,6}|\d{1,15})\s?(?<percent>%|per cent)?(\s*\([^)]*\))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cell();

    [GeneratedRegex(@"^(n/?a|not applicable|[-–—*.]|\.\.)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotApplicable();
}
