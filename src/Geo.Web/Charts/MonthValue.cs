using System.Globalization;
using Geo.Core;

namespace Geo.Web.Charts;

/// <summary>A month's value, and the value of the same month a year before; null where there is no data.</summary>
/// <param name="Month">The month.</param>
/// <param name="Value">Its value.</param>
/// <param name="Before">The value a year before.</param>
public sealed record MonthValue(Month Month, double? Value, double? Before = null)
{
    /// <summary>The months from the first to the last, those that were left out among them, without a value.</summary>
    /// <exception cref="ArgumentException">A month is there twice.</exception>
    public static IReadOnlyList<MonthValue> WithoutGaps(IReadOnlyList<MonthValue> months)
    {
        var known = months.ToDictionary(month => month.Month);
        if (known.Count == 0)
            return [];
        var first = known.Keys.Min();
        return [.. Enumerable.Range(0, known.Keys.Max().Number - first.Number + 1)
            .Select(i => known.TryGetValue(first.Plus(i), out var month) ? month : new MonthValue(first.Plus(i), null))];
    }

    /// <summary>April 2024</summary>
    internal static string Name(Month month) => month.FirstDay.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Apr 2024</summary>
    internal static string ShortName(Month month) => month.FirstDay.ToString("MMM yyyy", CultureInfo.InvariantCulture);
}
