using Geo.Core.Exports;
using Geo.Core.Measures;

namespace Geo.Core.Dashboards;

/// <summary>A dashboard as a document: a section for each panel, with its words, its chart or drawing, its table, what they are, and where they are.</summary>
public static class DashboardDocument
{
    private const int MostBars = 20;

    /// <param name="notes">What was written about its panels, by name.</param>
    /// <param name="address">Of the page; null where there is none.</param>
    /// <param name="own">Sections of panels that are not answered with figures, such as maps, by the panel's place from 0.</param>
    public static ExportDocument Of(
        Dashboard dashboard, DashboardFilter filter, CountCube cube, IReadOnlyList<(PanelAnswer? Answer, string? Reason)> answers, IReadOnlyDictionary<string, Note> notes, string? address, IReadOnlyDictionary<int, ExportSection> own) => new()
        {
            FileName = FileName(dashboard, filter), Title = Title(dashboard, filter, cube), Subtitle = dashboard.Introduction, Explanation = Explain(dashboard, cube, answers), Link = address,
            IsDemonstration = cube.IsDemonstration, Sections = [.. dashboard.Panels.Select((panel, at) => Section(dashboard, panel, at, cube, answers[at], notes.GetValueOrDefault(dashboard.NameOf(panel)), address, own)).OfType<ExportSection>()],
        };

    /// <summary>Name of a file of it, without the ending, such as <c>annual-report-2023-24</c>.</summary>
    public static string FileName(Dashboard dashboard, DashboardFilter filter) =>
        string.Concat($"{dashboard.Slug}-{filter.Period.Replace("..", "-to-", StringComparison.Ordinal)}".Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));

    private static string Title(Dashboard dashboard, DashboardFilter filter, CountCube cube)
    {
        var area = filter.Area is var (kind, code) ? cube.Sets.Where(set => set.Set.Kind == kind).SelectMany(set => set.Areas).FirstOrDefault(area => area.Code == code) : null;
        return area is null ? dashboard.Title : $"{dashboard.Title}: {area.Name}";
    }

    /// <summary>What all of it has in common: the period, and the moment it is as at.</summary>
    public static string Explain(Dashboard dashboard, CountCube cube, IReadOnlyList<(PanelAnswer? Answer, string? Reason)> answers)
    {
        var when = dashboard.Panels.Zip(answers).Where(pair => pair.First["period"] is null).Select(pair => pair.Second.Answer?.When).FirstOrDefault(when => when is { Length: > 0 });
        return $"{(when is null ? "" : $"{when} ")}As at {cube.AsAt:d MMMM yyyy HH:mm} UTC, data version {cube.Version}.";
    }

    private static ExportSection? Section(Dashboard dashboard, Panel panel, int at, CountCube cube, (PanelAnswer? Answer, string? Reason) answer, Note? note, string? address, IReadOnlyDictionary<int, ExportSection> own)
    {
        var section = own.GetValueOrDefault(at) is { } drawn ? drawn
            : answer.Answer is { } made ? Section(made)
            : panel.Kind == "data-quality" ? Section(dashboard.HeadingOf(panel), SourceTable.Of(cube))
            : answer.Reason is null && note is null ? null
            : new ExportSection { Heading = dashboard.HeadingOf(panel), Paragraphs = answer.Reason is { } reason ? [reason] : [], Explanation = "" };
        var link = address is null ? null : $"{address}#panel-{at}";
        return section is null ? null : section with { Link = link, Tables = [.. section.Tables.Select(table => table with { Link = link })], Paragraphs = [.. section.Paragraphs, .. Told(note)] };
    }

    private static IReadOnlyList<string> Told(Note? note) => note is null ? [] : [.. note.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries), note.By];

    private static ExportSection Section(string heading, ExportTable table) => new() { Heading = heading, Explanation = table.Explanation, Tables = [table] };

    private static ExportSection Section(PanelAnswer answer)
    {
        var chart = Chart(answer);
        var table = answer.Drawing is PanelDrawing.Headline or PanelDrawing.Months or PanelDrawing.Control ? null : answer.Table;
        // What was found is the title of the chart or the table, and said once.
        IEnumerable<string?> words = [chart is null && table is null ? answer.Finding : null, .. answer.Drawing == PanelDrawing.Headline ? [] : answer.Paragraphs.Prepend(answer.Verdict), answer.Panel["note"]];
        return new()
        {
            Heading = answer.Heading, Explanation = answer.Explanation, Paragraphs = [.. words.OfType<string>().Where(text => text.Length > 0)],
            Charts = chart is null ? [] : [chart], Tables = table is null ? [] : [table],
        };
    }

    private static ExportChart? Chart(PanelAnswer answer)
    {
        if (answer.Values.Count == 0 || answer.Drawing == PanelDrawing.None)
            return null;
        var isLine = answer.Drawing is PanelDrawing.Months or PanelDrawing.Headline or PanelDrawing.Control or PanelDrawing.Curve;
        var drawn = Drawn(answer);
        return new()
        {
            Kind = isLine ? ChartKind.Line : ChartKind.Bar, Title = answer.Drawing == PanelDrawing.Headline ? $"{answer.Heading}: {answer.Finding} {answer.Unit}{(answer.Verdict is { } verdict ? $"; {verdict}" : "")}" : answer.Finding,
            CategoryName = answer.Lines, Categories = [.. drawn.Select(value => value.Label)], Series = [.. Series(answer, drawn)], Unit = answer.Unit, Alternative = answer.Explanation,
        };
    }

    /// <summary>What a chart of an office draws: of many areas those that stand out, or else the first.</summary>
    private static IReadOnlyList<PanelFigure> Drawn(PanelAnswer answer) => answer.Drawing == PanelDrawing.Funnel
        ? [.. answer.Values.Where(value => value.Standing > 0).DefaultIfEmpty(answer.Values[0]).Take(MostBars)] : answer.Values;

    /// <summary>What stands beside each other: parts, or the values with what they are held against, where that is drawn.</summary>
    private static IEnumerable<ExportSeries> Series(PanelAnswer answer, IReadOnlyList<PanelFigure> drawn)
    {
        ExportSeries One(int name, Func<PanelFigure, double?> value) => new(answer.Series[name], [.. drawn.Select(figure => value(figure) is { } number ? Rounding.Round(number, answer.Decimals) : (decimal?)null)]);
        if (answer.Drawing == PanelDrawing.Stacks)
            return answer.Series.Select((_, part) => One(part, figure => figure.Parts[part]));
        var series = new List<ExportSeries> { One(0, figure => figure.Value) };
        if (answer.Series.Count > 1 && drawn.Any(figure => figure.Before is not null))
            series.Add(One(1, figure => figure.Before));
        if (answer.Drawing == PanelDrawing.Control && drawn.Any(figure => figure.Low is not null))
            series.AddRange([One(2, figure => figure.Low), One(3, figure => figure.High)]);
        return series;
    }
}
