using System.Globalization;
using Geo.Core.HotSpots;
using Geo.Core.Measures;

namespace Geo.Core.Jobs;

/// <summary>
/// Keeps the hot spots that are new: squares that touch and are hot over the last twelve months, with ten records or more and one of them with a corrected
/// p below 0.01, of which none was hot (0.05) over the twelve months to the month before. So one that lies at the limit does not come and go, and one that
/// grows is not new. Looked at is the broadest measure of each kind of record, but none that is sensitive: there a square may point to a person.
/// </summary>
public static class FindHotSpots
{
    private const int Months = 12;

    /// <summary>Of fewer records a square or two beside each other stand out wherever the ground is nearly empty.</summary>
    private const int Fewest = 10;

    public static async Task<StepResult> RunAsync(StepRun run, CancellationToken cancellationToken)
    {
        var cube = await CountCube.LoadAsync(run.Database, cancellationToken);
        var found = new List<Finding>();
        MapData? data = null;
        foreach (var measure in cube.Measures.Where(measure => measure.Counting == Counting.Records && !measure.Lasts && !CellProtection.IsSensitive(measure)).DistinctBy(measure => measure.Classification))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (cube.Span(measure) is not (_, var latest))
                continue;
            try
            {
                var (now, before) = (QuestionOf(measure, latest), QuestionOf(measure, latest.Plus(-1)));
                data ??= await MapData.LoadAsync(run.Database, cube, now.FindGround(cube).Set, null, null, null, cancellationToken);
                found.AddRange(Of(HotSpotMap.Ask(cube, before, data), HotSpotMap.Ask(cube, now, data)));
            }
            catch (QuestionException)
            {
                // Months are missing, there are no wards, or the ground is too large to test all of it: the others are looked at.
            }
        }

        var fresh = await Findings.StoreAsync(run.Database, [FindingKind.HotSpot], null, found, run.Time.GetUtcNow(), cancellationToken);
        return new(fresh.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Found {fresh.Count:N0} new hot spot{(fresh.Count == 1 ? "" : "s")}."), found.Count);
    }

    private static IEnumerable<Finding> Of(HotSpotMap before, HotSpotMap now)
    {
        if (before.Withheld is not null || now.Withheld is not null)
            return [];
        var hot = before.Hot.Select(cell => (cell.X, cell.Y)).ToHashSet();
        return Patches(now).Where(patch => patch.Sum(cell => cell.Count) >= Fewest && patch.Any(cell => cell.Class == HotSpotClass.VeryHot) && !patch.Any(cell => hot.Contains((cell.X, cell.Y)))).Select(patch => Told(before, now, patch));
    }

    private static Finding Told(HotSpotMap before, HotSpotMap now, IReadOnlyList<HotSpotCell> patch)
    {
        var (measure, period, peak) = (now.Origin.Measure, now.Origin.Period, patch.MaxBy(cell => (cell.Count, cell.Z))!);
        var beside = patch.Count switch { 1 => "", 2 => " and a square beside it", _ => $" and {patch.Count - 1} squares beside it" };
        return new(FindingKind.HotSpot, $"{measure.Slug}/{peak.Name}", period.Last, string.Create(CultureInfo.InvariantCulture,
            $"{measure.Name}: a new hot spot, {peak.Name}{(peak.Area is { } area ? $" in {area}" : "")}{beside}, with {patch.Sum(cell => cell.Count):N0} in {period.Name}; none of it was one in {before.Origin.Period.Name}."));
    }

    /// <summary>Hot squares that touch, also at a corner.</summary>
    private static IEnumerable<IReadOnlyList<HotSpotCell>> Patches(HotSpotMap map)
    {
        var left = map.Hot.ToDictionary(cell => (cell.X, cell.Y));
        while (left.Count > 0)
        {
            var (patch, edge) = (new List<HotSpotCell>(), new Queue<(int X, int Y)>([left.Keys.First()]));
            while (edge.TryDequeue(out var at))
            {
                if (!left.Remove(at, out var cell))
                    continue;
                patch.Add(cell);
                foreach (var (dx, dy) in from x in Enumerable.Range(-1, 3) from y in Enumerable.Range(-1, 3) select (x, y))
                    edge.Enqueue((at.X + (dx * map.CellMetres), at.Y + (dy * map.CellMetres)));
            }

            yield return patch;
        }
    }

    private static MapQuestion QuestionOf(Measure measure, Month last) => new() { Measure = new() { Measure = measure.Slug, Period = new Period(last.Plus(1 - Months), last, "").Span, Areas = "ward" } };
}
