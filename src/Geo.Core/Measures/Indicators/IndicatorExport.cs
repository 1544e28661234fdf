using System.Globalization;
using Geo.Core.Exports;

namespace Geo.Core.Measures.Indicators;

/// <summary>Ready-made figures as they are printed, ranked inside each period; comparators have no rank.</summary>
public static class IndicatorExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("rank", ColumnKind.Plain), new("area", ColumnKind.Text), new("from", ColumnKind.Text), new("to", ColumnKind.Text), new("numerator", ColumnKind.Number), new("denominator", ColumnKind.Number),
        new("value", ColumnKind.Number), new("lower_95", "Lower 95% limit", ColumnKind.Number), new("upper_95", "Upper 95% limit", ColumnKind.Number),
        new("comparator", ColumnKind.Text), new("source", ColumnKind.Text), new("commentary", ColumnKind.Text),
    ];

    public static ExportTable Of(Indicator indicator, IReadOnlyList<RankedValue> values, CountCube cube) => new()
    {
        FileName = $"indicator-{indicator.Slug}", Title = Title(indicator, values), Columns = Columns, Explanation = indicator.Description, IsDemonstration = values.Any(value => value.Value.IsDemonstration),
        Rows = values.Select(Row),
        About =
        [
            new("Indicator", indicator.Name), new("Definition", indicator.Description), new("Unit", indicator.Unit),
            new("As at", $"{cube.AsAt.ToString("d MMMM yyyy HH:mm", CultureInfo.InvariantCulture)} UTC, data version {cube.Version}"),
            .. values.Select(value => value.Value.Source).Where(source => source.Length > 0).Distinct(StringComparer.Ordinal).Select(source => new ExportFact("Source", source)),
            new("Caveats", "Figures as agencies supply them; comparators have no rank."),
        ],
    };

    private static string Title(Indicator indicator, IReadOnlyList<RankedValue> values) => values.FirstOrDefault(value => value.Rank == 1)?.Value is { } first
        ? $"{indicator.Name}, {first.FirstDay:yyyy-MM-dd} to {first.LastDay:yyyy-MM-dd}: highest in {first.Area}, {((ExportCell)Plain(first.Value)).ToString()}"
        : $"{indicator.Name}: no values";

    private static ExportRow Row(RankedValue ranked)
    {
        var value = ranked.Value;
        return new(
        [
            ranked.Rank, value.Area, $"{value.FirstDay:yyyy-MM-dd}", $"{value.LastDay:yyyy-MM-dd}", Plain(value.Numerator), Plain(value.Denominator),
            Plain(value.Value), Plain(value.Limits?.Lower), Plain(value.Limits?.Upper), value.IsComparator ? "yes" : "no", value.Source, value.Commentary,
        ])
        { IsDemonstration = value.IsDemonstration };
    }

    /// <summary>With the digits that it came with, and no others.</summary>
    internal static decimal? Plain(double? number) => number is { } there ? decimal.Parse(there.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) : null;
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
