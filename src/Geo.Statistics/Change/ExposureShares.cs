namespace Geo.Statistics.Change;

/// <summary>Two exposures as shares of their sum; both are kept, so that neither loses digits as the complement of the other.</summary>
internal readonly record struct ExposureShares(double Previous, double Current)
{
    internal static ExposureShares Of(double previousExposure, double currentExposure)
    {
        Require.Positive(previousExposure);
        Require.Positive(currentExposure);
        // Dividing first keeps very large exposures from overflowing.
        var ratio = previousExposure / currentExposure;
        if (!(ratio > 1e-12 && ratio < 1e12))
            throw new ArgumentOutOfRangeException(nameof(currentExposure), currentExposure, "currentExposure must be within a factor of 1e12 of previousExposure.");
        return new ExposureShares(1 / (1 + 1 / ratio), 1 / (1 + ratio));
    }
}
