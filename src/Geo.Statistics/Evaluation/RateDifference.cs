using Geo.Statistics.Distributions;

namespace Geo.Statistics.Evaluation;

/// <summary>The difference between two rates.</summary>
/// <remarks>
/// c/tc − p/tp with limits ± z√(c/tc² + p/tp²). Null hypothesis: equal rates; two-sided. A normal approximation: for small counts
/// read the exact test and rate ratio of Change beside it. Source: Rothman (2012).
/// </remarks>
public static class RateDifference
{
    /// <summary>The rate of a period less that of the comparison period.</summary>
    /// <param name="previous">Count in the comparison period, 0 to 10,000,000,000.</param>
    /// <param name="previousExposure">Its exposure, from 1e-6 to 1e15.</param>
    /// <param name="current">Count in the period, 0 to 10,000,000,000.</param>
    /// <param name="currentExposure">Its exposure in the same unit.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>The difference; with both counts zero it is 0 with no width, z 0 and p 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static DifferenceEstimate Of(long previous, double previousExposure, long current, double currentExposure, double level = 0.95)
    {
        Require.Count(previous);
        Require.Count(current);
        Require.Level(level);
        RequireExposure(previousExposure, nameof(previousExposure));
        RequireExposure(currentExposure, nameof(currentExposure));
        var difference = current / currentExposure - previous / previousExposure;
        var error = Math.Sqrt(current / currentExposure / currentExposure + previous / previousExposure / previousExposure);
        var z = error == 0 ? 0 : difference / error;
        var reach = Normal.TwoSidedQuantile(level) * error;
        return new DifferenceEstimate(difference, error, z, Normal.TwoSidedTail(z), new Limits(difference - reach, difference + reach, level));
    }

    private static void RequireExposure(double exposure, string name)
    {
        if (!(exposure >= 1e-6 && exposure <= 1e15))
            throw new ArgumentOutOfRangeException(name, exposure, $"{name} must be from 1e-6 to 1e15.");
    }
}
