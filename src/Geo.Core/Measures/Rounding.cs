using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>How figures are rounded wherever they are told, so that a table, an export, an answer and a map never differ by a digit.</summary>
public static class Rounding
{
    /// <summary>What stands for a change in per cent from zero.</summary>
    public const string NotApplicable = ExportCell.NotApplicableText;

    public const int ShareDecimals = 2;
    public const int ChangeDecimals = 1;
    public const int RateDecimals = 2;

    // Far enough from a half that the double's error, at most 5e-7 of a last digit below the largest number, cannot matter.
    private const double NearHalf = 1e-6;
    private const double LargestUnits = 100_000_000;

    /// <summary>Half away from zero, as partnerships round by hand: 0.25 becomes 0.3, −0.25 becomes −0.3.</summary>
    /// <remarks>Through decimal's 15 digits where a half is near, so that 1.005, which a double holds as 1.00499…, is still a half.</remarks>
    /// <returns>A number that is held with exactly that many decimals.</returns>
    public static decimal Round(double value, int decimals)
    {
        var units = Math.Abs(value) * Power(decimals);
        var whole = Math.Floor(units);
        if (units < LargestUnits && Math.Abs(units - whole - 0.5) > NearHalf)
        {
            var rounded = (int)whole + (units - whole > 0.5 ? 1 : 0);
            return new decimal(rounded, 0, 0, value < 0 && rounded > 0, (byte)decimals);
        }

        return Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero) + new decimal(0, 0, 0, isNegative: false, (byte)decimals);
    }

    /// <summary>A share of the total, in per cent.</summary>
    public static decimal? Share(double? share) => share is { } value ? Round(value, ShareDecimals) : null;

    /// <summary>A change, in per cent.</summary>
    public static decimal? ChangePerCent(double? change) => change is { } value ? Round(value, ChangeDecimals) : null;

    /// <summary>A rate per 1,000 people.</summary>
    public static decimal? Rate(double? rate) => rate is { } value ? Round(value, RateDecimals) : null;

    private static double Power(int decimals) => decimals switch { 0 => 1, 1 => 10, 2 => 100, _ => Math.Pow(10, decimals) };
}
