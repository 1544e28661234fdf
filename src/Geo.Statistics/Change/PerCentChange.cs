namespace Geo.Statistics.Change;

/// <summary>Per cent change between two counts, as a partnership prints it.</summary>
public static class PerCentChange
{
    /// <summary>The unrounded change from <paramref name="previous"/> to <paramref name="current"/> in per cent: 100 (c − p) / p.</summary>
    /// <param name="previous">Count in the comparison period, 0 or more.</param>
    /// <param name="current">Count in the period, 0 or more.</param>
    /// <returns>The change in per cent, or <see langword="null"/> (N/A) where the previous count is zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double? Of(long previous, long current)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(previous);
        ArgumentOutOfRangeException.ThrowIfNegative(current);
        return previous == 0 ? null : 100.0 * (current - previous) / previous;
    }
}
