namespace Geo.Web.Charts;

/// <summary>A bar.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Value">Its value; null is N/A.</param>
/// <param name="Comparison">The value it is held against, a tick across the bar.</param>
/// <param name="Highlight">Whether it stands out from the others.</param>
public sealed record Bar(string Label, double? Value, double? Comparison = null, bool Highlight = false);

/// <summary>A change of an area.</summary>
/// <param name="Label">The area.</param>
/// <param name="Value">The change; null is N/A, as from zero.</param>
/// <param name="WithinChance">Whether chance explains it.</param>
public sealed record Change(string Label, double? Value, bool WithinChance = false);

/// <summary>A bar of several parts.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Parts">Its parts, one for each series, 0 or more; null is N/A.</param>
public sealed record Stack(string Label, IReadOnlyList<double?> Parts);

/// <summary>An age band of a pyramid.</summary>
/// <param name="Label">The band: "10–17".</param>
/// <param name="Left">The number at the left.</param>
/// <param name="Right">The number at the right.</param>
public sealed record AgeBand(string Label, double? Left, double? Right);

/// <summary>A value with its interval.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Value">The value; null where only the interval is told, or nothing.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record Dot(string Label, double? Value, double? Low = null, double? High = null);

/// <summary>Two values of one thing.</summary>
/// <param name="Label">The thing.</param>
/// <param name="From">Its value in the first period.</param>
/// <param name="To">Its value in the second period.</param>
/// <param name="Highlight">Whether it stands out from the others.</param>
public sealed record Slope(string Label, double? From, double? To, bool Highlight = false);
