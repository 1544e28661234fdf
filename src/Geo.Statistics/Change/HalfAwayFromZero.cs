namespace Geo.Statistics.Change;

/// <summary>Rounding as a spreadsheet does it: halves go away from zero.</summary>
/// <remarks>
/// 2.675 is held as 2.67499999999999982…; a spreadsheet shows 2.68 because it rounds the 15 digits that it shows.
/// <see cref="Round"/> does the same. Round once, when printing, from unrounded values.
/// R, Python and .NET round halves to even unless told otherwise: 0.5 becomes 0 there and 1 here.
/// </remarks>
public static class HalfAwayFromZero
{
    /// <summary>Rounds a number to a number of decimals.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="decimals">Decimals, 0 to 15.</param>
    /// <returns>The rounded number; numbers too large to have decimals are returned as they are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite, or decimals is not 0 to 15.</exception>
    /// <example><code>HalfAwayFromZero.Round(-12.5, 0) // -13</code></example>
    public static double Round(double value, int decimals)
    {
        Require.Finite(value);
        Require.Between(decimals, 0, 15);
        // From 2^53 on doubles are whole numbers; below, the conversion to decimal keeps 15 significant digits.
        if (Math.Abs(value) >= 9_007_199_254_740_992)
            return value;
        return (double)Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero);
    }
}
