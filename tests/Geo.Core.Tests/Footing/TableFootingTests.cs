using Geo.Core.Footing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Footing;

public sealed class TableFootingTests
{
    [Fact]
    public void Total_WhenItIsNotTheSumOfItsRows_IsWrongInEveryColumn() =>
        Linted.Text("Abbey|10|3|13", "Brook|20|4|24", "Castle|30|5|35", "Total|61|12|72").Told()
            .ShouldBe(["4 Total 61 → 60", "4 Total 72 → 73"]);

    [Fact]
    public void Total_AfterSubtotals_IsTheSumOfThose() =>
        Linted.Text("Abbey|10", "Brook|20", "Total north|30", "Castle|5", "Dale|6", "Total south|11", "Grand total|42").Told()
            .ShouldBe(["7 Total 42 → 41"]);

    [Fact]
    public void Total_WithBlankCellsAndPence_Foots()
    {
        var report = Linted.Text("Council|60.00%|£600.00", "Police|39.95%|£399.50", "Probation|0.05%|£0.50", "Other||", "TOTAL||£1, 000.00");
        report.Told().ShouldBeEmpty();
        report.Checked[FootingRule.Total].ShouldBe(1);
        report.Checked[FootingRule.Share].ShouldBe(3);
    }

    [Fact]
    public void Total_OfRoundedPerCents_MayMissTheirSumByHalfADigitEach() =>
        Linted.Text("A|0.4%|14%", "B|9%|33%", "C|9%|33%", "D|1%|1%", "Total|19%|88%").Told().ShouldBe(["5 Total 88% → 81%"]);

    [Fact]
    public void Total_OfPerCentsThatIsTheirAverage_ClaimsNothing() =>
        Linted.Text("0-9|40%|60%", "10-19|30%|70%", "Total|35%|65%").CheckedInAll.ShouldBe(0);

    [Fact]
    public void Column_ThatIsTheSumOfTheOthersInMostRows_IsCheckedInAll() =>
        Linted.Text("Abbey|1|2|3", "Brook|4||4", "Castle|5|6|12", "Dale|7|1|8", "Elm|2|2|4").Told().ShouldBe(["3 Total 12 → 11"]);

    [Fact]
    public void Change_WhenItIsNotCurrentMinusPrevious_IsWrong() =>
        Linted.Text("Abbey|12|10|2|20%", "Brook|9|12|-3|-25%", "Castle|8|5|4|60%", "Dale|6|6|0|0%").Told().ShouldBe(["3 Change 4 → 3"]);

    [Fact]
    public void PerCent_OfCurrentPreviousAndChange_IsTheChange() =>
        Linted.Text("Abbey|12|10|2|20%", "Brook|9|12|-3|25%", "Castle|8|5|3|60%", "Dale|7|6|1|17%").Told().ShouldBe(["2 ChangePerCent 25% → -25%"]);

    [Fact]
    public void PerCent_OfThreeYears_IsFromTheFirstToTheLast() =>
        Linted.Text("Abbey|10|14|12|20%", "Brook|12|1|9|-25%", "Castle|40|44|35|-12.5%", "Dale|60|70|62|1%").Told().ShouldBe(["4 ChangePerCent 1% → 3%"]);

    [Fact]
    public void PerCent_FromZero_IsNotApplicable() =>
        Linted.Text("Abbey|10|12|20%", "Brook|12|9|-25%", "Castle|4|5|25%", "Dale|0|3|300%", "Elm|0|0|0%", "Firs|0|2|N/A", "Glebe|0|0|N/A").Told()
            .ShouldBe(["4 ChangeFromZero 300% → N/A", "5 ChangeFromZero 0% → N/A"]);

    [Fact]
    public void PerCent_OfTwoCounts_IsTheShareOfTheFirst() =>
        Linted.Text("Abbey|16|15|94%", "Brook|40|34|85%", "Castle|50|43|85%", "Dale|25|20|80%").Told().ShouldBe(["3 Share 85% → 86%"]);

    [Fact]
    public void Share_IsOfTheTotalThatASentenceBesideTheTableStates() =>
        Linted.Text("Abbey|52|10%", "Brook|26|5%", "Castle|21|4%", "Dale|19|3%", "", "There were 520 offences.").Told().ShouldBe(["4 Share 3% → 4%"]);

    [Fact]
    public void Share_OfTheTablesOwnTotal_RoundsHalfAwayFromZero() =>
        Linted.Text("Abbey|10|13%", "Brook|20|25%", "Castle|50|62%", "Total|80|100%").Told().ShouldBe(["3 Share 62% → 63%"]);

    [Fact]
    public void Share_OfATotalRowThatIsTheSumOfRoundedParts_IsWrong() =>
        Linted.Text("The budget is £1,000.", "A|57%|574", "B|15%|154", "C|24%|244", "D|2%|24", "Total|98%|996").Told().ShouldBe(["6 Share 98% → 100%"]);

    [Fact]
    public void PerCent_WhoseTotalIsNowhere_ClaimsNothing() =>
        Linted.Text("Abbey|31|12%", "Brook|17|31%", "Castle|14|7%").CheckedInAll.ShouldBe(0);

    [Fact]
    public void Header_SaysWhatAColumnIs() =>
        Linted.Csv("Ward,2023/24,2022/23,% change", "Abbey,12,10,20", "Brook,9,12,-25", "Castle,8,5,61", "Dale,3,0,N/A").Told().ShouldBe(["4 ChangePerCent 61% → 60%"]);

    [Fact]
    public void Name_SpeltInTwoWaysInTwoTables_Disagrees() =>
        Linted.Text("Thornbury|10", "Oakham North|9", "", "Thronbury|4", "Oakham South|3", "", "Thornbury|2", "Training meetings|1", "", "Training meeting|5").Told()
            .ShouldBe(["4 Spelling Thronbury → Thornbury"]);

    [Fact]
    public void TidyFigures_OfSeveralDocuments_DisagreeWhereMeasureAndPeriodAreTheSame()
    {
        const string Header = "measure,period,area,value\n";
        var first = ReadDocument.Of("a.csv", System.Text.Encoding.UTF8.GetBytes($"{Header}offences,2023/24,County,100\nrate,2023/24,England (2018),31.8\noffences,2022/23,County,90\n"));
        var second = ReadDocument.Of("b.csv", System.Text.Encoding.UTF8.GetBytes($"{Header}offences,2023/24,County,98\nrate,2023/24,England,32\noffences,2024/25,County,80\n"));

        var finding = FootingLint.Run([first, second]).Findings.ShouldHaveSingleItem();

        finding.ShouldBe(new Finding("b.csv", 2, Severity.Disagrees, FootingRule.TwoValues, "98", "100", "offences, County, 2023/24: a.csv, line 2"));
    }
}
