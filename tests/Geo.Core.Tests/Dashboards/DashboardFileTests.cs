using Geo.Core.Dashboards;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Dashboards;

public sealed class DashboardFileTests
{
    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Repository.At("dashboards"), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Dashboards_ThatAreShipped_AreRight(string file)
    {
        var dashboard = DashboardFile.Read(Path.GetFileNameWithoutExtension(file), File.ReadAllText(Repository.At("dashboards", file)), file);
        dashboard.Title.ShouldNotBeEmpty();
        dashboard.Panels.ShouldNotBeEmpty();
    }

    [Fact]
    public void Schema_IsTheCommittedOne()
    {
        var path = Repository.At("dashboards", "dashboard.schema.json");
        if (Environment.GetEnvironmentVariable("GEO_UPDATE_OPENAPI") is "true" or "1")
            File.WriteAllText(path, DashboardSchema.Json());
        File.ReadAllText(path).ShouldBe(DashboardSchema.Json(), "dashboards/dashboard.schema.json is stale; run this test with GEO_UPDATE_OPENAPI=true to renew it");
    }

    [Theory]
    [InlineData("title: A\npanels:\n  - { kind: heatline, measure: crime }", "d.yaml, line 3, column 13, value 'heatline': 'heatline' is no kind of panel; did you mean headline. There are headline, trend, xmr, exceptions, league-table, ranked-list, funnel-plot, concentration, town-table, movers, breakdown, table, matrix, map, hot-spots, funnel, conversion, stock, rate, commentary, indicator, sentences, text, data-quality.")]
    [InlineData("title: A\npanels:\n  - { kind: headline, measure: crimes }", "d.yaml, line 3, column 32, value 'crimes': 'crimes' is no measure; did you mean crime. The catalogue (geodata/catalogue) has them all.")]
    [InlineData("title: A\npanels:\n  - { kind: headline }", "d.yaml, line 3, column 5: A panel of kind headline has a measure. What is counted.")]
    [InlineData("title: A\npanels:\n  - { kind: headline, measure: crime, widht: half }", "d.yaml, line 3, column 39, value 'widht': A panel of kind headline has no field 'widht'; did you mean width. It may have kind, title, note, width, period, months, ends, compare, measure.")]
    [InlineData("title: A\npanels:\n  - { kind: league-table, measure: crime, top: 1_000 }", "d.yaml, line 3, column 48, value '1_000': top is a whole number from 1 to 100. How many lines are shown.")]
    [InlineData("title: A\npanels:\n  - { kind: trend, measure: crime, period: 2024-13 }", "d.yaml, line 3, column 44, value '2024-13': There is no month 13, and the financial year that starts in 2024 is 2024-25. Write a month (2024-03), a span of months (2024-01..2024-03), a financial year (2023-24, April to March) or last-12-months.")]
    [InlineData("title: A\npanels:\n  - { kind: exceptions, measures: [crime, abs] }", "d.yaml, line 3, column 35, value 'abs': 'abs' is no measure; did you mean asb. The catalogue (geodata/catalogue) has them all.")]
    [InlineData("title: A\npanels:\n  - { kind: town-table, measures: [] }", "d.yaml, line 3, column 35: measures is a text or a list of texts of 1 to 2,000 letters. What is counted: one or several.")]
    [InlineData("title: A\npanels:\n  - { kind: trend, measure: crime, months: 12:30 }", "d.yaml, line 3, column 44, value '12:30': months is a whole number from 1 to 100. That many months up to the end of the period, instead of the period.")]
    [InlineData("title: A\npanels:\n  - { kind: league-table, measure: crime, draw: no }", "d.yaml, line 3, column 49, value 'no': 'no' is no draw. There are bars, slopes.")]
    [InlineData("title: A\npanels:\n  - { kind: map, measure: crime, layer: points }", "d.yaml, line 3, column 41, value 'points': 'points' is no layer. There are heat, cells, hot-spots, persistence, change, risk, wards-rate, wards-change.")]
    [InlineData("title: A\npanels:\n  - { kind: text, text: A, url: \"http://169.254.169.254/\" }", "d.yaml, line 3, column 28, value 'url': A panel of kind text has no field 'url'. It may have kind, title, note, width, period, months, ends, compare, text.")]
    [InlineData("titel: A\npanels: []", "d.yaml, line 1, column 1, value 'titel': A dashboard has no field 'titel'; did you mean title. It may have title, audience, introduction, period, compare, area, panels.\nd.yaml, line 1, column 1: A dashboard has a title. Write title: and the words.\nd.yaml, line 2, column 9: A dashboard has at least one panel. Write panels: and below it a list, each with its kind.")]
    [InlineData("title: A\ntitle: B\npanels:\n  - kind: data-quality", "d.yaml, line 2, column 1: This is no YAML: Duplicate key title. Indent with spaces, and put texts with a colon or a hash in quotes.")]
    [InlineData("a: &a [x, x]\nb: [*a, *a]", "d.yaml, line 1, column 4: A dashboard has no anchors and aliases. Write the panel out.")]
    [InlineData("title: !!str A\npanels: []", "d.yaml, line 1, column 8: A dashboard has no tags. Leave away what begins with an exclamation mark.")]
    [InlineData("title: A\npanels:\n\t- kind: data-quality", "d.yaml, line 1, column 1: This is no YAML: While scanning a mapping, found invalid tab as indentation.")]
    [InlineData("- a\n- b", "d.yaml, line 1: A dashboard is one YAML document of fields. Begin with title:.")]
    [InlineData("title: A\narea: parish\npanels:\n  - { kind: table, measure: crime, only: victim }", "d.yaml, line 2, column 7, value 'parish': 'parish' is not a kind of area. There are ")]
    public void File_ThatBreaksARule_IsRefusedWithTheNearest(string text, string told)
    {
        var refusal = Should.Throw<RefusedException>(() => DashboardFile.Read("d", text, "d.yaml"));
        refusal.Message.ReplaceLineEndings("\n").ShouldStartWith(told);
    }

    [Fact]
    public void File_ThatIsTooLargeOrTooDeep_IsRefused()
    {
        Should.Throw<RefusedException>(() => DashboardFile.Read("d", "title: " + new string('x', 70_000), "d.yaml")).Message.ShouldBe("d.yaml: A dashboard has 64 kB at most. Make two of it.");
        Should.Throw<RefusedException>(() => DashboardFile.Read("d", "title: " + new string('[', 10_000), "d.yaml")).Message.ShouldContain("20 levels deep at most");
    }

    [Fact]
    public void Text_ThatLooksLikeAFormulaOrMarkup_StaysText() =>
        DashboardFile.Read("d", "title: \"<script>alert(1)</script> ; DROP TABLE\"\npanels:\n  - { kind: text, text: \"=1+1\" }", "d.yaml").Title.ShouldBe("<script>alert(1)</script> ; DROP TABLE");
}
