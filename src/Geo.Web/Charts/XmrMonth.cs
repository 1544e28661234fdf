using Geo.Core;

namespace Geo.Web.Charts;

/// <summary>What is unusual about a month of a control chart.</summary>
public enum XmrSignal
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is part of a run, a trend, or two of three near a limit.</summary>
    Pattern,

    /// <summary>It is outside the limits.</summary>
    Outside,
}

/// <summary>A month of a control chart.</summary>
/// <param name="Month">The month.</param>
/// <param name="Value">Its value; null is a gap.</param>
/// <param name="Signal">What is unusual about it.</param>
public sealed record XmrMonth(Month Month, double? Value, XmrSignal Signal = XmrSignal.None);

/// <summary>Mean and limits over a stretch of months.</summary>
/// <param name="From">Its first month.</param>
/// <param name="To">Its last month.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Lower">Lower limit, not below 0 for counts.</param>
/// <param name="Upper">Upper limit.</param>
/// <param name="Reason">Why the limits start afresh here.</param>
public sealed record XmrLimits(Month From, Month To, double Mean, double Lower, double Upper, string? Reason = null);
