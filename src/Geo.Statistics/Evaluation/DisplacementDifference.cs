using Geo.Statistics.Distributions;

namespace Geo.Statistics.Evaluation;

/// <summary>Counts of an area before and after.</summary>
/// <param name="Before">Count before, 0 or more.</param>
/// <param name="After">Count after, 0 or more.</param>
/// <param name="Size">Size of the area, or its share, that its counts are divided by; 1 where areas are alike.</param>
public readonly record struct BeforeAfter(long Before, long After, double Size = 1);

/// <summary>A weighted displacement difference.</summary>
/// <param name="Estimate">Events more (positive) or fewer (negative) than without the scheme, per unit of time and size.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Z">Estimate / standard error.</param>
/// <param name="PValue">Two-sided p-value.</param>
/// <param name="Limits">Limits of the estimate.</param>
public readonly record struct DifferenceEstimate(double Estimate, double StandardError, double Z, double PValue, Limits Limits);

/// <summary>Did the scheme work, and did it only move the problem? Weighted displacement difference and quotient.</summary>
/// <remarks>
/// WDD = (T1 − T0) − (C1 − C0) + (D1 − D0) − (DC1 − DC0), Var = the sum of all counts, each divided by the square of its time × size. Null hypothesis: the treated
/// area changed as the control did; two-sided. Counts under 5 are too few for it. Source: Wheeler and Ratcliffe (2018). ptools has a misplaced
/// bracket in the variance of the displacement control before, which matters with unequal weights. WDQ: Bowers and Johnson (2003); it has no standard error.
/// </remarks>
public static class DisplacementDifference
{
    /// <summary>With a count below this there is no result.</summary>
    public const long FewestEvents = 5;

    /// <summary>The weighted displacement difference.</summary>
    /// <param name="treated">Treated area.</param>
    /// <param name="control">Control area.</param>
    /// <param name="displacement">Area the problem might move to; <see langword="null"/> for none.</param>
    /// <param name="displacementControl">Control of that area; <see langword="null"/> for none.</param>
    /// <param name="beforeDuration">Length of the time before, greater than 0.</param>
    /// <param name="afterDuration">Length of the time after, in the same unit.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>The estimate; <see langword="null"/> where a count is under 5.</returns>
    /// <exception cref="ArgumentException">A count, size or duration is out of range, or only one of the displacement areas is given.</exception>
    public static DifferenceEstimate? Of(BeforeAfter treated, BeforeAfter control, BeforeAfter? displacement = null, BeforeAfter? displacementControl = null,
        double beforeDuration = 1, double afterDuration = 1, double level = 0.95)
    {
        RequireDuration(beforeDuration, nameof(beforeDuration));
        RequireDuration(afterDuration, nameof(afterDuration));
        Require.Level(level);
        if (displacement is null != displacementControl is null)
            throw new ArgumentException("displacementControl must be given with displacement, and not without.", nameof(displacementControl));
        double estimate = 0, variance = 0;
        var few = false;
        void Add(BeforeAfter area, int sign, string name)
        {
            few |= IsFew(area, name);
            RequireDuration(area.Size, name);
            double before = beforeDuration * area.Size, after = afterDuration * area.Size;
            estimate += sign * (area.After / after - area.Before / before);
            variance += area.After / (after * after) + area.Before / (before * before);
        }

        Add(treated, 1, nameof(treated));
        Add(control, -1, nameof(control));
        if (displacement is { } moved && displacementControl is { } movedControl)
        {
            Add(moved, 1, nameof(displacement));
            Add(movedControl, -1, nameof(displacementControl));
        }

        if (few)
            return null;
        var error = Math.Sqrt(variance);
        var z = estimate / error;
        var reach = Normal.TwoSidedQuantile(level) * error;
        return new DifferenceEstimate(estimate, error, z, Normal.TwoSidedTail(z), new Limits(estimate - reach, estimate + reach, level));
    }

    /// <summary>The weighted displacement quotient (B1/C1 − B0/C0)/(A1/C1 − A0/C0): below −1 displacement outweighs success, above 0 the buffer gained too.</summary>
    /// <param name="treated">Treated area, A.</param>
    /// <param name="buffer">Buffer around it, B.</param>
    /// <param name="control">Control area, C.</param>
    /// <returns>The quotient; <see langword="null"/> where a count is under 5 or the treated area did not change against the control.</returns>
    /// <exception cref="ArgumentException">A count is out of range.</exception>
    public static double? Quotient(BeforeAfter treated, BeforeAfter buffer, BeforeAfter control)
    {
        var few = IsFew(treated, nameof(treated)) | IsFew(buffer, nameof(buffer)) | IsFew(control, nameof(control));
        if (few)
            return null;
        var success = (double)treated.After / control.After - (double)treated.Before / control.Before;
        var moved = (double)buffer.After / control.After - (double)buffer.Before / control.Before;
        // Equal ratios can differ by rounding, and then the quotient would be noise.
        return Math.Abs(success) < 1e-12 * ((double)treated.After / control.After) ? null : moved / success;
    }

    private static bool IsFew(BeforeAfter area, string name)
    {
        Require.Count(area.Before, name);
        Require.Count(area.After, name);
        return area.Before < FewestEvents || area.After < FewestEvents;
    }

    private static void RequireDuration(double value, string name)
    {
        if (!(value >= 1e-6 && value <= 1e12))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must have a size or length from 1e-6 to 1e12.");
    }
}
