using Geo.Core.Database;
using Geo.Core.Exports;
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

    /// <summary>The dashboard as a document: a section for each panel with figures or words.</summary>
    /// <param name="notes">What was written about its panels, by name; where a panel has only words, they are the note's.</param>
    /// <param name="address">Of the page; null where there is none.</param>
    public static ExportDocument Document(Dashboard dashboard, DashboardFilter filter, CountCube cube, IReadOnlyList<(PanelAnswer? Answer, string? Reason)> answers, IReadOnlyDictionary<string, Note> notes, string? address) => new()
    {
        FileName = $"{dashboard.Slug}-{filter.Period.Replace("..", "-to-", StringComparison.Ordinal)}", Title = dashboard.Title, Subtitle = dashboard.Introduction, IsDemonstration = cube.IsDemonstration,
        Sections = [.. dashboard.Panels.Zip(answers, (panel, answer) => Section(dashboard, panel, answer.Answer, notes.GetValueOrDefault(dashboard.NameOf(panel)), address)).OfType<ExportSection>()],
    };

    private static ExportSection? Section(Dashboard dashboard, Panel panel, PanelAnswer? answer, Note? note, string? address) =>
        answer is not null ? Section(answer, note, address)
        : note is not null ? new() { Heading = dashboard.HeadingOf(panel), Paragraphs = Told(note), Explanation = "", Link = address }
        : null;

    private static IReadOnlyList<string> Told(Note? note) => note is null ? [] : [.. note.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries), note.By];

    private static ExportSection Section(PanelAnswer answer, Note? note, string? address) => new()
    {
        Heading = answer.Heading, Explanation = answer.Explanation, Link = address,
        Paragraphs = [.. new[] { answer.Drawing == PanelDrawing.Headline ? $"{answer.Finding} {answer.Unit}" : answer.Finding, answer.Verdict ?? "" }.Concat(answer.Paragraphs).Concat(Told(note)).Where(text => text.Length > 0)],
        Charts = Chart(answer) is { } chart ? [chart] : [], Tables = answer.Table is { } table && answer.Drawing is not (PanelDrawing.Headline or PanelDrawing.Months) ? [table with { Link = address }] : [],
    };

    private static ExportChart? Chart(PanelAnswer answer)
    {
        if (answer.Values.Count == 0 || answer.Drawing is PanelDrawing.None or PanelDrawing.Dots)
            return null;
        var isLine = answer.Drawing is PanelDrawing.Months or PanelDrawing.Headline;
        var series = new List<ExportSeries> { new(answer.Drawing == PanelDrawing.Changes ? "Change" : "This period", [.. answer.Values.Select(value => (decimal?)value.Value)]) };
        if (answer.Values.Any(value => value.Before is not null))
            series.Add(new("Before", [.. answer.Values.Select(value => (decimal?)value.Before)]));
        return new()
        {
            Kind = isLine ? ChartKind.Line : ChartKind.Bar, Title = answer.Drawing == PanelDrawing.Headline ? $"{answer.Heading} by month" : answer.Finding, CategoryName = isLine ? "Month" : "Area",
            Categories = [.. answer.Values.Select(value => value.Label)], Series = series, Unit = answer.Unit, Alternative = answer.Explanation,
        };
    }
}
