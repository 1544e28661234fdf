using Geo.Core.Measures;
using Geo.Statistics.Control;

namespace Geo.Core.Dashboards;

/// <summary>Panels of one measure, or of several, that the count cube answers: now, over months, by class, in words.</summary>
internal static class MeasurePanels
{
    /// <summary>Signals that are told in words unless a panel says how many.</summary>
    private const int MostSentences = 8;

    /// <returns>Null for a panel of another kind.</returns>
    /// <exception cref="QuestionException">It cannot be answered with the data that is there; says why.</exception>
    public static PanelAnswer? Ask(CountCube cube, Panel panel, MeasureQuestion question) => panel.Kind switch
    {
        "headline" => Headline(panel, Trend.Ask(cube, question with { Compare = null })),
        "trend" => Months(panel, Trend.Ask(cube, question with { Compare = null }, panel["step"] ?? "month")),
        "xmr" => Control(panel, Signals.Ask(cube, question)),
        "exceptions" => Exceptional(panel, Exceptions.Ask(cube, panel.List("measures"), question)),
        "breakdown" => Classes(panel, Breakdown.Ask(cube, question, panel["by"] ?? "group")),
        "sentences" => Words(panel, Sentences.Ask(cube, question)),
        "text" => new(panel, panel["title"] ?? "", "", null, [.. panel["text"]!.Split("\n\n")], null, PanelDrawing.None, [], "", "", null),
        _ => null,
    };

    private static IReadOnlyList<PanelFigure> Line(Trend trend) => [.. trend.Rows.Select(row => new PanelFigure(row.Period.Name, row.Period.First, row.Count, row.Previous))];

    private static PanelAnswer Headline(Panel panel, Trend trend)
    {
        var answer = PanelAnswer.Of(panel, trend.Origin, trend.Origin.Measure.Name, TrendExport.Of(trend), PanelDrawing.Headline, Line(trend), PanelAnswer.Address("league-tables", trend.Origin));
        return answer with { Finding = $"{trend.Total:N0}", Verdict = trend.Verdict?.Text, Paragraphs = [trend.Origin.Period.Name], Lines = "Month" };
    }

    private static PanelAnswer Months(Panel panel, Trend trend)
    {
        var origin = trend.Origin;
        var answer = PanelAnswer.Of(panel, origin, origin.Measure.Name, TrendExport.Of(trend), PanelDrawing.Months, Line(trend), PanelAnswer.Address("league-tables", origin));
        return answer with { Finding = trend.Verdict is { } change ? $"{origin.Measure.Name}: {change.Text}" : $"{origin.Measure.Name}: {trend.Total:N0} {origin.Measure.Unit} in {origin.Period.Name}", Lines = "Month" };
    }

    private static PanelAnswer Control(Panel panel, Signals signals)
    {
        var (origin, months) = (signals.Origin, signals.Series.Months);
        var answer = PanelAnswer.Of(
            panel, origin, origin.Measure.Name, SignalsExport.Of(signals), PanelDrawing.Control,
            [.. months.Select(month => new PanelFigure($"{month.Month}", month.Month, month.Count, month.Centre, month.Lower, month.Upper) { Standing = Standing(month) })], PanelAnswer.Address("league-tables", origin));
        return answer with { Series = [origin.Measure.Unit, "Usual", "Lower limit", "Upper limit"], Lines = "Month", When = $"{new Period(months[0].Month, months[^1].Month, "").Name}, the last month held against those before it." };
    }

    private static int Standing(SignalMonth month) => month.Signals.HasFlag(ControlSignals.OutsideLimits) ? 2 : month.IsSignal ? 1 : 0;

    private static PanelAnswer Exceptional(Panel panel, Exceptions exceptions)
    {
        var table = ExceptionsExport.Of(exceptions);
        var rows = exceptions.Rows.Take(panel.Top ?? MostSentences).ToList();
        return PanelAnswer.Of(panel, exceptions.Origin, "What stands out", table) with
        {
            Finding = "",
            Paragraphs = [$"{exceptions.Finding}.", .. rows.Select(row => row.Stands ? $"{row.Series.Text} This one stands." : row.Series.Text)],
            Table = rows.Count == 0 ? null : table,
            IsTableFolded = true,
        };
    }

    private static PanelAnswer Classes(Panel panel, Breakdown breakdown) => PanelAnswer.Of(
        panel, breakdown.Origin, breakdown.Origin.Measure.Name, BreakdownExport.Of(breakdown), PanelDrawing.Bars,
        [.. breakdown.Rows.Where(row => row.Count > 0 || row.Previous > 0).Take(20).Select(row => new PanelFigure(row.Name, null, row.Count, row.Previous))], PanelAnswer.Address("league-tables", breakdown.Origin)) with
    { Lines = "Class" };

    private static PanelAnswer Words(Panel panel, Sentences sentences) =>
        new(panel, panel["title"] ?? sentences.Origin.Measure.Name, "", null, [.. sentences.All.Select(sentence => sentence.Text)], null, PanelDrawing.None, [], "", sentences.Explanation, PanelAnswer.Address("league-tables", sentences.Origin));
}
