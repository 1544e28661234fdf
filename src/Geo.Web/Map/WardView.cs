using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Web.Areas;
using Geo.Web.Hosting;
using Geo.Web.HotSpots;
using Geo.Web.Measures;

namespace Geo.Web.Map;

/// <summary>Maps of wards: by rate, or by change with what chance explains told apart.</summary>
internal static class WardView
{
    public static async Task<MapView> MakeAsync(Snapshot snapshot, AreaShapes shapes, MapAddress address, MapQuestion question, (double, double, double, double) box)
    {
        var wards = question.Measure with { Areas = "ward", Area = null };
        return address.Layer == "wards-change"
            ? await ChangeAsync(snapshot.Cube, shapes, address, wards, box, Ground(snapshot.Cube, question))
            : await RateAsync(snapshot.Cube, shapes, address, wards, box, Ground(snapshot.Cube, question));
    }

    private static string Ground(CountCube cube, MapQuestion question)
    {
        var (set, bucket) = question.FindGround(cube);
        return MapView.NameOf(bucket is { } at ? set.Areas[at] : null, set.Set);
    }

    private static async Task<MapView> RateAsync(CountCube cube, AreaShapes shapes, MapAddress address, MeasureQuestion question, (double, double, double, double) box, string ground)
    {
        var view = new LeagueTableView(cube, new LeagueTableAddress { Measure = address.Measure }, question);
        var (table, breaks) = (view.Table, view.Breaks);
        var at = table.Rows.Index().ToDictionary(row => row.Item.Code!, row => row.Index);
        var drawn = (await shapes.OfAsync(table.Set, AreaShapes.DefaultZoom)).Select(shape =>
        {
            var row = table.Rows[at[shape.Code]];
            return new MapShape(shape.Code, shape.Name, Colour(view, breaks.ClassOf(at[shape.Code])), shape.Geometry, [.. Told(row)], null);
        });
        return new MapView
        {
            Address = address, Origin = table.Origin, GroundName = ground, Box = box, Finding = view.Finding, Remarks = [view.Development],
            LegendTitle = breaks.ByRate ? $"{MapView.Capital(table.Measure.Unit)} per 1,000 people" : MapView.Capital(table.Measure.Unit),
            Legend = [.. breaks.Classes.Index().Reverse().Select(item => new LegendEntry(Colour(view, item.Index), $"{view.Range(item.Item)} ({item.Item.Areas} {(item.Item.Areas == 1 ? "ward" : "wards")})"))],
            Shapes = [.. drawn], Columns = ["Ward", "Count", "Share %", "Per 1,000"],
            Rows = [.. table.Rows.Select(row => new MapRow(row.Code!, row.Name, [Figures.Count(row.Count), Figures.Share(row.Share) ?? "", Figures.Rate(row.Rate) ?? ""]))],
            Explanation = table.Explanation,
        };
    }

    private static async Task<MapView> ChangeAsync(CountCube cube, AreaShapes shapes, MapAddress address, MeasureQuestion question, (double, double, double, double) box, string ground)
    {
        var movers = Movers.Ask(cube, question with { Top = null }, "number");
        var rows = movers.Rows.ToDictionary(row => row.Area.Code);
        var drawn = (await shapes.OfAsync(movers.Origin.Set, AreaShapes.DefaultZoom)).Select(shape =>
        {
            var verdict = rows[shape.Code].Verdict;
            return new MapShape(
                shape.Code, shape.Name, MapColours.OfChange(verdict.Difference, verdict.IsSignal).Paint, shape.Geometry,
                [$"{Figures.Count(verdict.Current)}, before {Figures.Count(verdict.Previous)} ({PerCent(verdict.PerCent)})", verdict.Text], null);
        });
        var signals = movers.Rows.Where(row => row.Verdict.IsSignal).ToList();
        var (rises, falls) = (signals.Count(row => row.Verdict.Difference > 0), signals.Count(row => row.Verdict.Difference < 0));
        return new MapView
        {
            Address = address, Origin = movers.Origin, GroundName = ground, Box = box,
            Finding = signals.Count == 0 ? $"{movers.Origin.Measure.Name}: in no ward is the change more than chance explains"
                : $"{movers.Origin.Measure.Name}: more than chance explains, {rises} {(rises == 1 ? "ward" : "wards")} rose and {falls} fell",
            Remarks = [$"{movers.Origin.Period.Name}, compared with {movers.Origin.Compare!.Name}. Each ward's change is judged by the exact test of two counts, with false discoveries over all wards held to 5%."],
            LegendTitle = "Change of the count",
            Legend =
            [
                new(MapColours.OfChange(1, true).Paint, "Rise, more than chance explains"), new(MapColours.OfChange(1, false).Paint, "Rise that chance explains"), new(MapColours.OfChange(0, false).Paint, "The same"),
                new(MapColours.OfChange(-1, false).Paint, "Fall that chance explains"), new(MapColours.OfChange(-1, true).Paint, "Fall, more than chance explains"),
            ],
            Shapes = [.. drawn], Columns = ["Ward", "Count", "Before", "Change", "Change %", "Verdict"],
            Rows = [.. movers.Rows.Select(row => new MapRow(row.Area.Code, row.Area.Name, [Figures.Count(row.Verdict.Current), Figures.Count(row.Verdict.Previous), Figures.Signed(row.Verdict.Difference), PerCent(row.Verdict.PerCent), row.Verdict.Text]))],
            Explanation = movers.Explanation,
        };
    }

    private static string PerCent(double? change) => change is { } value ? $"{(value > 0 ? "+" : "")}{Rounding.ChangePerCent(value)}%".Replace('-', '−') : Rounding.NotApplicable;

    private static string Colour(LeagueTableView view, int mapClass) => MapColours.Wards[view.Step(mapClass)];

    private static IEnumerable<string> Told(LeagueTableRow row)
    {
        yield return $"Rank {row.Rank}: {Figures.Count(row.Count)} ({Figures.Share(row.Share)}% of the total)";
        if (row.Rate is not null)
            yield return $"{Figures.Rate(row.Rate)} per 1,000 people";
    }
}
