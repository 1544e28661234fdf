namespace Geo.Core.Measures;

/// <summary>How figures are rounded wherever they are printed, so that a table, an export and a map never differ by a digit.</summary>
public static class Rounding
{
    public const int ShareDecimals = 2;
    public const int ChangeDecimals = 1;
    public const int RateDecimals = 2;

    /// <summary>Half away from zero, as partnerships round by hand: 0.25 becomes 0.3, −0.25 becomes −0.3.</summary>
    /// <remarks>Through decimal's 15 digits, so that 1.005, which a double holds as 1.00499…, is still a half.</remarks>
    public static decimal Round(double value, int decimals) => Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero) + 0m;
}
