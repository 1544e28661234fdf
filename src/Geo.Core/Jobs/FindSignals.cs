using System.Globalization;
using Geo.Core.Measures;

namespace Geo.Core.Jobs;

/// <summary>
/// Keeps the signals of the latest months that stand when everything that was looked at is allowed for, as the home page tells them. Of a
/// sensitive measure it is told that there is a signal, and not how large: a small count may point to a person.
/// </summary>
public static class FindSignals
{
    public static async Task<StepResult> RunAsync(StepRun run, CancellationToken cancellationToken)
    {
        var found = Of(Exceptions.Latest(await CountCube.LoadAsync(run.Database, cancellationToken)));
        var fresh = await Findings.StoreAsync(run.Database, [FindingKind.Signal], null, found, run.Time.GetUtcNow(), cancellationToken);
        return new(fresh.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Found {fresh.Count:N0} new signal{(fresh.Count == 1 ? "" : "s")}."), found.Count);
    }

    internal static IReadOnlyList<Finding> Of(Exceptions? exceptions) => exceptions is null ? [] : [.. exceptions.Rows.Where(row => row.Stands).Select(row => Of(row.Series))];

    private static Finding Of(SignalSeries series) => new(
        FindingKind.Signal, series.Area is { } area ? $"{series.Measure.Slug}/{area.Code}" : series.Measure.Slug, series.Last.Month,
        series.Measure.Protection == "sensitive" ? $"{series.Measure.Name}, {new Period(series.Last.Month, series.Last.Month, "").Name}: there is a signal." : series.Text);
}
