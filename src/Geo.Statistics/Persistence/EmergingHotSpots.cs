namespace Geo.Statistics.Persistence;

/// <summary>The patterns of emerging hot spot analysis.</summary>
public enum EmergingPattern
{
    /// <summary>No pattern.</summary>
    None,

    /// <summary>Only the last period.</summary>
    New,

    /// <summary>An unbroken final run of at least two periods, never before, under 90% of the periods.</summary>
    Consecutive,

    /// <summary>At least 90% of the periods, the last included, and getting stronger.</summary>
    Intensifying,

    /// <summary>At least 90% of the periods, with no trend.</summary>
    Persistent,

    /// <summary>At least 90% of the periods, the last included, and getting weaker.</summary>
    Diminishing,

    /// <summary>The last period, on and off before, never the opposite, under 90%.</summary>
    Sporadic,

    /// <summary>The last period, the opposite at some time before, under 90%.</summary>
    Oscillating,

    /// <summary>At least 90% of the periods, but not the last.</summary>
    Historical,
}

/// <summary>The pattern of a cell.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="IsHot">Whether it is about hot periods; otherwise cold ones. <see langword="null"/> for none.</param>
/// <param name="Trend">Mann and Kendall's test of the scores; <see langword="null"/> with fewer than 2.</param>
public readonly record struct EmergingResult(EmergingPattern Pattern, bool? IsHot, TrendTest? Trend);

/// <summary>Emerging hot spot analysis.</summary>
/// <remarks>
/// The patterns are tried in the order of <see cref="EmergingPattern"/>, for hot and then for cold periods; the trend is Mann and Kendall's on the
/// Gi* scores, two-sided. Source: ArcGIS Pro, "How Emerging Hot Spot Analysis works". sfdep calls places sporadic that are not hot in the last period,
/// and intensifying whichever way the trend goes.
/// </remarks>
public static class EmergingHotSpots
{
    /// <summary>The pattern of a cell.</summary>
    /// <param name="scores">Gi* score in each period in order of time, finite, at most 10,000.</param>
    /// <param name="states">State in each period; <see cref="PeriodState.Empty"/> counts as neither.</param>
    /// <param name="significance">A trend with a p-value below this counts, more than 0 and less than 1.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is not finite, a state is unknown, or there are none.</exception>
    public static EmergingResult Of(ReadOnlySpan<double> scores, ReadOnlySpan<PeriodState> states, double significance = 0.05)
    {
        Require.AllFinite(scores);
        Require.SameLength(states.Length, scores.Length, nameof(states), nameof(scores));
        Require.Level(significance);
        HotSpotHistory.RequireKnown(states);
        if (scores.Length is 0 or > 10_000)
            throw new ArgumentException("scores must hold from 1 to 10,000 numbers.", nameof(scores));
        TrendTest? trend = scores.Length < 2 ? null : MannKendall.Of(scores);
        var direction = trend is { } test && test.PValue < significance ? Math.Sign(test.Z) : 0;
        var hot = PatternOf(states, PeriodState.Hot, PeriodState.Cold, direction);
        if (hot != EmergingPattern.None)
            return new EmergingResult(hot, true, trend);
        // For cold spots a falling score is a strengthening one.
        var cold = PatternOf(states, PeriodState.Cold, PeriodState.Hot, -direction);
        return new EmergingResult(cold, cold == EmergingPattern.None ? null : false, trend);
    }

    private static EmergingPattern PatternOf(ReadOnlySpan<PeriodState> states, PeriodState wanted, PeriodState opposite, int strengthening)
    {
        int there = 0, opposed = 0, run = 0;
        foreach (var state in states)
        {
            there += state == wanted ? 1 : 0;
            opposed += state == opposite ? 1 : 0;
            run = state == wanted ? run + 1 : 0;
        }

        var last = run > 0;
        var nearlyAlways = 10 * there >= 9 * states.Length;
        if (there == 1 && last)
            return EmergingPattern.New;
        if (run >= 2 && run == there && !nearlyAlways)
            return EmergingPattern.Consecutive;
        if (nearlyAlways)
        {
            if (strengthening == 0)
                return EmergingPattern.Persistent;
            if (!last)
                return EmergingPattern.Historical;
            return strengthening > 0 ? EmergingPattern.Intensifying : EmergingPattern.Diminishing;
        }

        if (!last)
            return EmergingPattern.None;
        return opposed == 0 ? EmergingPattern.Sporadic : EmergingPattern.Oscillating;
    }
}
