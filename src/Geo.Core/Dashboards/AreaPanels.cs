using Geo.Core.Exports;
using Geo.Core.HotSpots;
using Geo.Core.Measures;

namespace Geo.Core.Dashboards;

/// <summary>Panels that hold areas beside each other. They are of all areas of a kind, also where the page is narrowed to one.</summary>
internal static class AreaPanels
{
    private const int MostBars = 20;
    private const int MostSlopes = 12;
    private const int MostSpots = 10;

    /// <returns>Null for a panel of another kind.</returns>
    /// <exception cref="QuestionException">It cannot be answered with the data that is there; says why.</exception>
    public static PanelAnswer? Ask(CountCube cube, Panel panel, MeasureQuestion question)
    {
        question = question with { Area = null, Areas = panel["areas"] ?? "ward" };
        return panel.Kind switch
        {
            "league-table" => League(cube, panel, question),
            "movers" => Moved(panel, Movers.Ask(cube, question with { Top = panel.Top ?? 10 }, panel["by"] ?? "number")),
            "ranked-list" => Ranked(panel, RatesAmongAreas.Ask(cube, question)),
            "funnel-plot" => Funnel(panel, RatesAmongAreas.Ask(cube, question)),
            "concentration" => Concentrated(panel, AreaConcentration.Ask(cube, question)),
            "town-table" => Towns(panel, MeasuresByArea.Ask(cube, panel.List("measures"), question with { Areas = panel["areas"] ?? "town" })),
            _ => null,
        };
    }

    /// <summary>The hot spots of the page's ground, the most records first, and what lies elsewhere.</summary>
    public static PanelAnswer HotSpots(Panel panel, HotSpotMap map)
    {
        var table = MapExport.Of(map);
        var shown = map.Hot.Take(panel.Top ?? MostSpots).ToList();
        return PanelAnswer.Of(panel, map.Origin, $"Hot spots of {map.Origin.Measure.Name.ToLowerInvariant()}", table with
        {
            Columns = [new("cell", "Square", ColumnKind.Text), new("area", ColumnKind.Text), new("count", ColumnKind.Count), new("hot_months", ColumnKind.Count)],
            Rows =
            [
                .. shown.Select(cell => new ExportRow([cell.Name, cell.Area, cell.Count, map.History is null ? (long?)null : cell.HotMonths])),
                new ExportRow(["All other squares", ExportCell.Blank, map.Footing.Mapped - shown.Sum(cell => cell.Count), ExportCell.Blank]) { IsFooting = true },
                .. table.Rows.Where(row => row.IsFooting).Select(row => row with { Cells = [row.Cells[0], ExportCell.Blank, row.Cells[MapExport.CountAt], ExportCell.Blank] }),
            ],
        });
    }

    private static PanelAnswer League(CountCube cube, Panel panel, MeasureQuestion question)
    {
        var table = LeagueTable.Ask(cube, question with { Top = panel.Top });
        var isSloped = panel["draw"] == "slopes" && table.Compare is not null;
        var answer = PanelAnswer.Of(
            panel, table.Origin, table.Measure.Name, LeagueTableExport.Of(table), isSloped ? PanelDrawing.Slopes : PanelDrawing.Bars,
            [.. table.Rows.Take(Math.Min(panel.Top ?? MostBars, isSloped ? MostSlopes : int.MaxValue)).Select(row => new PanelFigure(row.Name, null, row.Count, row.Previous))], PanelAnswer.Address("league-tables", table.Origin));
        if (!isSloped)
            return answer;
        var moved = Movers.Ask(cube, question, "number");
        var signals = moved.Rows.Where(row => row.Verdict.IsSignal).Select(row => row.Area.Name).ToHashSet(StringComparer.Ordinal);
        return answer with
        {
            Series = [table.Period.Name, table.Compare!.Name],
            Values = [.. answer.Values.Select(value => value with { IsChance = !signals.Contains(value.Label) })],
            Finding = $"{table.Measure.Name}: {signals.Count:N0} of {moved.Areas:N0} areas changed by more than chance explains between {table.Compare.Name} and {table.Period.Name}",
        };
    }

    private static PanelAnswer Moved(Panel panel, Movers movers)
    {
        var isByNumber = movers.By == "number";
        return PanelAnswer.Of(
            panel, movers.Origin, movers.Origin.Measure.Name, MoversExport.Of(movers), PanelDrawing.Changes,
            [.. movers.Rows.Select(row => new PanelFigure(row.Area.Name, null, isByNumber ? row.Verdict.Difference : row.Verdict.PerCent, IsChance: !row.Verdict.IsSignal))], PanelAnswer.Address("league-tables", movers.Origin)) with
        { Series = [isByNumber ? "Change" : "Change, %"], Decimals = isByNumber ? 0 : Rounding.ChangeDecimals };
    }

    private static PanelAnswer Ranked(Panel panel, RatesAmongAreas rates)
    {
        var table = RatesAmongAreasExport.Ranks(rates);
        var answer = PanelAnswer.Of(
            panel, rates.Origin, rates.Origin.Measure.Name, table, PanelDrawing.Dots,
            [.. rates.Rows.Take(panel.Top ?? MostBars).Select(row => (row.Area.Name, Place: rates.Places[row.Area.Code])).Select(row => new PanelFigure(row.Name, null, row.Place.Rank, Low: row.Place.LowerRank, High: row.Place.UpperRank))], PanelAnswer.Address("league-tables", rates.Origin), "Rank by rate, 1 the highest, and the ranks that chance allows");
        return answer with { Table = panel.Top is { } top ? table with { Rows = table.Rows.Take(top).Concat(table.Rows.TakeLast(1)) } : table, Series = ["Rank"] };
    }

    private static PanelAnswer Funnel(Panel panel, RatesAmongAreas rates) => PanelAnswer.Of(
        panel, rates.Origin, rates.Origin.Measure.Name, RatesAmongAreasExport.Funnel(rates), PanelDrawing.Funnel,
        [.. rates.Rows.Select(row => new PanelFigure(row.Area.Name, null, row.Rate) { Standing = row.Standing, Size = row.People })], PanelAnswer.Address("league-tables", rates.Origin), "Rate per 1,000 people") with
    {
        Reference = ("All areas", rates.Overall),
        Series = ["Rate per 1,000"],
        Decimals = Rounding.RateDecimals,
        Limits = [.. rates.Curves().Select(at => new PanelLimit(at.People, at.Limits95.Lower, at.Limits95.Upper, at.Limits998.Lower, at.Limits998.Upper))],
    };

    private static PanelAnswer Concentrated(Panel panel, AreaConcentration concentration) => PanelAnswer.Of(
        panel, concentration.Origin, concentration.Origin.Measure.Name, AreaConcentrationExport.Of(concentration), PanelDrawing.Curve,
        [
            .. concentration.Rows.Select(row => new PanelFigure(row.Area.Name, null, 100 * row.UpTo.ShareOfEvents)
            {
                Size = 100 * row.UpTo.ShareOfPlaces, Standing = row.UpTo == concentration.Rows[concentration.Half.PlacesForShare - 1].UpTo ? 2 : 0,
            }),
        ], PanelAnswer.Address("league-tables", concentration.Origin), concentration.Origin.Measure.Unit) with
    { Series = ["Share of records, %"], Decimals = 1 };

    private static PanelAnswer Towns(Panel panel, MeasuresByArea table) =>
        PanelAnswer.Of(panel, table.Origin, table.Measures.Count == 1 ? table.Measures[0].Name : "By area", MeasuresByAreaExport.Of(table));
}
