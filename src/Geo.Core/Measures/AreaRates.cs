using Geo.Statistics.Change;
using Geo.Statistics.Rates;

namespace Geo.Core.Measures;

/// <summary>How an area's rate stands to that of another.</summary>
public enum RateStanding
{
    /// <summary>It is the area itself, or one of them has no people.</summary>
    None,

    /// <summary>The difference is within what chance explains.</summary>
    Alike,
    Lower,
    Higher,
}

/// <summary>A measure's rate in an area.</summary>
/// <param name="Rate">Per 1,000 people; null without a population.</param>
/// <param name="Standing">Against the area that is asked about: lower is lower than there.</param>
public sealed record AreaRate(CubeArea Area, long Count, Rate? Rate, RateStanding Standing)
{
    public string Words => Standing switch { RateStanding.Lower => "lower", RateStanding.Higher => "higher", RateStanding.Alike => "no clear difference", _ => "" };
}

/// <summary>A measure's rate in an area beside that of some others, such as its neighbours.</summary>
public sealed record AreaRates
{
    private const double Significance = 0.05;

    public required Origin Origin { get; init; }

    /// <summary>What the others are: <c>neighbours</c>, <c>similar wards</c>.</summary>
    public required string Others { get; init; }

    public required AreaRate Own { get; init; }

    /// <summary>The highest rate first.</summary>
    public required IReadOnlyList<AreaRate> Rows { get; init; }

    /// <summary>Of all areas together, per 1,000 people; null without a population.</summary>
    public required double? RateOfAll { get; init; }

    public required int? PopulationYear { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public string Finding
    {
        get
        {
            var (above, below, judged) = (Rows.Count(row => row.Standing == RateStanding.Lower), Rows.Count(row => row.Standing == RateStanding.Higher), Rows.Count(row => row.Standing != RateStanding.None));
            return Rows.Count == 0 ? $"There are no {Others}"
                : judged == 0 ? $"Without a population there are no rates of the {Others}"
                : (above, below) switch
                {
                    (0, 0) => $"The rate is not clearly different from that of any of the {judged} {Others}",
                    (_, 0) => $"The rate is higher than in {Some(above)}",
                    (0, _) => $"The rate is lower than in {Some(below)}",
                    _ => $"The rate is higher than in {Some(above)}, and lower than in {below}",
                };

            string Some(int some) => some == judged ? judged == 1 ? $"the one of the {Others}" : $"all {judged} {Others}" : $"{some} of the {judged} {Others}";
        }
    }

    /// <summary>How rates are held against each other, in a sentence.</summary>
    public string Method => $"A rate is told as higher or lower where the exact test of two counts, by people, finds more than chance explains; false discoveries over the {Others} are held to 5%.";

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        PopulationYear is { } year ? $"Rates per 1,000 people over the period, population of {year}, with limits of 95% (Byar's, exact below 10)." : null,
        Method, $"Boundaries: {Origin.Set.Name}.",
    ];

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static AreaRates Ask(CountCube cube, MeasureQuestion question, CubeArea area, IReadOnlyList<CubeArea> others, string words)
    {
        var table = LeagueTable.Ask(cube, question with { Area = null, Compare = null, Top = null });
        var counts = table.Rows.ToDictionary(row => row.Code!, row => row.Count, StringComparer.Ordinal);
        var own = Of(area, RateStanding.None);
        var people = others.Where(other => PeopleOf(other) > 0 && PeopleOf(area) > 0).ToList();
        var adjusted = FalseDiscovery.Adjust([.. people.Select(other => TwoCountTest.Exact(own.Count, counts[other.Code], PeopleOf(area), PeopleOf(other)).PValue)]);
        return new AreaRates
        {
            Origin = table.Origin, Others = words, Own = own, RateOfAll = table.Total.Rate, PopulationYear = table.PopulationYear,
            Rows = [.. others.Select(other => Of(other, people.IndexOf(other) is >= 0 and var at ? Standing(other, adjusted[at]) : RateStanding.None)).OrderByDescending(row => row.Rate?.Value ?? 0).ThenByDescending(row => row.Count).ThenBy(row => row.Area.Code, StringComparer.Ordinal)],
        };

        double PeopleOf(CubeArea one) => table.PopulationYear is { } year ? one.People[year] : 0;
        AreaRate Of(CubeArea one, RateStanding standing) => new(one, counts[one.Code], PeopleOf(one) > 0 ? CrudeRate.Of(counts[one.Code], PeopleOf(one)) : null, standing);
        RateStanding Standing(CubeArea other, double pValue) => pValue >= Significance ? RateStanding.Alike : counts[other.Code] / PeopleOf(other) < own.Count / PeopleOf(area) ? RateStanding.Lower : RateStanding.Higher;
    }
}
