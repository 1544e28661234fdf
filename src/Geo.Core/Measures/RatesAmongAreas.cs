using Geo.Core.Exports;
using Geo.Statistics;
using Geo.Statistics.Control;
using Geo.Statistics.Ranks;

namespace Geo.Core.Measures;

/// <summary>An area's rate among the others.</summary>
/// <param name="Rate">Per 1,000 people over the period, as the limits.</param>
/// <param name="Limits95">What chance and the usual differences between areas explain for a population of its size, 95 times in 100.</param>
/// <param name="Limits998">The same 998 times in 1,000.</param>
public sealed record RateAmongAreas(CubeArea Area, long Count, double People, double Rate, Limits Limits95, Limits Limits998)
{
    /// <summary>How far it is from the others: 0 within the limits, 1 outside those of 95%, 2 outside those of 99.8%.</summary>
    public int Standing => IsOutside(Limits998) ? 2 : IsOutside(Limits95) ? 1 : 0;

    public bool IsHigh => Rate > Limits95.Upper;

    private bool IsOutside(Limits limits) => Rate > limits.Upper || Rate < limits.Lower;
}

/// <summary>Rates of areas against all of them together: which differ by more than their size explains, and which ranks are sure.</summary>
public sealed record RatesAmongAreas
{
    private const int Steps = 60;
    private const ulong Seed = 1;
    private IReadOnlyDictionary<string, RankInterval>? _places;

    public required Origin Origin { get; init; }

    /// <summary>The highest rate first.</summary>
    public required IReadOnlyList<RateAmongAreas> Rows { get; init; }

    /// <summary>The rank of each area by rate, by its code, with those that chance allows; worked out when first asked for, from 2,000 repeats of the period.</summary>
    public IReadOnlyDictionary<string, RankInterval> Places => _places ??= Ranked([.. Rows.OrderBy(row => row.Area.Code, StringComparer.Ordinal)]);

    /// <summary>The rate of all areas together.</summary>
    public required double Overall { get; init; }

    public required int PopulationYear { get; init; }

    /// <summary>How much more areas differ than chance: the limits are wider by it.</summary>
    public required Overdispersion Overdispersion { get; init; }

    /// <summary>What a count is multiplied by to be a rate.</summary>
    private const double Per = 1000;

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        $"Rates per 1,000 people over the period, population of {PopulationYear}; records without a location are in none. People who come for a visit are counted where they are, not where they live, so that centres of towns stand high.",
        $"Boundaries: {Origin.Set.Name}.",
        $"The limits hold what chance and the usual differences between areas explain (variance between areas {Rounding.Round(Overdispersion.TauSquared, 3)}); of {Rows.Count:N0} areas about {Rounding.Round(Rows.Count * 0.05, 0)} lie outside those of 95% by chance.",
    ];

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static RatesAmongAreas Ask(CountCube cube, MeasureQuestion question)
    {
        question = question with { Compare = null, Area = null };
        var asked = question.In(cube, question.FindMeasureOfRecords());
        var (measure, set, period) = (asked.Measure, asked.Set, asked.Period);
        if (LeagueTable.ChooseYear(set, period) is not { } year)
            throw new QuestionException(QuestionFault.Incomplete, "areas", $"{set.Set.Name} has no population, so that there are no rates; geo areas population brings it in.", []);
        var counts = new long[set.Buckets];
        set.Count(measure, period.First, period.Last, counts);
        counts = counts[..set.Areas.Count];
        var people = set.Areas.Select(area => area.People[year]).ToArray();
        var overall = counts.Sum() / people.Sum();
        if (counts.Length < 2 || overall == 0 || people.Any(area => area <= 0))
            throw new QuestionException(QuestionFault.Incomplete, "measure", $"{measure.Name} in {period.Name} cannot be compared: there are no records, or areas without people.", []);
        var spread = Funnel.MeasureOverdispersion(counts, [.. people.Select(area => area * overall)]);
        Limits At(double population, double level) => LimitsAt(population, overall, spread, level);
        return new RatesAmongAreas
        {
            Origin = asked.Origin, Overall = Per * overall, PopulationYear = year, Overdispersion = spread,
            Rows =
            [
                .. set.Areas.Select((area, i) => new RateAmongAreas(area, counts[i], people[i], Per * counts[i] / people[i], At(people[i], 0.95), At(people[i], 0.998)))
                    .OrderByDescending(row => row.Rate).ThenBy(row => row.Area.Code, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The limits for the populations from the smallest to the largest, to be drawn as curves.</summary>
    public IEnumerable<(double People, Limits Limits95, Limits Limits998)> Curves()
    {
        var (least, most) = (Rows.Min(row => row.People), Rows.Max(row => row.People));
        return Enumerable.Range(0, Steps + 1).Select(step => least * 0.8 + (((most * 1.1) - (least * 0.8)) * step / Steps))
            .Select(people => (people, LimitsAt(people, Overall / Per, Overdispersion, 0.95), LimitsAt(people, Overall / Per, Overdispersion, 0.998)));
    }

    private static Dictionary<string, RankInterval> Ranked(IReadOnlyList<RateAmongAreas> rows) =>
        rows.Zip(RankIntervals.Of([.. rows.Select(row => row.Count)], [.. rows.Select(row => row.People)], Seed)).ToDictionary(row => row.First.Area.Code, row => row.Second, StringComparer.Ordinal);

    private static Limits LimitsAt(double people, double overall, Overdispersion spread, double level)
    {
        var ratio = Funnel.OfRatio(people * overall, spread.TauSquared, level);
        return new(ratio.Lower * overall * Per, ratio.Upper * overall * Per, level);
    }
}

/// <summary>Rates of areas as they are printed, the highest first; the note of the last line explains the table.</summary>
public static class RatesAmongAreasExport
{
    private static readonly ExportColumn[] Figures = [new("code", ColumnKind.Text), new("name", ColumnKind.Text), new("count", ColumnKind.Count), new("population", ColumnKind.Count), new("rate_per_1000", "Rate per 1,000", ColumnKind.Rate)];

    /// <summary>Against the limits of chance.</summary>
    public static ExportTable Funnel(RatesAmongAreas rates) => Table(
        rates, "funnel-plot", Finding(rates), [.. rates.Notes], [],
        [new("lower_95", "Lower 95% limit", ColumnKind.Rate), new("upper_95", "Upper 95% limit", ColumnKind.Rate), new("lower_998", "Lower 99.8% limit", ColumnKind.Rate), new("upper_998", "Upper 99.8% limit", ColumnKind.Rate), new("standing", ColumnKind.Text)],
        _ => [], row => [Rounding.Rate(row.Limits95.Lower), Rounding.Rate(row.Limits95.Upper), Rounding.Rate(row.Limits998.Lower), Rounding.Rate(row.Limits998.Upper), Standing(row)]);

    /// <summary>With the ranks that chance allows.</summary>
    public static ExportTable Ranks(RatesAmongAreas rates) => Table(
        rates, "ranks", Sure(rates), [.. rates.Notes, "Ranks are shown with those that 95 of 100 repeats of such a period would give; below 10 records none is told."], [new("rank", ColumnKind.Plain)], [new("best_rank", "Best rank by chance", ColumnKind.Plain), new("worst_rank", "Worst rank by chance", ColumnKind.Plain), new("band", "Surely", ColumnKind.Text)],
        row => [rates.Places[row.Area.Code].Rank], row => [rates.Places[row.Area.Code].LowerRank, rates.Places[row.Area.Code].UpperRank, rates.Places[row.Area.Code].Band switch { RankBand.High => "in the higher half", RankBand.Low => "in the lower half", _ => "" }]);

    private static ExportTable Table(RatesAmongAreas rates, string file, string title, string?[] notes, ExportColumn[] first, ExportColumn[] more, Func<RateAmongAreas, ExportCell[]> place, Func<RateAmongAreas, ExportCell[]> cells)
    {
        var count = rates.Rows.Sum(row => row.Count);
        var people = rates.Rows.Sum(row => row.People);
        return new()
        {
            FileName = rates.Origin.FileName(file), Title = $"{rates.Origin.Measure.Name}, {rates.Origin.Period.Name}: {title}", Columns = [.. first, .. Figures, .. more], Explanation = rates.Origin.Explain(notes), IsDemonstration = rates.Origin.IsDemonstration,
            Rows =
            [
                .. rates.Rows.Select(row => new ExportRow([.. place(row), row.Area.Code, row.Area.Name, row.Count, (long)row.People, Rounding.Rate(row.Rate), .. cells(row)])),
                new ExportRow([.. first.Select(_ => ExportCell.Blank), ExportCell.Blank, "All areas", count, (long)people, Rounding.Rate(rates.Overall), .. more.Select(_ => ExportCell.Blank)]) { IsFooting = true, BearsExplanation = true },
            ],
            About = rates.Origin.About($"Rates per 1,000 people over the period, population of {rates.PopulationYear}", notes),
        };
    }

    private static string Standing(RateAmongAreas row) => (row.Standing, row.IsHigh) switch
    {
        (0, _) => "within chance",
        (1, true) => "high (95%)",
        (1, false) => "low (95%)",
        (_, true) => "high (99.8%)",
        _ => "low (99.8%)",
    };

    private static string Finding(RatesAmongAreas rates)
    {
        var (high, low) = (rates.Rows.Where(row => row.Standing == 2 && row.IsHigh).ToList(), rates.Rows.Where(row => row.Standing == 2 && !row.IsHigh).ToList());
        return (high, low) switch
        {
            ([], []) => "no area differs by more than chance and the usual differences explain",
            ([], _) => $"none is higher than chance explains, {low.Count:N0} {(low.Count == 1 ? "is" : "are")} lower",
            _ => $"{high[0].Area.Name}{(high.Count > 1 ? $" and {high.Count - 1:N0} more are" : " is")} higher than chance explains{(low.Count > 0 ? $", {low.Count:N0} lower" : "")}",
        };
    }

    private static string Sure(RatesAmongAreas rates)
    {
        var (first, areas) = (rates.Rows[0].Area, rates.Rows.Count);
        var place = rates.Places[first.Code];
        return $"{first.Name} has the highest rate, {(place.LowerRank == place.UpperRank ? $"surely rank {place.LowerRank}" : $"rank {place.LowerRank} to {place.UpperRank} by chance")} of {areas:N0}; "
            + $"{rates.Places.Values.Count(one => one.Band != RankBand.Middle):N0} are surely in the higher or lower half";
    }
}
