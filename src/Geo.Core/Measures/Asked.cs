namespace Geo.Core.Measures;

/// <summary>A question with what it finds in a cube: every table begins with it.</summary>
/// <param name="Bucket">The place of the one area in its set; null for all.</param>
/// <param name="Missing">Months without data inside the period or the comparison, each with its agency.</param>
internal sealed record Asked(CountCube Cube, Measure Measure, CubeSet Set, int? Bucket, Period Period, Period? Compare, IReadOnlyList<string> Missing)
{
    public CubeArea? Area => Bucket is { } bucket ? Set.Areas[bucket] : null;

    public Origin Origin => Origin.Of(Cube, Measure, Set.Set, Period, Compare, Missing);
}
