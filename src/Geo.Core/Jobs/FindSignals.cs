using System.Globalization;
using Geo.Core.Measures;

namespace Geo.Core.Jobs;

/// <summary>
/// Finds the areas whose latest month differs from the same month a year before by more than chance explains, with false discoveries over
/// all areas of a measure held to 5%. Of a sensitive measure it is told that there is a signal, and neither where nor how large: a small count may
/// point to a person.
/// </summary>
public static class FindSignals
{
    public static async Task<StepResult> RunAsync(StepRun run, CancellationToken cancellationToken)
    {
        var cube = await CountCube.LoadAsync(run.Database, cancellationToken);
        var found = new List<Finding>();
        foreach (var measure in cube.IsEmpty ? [] : cube.Measures.Where(measure => measure.Counting != Counting.People))
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.AddRange(Of(cube, measure));
        }

        var fresh = await Findings.StoreAsync(run.Database, [FindingKind.Signal], null, found, run.Time.GetUtcNow(), cancellationToken);
        return new(fresh.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Found {fresh.Count:N0} new signal{(fresh.Count == 1 ? "" : "s")}."), found.Count);
    }

    internal static IEnumerable<Finding> Of(CountCube cube, Measure measure)
    {
        Movers movers;
        try
        {
            movers = Movers.Ask(cube, new MeasureQuestion { Measure = measure.Slug }, "number");
        }
        catch (QuestionException)
        {
            yield break; // no wards, or no month a year before: nothing to compare
        }

        var (month, signals) = (movers.Origin.Period.Last, movers.Rows.Where(mover => mover.Verdict.IsSignal).ToList());
        if (measure.Protection == "sensitive" && signals.Count > 0)
            yield return new(FindingKind.Signal, measure.Slug, month, $"{measure.Name}, {movers.Origin.Period.Name}: there is a signal.");
        foreach (var mover in measure.Protection == "sensitive" ? [] : signals)
        {
            yield return new(
                FindingKind.Signal, $"{measure.Slug}/{mover.Area.Code}", month,
                $"{measure.Name} in {mover.Area.Name}, {movers.Origin.Period.Name}: {mover.Verdict.Text}, compared with {movers.Origin.Compare!.Name}.");
        }
    }
}
