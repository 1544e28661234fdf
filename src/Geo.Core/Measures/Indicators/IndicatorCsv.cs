using System.Globalization;

namespace Geo.Core.Measures.Indicators;

/// <summary>Ready-made figures as CSV, ranked inside each period; comparators have no rank.</summary>
public static class IndicatorCsv
{
    private static readonly string[] Columns = ["rank", "area", "from", "to", "numerator", "denominator", "value", "lower_95", "upper_95", "comparator", "source", "commentary", "note"];

    public static void Write(TextWriter writer, IReadOnlyList<RankedValue> values)
    {
        using var csv = new FiguresCsv(writer, Columns);
        foreach (var (rank, value) in values)
        {
            csv.Number(rank).Text(value.Area).Text($"{value.FirstDay:yyyy-MM-dd}").Text($"{value.LastDay:yyyy-MM-dd}").Number(Plain(value.Numerator)).Number(Plain(value.Denominator))
                .Number(Plain(value.Value)).Number(Plain(value.Limits?.Lower)).Number(Plain(value.Limits?.Upper)).Text(value.IsComparator ? "yes" : "no").Text(value.Source).Text(value.Commentary)
                .Text(value.IsDemonstration ? "Demonstration data" : "").End();
        }
    }

    private static decimal? Plain(double? number) => number is { } there ? decimal.Parse(there.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) : null;
}

/// <param name="Rank">1 for the highest of its period; equal values share a rank. Null for what is only there to compare with.</param>
public sealed record RankedValue(int? Rank, IndicatorValue Value)
{
    /// <summary>Ranks values inside their periods, the latest period first.</summary>
    public static IReadOnlyList<RankedValue> Of(IEnumerable<IndicatorValue> values) =>
        [.. values.GroupBy(value => (value.FirstDay, value.LastDay)).OrderByDescending(period => period.Key.LastDay).ThenByDescending(period => period.Key.FirstDay).SelectMany(period => period
            .OrderBy(value => value.IsComparator).ThenByDescending(value => value.Value).ThenBy(value => value.Area, StringComparer.Ordinal)
            .Select(value => new RankedValue(value.IsComparator ? null : 1 + period.Count(other => !other.IsComparator && other.Value > value.Value), value)))];
}
