using System.Globalization;

namespace Geo.Statistics.Change;

/// <summary>What a change between two counts amounts to, in words.</summary>
/// <param name="Previous">Count in the comparison period.</param>
/// <param name="Current">Count in the period.</param>
/// <param name="Difference">Current − previous.</param>
/// <param name="PerCent">Unrounded per cent change; <see langword="null"/> (N/A) from zero.</param>
/// <param name="PValue">The p-value the verdict rests on.</param>
/// <param name="IsSignal">Whether chance is an unlikely explanation.</param>
/// <param name="Text">A phrase for a page, such as "a fall of 73; within what chance explains".</param>
public sealed record ChangeVerdict(long Previous, long Current, long Difference, double? PerCent, double PValue, bool IsSignal, string Text)
{
    /// <summary>The verdict on two counts by the exact conditional test.</summary>
    /// <param name="previous">Count in the comparison period, 0 to 10,000,000,000.</param>
    /// <param name="current">Count in the period, 0 to 10,000,000,000.</param>
    /// <param name="previousExposure">Exposure of the comparison period, greater than 0.</param>
    /// <param name="currentExposure">Exposure of the period in the same unit, greater than 0.</param>
    /// <param name="significance">A p-value below this is a signal; more than 0 and less than 1.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <example><code>ChangeVerdict.Of(1200, 1127).Text // "a fall of 73; within what chance explains"</code></example>
    public static ChangeVerdict Of(long previous, long current, double previousExposure = 1, double currentExposure = 1, double significance = 0.05) =>
        From(previous, current, TwoCountTest.Exact(previous, current, previousExposure, currentExposure).PValue, significance);

    /// <summary>The verdict on two counts by a p-value found elsewhere, such as one adjusted over a table by <see cref="FalseDiscovery"/>.</summary>
    /// <param name="previous">Count in the comparison period, 0 to 10,000,000,000.</param>
    /// <param name="current">Count in the period, 0 to 10,000,000,000.</param>
    /// <param name="pValue">A p-value from 0 to 1.</param>
    /// <param name="significance">A p-value below this is a signal; more than 0 and less than 1.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static ChangeVerdict From(long previous, long current, double pValue, double significance = 0.05)
    {
        Require.Count(previous);
        Require.Count(current);
        Require.Probability(pValue);
        Require.Level(significance);
        var difference = current - previous;
        var signal = pValue < significance;
        return new ChangeVerdict(previous, current, difference, PerCentChange.Of(previous, current), pValue, signal, Describe(difference, signal));
    }

    private static string Describe(long difference, bool signal)
    {
        // Unequal exposures can make equal counts a signal.
        var explanation = signal ? "more than chance explains" : "within what chance explains";
        if (difference == 0)
            return signal ? "no change in number; not what equal rates would give" : "no change";
        var size = Math.Abs(difference).ToString("#,0", CultureInfo.InvariantCulture);
        return (difference < 0 ? "a fall of " : "a rise of ") + size + "; " + explanation;
    }
}
