using Geo.Core.Areas;

namespace Geo.Core.Measures;

public enum QuestionFault
{
    /// <summary>What is asked for does not exist.</summary>
    NotFound,

    /// <summary>A parameter is not of its form.</summary>
    Invalid,

    /// <summary>Months are missing, so the answer would mislead.</summary>
    Incomplete,
}

/// <summary>A question that cannot be answered.</summary>
/// <param name="parameter">The parameter at fault.</param>
/// <param name="choices">What can be asked instead, or the months that are missing.</param>
public sealed class QuestionException(QuestionFault kind, string parameter, string detail, IReadOnlyList<string> choices) : Exception(detail)
{
    public QuestionFault Kind => kind;

    public string Parameter => parameter;

    public IReadOnlyList<string> Choices => choices;
}

/// <summary>Some areas out of a set.</summary>
/// <param name="Within">What they lie in, by name.</param>
public sealed record ListedAreas(string Within, IReadOnlySet<string> Codes);

/// <summary>What a table of a measure is asked for, as it was written.</summary>
public sealed record MeasureQuestion
{
    /// <summary>The comparison that is the same months a year before.</summary>
    public const string YearBefore = "year-before";

    private const int MostChoices = 100;

    public required string Measure { get; init; }

    /// <summary>A kind of area.</summary>
    public string Areas { get; init; } = "ward";

    /// <summary>A boundary set by name; null takes the one in force in the period.</summary>
    public string? Boundaries { get; init; }

    /// <summary>Null takes the latest month.</summary>
    public string? Period { get; init; }

    public string? Compare { get; init; }

    public int? Top { get; init; }

    /// <summary>Code of the one area to count; null for all.</summary>
    public string? Area { get; init; }

    /// <summary>The areas that are listed; the others make one line. Null lists all.</summary>
    public ListedAreas? Listed { get; init; }

    /// <summary>Compare although months are missing or the spans differ in length.</summary>
    public bool AllowMissing { get; init; }

    internal Measure FindMeasure() => Measures.Measure.Find(Measure)
        ?? throw new QuestionException(QuestionFault.NotFound, "measure", $"There is no measure '{Fault.Shown(Measure)}'.", [.. Measures.Measure.All.Select(measure => measure.Slug)]);

    /// <summary>As <see cref="FindMeasure"/>, for what adds up counts by month and area, which people do not.</summary>
    internal Measure FindMeasureOfRecords() => FindMeasure() is { Counting: not Counting.People } measure ? measure
        : throw new QuestionException(QuestionFault.Invalid, "measure", $"'{Fault.Shown(Measure)}' counts people, who do not add up over months and areas; ask for it as a table of the whole period.", [.. Measures.Measure.All.Where(known => known.Counting != Counting.People).Select(known => known.Slug)]);

    /// <summary>What the question finds in a cube for its measure.</summary>
    internal Asked In(CountCube cube, Measure measure)
    {
        CheckAreas(cube);
        var (period, compare) = FindPeriods(cube, measure);
        var missing = FindMissing(cube, measure, period, compare);
        var set = FindSet(cube, period);
        return new(cube, measure, set, FindArea(set), period, compare, missing);
    }

    /// <summary>Refuses areas that do not exist, before the period is looked at.</summary>
    private void CheckAreas(CountCube cube)
    {
        if (!AreaKinds.All.Contains(Areas))
            throw new QuestionException(QuestionFault.Invalid, "areas", $"'{Fault.Shown(Areas)}' is not a kind of area.", AreaKinds.All);
        var ofKind = cube.Sets.Where(set => set.Set.Kind == Areas).Select(set => set.Set.Name).ToList();
        if (Boundaries is not null && !ofKind.Contains(Boundaries))
            throw new QuestionException(QuestionFault.NotFound, "boundaries", $"There is no boundary set '{Fault.Shown(Boundaries)}' of kind {Areas}.", ofKind);
        if (ofKind.Count == 0)
            throw new QuestionException(QuestionFault.NotFound, "areas", $"No boundary set of kind {Areas} has been imported; geo areas import brings one in.", [.. cube.Sets.Select(set => set.Set.Kind).Distinct()]);
    }

    /// <summary>The set that was asked for, or the one in force at the end of the period, or else the newest.</summary>
    internal CubeSet FindSet(CountCube cube, Period period) => Boundaries is not null
        ? cube.Sets.First(set => set.Set.Name == Boundaries)
        : cube.Sets.Where(set => set.Set.Kind == Areas)
            .OrderByDescending(set => InForce(set.Set, period.Last.FirstDay))
            .ThenByDescending(set => set.Set.ValidFrom)
            .ThenByDescending(set => set.Set.Id)
            .First();

    /// <summary>The place of the one area in its set, or null for all.</summary>
    private int? FindArea(CubeSet set)
    {
        if (Area is null)
            return null;
        for (var i = 0; i < set.Areas.Count; i++)
        {
            if (set.Areas[i].Code == Area)
                return i;
        }

        throw new QuestionException(QuestionFault.NotFound, "area", $"{set.Set.Name} has no area '{Fault.Shown(Area)}'.", [.. set.Areas.Select(area => area.Code).Take(MostChoices)]);
    }

    internal (Period Period, Period? Compare) FindPeriods(CountCube cube, Measure measure)
    {
        if (cube.Span(measure) is not (_, var latest))
            throw new QuestionException(QuestionFault.Incomplete, "period", cube.IsBeforeAll ? $"Nothing was known as at {cube.AsAt:d MMMM yyyy HH:mm} UTC."
                : cube.Sources.Count == 0 ? "No records have been imported; geo import brings them in."
                : measure.Classification == Records.Catalogue.StreetLevel ? "No street-level records have been imported; geo import brings them in."
                : $"No {measure.Classification} records have been imported; geo import --source brings in a partner's extract, geo source list tells which are described.", []);
        if (Top is < 1)
            throw new QuestionException(QuestionFault.Invalid, "top", "The number of areas to show is 1 or more.", []);
        var period = Period is null ? new Period(latest, latest, $"{latest}") : Parse("period", Period, latest);
        var compare = Compare switch
        {
            null => null,
            YearBefore => period.YearBefore,
            _ => Parse("compare", Compare, latest),
        };
        if (compare is not null && compare.Months != period.Months && !AllowMissing)
            throw new QuestionException(QuestionFault.Invalid, "compare", $"The comparison has {compare.Months} months and the period {period.Months}; only spans of equal length are compared, unless allow-missing=true.", []);
        return (period, compare);
    }

    /// <summary>Months without data. A comparison is refused for one, and a period that has none at all.</summary>
    private IReadOnlyList<string> FindMissing(CountCube cube, Measure measure, Period period, Period? compare)
    {
        var sources = cube.SourcesOf(measure);
        var missing = Missing(sources, period);
        if (sources.All(source => !source.Months.Any(month => month >= period.First && month <= period.Last)))
            throw new QuestionException(QuestionFault.Incomplete, "period", $"There is no data for {period.Name}; data runs from {Run(cube, measure)}.", missing);
        if (compare is null)
            return missing;
        if (sources.All(source => !source.Months.Any(month => month >= compare.First && month <= compare.Last)))
            throw new QuestionException(QuestionFault.Incomplete, "compare", $"There is no data for {compare.Name}; data runs from {Run(cube, measure)}.", Missing(sources, compare));
        missing = [.. missing, .. Missing(sources, compare)];
        return missing.Count == 0 || AllowMissing
            ? missing
            : throw new QuestionException(QuestionFault.Incomplete, "compare", $"Months are missing, so the comparison would be of unequal spans: {string.Join(", ", missing)}. Import them, choose other periods, or say allow-missing=true.", missing);
    }

    private static string Run(CountCube cube, Measure measure) => cube.Span(measure) is (var earliest, var latest) ? $"{earliest} to {latest}" : "";

    private static IReadOnlyList<string> Missing(IReadOnlyList<SourceMonths> sources, Period period)
    {
        List<string>? missing = null;
        foreach (var source in sources)
        {
            var at = 0;
            for (var month = period.First; month <= period.Last; month = month.Plus(1))
            {
                while (at < source.Months.Count && source.Months[at] < month)
                    at++;
                if (at == source.Months.Count || source.Months[at] != month)
                    (missing ??= []).Add($"{month} ({source.Agency})");
            }
        }

        return missing ?? (IReadOnlyList<string>)[];
    }

    private static Period Parse(string parameter, string text, Month latest) => Measures.Period.Parse(text, latest, out var rule)
        ?? throw new QuestionException(QuestionFault.Invalid, parameter, $"'{Fault.Shown(text)}': {rule} {Measures.Period.Forms}", []);

    private static bool InForce(BoundarySet set, DateOnly day) => (set.ValidFrom is null || set.ValidFrom <= day) && (set.ValidTo is null || set.ValidTo > day);
}
