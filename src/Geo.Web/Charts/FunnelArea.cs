namespace Geo.Web.Charts;

/// <summary>How far an area is from what chance explains.</summary>
public enum FunnelStanding
{
    /// <summary>Within the limits.</summary>
    Within,

    /// <summary>Outside the 95% limits.</summary>
    Outside95,

    /// <summary>Outside the 99.8% limits.</summary>
    Outside998,
}

/// <summary>An area of a funnel plot.</summary>
/// <param name="Name">The area.</param>
/// <param name="Size">What its precision rests on: population, or expected count.</param>
/// <param name="Value">Its rate or ratio; null is N/A.</param>
/// <param name="Standing">How far it is from what chance explains.</param>
public sealed record FunnelArea(string Name, double Size, double? Value, FunnelStanding Standing = FunnelStanding.Within);

/// <summary>The limits of a funnel plot at a size.</summary>
/// <param name="Size">The size.</param>
/// <param name="Lower95">Lower 95% limit.</param>
/// <param name="Upper95">Upper 95% limit.</param>
/// <param name="Lower998">Lower 99.8% limit.</param>
/// <param name="Upper998">Upper 99.8% limit.</param>
public sealed record FunnelLimit(double Size, double Lower95, double Upper95, double Lower998, double Upper998);
