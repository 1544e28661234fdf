namespace Geo.Statistics.Persistence;

/// <summary>What a cell was in one period.</summary>
public enum PeriodState
{
    /// <summary>The period has no result (nothing happened anywhere, or it is missing); it does not count.</summary>
    Empty,

    /// <summary>Neither hot nor cold.</summary>
    Neither,

    /// <summary>Hot: p below 0.05 and z above 0.</summary>
    Hot,

    /// <summary>Cold: p below 0.05 and z below 0.</summary>
    Cold,
}

/// <summary>How a cell has been hot, or cold, over time.</summary>
public enum HistoryKind
{
    /// <summary>No pattern.</summary>
    None,

    /// <summary>Nearly always: at least 80% of the periods.</summary>
    Persistent,

    /// <summary>Not before (under 10% of the older periods), but lately (at least 10% of the recent ones).</summary>
    Emerging,

    /// <summary>Before (at least 10% of the older periods), but not lately (under 10% of the recent ones).</summary>
    Former,

    /// <summary>On and off: at least 10% of the periods.</summary>
    Intermittent,

    /// <summary>Both hot and cold patterns.</summary>
    Mixed,
}

/// <summary>The history of a cell.</summary>
/// <param name="Hot">Pattern of hot periods.</param>
/// <param name="Cold">Pattern of cold periods.</param>
/// <param name="Kind">The one that is there, or mixed.</param>
/// <param name="IsHot">Whether <paramref name="Kind"/> is about hot periods; <see langword="null"/> for none and mixed.</param>
public readonly record struct HistoryResult(HistoryKind Hot, HistoryKind Cold, HistoryKind Kind, bool? IsHot);

/// <summary>Hot spots through time.</summary>
/// <remarks>
/// P periods, of which the last R = max(1, floor(0.2 P)) are recent. In this order: persistent, all ≥ 0.8; emerging, older &lt; 0.1 and recent ≥ 0.1;
/// former, older ≥ 0.1 and recent &lt; 0.1; intermittent, all ≥ 0.1. Empty periods leave the denominators. Use at least 10 periods.
/// Source: what sfhotspot's documentation says; its code disagrees with it on "recent" and "emerging".
/// </remarks>
public static class HotSpotHistory
{
    /// <summary>Share of periods that makes a cell a hot spot at all.</summary>
    public const double HotSpotShare = 0.1;

    /// <summary>Share of periods that makes it persistent.</summary>
    public const double PersistentShare = 0.8;

    /// <summary>Share of periods that are recent.</summary>
    public const double RecentShare = 0.2;

    /// <summary>The state of a period from its score.</summary>
    /// <param name="z">Score, or <see langword="null"/> where there is no result.</param>
    /// <param name="pValue">Its p-value, or <see langword="null"/>.</param>
    /// <param name="significance">A p-value below this counts, more than 0 and less than 1.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The significance is out of range.</exception>
    public static PeriodState StateOf(double? z, double? pValue, double significance = 0.05)
    {
        Require.Level(significance);
        if (z is not { } score || pValue is not { } p || double.IsNaN(score) || double.IsNaN(p))
            return PeriodState.Empty;
        return p >= significance || score == 0 ? PeriodState.Neither : score > 0 ? PeriodState.Hot : PeriodState.Cold;
    }

    /// <summary>The history of a cell.</summary>
    /// <param name="states">State in each period, in order of time.</param>
    /// <returns>The history; none for no periods.</returns>
    /// <exception cref="ArgumentException">A state is unknown.</exception>
    public static HistoryResult Of(ReadOnlySpan<PeriodState> states)
    {
        RequireKnown(states);
        var hot = KindOf(states, PeriodState.Hot);
        var cold = KindOf(states, PeriodState.Cold);
        if (hot != HistoryKind.None && cold != HistoryKind.None)
            return new HistoryResult(hot, cold, HistoryKind.Mixed, null);
        if (hot != HistoryKind.None)
            return new HistoryResult(hot, cold, hot, true);
        return new HistoryResult(hot, cold, cold, cold == HistoryKind.None ? null : false);
    }

    internal static void RequireKnown(ReadOnlySpan<PeriodState> states)
    {
        foreach (var state in states)
        {
            if (!Enum.IsDefined(state))
                throw new ArgumentException("states must be Empty, Neither, Hot or Cold.", nameof(states));
        }
    }

    private static HistoryKind KindOf(ReadOnlySpan<PeriodState> states, PeriodState wanted)
    {
        // In whole fifths, so that 0.2 × 15 is 3 and not a hair more or less.
        var recentCount = Math.Max(1, states.Length / 5);
        var split = Math.Max(0, states.Length - recentCount);
        var all = Share(states, wanted);
        var older = Share(states[..split], wanted);
        var recent = Share(states[split..], wanted);
        if (all >= PersistentShare)
            return HistoryKind.Persistent;
        if (older < HotSpotShare && recent >= HotSpotShare)
            return HistoryKind.Emerging;
        if (older >= HotSpotShare && recent < HotSpotShare)
            return HistoryKind.Former;
        return all >= HotSpotShare ? HistoryKind.Intermittent : HistoryKind.None;
    }

    private static double Share(ReadOnlySpan<PeriodState> states, PeriodState wanted)
    {
        int there = 0, counted = 0;
        foreach (var state in states)
        {
            counted += state == PeriodState.Empty ? 0 : 1;
            there += state == wanted ? 1 : 0;
        }

        return counted == 0 ? 0 : (double)there / counted;
    }
}
