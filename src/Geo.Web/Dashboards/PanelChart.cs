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
        PanelDrawing.Bars => Of<BarChart>(answer, answer.Finding, ("Bars", answer.Values.Select(value => new Bar(value.Label, value.Value, value.Before)).ToList()), ("ValueLabel", "This period"), ("ComparisonLabel", "Before")),
        PanelDrawing.Changes => Of<DivergingBars>(
            answer, answer.Finding, ("Changes", answer.Values.Select(value => new Change(value.Label, value.Value, value.IsChance)).ToList()), ("Unit", $"Change in {answer.Unit}; pale is what chance explains"), ("Numbers", NumberStyle.Change)),
        PanelDrawing.Dots => Of<DotPlot>(answer, answer.Finding, ("Dots", answer.Values.Select(value => new Dot(value.Label, value.Value, value.Low, value.High)).ToList()), ("Numbers", NumberStyle.OneDecimal)),
        _ => null,
    };

    /// <summary>The same with the name that its parts have on a page.</summary>
    public Dictionary<string, object?> Named(string id) => new(Parameters) { ["Id"] = id };

    public static IReadOnlyList<MonthValue> Months(PanelAnswer answer) => [.. answer.Values.Where(value => value.Month is not null).Select(value => new MonthValue(value.Month!.Value, value.Value, value.Before))];

    private static PanelChart Of<TChart>(PanelAnswer answer, string title, params (string Name, object? Value)[] own)
        where TChart : Chart
    {
        var parameters = new Dictionary<string, object?> { ["Title"] = title, ["Description"] = answer.When, ["Unit"] = answer.Unit };
        foreach (var (name, value) in own)
            parameters[name] = value;
        return new(typeof(TChart), parameters);
    }
}
