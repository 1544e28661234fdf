using Geo.Core.Exports;
using Geo.Statistics.Rates;

namespace Geo.Core.Measures.Indicators;

/// <summary>A rate and its comparators as they are printed; the note of the rate explains the table.</summary>
public static class RateComparisonExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("area", ColumnKind.Text), new("from", ColumnKind.Text), new("to", ColumnKind.Text), new("count", ColumnKind.Count), new("population", ColumnKind.Count), new("rate", ColumnKind.Rate),
        new("lower_95", "Lower 95% limit", ColumnKind.Rate), new("upper_95", "Upper 95% limit", ColumnKind.Rate), new("the_rate_is", ColumnKind.Text),
    ];

    public static ExportTable Of(RateComparison comparison)
    {
        var (origin, rate) = (comparison.Origin, comparison.Rate);
        var end = origin.Period.Last.Plus(1).FirstDay.AddDays(-1);
        return new()
        {
            FileName = origin.FileName("rate"), Title = Title(comparison), Columns = Columns, Explanation = comparison.Explanation, IsDemonstration = origin.IsDemonstration,
            Rows =
            [
                new ExportRow([origin.Set.Name, $"{origin.Period.First.FirstDay:yyyy-MM-dd}", $"{end:yyyy-MM-dd}", rate.Count, Rounding.Round(rate.Population, 0),
                    Rounding.Rate(rate.Value), Rounding.Rate(rate.Limits.Lower), Rounding.Rate(rate.Limits.Upper), ExportCell.Blank]) { BearsExplanation = true },
                .. comparison.Comparators.Select(Row),
            ],
            About = origin.About($"{rate.Population:N0} people aged {origin.Measure.Denominator} in {comparison.PopulationYear}; {comparison.Indicator.Unit}", comparison.Notes),
        };
    }

    private static string Title(RateComparison comparison)
    {
        var against = comparison.Comparators.Where(comparator => comparator.Outcome != BenchmarkOutcome.NotCompared).Take(3).Select(comparator => $"{Word(comparator)} {(comparator.Outcome == BenchmarkOutcome.Similar ? "to" : "than")} {comparator.Value.Area}");
        return $"{comparison.Origin.Measure.Name}, {comparison.Origin.Period.Name}: {Rounding.Rate(comparison.Rate.Value)} {string.Join(", ", [comparison.Indicator.Unit, .. against])}";
    }

    private static ExportRow Row(Comparator comparator)
    {
        var value = comparator.Value;
        return new([value.Area, $"{value.FirstDay:yyyy-MM-dd}", $"{value.LastDay:yyyy-MM-dd}", ExportCell.Blank, ExportCell.Blank, IndicatorExport.Plain(value.Value), ExportCell.Blank, ExportCell.Blank, Word(comparator)]);
    }

    private static string Word(Comparator comparator) => comparator.Outcome.ToString().ToLowerInvariant();
}
