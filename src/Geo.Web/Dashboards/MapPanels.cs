using Geo.Core.Dashboards;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Web.Areas;
using Geo.Web.Hosting;
using Geo.Web.HotSpots;
using Geo.Web.Map;

namespace Geo.Web.Dashboards;

/// <summary>The maps of a dashboard: where they are, and their sections in documents.</summary>
internal static class MapPanels
{
    public const string Kind = "map";

    public static MapAddress Address(Panel panel, DashboardFilter filter) => new()
    {
        Measure = panel["measure"]!, Layer = panel["layer"] ?? MapAddress.Heat, Period = panel["period"] ?? filter.Period,
        Compare = panel["layer"] is "change" or "wards-change" ? panel["compare"] ?? filter.Compare : null, Ground = filter.Area is var (kind, code) ? $"{kind}:{code}" : null,
    };

    /// <summary>By the panel's place from 0.</summary>
    /// <param name="letters">How much larger than usual the letters of maps are.</param>
    public static async Task<IReadOnlyDictionary<int, ExportSection>> SectionsAsync(Snapshot snapshot, Maps maps, AreaShapes shapes, Dashboard dashboard, DashboardFilter filter, double letters)
    {
        var sections = new Dictionary<int, ExportSection>();
        foreach (var (at, panel) in dashboard.Panels.Index().Where(item => item.Item.Kind == Kind))
            sections[at] = await SectionAsync(snapshot, maps, shapes, panel, filter, letters);
        return sections;
    }

    private static async Task<ExportSection> SectionAsync(Snapshot snapshot, Maps maps, AreaShapes shapes, Panel panel, DashboardFilter filter, double letters)
    {
        var heading = panel["title"] ?? $"{Measure.Find(panel["measure"]!)!.Name} on the map";
        try
        {
            var view = await MapView.MakeAsync(snapshot, maps, shapes, Address(panel, filter));
            return new()
            {
                Heading = heading, Explanation = view.Explanation, Paragraphs = view.Withheld is { } why ? [view.Finding, why] : [view.Remarks[0]],
                Drawings = view.Withheld is null ? [await MapDrawing.OfAsync(snapshot.Cube, shapes, view, letters)] : [],
            };
        }
        catch (QuestionException refusal)
        {
            return new() { Heading = heading, Explanation = "", Paragraphs = [refusal.Message] };
        }
    }
}
