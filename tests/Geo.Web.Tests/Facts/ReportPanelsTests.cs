using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Geo.Core.Dashboards;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Facts;

/// <summary>
/// The section "What we know about crime" of the report of 2023-24 against the panels of the board's dashboard: whoever knows the printed tables finds each
/// of them as a panel, in the report's order, with every printed figure in it, or the right one where the print is known to be wrong.
/// </summary>
[Collection(Demonstration.Name)]
public sealed partial class ReportPanelsTests(DemonstrationHost host)
{
    private const string Page = "/dashboards/community-safety?period=2023-24";

    /// <summary>The police's figures of that report are those of their first extract; other agencies' extracts came later.</summary>
    private const string AsPrinted = "as-at=2024-12-31";

    /// <summary>Tables of the report, in its order: the line it begins on, its first and last fact, and the panel.</summary>
    private static readonly (int Line, string Facts, int First, int Last, string Kind, string Measure)[] Tables =
    [
        (398, "ward_tables", 1, 10, "league-table", "recorded-crime"),
        (433, "ward_tables", 11, 20, "league-table", "violence-with-injury"),
        (447, "breakdowns", 1, 12, "breakdown", "violence-with-injury"),
        (477, "demographics", 1, 54, "matrix", "serious-violence"),
        (512, "demographics", 55, 130, "table", "serious-violence"),
        (555, "a_and_e", 1, 18, "matrix", "assault-attendances"),
        (599, "ward_tables", 21, 30, "league-table", "hate-crime"),
        (618, "breakdowns", 13, 20, "breakdown", "hate-strands"),
        (649, "town_tables", 1, 24, "table", "serious-violence-domestic"),
        (665, "da_serious_violence", 1, 40, "table", "serious-violence-domestic"),
        (681, "ward_tables", 31, 40, "league-table", "domestic-related"),
        (706, "dvpn", 1, 6, "funnel", "protection-notices"),
        (719, "domestic_homicides", 1, 35, "table", "domestic-homicides"),
        (743, "ward_tables", 41, 50, "league-table", "drug-offences"),
        (760, "breakdowns", 21, 26, "breakdown", "drug-offences"),
        (779, "ward_tables", 51, 60, "league-table", "asb-incidents"),
        (796, "breakdowns", 27, 30, "breakdown", "asb-incidents"),
    ];

    /// <summary>Charts of the report: twelve months of each category, with what they add up to.</summary>
    private static readonly (string Measure, long Total)[] Trends =
        [("recorded-crime", 18_216), ("violence-with-injury", 2_228), ("hate-crime", 340), ("domestic-related", 5_049), ("drug-offences", 396), ("asb-incidents", 3_430)];

    [DatabaseFact]
    public async Task EveryTableOfTheReport_IsAPanel_WithItsFigures()
    {
        var (now, then) = (await PanelsAsync(Page), await PanelsAsync($"{Page}&{AsPrinted}"));
        var facts = DemonstrationFacts.All().Zip(DemonstrationFacts.Answers()).ToLookup(pair => pair.First.Id);
        var (wrong, looked) = (new List<string>(), 0);
        foreach (var (line, set, first, last, kind, measure) in Tables)
        {
            List<IReadOnlyList<IReadOnlyList<string>>> Shown(List<ShownPanel> panels) => [.. panels.Where(panel => panel.Panel.Kind == kind && (panel.Panel["measure"] ?? panel.Panel["funnel"]) == measure).Select(panel => panel.Rows)];
            Shown(now).ShouldNotBeEmpty($"the table on line {line} is no panel");
            foreach (var (fact, answer) in Enumerable.Range(first, last - first + 1).SelectMany(number => facts[$"{set}/{number}"]).Where(pair => pair.Second.Kind is "record" or "known-error"))
            {
                var expected = answer.Kind == "known-error" ? answer.Right : fact.Value;
                if (Place(set, fact, answer.Ask) is not { } place)
                    continue;
                looked++;
                var cells = Shown(answer.Ask.Contains(AsPrinted, StringComparison.Ordinal) ? then : now).Select(rows => Cell(rows, place)).Where(cell => cell is not null).ToList();
                if (!cells.Exists(cell => Agrees(cell!, expected)))
                    wrong.Add($"line {line}, {fact.Id}, {fact.Dimensions}: printed {expected}; {place} is {(cells.Count == 0 ? "not there" : string.Join(" or ", cells))}");
            }
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
        looked.ShouldBeGreaterThan(450);
    }

    [DatabaseFact]
    public async Task EveryChartOfTheReport_IsAPanel_OfTwelveMonths()
    {
        var panels = await PanelsAsync($"{Page}&{AsPrinted}");
        foreach (var (measure, total) in Trends)
        {
            var months = panels.Single(panel => panel.Panel.Kind == "trend" && panel.Panel["measure"] == measure).ChartRows;
            months.Count.ShouldBe(12, measure);
            months.Sum(row => long.Parse(row[1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ShouldBe(total, measure);
        }
    }

    /// <summary>Where the API's pointer to a figure leads in a panel's table: what its line is called, perhaps its step, and its column; null where the figure is worked out of several.</summary>
    private static (string Line, string? Step, string Column)? Place(string set, DemonstrationFact fact, string ask)
    {
        if (set == "a_and_e")
            return (fact.Dimension("age"), null, $"{fact.Dimension("sex")}, %");
        if (ask.Contains(" OF ", StringComparison.Ordinal) || ask.Contains(" - ", StringComparison.Ordinal))
            return null;
        var pointer = ask[(ask.IndexOf('#', StringComparison.Ordinal) + 1)..];
        var line = pointer.StartsWith("total", StringComparison.Ordinal) ? "Total" : pointer.StartsWith("stated", StringComparison.Ordinal) ? "Stated" : Selector().Match(pointer).Groups["line"].Value;
        if (StepOf().Match(pointer) is { Success: true } step)
            return (line, step.Groups["step"].Value == "0" ? "Domestic violence protection notices" : "Domestic violence protection orders", step.Groups["figure"].Value == "count" ? "Count" : "Of the step before, %");
        if (Numbered().Match(pointer) is { Success: true } numbered)
            return (line, null, $"{(numbered.Groups["figure"].Value == "counts" ? '#' : '%')}{numbered.Groups["column"].Value}");
        return (line, null, pointer.Split('.')[^1] switch { "count" => "Count", "share" => "Share, %", "previous" => "Previous", "change" => "Change", "changePerCent" => "Change, %", var other => char.ToUpperInvariant(other[0]) + other[1..] });
    }

    /// <summary>The text of a cell. A column #0 is the first of counts, %0 the first of shares.</summary>
    private static string? Cell(IReadOnlyList<IReadOnlyList<string>> rows, (string Line, string? Step, string Column) place)
    {
        var row = rows.Skip(1).FirstOrDefault(row => row.Take(2).Contains(place.Line) && (place.Step is null || row.Contains(place.Step)));
        if (row is null)
            return rows.Count == 0 ? null : place.Column is "Count" or ['#', ..] ? "0" : "N/A"; // a line that is not there counts nothing, and has no change in per cent
        var at = place.Column[0] is '#' or '%' ? rows[0].Index().Where(heading => heading.Item is not ("Name" or "Verdict") && heading.Item.EndsWith(", %", StringComparison.Ordinal) == (place.Column[0] == '%')).ElementAt(int.Parse(place.Column[1..], CultureInfo.InvariantCulture)).Index : rows[0].Index().Where(heading => heading.Item == place.Column).Select(heading => heading.Index).FirstOrDefault(-1);
        return at < 0 || at >= row.Count ? null : row[at];
    }

    /// <summary>Rounded half away from zero to the printed decimals; N/A is no figure.</summary>
    private static bool Agrees(string cell, string printed)
    {
        if (printed == "N/A" || !decimal.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out var value))
            return cell == printed;
        var point = printed.IndexOf('.', StringComparison.Ordinal);
        return Math.Round(value, point < 0 ? 0 : printed.Length - point - 1, MidpointRounding.AwayFromZero) == decimal.Parse(printed, NumberStyles.Number, CultureInfo.InvariantCulture);
    }

    private async Task<List<ShownPanel>> PanelsAsync(string address)
    {
        var html = await host.TextAsync(address);
        var panels = DashboardFile.Read("community-safety", await File.ReadAllTextAsync(Repository.At("dashboards", "community-safety.yaml")), "community-safety.yaml").Panels;
        var sections = html.Split("<section class=\"geo-panel ")[1..];
        sections.Length.ShouldBe(panels.Count);
        return [.. panels.Zip(sections).Select(pair => new ShownPanel(pair.First, Table(pair.Second, "<summary>Figures</summary>"), [.. Table(pair.Second, "<summary>Figures of this chart</summary>").Skip(1)]))];
    }

    /// <summary>The rows of the table that comes after a text, the headings first.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> Table(string section, string after)
    {
        var from = section.IndexOf(after, StringComparison.Ordinal);
        if (from < 0)
            return [];
        var table = section[from..section.IndexOf("</table>", from, StringComparison.Ordinal)];
        return [.. table.Split("<tr")[1..].Select(row => (IReadOnlyList<string>)[.. TableCell().Matches(row).Select(cell => WebUtility.HtmlDecode(cell.Groups["text"].Value).Trim())])];
    }

    /// <param name="Rows">Of its table, the headings first.</param>
    /// <param name="ChartRows">Of its chart, without them.</param>
    private sealed record ShownPanel(Panel Panel, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<IReadOnlyList<string>> ChartRows);

    [GeneratedRegex(@"\[(?<line>[^\]@]+)\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"steps\[(?<step>\d)\]\.(?<figure>\w+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StepOf();

    [GeneratedRegex(@"\.(?<figure>counts|shares)\[(?<column>\d)\]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex("<t[hd][^>]*>(?<text>[^<]*)</t[hd]>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TableCell();
}
