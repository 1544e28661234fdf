using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Core.Measures.Indicators;
using Geo.Core.Measures.Tables;
using Geo.Statistics.Rates;

namespace Geo.Core.Dashboards;

/// <summary>Panels that the records themselves answer, and ready-made figures: tables, people, funnels, stocks, rates.</summary>
internal static class RecordPanels
{
    private const int MostParts = 6;
    private const int MostStacks = 20;

    /// <returns>Null for a panel of another kind.</returns>
    /// <exception cref="QuestionException">It cannot be answered with the data that is there; says why.</exception>
    public static async Task<PanelAnswer?> AskAsync(GeoDatabase database, CountCube cube, Panel panel, MeasureQuestion question, CancellationToken cancellationToken) => panel.Kind switch
    {
        "table" => Cross(panel, await TableAsync(database, cube, panel, question, cancellationToken)),
        "matrix" => Matrix(panel, await TableAsync(database, cube, panel, question, cancellationToken)),
        "funnel" => Steps(panel, await FunnelTable.AskAsync(database, cube, Funnel.Find(panel["funnel"]!), question, null, cancellationToken)),
        "conversion" => Converted(panel, await FunnelTable.AskAsync(database, cube, Funnel.Find(panel["funnel"]!), question, null, cancellationToken)),
        "stock" => UnderWay(panel, await Stock.AskAsync(database, cube, new TableQuestion { Of = question with { Compare = null }, Rows = panel["by"] }, cancellationToken)),
        "rate" => Beside(panel, await RateComparison.AskAsync(database, cube, question with { Compare = null }, cancellationToken)),
        "indicator" => ReadyMade(panel, Indicator.Find(panel["indicator"]!)!, await IndicatorStore.ReadAsync(database, cube.AsAt, cancellationToken), cube),
        _ => null,
    };

    /// <summary>One that ends with a month of its own, such as August, is the same for many periods of the page.</summary>
    private static Task<CrossTable> TableAsync(GeoDatabase database, CountCube cube, Panel panel, MeasureQuestion question, CancellationToken cancellationToken)
    {
        var asked = Question(panel, question);
        return panel["ends"] is null || question.Area is not null ? CrossTable.AskAsync(database, cube, asked, cancellationToken) : cube.KeepAsync(
            $"{asked.Of} {asked.Rows} by {string.Join(',', asked.Columns)} only {string.Join(',', asked.Only)} {asked.Counting} {asked.Share}",
            () => CrossTable.AskAsync(database, cube, asked, CancellationToken.None));
    }

    private static TableQuestion Question(Panel panel, MeasureQuestion question) => new()
    {
        Of = question with { Compare = null }, Rows = panel["rows"], Columns = panel.List("columns"), Only = [.. panel.List("only").Select(Only.Parse).OfType<Only>()],
        Counting = panel["count"] == "people" ? TableCounting.People : TableCounting.Records, Share = panel["share"] is { } share ? Enum.Parse<ShareOf>(share, ignoreCase: true) : ShareOf.Column,
    };

    private static PanelAnswer Cross(Panel panel, CrossTable table) => PanelAnswer.Of(panel, table.Origin, table.Origin.Measure.Name, Fitted(table, CrossTableExport.Of(table)));

    /// <summary>Without what would take the place of the rest: beside the total of one column that column, and the shares of times that are held against each other.</summary>
    private static ExportTable Fitted(CrossTable table, ExportTable export)
    {
        var kept = export.Columns.Index().Where(column => table.Columns.Count == 1 ? column.Index is < 2 or > 3 : table.Total.Verdict is null || column.Item.Kind != ColumnKind.PerCent || column.Item.IsSigned).ToList();
        return export with
        {
            Columns = [.. kept.Select(column => table.Columns.Count > 1 ? column.Item : column.Item.Name switch { "total" => column.Item with { Heading = "Count" }, "total_share" => column.Item with { Heading = "Share, %" }, _ => column.Item })],
            Rows = [.. export.Rows.Select(row => row with { Cells = [.. kept.Select(column => row.Cells[column.Index])] })],
        };
    }

    /// <summary>A pyramid of ages where the last column has two values that are stated; else a bar for each line, of the columns or of what the last column has.</summary>
    private static PanelAnswer Matrix(Panel panel, CrossTable table)
    {
        var answer = Cross(panel, table);
        var parts = table.Columns.Select(column => column[^1]).Where(key => !key.IsMissing).Distinct().ToList();
        if (table.Rows.Count == 0 || parts.Count is 0 or > MostParts)
            return answer;
        double Sum(CrossRow row, TableKey part) => row.Counts.Where((_, at) => table.Columns[at][^1] == part).Sum();
        var isPyramid = parts.Count == 2 && table.RowDimension is { Slug: "age" };
        return answer with
        {
            Drawing = isPyramid ? PanelDrawing.Pyramid : PanelDrawing.Stacks,
            Lines = table.RowDimension?.Name ?? "All",
            Series = [.. parts.Select(part => part.Name)],
            Values = [.. table.Rows.Take(MostStacks).Select(row => new PanelFigure(row.Key.Name, null, Sum(row, parts[0]), Sum(row, parts[^1])) { Parts = [.. parts.Select(part => (double?)Sum(row, part))] })],
            Unit = table.Question.Counting == TableCounting.People ? "people" : table.Origin.Measure.Unit,
        };
    }

    private static PanelAnswer Steps(Panel panel, FunnelTable table) =>
        PanelAnswer.Of(panel, table.Origin, table.Funnel.Name, FunnelExport.Of(table), unit: "cases") with { Paragraphs = [table.Funnel.Description] };

    private static PanelAnswer Converted(Panel panel, FunnelTable table)
    {
        var steps = table.Funnel.Steps;
        if (steps.Count < 2)
            throw new QuestionException(QuestionFault.Invalid, "funnel", $"'{table.Funnel.Name}' has one step, so that nothing goes on from it.", []);
        var answer = PanelAnswer.Of(panel, table.Origin, table.Funnel.Name, FunnelExport.Of(table), PanelDrawing.Dots, unit: "Share of the step before, %") with { Series = ["Share, %"], Decimals = 1 };
        if (table.By is null)
        {
            var passed = table.Total.Cells.Index().Where(cell => cell.Item.OfStepBefore is not null).Select(cell => Dot(steps[cell.Index].Measure.Name, cell.Item.OfStepBefore!.Value)).ToList();
            return passed.MinBy(step => step.Value) is not { } least ? answer : answer with
            {
                Values = passed,
                Lines = "Step",
                Finding = $"{table.Funnel.Name}: the fewest go on to {least.Label}, {Rounding.Round(least.Value!.Value, 0)}% of the step before",
            };
        }

        var lines = table.Rows.Where(row => row.Cells[^1].OfStepBefore is not null).OrderByDescending(row => row.Cells[^1].OfStepBefore!.Value.Value).ToList();
        var step = $"{steps[^2].Measure.Name} that became {steps[^1].Measure.Name.ToLowerInvariant()}";
        return table.Total.Cells[^1].OfStepBefore is not { } all ? answer : answer with
        {
            Values = [.. lines.Select(row => Dot(row.Key.Name, row.Cells[^1].OfStepBefore!.Value))],
            Lines = table.By.Name,
            Unit = $"{step}, %",
            Reference = ("All", 100 * all.Value),
            Finding = $"{step}: {Rounding.Round(100 * all.Value, 0)}% in all, and {Apart(lines, all.Value)} more than chance explains",
        };
    }

    private static PanelFigure Dot(string name, Proportion share) => new(name, null, 100 * share.Value, Low: 100 * share.Limits.Lower, High: 100 * share.Limits.Upper);

    /// <summary>The lines whose share differs from that of all, with as many looked at allowed for (Bonferroni).</summary>
    private static string Apart(IReadOnlyList<FunnelRow> lines, double all)
    {
        var apart = lines.Where(row => WilsonProportion.Of(row.Cells[^1].Count, row.Cells[^2].Count, 1 - (0.05 / lines.Count)).Limits is var limits && (limits.Lower > all || limits.Upper < all)).Select(row => row.Key.Name).ToList();
        return apart.Count == 0 ? "no line differs from that by" : $"{string.Join(", ", apart)} {(apart.Count == 1 ? "differs" : "differ")} from that by";
    }

    private static PanelAnswer UnderWay(Panel panel, Stock stock) => PanelAnswer.Of(
        panel, stock.Origin, stock.Origin.Measure.Name, StockExport.Of(stock), PanelDrawing.Months, [.. stock.Months.Select(month => new PanelFigure($"{month.Month}", month.Month, month.On))]) with
    { Lines = "Month" };

    private static PanelAnswer Beside(Panel panel, RateComparison comparison) => PanelAnswer.Of(
        panel, comparison.Origin, comparison.Indicator.Name, RateComparisonExport.Of(comparison), PanelDrawing.Dots,
        [
            new("Here", null, comparison.Rate.Value, Low: comparison.Rate.Limits.Lower, High: comparison.Rate.Limits.Upper),
            .. comparison.Comparators.Select(other => new PanelFigure(other.Value.Area, null, other.Value.Value)),
        ],
        unit: comparison.Indicator.Unit) with
    { Series = ["Rate"], Decimals = 1 };

    private static PanelAnswer ReadyMade(Panel panel, Indicator indicator, IReadOnlyList<IndicatorValue> all, CountCube cube)
    {
        var values = RankedValue.Of(all.Where(value => value.Indicator == indicator.Slug));
        if (values.Count == 0)
            throw new QuestionException(QuestionFault.Incomplete, "indicator", $"No figures of '{indicator.Name}' have been imported; geo indicators import brings them in.", []);
        var export = IndicatorExport.Of(indicator, values, cube);
        return new(panel, panel["title"] ?? indicator.Name, export.Title, null, [], export, PanelDrawing.None, [], indicator.Unit, export.Explanation, null);
    }
}
