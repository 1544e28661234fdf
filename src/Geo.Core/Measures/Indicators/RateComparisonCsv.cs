using System.Globalization;

namespace Geo.Core.Measures.Indicators;

/// <summary>A rate and its comparators as CSV; the note of the rate explains the table.</summary>
public static class RateComparisonCsv
{
    private static readonly string[] Columns = ["area", "from", "to", "count", "population", "rate", "lower_95", "upper_95", "the_rate_is", "note"];

    public static void Write(TextWriter writer, RateComparison comparison)
    {
        using var csv = new FiguresCsv(writer, Columns);
        var (rate, period) = (comparison.Rate, comparison.Origin.Period);
        csv.Text(comparison.Origin.Set.Name).Text($"{period.First.FirstDay:yyyy-MM-dd}").Text($"{period.Last.Plus(1).FirstDay.AddDays(-1):yyyy-MM-dd}").Number(rate.Count).Number(Rounding.Round(rate.Population, 0))
            .Number(Rounding.Rate(rate.Value)).Number(Rounding.Rate(rate.Limits.Lower)).Number(Rounding.Rate(rate.Limits.Upper)).Text("").Text(comparison.Explanation).End();
        foreach (var (value, outcome) in comparison.Comparators)
        {
            csv.Text(value.Area).Text($"{value.FirstDay:yyyy-MM-dd}").Text($"{value.LastDay:yyyy-MM-dd}").Text("").Text("").Text(value.Value.ToString(CultureInfo.InvariantCulture)).Text("").Text("")
                .Text(outcome.ToString().ToLowerInvariant()).Text(FiguresCsv.Note(comparison.Origin)).End();
        }
    }
}
