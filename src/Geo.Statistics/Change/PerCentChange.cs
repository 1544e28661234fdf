namespace Geo.Statistics.Change;

/// <summary>Per cent change between two counts, as a partnership prints it.</summary>
/// <remarks>
/// 100 (c − p)/p; from zero there is none (N/A), whatever the count became. Source: methods of the Office for National
/// Statistics; rounding as in spreadsheets (<see cref="HalfAwayFromZero"/>). Published tables show a zero base
/// as 0%, 100% or an error; here it is always <see langword="null"/>.
/// </remarks>
public static class PerCentChange
{
    /// <summary>The unrounded change from <paramref name="previous"/> to <paramref name="current"/> in per cent: 100 (c − p) / p.</summary>
    /// <param name="previous">Count in the comparison period, 0 or more.</param>
    /// <param name="current">Count in the period, 0 or more.</param>
    /// <returns>The change in per cent, or <see langword="null"/> (N/A) where the previous count is zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <example><code>PerCentChange.Of(23, 58) // 152.17…</code></example>
    public static double? Of(long previous, long current)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(previous);
        ArgumentOutOfRangeException.ThrowIfNegative(current);
        return previous == 0 ? null : 100.0 * (current - previous) / previous;
    }

    /// <summary>The change in per cent rounded half away from zero, decided in whole numbers so that no half is missed.</summary>
    /// <param name="previous">Count in the comparison period, 0 or more.</param>
    /// <param name="current">Count in the period, 0 or more.</param>
    /// <param name="decimals">Decimals, 0 to 15.</param>
    /// <returns>The rounded change, or <see langword="null"/> (N/A) where the previous count is zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or decimals is not 0 to 15.</exception>
    /// <example><code>PerCentChange.Rounded(8, 9, 0) // 13, from 12.5</code></example>
    public static decimal? Rounded(long previous, long current, int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(previous);
        ArgumentOutOfRangeException.ThrowIfNegative(current);
        Require.Between(decimals, 0, 15);
        if (previous == 0)
            return null;
        Int128 scale = 1;
        for (var i = 0; i < decimals; i++)
            scale *= 10;
        var numerator = (Int128)(current - previous) * 100 * scale;
        var magnitude = Int128.Abs(numerator);
        var whole = (2 * magnitude + previous) / (2 * (Int128)previous);
        if (whole > (Int128)decimal.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(decimals), decimals, "decimals must be fewer for a change as large as this.");
        var rounded = (decimal)whole / (decimal)scale;
        return numerator < 0 ? -rounded : rounded;
    }
}
