using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Geo.Core.Dashboards;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Web.Hosting;
using Geo.Web.HotSpots;

namespace Geo.Web.Dashboards;

/// <summary>Answers of dashboards, kept as long as the data version that they are of.</summary>
internal sealed class DashboardStore(GeoDatabase database, Maps maps)
{
    // The answers of a board's page are half a megabyte.
    private const int Most = 32;

    private readonly ConditionalWeakTable<CountCube, ConcurrentDictionary<(Dashboard, DashboardFilter), Lazy<Task<IReadOnlyList<(PanelAnswer? Answer, string? Reason)>>>>> _kept = [];

    /// <summary>The panels' answers, made once for all who ask.</summary>
    public async Task<IReadOnlyList<(PanelAnswer? Answer, string? Reason)>> AskAsync(Snapshot snapshot, Dashboard dashboard, DashboardFilter filter)
    {
        var cube = snapshot.Cube;
        var answers = _kept.GetOrCreateValue(cube);
        if (answers.Count >= Most)
            answers.Clear();
        var answer = answers.GetOrAdd((dashboard, filter), _ => new(() => DashboardAnswers.AskAsync(database, cube, dashboard, filter, CancellationToken.None, question => maps.HotSpotsAsync(snapshot, question))));
        try
        {
            return await answer.Value;
        }
        catch
        {
            answers.TryRemove(new((dashboard, filter), answer)); // the next request asks the database again
            throw;
        }
    }
}
