using System.Globalization;
using Geo.Core.Measures;

namespace Geo.Web.Charts;

/// <summary>How a chart writes its numbers: 1,234; −5; 12.5%; +3.</summary>
/// <param name="Decimals">Decimals, halves rounded away from zero.</param>
/// <param name="Suffix">What follows the number, such as %.</param>
/// <param name="Signed">Whether a plus stands before what is above zero.</param>
public sealed record NumberStyle(int Decimals = 0, string Suffix = "", bool Signed = false)
{
    /// <summary>1,234</summary>
    public static NumberStyle Whole { get; } = new();

    /// <summary>12.5</summary>
    public static NumberStyle OneDecimal { get; } = new(1);

    /// <summary>12.5%</summary>
    public static NumberStyle PerCent { get; } = new(1, "%");

    /// <summary>+12.5%</summary>
    public static NumberStyle Change { get; } = new(1, "%", Signed: true);

    /// <summary>The number as text; N/A where there is none.</summary>
    public string Text(double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
            return Rounding.NotApplicable;
        var rounded = Rounding.Round(number, Decimals);
        var sign = rounded < 0 ? "−" : Signed && rounded > 0 ? "+" : "";
        return sign + Math.Abs(rounded).ToString("#,0." + new string('0', Decimals), CultureInfo.InvariantCulture) + Suffix;
    }

    /// <summary>The same for the ticks of a scale.</summary>
    internal NumberStyle ForTicks(ValueScale scale) => this with { Decimals = scale.Decimals };
}
