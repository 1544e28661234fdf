using Geo.Statistics.Distributions;

namespace Geo.Statistics.Rates;

/// <summary>What the last five years of an indicator amount to.</summary>
public enum TrendDirection
{
    /// <summary>Fewer than five contiguous valid points.</summary>
    CannotBeCalculated,

    /// <summary>No significant change.</summary>
    NoSignificantChange,

    /// <summary>Rising.</summary>
    Increasing,

    /// <summary>Falling.</summary>
    Decreasing,
}

/// <summary>One year of an indicator.</summary>
/// <param name="Value">The value; <see langword="null"/> where it is missing, suppressed or not valid.</param>
/// <param name="Lower95">Lower 95% limit.</param>
/// <param name="Upper95">Upper 95% limit, greater than the lower.</param>
public readonly record struct TrendPoint(double? Value, double Lower95, double Upper95);

/// <summary>The recent trend and the regression it rests on.</summary>
/// <param name="Direction">The verdict.</param>
/// <param name="Slope">Change per year by weighted least squares; <see langword="null"/> where it cannot be calculated.</param>
/// <param name="ChiSquared">(slope/se)², on one degree of freedom.</param>
/// <param name="PValue">Two-sided p-value of the slope.</param>
public readonly record struct RecentTrendResult(TrendDirection Direction, double? Slope, double? ChiSquared, double? PValue);

/// <summary>Recent trend of an annual indicator, as in Fingertips.</summary>
/// <remarks>
/// The last five points, x = 1..5, s = (U95 − L95)/3.92, w = 1/s², weighted least squares. Null hypothesis: no slope; two-sided.
/// A trend only if (slope/se)² exceeds 9.5495 (p = 0.002) and the slope keeps its sign in all five leave-one-out fits.
/// Source: OHID Fingertips, TrendMarkerCalculator. Tools that fit a line to any five points call about one flat series in twenty a trend.
/// </remarks>
public static class RecentTrend
{
    /// <summary>Points needed.</summary>
    public const int Points = 5;

    /// <summary>The χ² on one degree of freedom that a slope must exceed.</summary>
    public const double CriticalChiSquared = 9.5495;

    /// <summary>The trend of the last five points.</summary>
    /// <param name="points">Points in order of time, one a year; only the last five are used.</param>
    /// <returns>The trend; "cannot be calculated" with fewer than five points or a missing one among the last five.</returns>
    /// <exception cref="ArgumentException">A value is not finite, or limits do not have a width.</exception>
    public static RecentTrendResult Of(ReadOnlySpan<TrendPoint> points)
    {
        if (points.Length < Points)
            return new RecentTrendResult(TrendDirection.CannotBeCalculated, null, null, null);
        var last = points[^Points..];
        Span<double> values = stackalloc double[Points];
        Span<double> errors = stackalloc double[Points];
        for (var i = 0; i < Points; i++)
        {
            if (last[i].Value is not { } value)
                return new RecentTrendResult(TrendDirection.CannotBeCalculated, null, null, null);
            var error = (last[i].Upper95 - last[i].Lower95) / 3.92;
            if (!(Math.Abs(value) < 1e100 && error > 1e-100 && error < 1e100))
                throw new ArgumentException(Require.Text($"points must have finite values and an upper limit above the lower; point {points.Length - Points + i} does not."), nameof(points));
            values[i] = value;
            errors[i] = error;
        }

        // The unit of the weights cancels; scaling by the least error keeps them from overflowing.
        var least = errors[0];
        foreach (var error in errors)
            least = Math.Min(least, error);
        Span<double> weights = stackalloc double[Points];
        for (var i = 0; i < Points; i++)
            weights[i] = least / errors[i] * (least / errors[i]);
        if (Slope(values, weights, -1) is not { } fit)
            return new RecentTrendResult(TrendDirection.NoSignificantChange, null, null, null);
        var score = fit.Slope / (least * fit.StandardErrorPerUnit);
        var chiSquared = score * score;
        var direction = TrendDirection.NoSignificantChange;
        if (chiSquared > CriticalChiSquared)
        {
            direction = fit.Slope > 0 ? TrendDirection.Increasing : TrendDirection.Decreasing;
            for (var left = 0; left < Points; left++)
            {
                if (Slope(values, weights, left) is not { } other || Math.Sign(other.Slope) != Math.Sign(fit.Slope))
                    direction = TrendDirection.NoSignificantChange;
            }
        }

        return new RecentTrendResult(direction, fit.Slope, chiSquared, Normal.TwoSidedTail(score));
    }

    private static LineFit? Slope(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int leftOut)
    {
        double w = 0, wx = 0, wy = 0;
        for (var i = 0; i < Points; i++)
        {
            if (i == leftOut)
                continue;
            w += weights[i];
            wx += weights[i] * (i + 1);
            wy += weights[i] * values[i];
        }

        double meanX = wx / w, meanY = wy / w, sxx = 0, sxy = 0;
        for (var i = 0; i < Points; i++)
        {
            if (i == leftOut)
                continue;
            var dx = i + 1 - meanX;
            sxx += weights[i] * dx * dx;
            sxy += weights[i] * dx * (values[i] - meanY);
        }

        // One point with nearly all the weight leaves no line to fit.
        return sxx > 1e-200 ? new LineFit(sxy / sxx, 1 / Math.Sqrt(sxx)) : null;
    }

    private readonly record struct LineFit(double Slope, double StandardErrorPerUnit);
}
