using System.Globalization;

namespace Geo.Core.Intake;

/// <summary>How often a source is renewed, and when it is late.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="LateAfterDays">Days after the end of a period in which its records may still be on their way.</param>
public sealed record Rhythm(string Name, int LateAfterDays)
{
    private const int MostDays = 400;

    /// <summary>data.police.uk publishes a month about two months after its end.</summary>
    public static readonly Rhythm StreetLevel = new("monthly", 90);

    public static readonly IReadOnlyList<string> Names = ["monthly", "quarterly", "yearly"];

    /// <summary>The first day on which a source whose records end with a month is late with the period after it.</summary>
    public DateOnly LateFrom(Month last) => last.Plus(1 + (Name switch { "monthly" => 1, "quarterly" => 3, _ => 12 })).FirstDay.AddDays(LateAfterDays);

    public override string ToString() => $"{Name}, late after {LateAfterDays} days";

    /// <summary>Reads <c>45 days</c>.</summary>
    internal static int? Days(string lateAfter) =>
        lateAfter.Split(' ') is [var number, "days"] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays ? days : null;
}
