using Geo.Core.Measures;
using Geo.Core.Records;

namespace Geo.Core.HotSpots;

/// <summary>What a heat map shows.</summary>
public enum HeatKind
{
    /// <summary>Records per km² a year.</summary>
    Density,

    /// <summary>Records per km² a year, less those of the comparison.</summary>
    Change,

    /// <summary>Records against people or another measure.</summary>
    Risk,
}

/// <summary>What a map of a measure is asked for, as it was written.</summary>
public sealed record MapQuestion
{
    /// <summary>What risk may be held against besides a measure.</summary>
    public const string Population = "population";

    /// <summary>Sides of square cells in metres; hexagons are this wide between opposite sides.</summary>
    public static readonly IReadOnlyList<int> CellSizes = [50, 100, 250, 500, 1000];

    public static readonly IReadOnlyList<int> HexagonSizes = [250, 500, 1000];

    public const int LeastBandwidth = 250;
    public const int MostBandwidth = 5000;

    /// <summary>The measure, the areas and the months; <see cref="MeasureQuestion.Area"/> is the ground.</summary>
    public required MeasureQuestion Measure { get; init; }

    /// <summary>Side of the cells in metres; null for the usual one of the ground.</summary>
    public int? Cell { get; init; }

    public bool Hexagons { get; init; }

    /// <summary>Draw counts by cell although there are enough records for a surface.</summary>
    public bool AsCells { get; init; }

    /// <summary>Bandwidth of a surface in metres, a multiple of 50; null for the rule.</summary>
    public int? Bandwidth { get; init; }

    public HeatKind Kind { get; init; }

    /// <summary>For <see cref="HeatKind.Risk"/>: <see cref="Population"/> or a measure.</summary>
    public string? Against { get; init; }

    /// <summary>The period whose year sets the colours, so that several maps share them; null for the map's own.</summary>
    public string? ScaleOf { get; init; }

    /// <summary>The period whose year sets the colours.</summary>
    internal Period ScalePeriod(CountCube cube, Asked asked) =>
        ScaleOf is null ? asked.Period : (Measure with { Period = ScaleOf, Compare = null }).In(cube, asked.Measure).Period;

    /// <summary>The boundary set and the area in it that the map is of.</summary>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public (CubeSet Set, int? Bucket) FindGround(CountCube cube)
    {
        var asked = Measure.In(cube, Measure.FindMeasureOfRecords());
        return (asked.Set, asked.Bucket);
    }

    /// <exception cref="QuestionException">The cell or bandwidth is not one there is, or finer than the places are told.</exception>
    internal void Check(Measure measure)
    {
        var sizes = Hexagons ? HexagonSizes : CellSizes;
        if (Cell is { } cell && !sizes.Contains(cell))
            throw new QuestionException(QuestionFault.Invalid, "cell", $"There are {(Hexagons ? "hexagons" : "cells")} of {string.Join(", ", sizes)} m.", [.. sizes.Select(size => $"{size}")]);
        if (Bandwidth is { } bandwidth && (bandwidth is < LeastBandwidth or > MostBandwidth || bandwidth % Lattice.BaseMetres != 0))
            throw new QuestionException(QuestionFault.Invalid, "bandwidth", $"A bandwidth is a multiple of {Lattice.BaseMetres} m from {LeastBandwidth} to {MostBandwidth} m.", []);
        var precision = Precision.Of(measure);
        if (Cell < precision.Metres)
            throw new QuestionException(QuestionFault.Invalid, "cell", $"{precision.Why} Cells of less than {precision.Metres} m would show what is not known.", [.. sizes.Where(size => size >= precision.Metres).Select(size => $"{size}")]);
        if (Bandwidth < precision.Metres)
            throw new QuestionException(QuestionFault.Invalid, "bandwidth", $"{precision.Why} A bandwidth of less than {precision.Metres} m would show what is not known.", []);
        if (Kind == HeatKind.Risk && Against is null)
            throw new QuestionException(QuestionFault.Invalid, "against", $"Risk is held against {Population} or a measure.", [Population]);
    }
}

/// <summary>How exactly the records of a measure are placed.</summary>
/// <param name="Metres">What is finer is not known.</param>
/// <param name="Why">As a sentence; empty where the places are the source's own.</param>
internal sealed record Precision(int Metres, string Why)
{
    private static readonly Precision Own = new(Lattice.BaseMetres, "");

    // Tompson and others (2015): the points are trustworthy down to about an output area, and not below.
    private static readonly Precision Snapped = new(250, "Street-level records are published at map points that stand for several streets or addresses, not where they happened.");

    public static Precision Of(Measure measure) => measure.Classification == Catalogue.StreetLevel ? Snapped : Own;

    public bool IsSnapped => Metres > Lattice.BaseMetres;
}

/// <summary>What of a small count may be drawn. Deeper protection has its one place here.</summary>
public static class CellProtection
{
    /// <summary>Cells of a sensitive measure show this many or more, or nothing.</summary>
    public const int Fewest = 5;

    public static bool IsSensitive(Measure measure) => measure.Protection == "sensitive";

    public static bool MayShow(Measure measure, long count) => !IsSensitive(measure) || count >= Fewest;
}

/// <summary>Where all records of a map are: drawn or not, they add up.</summary>
/// <param name="Mapped">At a point, so in a cell.</param>
/// <param name="Rough">In an area, but told only roughly: in no cell.</param>
/// <param name="NotLocated">In no area; 0 for a map of one area.</param>
/// <param name="Total">The measure's total: mapped + rough + not located.</param>
/// <param name="Outside">Outside all areas; not in the total.</param>
public sealed record MapFooting(long Mapped, long Rough, long NotLocated, long Total, long Outside)
{
    /// <summary>More than this share without a point, and a map of the rest would mislead.</summary>
    public const double MostWithoutPoint = 0.15;

    /// <summary>Records without a location among all that the sources told of, those outside included: a force's file covers several partnerships.</summary>
    private (long NotLocated, long All) Source { get; init; }

    internal static MapFooting Of(Asked asked, Period period, long mapped)
    {
        var set = asked.Set;
        var counts = new long[set.Buckets];
        set.Count(asked.Measure, period.First, period.Last, counts);
        var inSet = counts.AsSpan(0, set.Areas.Count).ToArray().Sum();
        var inAreas = asked.Bucket is { } bucket ? counts[bucket] : inSet;
        var (nowhere, outside) = (counts[set.NotLocatedBucket], counts[set.OutsideBucket]);
        return new(mapped, inAreas - mapped, asked.Bucket is null ? nowhere : 0, inAreas + (asked.Bucket is null ? nowhere : 0), asked.Bucket is null ? outside : 0)
        {
            Source = (nowhere, inSet + nowhere + outside),
        };
    }

    /// <summary>Why there is no map; null where there may be one.</summary>
    internal string? Withheld()
    {
        var inAreas = Mapped + Rough;
        var (nowhere, all) = Source;
        var without = 1 - ((inAreas == 0 ? 1 : (double)Mapped / inAreas) * (all == 0 ? 1 : 1 - ((double)nowhere / all)));
        if (Total == 0 || without <= MostWithoutPoint)
            return null;
        return $"{Rounding.Round(100 * without, 0):0}% of the records have no point on the map: {Rough:N0} of {inAreas:N0} in the area are told only roughly, and {nowhere:N0} of {all:N0} are not located. "
            + $"Above {100 * MostWithoutPoint:0}% a map of the rest would mislead; the league table counts them all.";
    }

    public string Explanation =>
        Total == 0 ? "There are no records."
        : $"{(Mapped == Total ? $"All {Total:N0} records are on the map" : $"{Mapped:N0} of {Total:N0} records are on the map")}{Also(Rough, "told only roughly")}{Also(NotLocated, "not located")}."
            + (Outside > 0 ? $" {Outside:N0} more {(Outside == 1 ? "lies" : "lie")} outside the area." : "");

    private static string Also(long count, string what) => count == 0 ? "" : $"; {count:N0} {(count == 1 ? "is" : "are")} {what}";
}
