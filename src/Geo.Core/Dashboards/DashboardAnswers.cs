using Geo.Core.Database;
using Geo.Core.Measures;

namespace Geo.Core.Dashboards;

/// <summary>The panels of a dashboard answered one after the other. One that cannot be answered says why, and the others are shown.</summary>
public static class DashboardAnswers
{
    private static readonly string[] OfThePage = ["map", "data-quality", "commentary"];

    public static async Task<IReadOnlyList<(PanelAnswer? Answer, string? Reason)>> AskAsync(GeoDatabase database, CountCube cube, Dashboard dashboard, DashboardFilter filter, CancellationToken cancellationToken)
    {
        var answers = new List<(PanelAnswer?, string?)>();
        foreach (var panel in dashboard.Panels)
        {
            try
            {
                answers.Add(OfThePage.Contains(panel.Kind) ? (null, null) : (await PanelAnswer.AskAsync(database, cube, panel, filter, cancellationToken), null));
            }
            catch (QuestionException refusal)
            {
                answers.Add((null, refusal.Message));
            }
        }

        return answers;
    }
}
