using Geo.Core.Database;
using Geo.Core.HotSpots;
using Geo.Core.Measures;

namespace Geo.Core.Dashboards;

/// <summary>The panels of a dashboard answered side by side. One that cannot be answered says why, and the others are shown.</summary>
public static class DashboardAnswers
{
    private static readonly string[] OfThePage = ["map", "data-quality", "commentary"];

    /// <remarks>What several panels read, such as a funnel and its conversion, is read once.</remarks>
    /// <param name="hotSpots">Where maps are kept; without it they are made anew.</param>
    public static async Task<IReadOnlyList<(PanelAnswer? Answer, string? Reason)>> AskAsync(
        GeoDatabase database, CountCube cube, Dashboard dashboard, DashboardFilter filter, CancellationToken cancellationToken, Func<MapQuestion, ValueTask<HotSpotMap>>? hotSpots = null)
    {
        var shared = database.Shared();
        hotSpots ??= question => HotSpotsAsync(shared, cube, question, cancellationToken);
        return await Task.WhenAll(dashboard.Panels.Select(panel => Task.Run(() => AskAsync(shared, cube, panel, filter, hotSpots, cancellationToken), cancellationToken)));
    }

    private static async ValueTask<HotSpotMap> HotSpotsAsync(GeoDatabase database, CountCube cube, MapQuestion question, CancellationToken cancellationToken)
    {
        var (set, bucket) = question.FindGround(cube);
        return HotSpotMap.Ask(cube, question, await database.ReadAsync($"map {set.Set.Id} {bucket}", () => MapData.LoadAsync(database, cube, set, bucket, null, null, cancellationToken)));
    }

    private static async Task<(PanelAnswer? Answer, string? Reason)> AskAsync(
        GeoDatabase database, CountCube cube, Panel panel, DashboardFilter filter, Func<MapQuestion, ValueTask<HotSpotMap>> hotSpots, CancellationToken cancellationToken)
    {
        try
        {
            return OfThePage.Contains(panel.Kind) ? (null, null) : (await PanelAnswer.AskAsync(database, cube, panel, filter, hotSpots, cancellationToken), null);
        }
        catch (QuestionException refusal)
        {
            return (null, refusal.Message);
        }
    }
}
