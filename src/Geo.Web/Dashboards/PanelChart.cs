using Geo.Core.Dashboards;
using Geo.Web.Charts;

namespace Geo.Web.Dashboards;

/// <summary>The chart of a panel, for its page and as a file.</summary>
/// <param name="Kind">A kind of <see cref="Chart"/>.</param>
internal sealed record PanelChart(Type Kind, Dictionary<string, object?> Parameters)
{
    /// <summary>Null where a panel has figures and no drawing.</summary>
    public static PanelChart? Of(PanelAnswer answer) => answer.Drawing switch
    {
        PanelDrawing.Months => Of<LineChart>(answer, answer.Finding, ("Months", Months(answer)), ("Label", "This period"), ("BeforeLabel", "Year before")),
        PanelDrawing.Headline => Of<LineChart>(answer, $"{answer.Heading}: {answer.Finding}", ("Months", Months(answer)), ("Label", "This period"), ("BeforeLabel", "Year before")),
        PanelDrawing.Control => Of<XmrChart>(answer, answer.Finding, ("Months", Marked(answer)), ("Limits", Limits(answer)), ("ValueLabel", answer.Series[0])),
        PanelDrawing.Bars => Of<BarChart>(
            answer, answer.Finding, ("Bars", answer.Values.Select(value => new Bar(value.Label, value.Value, value.Before)).ToList()), ("ValueLabel", answer.Series[0]), ("ComparisonLabel", answer.Series[1]), ("RowHeading", answer.Lines)),
        PanelDrawing.Changes => Of<DivergingBars>(
            answer, answer.Finding, ("Changes", answer.Values.Select(value => new Change(value.Label, value.Value, value.IsChance)).ToList()), ("Unit", $"Change in {answer.Unit}; pale is what chance explains"), ("Numbers", answer.Decimals > 0 ? NumberStyle.Change : new NumberStyle(Signed: true))),
        PanelDrawing.Dots => Of<DotPlot>(
            answer, answer.Finding, ("Dots", answer.Values.Select(value => new Dot(value.Label, value.Value, value.Low, value.High)).ToList()), ("Reference", answer.Reference?.Value), ("ReferenceLabel", answer.Reference?.Name ?? ""),
            ("RowHeading", answer.Lines), ("ValueLabel", answer.Series[0]), ("FromZero", answer.Series[0] != "Rank")),
        PanelDrawing.Slopes => Of<SlopeChart>(
            answer, answer.Finding, ("Slopes", answer.Values.Select(value => new Slope(value.Label, value.Before, value.Value, !value.IsChance)).ToList()), ("GreyRest", true), ("FromLabel", answer.Series[1]), ("ToLabel", answer.Series[0]), ("RowHeading", answer.Lines)),
        PanelDrawing.Funnel => Of<FunnelPlot>(
            answer, answer.Finding, ("Areas", answer.Values.Select(value => new FunnelArea(value.Label, value.Size, value.Value, (FunnelStanding)value.Standing)).ToList()),
            ("Limits", answer.Limits.Select(limit => new FunnelLimit(limit.Size, limit.Lower95, limit.Upper95, limit.Lower998, limit.Upper998)).ToList()), ("Centre", answer.Reference!.Value.Value)),
        PanelDrawing.Curve => Of<LorenzCurve>(
            answer, answer.Finding, ("Points", answer.Values.Select(Point).Prepend(new(0, 0)).ToList()), ("Mark", answer.Values.Where(value => value.Standing > 0).Select(Point).FirstOrDefault()),
            ("PlacesLabel", "areas"), ("EventsLabel", answer.Unit)),
        PanelDrawing.Pyramid => Of<PopulationPyramid>(
            answer, answer.Finding, ("Bands", answer.Values.Select(value => new AgeBand(value.Label, value.Value, value.Before)).ToList()), ("LeftLabel", answer.Series[0]), ("RightLabel", answer.Series[1])),
        PanelDrawing.Stacks => Of<StackedBars>(
            answer, answer.Finding, ("Stacks", answer.Values.Select(value => new Stack(value.Label, value.Parts)).ToList()), ("Series", answer.Series), ("RowHeading", answer.Lines)),
        _ => null,
    };

    /// <summary>The same with the name that its parts have on a page.</summary>
    public Dictionary<string, object?> Named(string id) => new(Parameters) { ["Id"] = id };

    public static IReadOnlyList<MonthValue> Months(PanelAnswer answer) => [.. answer.Values.Where(value => value.Month is not null).Select(value => new MonthValue(value.Month!.Value, value.Value, value.Before))];

    private static IReadOnlyList<XmrMonth> Marked(PanelAnswer answer) =>
        [.. answer.Values.Select(value => new XmrMonth(value.Month!.Value, value.Value, (XmrSignal)value.Standing))];

    /// <summary>Limits of each month of its own, which follow its days; none where the months are not judged.</summary>
    private static IReadOnlyList<XmrLimits> Limits(PanelAnswer answer) =>
        [.. answer.Values.Where(value => value.Before is not null).Select(value => new XmrLimits(value.Month!.Value, value.Month.Value, value.Before!.Value, value.Low!.Value, value.High!.Value))];

    private static LorenzCurve.Point Point(PanelFigure value) => new(value.Size / 100, value.Value!.Value / 100);

    private static PanelChart Of<TChart>(PanelAnswer answer, string title, params (string Name, object? Value)[] own)
        where TChart : Chart
    {
        var parameters = new Dictionary<string, object?> { ["Title"] = title, ["Description"] = answer.When, ["Unit"] = answer.Unit, ["Numbers"] = new NumberStyle(Math.Min(answer.Decimals, 1)) };
        foreach (var (name, value) in own)
            parameters[name] = value;
        return new(typeof(TChart), parameters);
    }
}
