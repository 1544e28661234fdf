using Geo.Core.Database;
using Geo.Core.Measures;

namespace Geo.Core.Dashboards;

/// <summary>The panels of a dashboard answered side by side. One that cannot be answered says why, and the others are shown.</summary>
public static class DashboardAnswers
{
    private static readonly string[] OfThePage = ["map", "data-quality", "commentary"];

    /// <remarks>What several panels read, such as a funnel and its conversion, is read once.</remarks>
    public static async Task<IReadOnlyList<(PanelAnswer? Answer, string? Reason)>> AskAsync(GeoDatabase database, CountCube cube, Dashboard dashboard, DashboardFilter filter, CancellationToken cancellationToken)
    {
        var shared = database.Shared();
        return await Task.WhenAll(dashboard.Panels.Select(panel => Task.Run(() => AskAsync(shared, cube, panel, filter, cancellationToken), cancellationToken)));
    }

    private static async Task<(PanelAnswer? Answer, string? Reason)> AskAsync(GeoDatabase database, CountCube cube, Panel panel, DashboardFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            return OfThePage.Contains(panel.Kind) ? (null, null) : (await PanelAnswer.AskAsync(database, cube, panel, filter, cancellationToken), null);
        }
        catch (QuestionException refusal)
        {
            return (null, refusal.Message);
        }
    }
}
