using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Core.Measures.Indicators;
using Geo.Core.Measures.Tables;

namespace Geo.Core.Dashboards;

/// <summary>What a dashboard's page is narrowed to.</summary>
/// <param name="Area">A kind of area and a code; null for all.</param>
public sealed record DashboardFilter(string Period, string? Compare, (string Kind, string Code)? Area);

/// <summary>How a panel's figures are drawn.</summary>
public enum PanelDrawing
{
    /// <summary>Only the table.</summary>
    None,

    /// <summary>Months as a line, the year before as a second.</summary>
    Months,

    /// <summary>Months as a small line beside one large figure.</summary>
    Headline,

    /// <summary>Bars from zero, with the comparison as a tick.</summary>
    Bars,

    /// <summary>Bars to either side of zero.</summary>
    Changes,

    /// <summary>Values with their intervals.</summary>
    Dots,
}

/// <summary>A value of a drawing.</summary>
/// <param name="Month">Of a line.</param>
/// <param name="Before">The comparison's.</param>
/// <param name="Low">Lower end of an interval.</param>
/// <param name="IsChance">Of a change: whether chance explains it.</param>
public sealed record PanelFigure(string Label, Month? Month, double? Value, double? Before = null, double? Low = null, double? High = null, bool IsChance = false);

/// <summary>A panel with its figures: a page draws it, and documents and slides are written from it.</summary>
/// <param name="Heading">The panel's own title, or the measure's name.</param>
/// <param name="Finding">What was found, in words.</param>
/// <param name="Verdict">Whether chance explains the change; null without one.</param>
/// <param name="Paragraphs">More in words.</param>
/// <param name="Table">The figures; null for words alone.</param>
/// <param name="Link">The page that shows more.</param>
public sealed record PanelAnswer(Panel Panel, string Heading, string Finding, string? Verdict, IReadOnlyList<string> Paragraphs, ExportTable? Table, PanelDrawing Drawing, IReadOnlyList<PanelFigure> Values, string Unit, string Explanation, string? Link)
{
    /// <summary>The period, and what it is compared with.</summary>
    public string When { get; init; } = "";

    /// <summary>Answers a panel of figures; maps and the quality of data are the page's own.</summary>
    /// <exception cref="QuestionException">It cannot be answered with the data that is there; says why.</exception>
    public static async Task<PanelAnswer> AskAsync(GeoDatabase database, CountCube cube, Panel panel, DashboardFilter filter, CancellationToken cancellationToken)
    {
        var question = Question(panel, filter);
        return panel.Kind switch
        {
            "headline" => Headline(panel, Trend.Ask(cube, question with { Compare = null })),
            "trend" => Months(panel, Trend.Ask(cube, question with { Compare = null }, panel["step"] ?? "month")),
            "league-table" => League(panel, LeagueTable.Ask(cube, question with { Area = null, Areas = "ward", Top = panel.Top })),
            "movers" => Moved(panel, Movers.Ask(cube, question with { Area = null, Areas = "ward", Top = panel.Top ?? 10 }, panel["by"] ?? "number")),
            "breakdown" => Classes(panel, Breakdown.Ask(cube, question, panel["by"] ?? "group")),
            "table" => Cross(panel, await CrossTable.AskAsync(database, cube, Question(panel, question with { Compare = null }), cancellationToken)),
            "funnel" => Steps(panel, await FunnelTable.AskAsync(database, cube, Funnel.Find(panel["funnel"]!), question, null, cancellationToken)),
            "stock" => UnderWay(panel, await Stock.AskAsync(database, cube, new TableQuestion { Of = question with { Compare = null }, Rows = panel["by"] }, cancellationToken)),
            "rate" => Beside(panel, await RateComparison.AskAsync(database, cube, question with { Compare = null }, cancellationToken)),
            "indicator" => ReadyMade(panel, Indicator.Find(panel["indicator"]!)!, await IndicatorStore.ReadAsync(database, cube.AsAt, cancellationToken), cube),
            "sentences" => Words(panel, Sentences.Ask(cube, question)),
            "text" => new(panel, panel["title"] ?? "", "", null, [.. panel["text"]!.Split("\n\n")], null, PanelDrawing.None, [], "", "", null),
            _ => throw new InvalidOperationException($"A panel of kind {panel.Kind} has no figures of its own."),
        };
    }

    private static string WhenOf(Origin origin) => $"{origin.Period.Name}{(origin.Compare is { } compare ? $", compared with {compare.Name}" : "")}.";

    /// <summary>The question that a panel asks on a page.</summary>
    public static MeasureQuestion Question(Panel panel, DashboardFilter filter) => new()
    {
        Measure = panel["measure"] ?? "", Period = panel["period"] ?? filter.Period, Compare = panel["compare"] ?? filter.Compare, AllowMissing = false,
        Areas = filter.Area?.Kind ?? "ward", Area = filter.Area?.Code,
    };

    private static TableQuestion Question(Panel panel, MeasureQuestion question) => new()
    {
        Of = question, Rows = panel["rows"], Columns = panel.List("columns"), Only = [.. panel.List("only").Select(Only.Parse).OfType<Only>()],
        Counting = panel["count"] == "people" ? TableCounting.People : TableCounting.Records, Share = panel["share"] is { } share ? Enum.Parse<ShareOf>(share, ignoreCase: true) : ShareOf.Column,
    };

    private static string Address(string page, Origin origin, MeasureQuestion? question = null) =>
        $"/{page}/{origin.Measure.Slug}?period={Uri.EscapeDataString(origin.Period.Span)}{(origin.Compare is { } compare ? $"&compare={Uri.EscapeDataString(compare.Span)}" : "")}{(question?.Areas is { } areas && areas != "ward" ? $"&areas={areas}" : "")}";

    private static IReadOnlyList<PanelFigure> Line(Trend trend) => [.. trend.Rows.Select(row => new PanelFigure(row.Period.Name, row.Period.First, row.Count, row.Previous))];

    private static PanelAnswer Headline(Panel panel, Trend trend)
    {
        var origin = trend.Origin;
        return new(
            panel, panel["title"] ?? origin.Measure.Name, $"{trend.Total:N0}", trend.Verdict?.Text, [origin.Period.Name], TrendExport.Of(trend), PanelDrawing.Headline, Line(trend), origin.Measure.Unit, trend.Explanation, Address("league-tables", origin))
        { When = WhenOf(origin) };
    }

    private static PanelAnswer Months(Panel panel, Trend trend)
    {
        var origin = trend.Origin;
        var verdict = trend.Verdict is { } change ? $"{origin.Measure.Name}: {change.Text}" : $"{origin.Measure.Name}: {trend.Total:N0} {origin.Measure.Unit} in {origin.Period.Name}";
        return new(panel, panel["title"] ?? origin.Measure.Name, verdict, null, [], TrendExport.Of(trend), PanelDrawing.Months, Line(trend), origin.Measure.Unit, trend.Explanation, Address("league-tables", origin)) { When = WhenOf(origin) };
    }

    private static PanelAnswer League(Panel panel, LeagueTable table)
    {
        var export = LeagueTableExport.Of(table);
        return new(
            panel, panel["title"] ?? table.Measure.Name, export.Title, null, [], export, PanelDrawing.Bars,
            [.. table.Rows.Take(panel.Top ?? 20).Select(row => new PanelFigure(row.Name, null, row.Count, row.Previous))], table.Measure.Unit, table.Explanation, Address("league-tables", table.Origin))
        { When = WhenOf(table.Origin) };
    }

    private static PanelAnswer Moved(Panel panel, Movers movers)
    {
        var export = MoversExport.Of(movers);
        return new(
            panel, panel["title"] ?? movers.Origin.Measure.Name, export.Title, null, [], export, PanelDrawing.Changes,
            [.. movers.Rows.Select(row => new PanelFigure(row.Area.Name, null, row.Verdict.Difference, IsChance: !row.Verdict.IsSignal))], movers.Origin.Measure.Unit, movers.Explanation, Address("league-tables", movers.Origin))
        { When = WhenOf(movers.Origin) };
    }

    private static PanelAnswer Classes(Panel panel, Breakdown breakdown)
    {
        var export = BreakdownExport.Of(breakdown);
        return new(
            panel, panel["title"] ?? breakdown.Origin.Measure.Name, export.Title, null, [], export, PanelDrawing.Bars,
            [.. breakdown.Rows.Where(row => row.Count > 0 || row.Previous > 0).Take(20).Select(row => new PanelFigure(row.Name, null, row.Count, row.Previous))], breakdown.Origin.Measure.Unit, breakdown.Explanation, Address("league-tables", breakdown.Origin))
        { When = WhenOf(breakdown.Origin) };
    }

    private static PanelAnswer Cross(Panel panel, CrossTable table)
    {
        var export = CrossTableExport.Of(table);
        return new(panel, panel["title"] ?? table.Origin.Measure.Name, export.Title, null, [], export, PanelDrawing.None, [], table.Origin.Measure.Unit, table.Explanation, null) { When = WhenOf(table.Origin) };
    }

    private static PanelAnswer Steps(Panel panel, FunnelTable table)
    {
        var export = FunnelExport.Of(table);
        return new(panel, panel["title"] ?? table.Funnel.Name, export.Title, null, [table.Funnel.Description], export, PanelDrawing.None, [], "cases", table.Explanation, null) { When = WhenOf(table.Origin) };
    }

    private static PanelAnswer UnderWay(Panel panel, Stock stock)
    {
        var export = StockExport.Of(stock);
        return new(
            panel, panel["title"] ?? stock.Origin.Measure.Name, export.Title, null, [], export, PanelDrawing.Months,
            [.. stock.Months.Select(month => new PanelFigure($"{month.Month}", month.Month, month.On))], stock.Origin.Measure.Unit, stock.Explanation, null)
        { When = WhenOf(stock.Origin) };
    }

    private static PanelAnswer Beside(Panel panel, RateComparison comparison)
    {
        var export = RateComparisonExport.Of(comparison);
        return new(
            panel, panel["title"] ?? comparison.Indicator.Name, export.Title, null, [], export, PanelDrawing.Dots,
            [
                new("Here", null, comparison.Rate.Value, Low: comparison.Rate.Limits.Lower, High: comparison.Rate.Limits.Upper),
                .. comparison.Comparators.Select(other => new PanelFigure(other.Value.Area, null, other.Value.Value)),
            ],
            comparison.Indicator.Unit, comparison.Explanation, null)
        { When = WhenOf(comparison.Origin) };
    }

    private static PanelAnswer ReadyMade(Panel panel, Indicator indicator, IReadOnlyList<IndicatorValue> all, CountCube cube)
    {
        var values = RankedValue.Of(all.Where(value => value.Indicator == indicator.Slug));
        if (values.Count == 0)
            throw new QuestionException(QuestionFault.Incomplete, "indicator", $"No figures of '{indicator.Name}' have been imported; geo indicators import brings them in.", []);
        var export = IndicatorExport.Of(indicator, values, cube);
        return new(panel, panel["title"] ?? indicator.Name, export.Title, null, [], export, PanelDrawing.None, [], indicator.Unit, export.Explanation, null);
    }

    private static PanelAnswer Words(Panel panel, Sentences sentences) =>
        new(panel, panel["title"] ?? sentences.Origin.Measure.Name, "", null, [.. sentences.All.Select(sentence => sentence.Text)], null, PanelDrawing.None, [], "", sentences.Explanation, Address("league-tables", sentences.Origin));
}
