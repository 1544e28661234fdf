using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Core.Measures.Tables;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

/// <summary>Six protection plans from March 2021 to March 2024 and ten notices, counted by hand.</summary>
public sealed class PlansAndNotices : TestDatabase
{
    public CountCube Cube { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (Name.Length == 0)
            return;
        await ImportAreasAsync(SmallMap.Draw("AB"));
        var plans = new SourceFile("childrens-front-door");
        void Plan(string key, string start, string end, string category) =>
            plans.Row(("episode_reference", key), ("episode_type", "Child Protection Plan"), ("start_date", start), ("end_date", end), ("category_of_abuse", category));
        Plan("1", "10/03/2021", "", "NEG");           // over two years from March 2023
        Plan("2", "31/01/2023", "31/01/2023", "NEG"); // never under way at the end of a day
        Plan("3", "15/01/2023", "28/02/2023", "EMO"); // ended on the last day of February
        Plan("4", "28/02/2023", "", "EMO");
        Plan("5", "01/03/2023", "01/03/2024", "");
        Plan("6", "05/03/2024", "", "PHY");
        plans.Row(("episode_reference", "7"), ("episode_type", "Contact"), ("start_date", "05/03/2024"));
        await TakeInAsync(plans);

        var notices = new SourceFile("protection-notices");
        foreach (var (i, area) in "NNNNNSSSSS".Index())
        {
            notices.Row(("notice_reference", $"{i}"), ("notice_date", i < 8 ? "05/03/2024" : "05/03/2023"), ("notice_type", "DVPN"), ("order_made", i is 0 or 1 or 5 or 8 ? "Y" : "N"),
                ("policing_area", area == 'N' ? "North" : "South"));
        }

        await TakeInAsync(notices);
        Cube = await CountCube.LoadAsync(Geo, default);
    }
}

public sealed class StockAndFunnelTests(PlansAndNotices county) : IClassFixture<PlansAndNotices>
{
    [DatabaseFact]
    public async Task Stock_CountsWhatIsUnderWayAtTheEndOfTheLastDay()
    {
        var stock = await AskAsync("2023-01..2023-03");

        stock.Months.Select(month => $"{month.Month}: {month.On} on, {month.Started} begun, {month.Ended} ended, {month.OverTwoYears} over two years")
            .ShouldBe(["2023-01: 2 on, 2 begun, 1 ended, 0 over two years", "2023-02: 2 on, 1 begun, 1 ended, 0 over two years", "2023-03: 3 on, 1 begun, 0 ended, 1 over two years"]);
    }

    [DatabaseFact]
    public async Task Stock_AtTheEnd_IsDividedByADetail_AndComparedWithAYearBefore()
    {
        var stock = await AskAsync("2024-03", "category-of-abuse");

        (stock.End.On, stock.YearBefore, stock.Change).ShouldBe((3, 3, 0));
        stock.Lines.Select(line => $"{line.Key.Name} {line.Count} {line.Share:0.0}").ShouldBe(["Emotional abuse 1 33.3", "Neglect 1 33.3", "Physical abuse 1 33.3"]);
        stock.NotStated.ShouldBeNull();
        var before = await AskAsync("2023-03", "category-of-abuse");
        before.Lines.Select(line => $"{line.Key.Name} {line.Count} {line.Share:0.0}").ShouldBe(["Emotional abuse 1 50.0", "Neglect 1 50.0"]);
        $"{before.NotStated!.Count} {before.NotStated.Share:0.0}".ShouldBe("1 33.3");
    }

    [DatabaseFact]
    public async Task Csv_OfAStock_HasTheMonths_ThenTheLinesOfTheEnd()
    {
        using var text = new StringWriter();
        CsvTableWriter.Write(text, StockExport.Of(await AskAsync("2024-02..2024-03", "category-of-abuse")));

        var lines = text.ToString().Split("\r\n");
        lines[..2].ShouldBe(["month,by,name,on,share,started,ended,over_2_years,over_2_years_share,year_before,change,change_per_cent,note", "2024-02,,,3,,0,0,1,33.33,,,,"]);
        lines[2].ShouldStartWith("2024-03,,,3,,1,1,1,33.33,3,0,0.0,\"Children on a child protection plan, February 2024 to March 2024.");
        lines[3].ShouldBe("2024-03,category-of-abuse,Emotional abuse,1,33.33,,,,,,,,");
    }

    [DatabaseFact]
    public async Task Stock_OfWhatDoesNotLast_IsRefused() =>
        (await Should.ThrowAsync<QuestionException>(() => Stock.AskAsync(county.Geo, county.Cube, new TableQuestion { Of = new MeasureQuestion { Measure = "child-contacts" } }, default)))
            .Message.ShouldBe("Contacts with the children's front door do not last, so that none is under way.");

    [DatabaseFact]
    public async Task Funnel_TellsTheShareOfTheStepBefore_ByLineAndInAll_WithWilsonLimits()
    {
        var table = await FunnelTable.AskAsync(county.Geo, county.Cube, Funnel.Find("protection-notices"), new MeasureQuestion { Measure = "", Period = "2024-03", Compare = "2023-03" }, null, default);

        table.Rows.Append(table.Total).Select(row => $"{row.Key.Name} {row.Cells[0].Count} {row.Cells[1].Count} {100 * row.Cells[1].OfStepBefore!.Value.Value:0.0}").ShouldBe(["North 5 2 40.0", "South 3 1 33.3", "Total 8 3 37.5"]);
        var total = table.Total.Cells[1];
        $"{100 * total.OfStepBefore!.Value.Limits.Lower:0.00} {100 * total.OfStepBefore.Value.Limits.Upper:0.00}".ShouldBe("13.68 69.43"); // R: binom::binom.wilson(3, 8)
        $"{100 * total.Before!.Value.Value:0.0} {total.ChangePerCent:0.0} {total.IsSignal}".ShouldBe("50.0 -25.0 False");
        table.Rows[0].Cells[1].Before.ShouldBeNull(); // the North had no notice then
    }

    [Fact]
    public void Funnels_HaveStepsThatAreMeasures() => Funnel.All.ShouldAllBe(funnel => funnel.Steps.Count > 0 && funnel.Description.EndsWith('.'));

    private Task<Stock> AskAsync(string period, string? by = null) =>
        Stock.AskAsync(county.Geo, county.Cube, new TableQuestion { Of = new MeasureQuestion { Measure = "child-protection", Period = period }, Rows = by }, default);
}
