using Geo.Core.Database;
using Geo.Core.Measures.Tables;
using Geo.Statistics;
using Geo.Statistics.Rates;
using Npgsql;

namespace Geo.Core.Measures.Indicators;

/// <param name="Outcome">How the partnership's rate stands against it by its limits.</param>
public sealed record Comparator(IndicatorValue Value, BenchmarkOutcome Outcome);

/// <summary>The partnership's rate of a measure beside England, the region and statistical neighbours.</summary>
public sealed record RateComparison
{
    /// <summary>Comparators of a period that ends this much before or after the asked one are shown too, with their own period.</summary>
    private const int MostDaysApart = 366;

    public required Indicator Indicator { get; init; }

    public required Origin Origin { get; init; }

    public required Rate Rate { get; init; }

    public required int PopulationYear { get; init; }

    public required IReadOnlyList<Comparator> Comparators { get; init; }

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Indicator.AtEnd ? $"Those under way at the end of {Origin.Period.Last.FirstDay:MMMM yyyy}, {Indicator.Unit}." : $"Those of the period, {Indicator.Unit}.",
        $"{Rate.Count:N0} in a population of {Rate.Population:N0} aged {Indicator.Measure!.Denominator} in {PopulationYear}; limits of 95% (Byar's, exact below 10), for events that are independent of each other.",
        "A comparator lies within the limits, or the rate is told as higher or lower; each is of the period it is given for.",
    ];

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static async Task<RateComparison> AskAsync(GeoDatabase database, CountCube cube, MeasureQuestion question, CancellationToken cancellationToken)
    {
        var indicator = Indicator.All.FirstOrDefault(known => known.Measure?.Slug == question.FindMeasure().Slug)
            ?? throw new QuestionException(QuestionFault.NotFound, "measure", $"No indicator has comparators of {question.FindMeasure().Name}.", [.. Indicator.All.Where(known => known.Measure is not null).Select(known => known.Measure!.Slug)]);
        var measure = indicator.Measure!;
        var tableQuestion = new TableQuestion { Of = question };
        var (count, origin) = indicator.AtEnd
            ? await Stock.AskAsync(database, cube, tableQuestion, cancellationToken) is var stock ? (stock.End.On, stock.Origin) : default
            : await CrossTable.AskAsync(database, cube, tableQuestion, cancellationToken) is var table ? (table.Total.Total, table.Origin) : default;
        var (people, year) = await PopulationAsync(database, origin, measure.Denominator, cancellationToken)
            ?? throw new QuestionException(QuestionFault.Incomplete, "measure", $"{origin.Set.Name} has no population aged {measure.Denominator}; geo areas population brings it in.", []);
        var rate = CrudeRate.Of(count, people, indicator.Per);
        var end = origin.Period.Last.Plus(1).FirstDay.AddDays(-1);
        var comparators = (await IndicatorStore.ReadAsync(database, cube.AsAt, cancellationToken))
            .Where(value => value.Indicator == indicator.Slug && value.IsComparator && Math.Abs(value.LastDay.DayNumber - end.DayNumber) <= MostDaysApart)
            .OrderBy(value => Math.Abs(value.LastDay.DayNumber - end.DayNumber)).DistinctBy(value => value.Area)
            .Select(value => new Comparator(value, BenchmarkComparison.Of(rate.Limits, value.Value, Polarities.Of(indicator.Polarity)))).ToList();
        return new RateComparison { Indicator = indicator, Origin = origin, Rate = rate, PopulationYear = year, Comparators = comparators };
    }

    /// <summary>People of all areas in the year nearest to the period's end for which every area has a figure.</summary>
    private static Task<(double People, int Year)?> PopulationAsync(GeoDatabase database, Origin origin, string ageGroup, CancellationToken cancellationToken) =>
        database.ReadAsync($"population {origin.Set.Id} {ageGroup} {origin.Period.Last.Year}", () => ReadPopulationAsync(database, origin, ageGroup, cancellationToken));

    private static async Task<(double People, int Year)?> ReadPopulationAsync(GeoDatabase database, Origin origin, string ageGroup, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select sum(p.people), p.year from areas.area a join areas.population p on p.area_id = a.id
            where a.boundary_set_id = $1 and p.age_group = $2
            group by p.year having count(*) = (select count(*) from areas.area where boundary_set_id = $1)
            order by abs(p.year - $3), p.year desc limit 1
            """,
            connection)
        { Parameters = { new() { Value = origin.Set.Id }, new() { Value = ageGroup }, new() { Value = origin.Period.Last.Year } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetDouble(0), Convert.ToInt32(reader.GetValue(1), System.Globalization.CultureInfo.InvariantCulture)) : null;
    }
}

internal static class Polarities
{
    public static Polarity Of(string polarity) => polarity switch { "low-is-good" => Polarity.LowIsGood, "high-is-good" => Polarity.HighIsGood, _ => Polarity.None };
}
