using Geo.Core.Footing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Footing;

public sealed class SentenceFootingTests
{
    [Theory]
    [InlineData("There were 1,000 offences, a 5% (n=53) decrease compared to the previous year.", "")]
    [InlineData("There were 1,000 offences, a 6% (n=53) decrease compared to the previous year.", "1 ChangePerCent 6% → -5%")]
    [InlineData("There were 40 offences. This was a 10% (n=6) increase.", "1 ChangePerCent 10% → 18%")]
    [InlineData("There were 40 offences. This was a 100% (n=40) increase.", "1 ChangeFromZero 100% → N/A")]
    [InlineData("There were 40 offences; theft increased by 12% (n=34).", "")]
    [InlineData("It came to 840, which represents a reduction of 160 (-16.1%).", "1 ChangePerCent -16.1% → -16.0%")]
    [InlineData("470 thefts were seen, down from 500 the year before. This represents a 5.9% reduction.", "1 ChangePerCent 5.9% → -6.0%")]
    [InlineData("470 thefts were seen, down from 500 the year before. This represents a 6.0% increase.", "1 ChangePerCent 6.0% → -6.0%")]
    [InlineData("a 251% increase in visitors, from 40 visitors in May to 140 visitors in June", "1 ChangePerCent 251% → 250%")]
    [InlineData("There were 1,064 calls, an increase of 6.4% compared to the year before (1,000).", "")]
    [InlineData("There were 60 visits. This is 14 fewer than the year before (75).", "1 Change 14 → -15")]
    [InlineData("There were 60 visits, a decline of 15 from 75.", "")]
    [InlineData("There were 240 pupils, an increase of 14.4% on the previous year. It has increased from 210 to 240.", "1 ChangePerCent 14.4% → 14.3%")]
    [InlineData("60% in March and 75% in April, an increase of 15%", "")]
    [InlineData("60% in March and 75% in April, an increase of 25%", "")]
    [InlineData("60% in March and 75% in April, an increase of 15.4%", "1 PercentagePoints 15.4% → 15 percentage points")]
    public void Change_FollowsFromTheCountsAroundIt(string text, string told) => Linted.Text(text).Told().ShouldBe(Lines(told));

    [Theory]
    [InlineData("480 visits; 190 (39%) of these visits", "1 Share 39% → 40%")]
    [InlineData("480 visits; 190 (40%) of these visits", "")]
    [InlineData("190 of 480 visits (39%)", "1 Share 39% → 40%")]
    [InlineData("There were 800 complaints, 500 by day; 12% (n=96) of these were noise.", "1 Share 12% → 19%")]
    [InlineData("There were 80 complaints. Noise (13%, n=10) was first.", "")]
    [InlineData("There were 80 complaints. Noise (12%, n=10) was first.", "1 Share 12% → 13%")]
    [InlineData("There were 400 visits; 12.50% (n = 50) by night", "")]
    [InlineData("A population of 1,000, 181 aged 0-17 or 18.2%", "1 Share 18.2% → 18.1%")]
    [InlineData("met 800 people of which 30 signed up, which is only 3.74%", "1 Share 3.74% → 3.75%")]
    [InlineData("the target of 200 was passed with 237, so 118% of the yearly target", "1 Share 118% → 119%")]
    [InlineData("50,000 people live here. Of them 9,970 are young. This is 21% of the total population.", "1 Share 21% → 20%")]
    [InlineData("Of 1,000 people a quarter (241 people) are young.", "1 Share a quarter → 24%")]
    [InlineData("Of 1,000 people nearly a quarter (241 people) are young.", "")]
    [InlineData("There were 1,000 offences; about 30% (n=283) by night", "")]
    [InlineData("There were 1,000 offences; over 30% (n=283) by night", "1 Share 30% → 28%")]
    [InlineData("There were 1,000 offences; less than 30% (n=283) by night", "")]
    [InlineData("Most (53%, n = 900) were women; pupils aged 10 to 14 years old (35%)", "")]
    [InlineData("It fell by 5% (n=12). Theft of 40 boats (+66%) rose.", "")]
    public void Share_FollowsFromTheTotalAroundIt(string text, string told) => Linted.Text(text).Told().ShouldBe(Lines(told));

    [Fact]
    public void Share_OfThoseWithoutTheAnswerATableShows_IsOfBothTogether() =>
        Linted.Text("17% of people (n = 20) gave no age known.", "0-39|30", "40-79|50", "Total|80").Told().ShouldBe(["1 Share 17% → 20%"]);

    [Fact]
    public void Share_BeyondATable_IsNotHeldAgainstWhatIsSaidBeforeIt() =>
        Linted.Text("There were 1,000 offences.", "0-39|31%", "40-79|69%", "Victims were women (53%, n = 101).").Told().ShouldBeEmpty();

    [Fact]
    public void Share_OfARowThatTheSentenceNames_IsOfThatRow() =>
        Linted.Text("14% (n=39) of Nuisance was here.", "Nuisance|288", "Personal|37", "Grand Total|325").Told().ShouldBeEmpty();

    [Fact]
    public void Sentence_AndItsTable_DisagreeOnTotalAndChange() =>
        Linted.Text("504 offences. This was a 20% (n=126) reduction.", "Noise|300|357|-57", "Litter|199|242|-43", "Dogs|1|1|0", "Total|500|600|-100").Told()
            .ShouldBe(["1 SentenceAndTable 504 → 500", "1 SentenceAndTable n=126 → 100"]);

    [Fact]
    public void Sentence_AndTheRowItNames_DisagreeOnTheChange() =>
        Linted.Text("Of 286 complaints, noise (70%, n=200) was first. This was a 4% (n=8) increase.", "Noise|200|188|12", "Litter|85|80|5", "Other|1|1|0", "Total|286|269|17").Told()
            .ShouldBe(["1 SentenceAndTable n=8 → 12"]);

    [Theory]
    [InlineData("60 clubs: 35 football clubs, 15 tennis clubs and 10 others", "")]
    [InlineData("60 clubs: 35 football clubs, 14 tennis clubs and 10 others", "1 Total 60 → 59")]
    [InlineData("There are 40 clubs. 25 football, 12 tennis, 2 cricket and 2 chess clubs", "1 Total 40 → 41")]
    [InlineData("A total of 20 clubs met; 13 were new and 7 were old", "")]
    [InlineData("There are 40 clubs. 5 football, 2 tennis, 2 cricket and 2 chess clubs", "")]
    public void List_AddsUpToItsTotal(string text, string told) => Linted.Text(text).Told().ShouldBe(Lines(told));

    [Theory]
    [InlineData("to 31 April 2023", "1 Date 31 April 2023 → 30 April at the latest")]
    [InlineData("on 29th February 2023", "1 Date 29th February 2023 → 28 February at the latest")]
    [InlineData("on 29 February 2024, and every 29 February", "")]
    [InlineData("in Q1 2019/19", "1 Date 2019/19 → 2019/20")]
    [InlineData("in 2023/24, and 1999/00 or 2024/12", "")]
    public void Date_Exists(string text, string told) => Linted.Text(text).Told().ShouldBe(Lines(told));

    [Fact]
    public void Total_NamedTwiceOnAdjacentLines_Disagrees()
    {
        Linted.Text("Total number of learners **20**", "Total number of learners **300**").Told().ShouldBe(["2 TwoValues 300 → 20"]);
        Linted.Text("Total number of learners **20**", "", "In the north:", "Total number of learners **300**").Told().ShouldBeEmpty();
    }

    [Fact]
    public void Rates_OfTheSamePeople_HaveOneDenominator()
    {
        Linted.Text("100 dogs in kennels, a rate per 10,000 people of 20.0 (May 2020)", "300 cats in shelters, a rate per 10,000 people of 70 (May 2020)").Told()
            .ShouldBe(["2 RateBase 70 → 60"]);
        Linted.Text("100 dogs in kennels, a rate per 10,000 people of 20.0 (May 2020)", "300 cats in shelters, a rate per 10,000 people of 60 (May 2020)").Told().ShouldBeEmpty();
    }

    [Fact]
    public void List_OfALineEach_AddsUpToTheCountBeforeIt()
    {
        Linted.Text("85 referrals came.", "", "High: 15 (4 of these from elsewhere)", "Low – 40", "Not known – 20").Told().ShouldBe(["1 Total 85 → 75"]);
        Linted.Text("85 referrals came.", "", "High: 15 (4 of these from elsewhere)", "Low – 50", "Not known – 20").Told().ShouldBeEmpty();
        Linted.Text("85 referrals came, most of all:", "", "High: 15", "Low – 40", "Middle – 20").Told().ShouldBeEmpty();
        Linted.Text("85 referrals and 75 contacts came.", "", "High: 15", "Low – 40", "Not known – 20", "", "", "", "High: 15", "Low – 40", "Not known – 30").Told().ShouldBeEmpty();
    }

    [Fact]
    public void Minorities_AreTheSumOfTheirGroups()
    {
        string[] table = ["White British|80|90|170", "White Irish|2|3|5", "Indian|10|4|14", "Black African|6|3|9", "Arab|4|1|5", "Not stated|9|9|18", "Total|111|110|221"];
        Linted.Text([.. table, "", "20 suspects (n=20) and victims (n=8) were from a minority ethnic background."]).Told().ShouldBeEmpty();
        Linted.Text([.. table, "", "In all (n=26) were from a minority ethnic background."]).Told().ShouldBe(["9 Total 26 → 28"]);
    }

    [Fact]
    public void Points_AreNumberedWithoutAGap()
    {
        Linted.Text("1. Age", "2. Place", "3. Time", "5. Weather").Told().ShouldBe(["4 Numbering 5 → 4"]);
        Linted.Text("1. Age", "2. Place", "3. Time", "1. Weather", "2. Wind", "12. Other").Told().ShouldBeEmpty();
    }

    [Fact]
    public void Amounts_ThatAreNearlyTheSame_AreASlip()
    {
        Linted.Text("Year|2022|2023", "Council|£63,543.00|£63,540.00", "Health|£63,543|£64,000").Told().ShouldBe(["2 NearlySame £63,540.00 → £63,543.00"]);
        Linted.Text("Year|2022|2023", "Council|£63,543.00|£63,543.00").Told().ShouldBeEmpty();
    }

    [Fact]
    public void Parts_ThatAreRounded_AreRemarkedWhenTheyDoNotAddAsPrinted()
    {
        var report = Linted.Text("0-19|13.5%", "20-39|30%", "40+|27.2%", "Total|70%");
        report.Told().ShouldBe(["4 RoundedParts 70% → 70.7%"]);
        report.Foots.ShouldBeTrue();
    }

    [Fact]
    public void Places_NamedAsMostDeprived_AreTheSameInEveryDocument()
    {
        var one = ReadDocument.Of("one.txt", "Two areas are in the 10% most deprived in England, in Eastwood and Upper Milton."u8.ToArray());
        var other = ReadDocument.Of("other.txt", "The 10% most deprived areas of England are in Lower Milton and Eastwood."u8.ToArray());
        FootingLint.Run([one, other]).Told().ShouldBe(["1 NamedPlaces Lower Milton and Eastwood → Eastwood and Upper Milton"]);
        FootingLint.Run([one, one with { Name = "again.txt" }]).Told().ShouldBeEmpty();
    }

    [Fact]
    public void Year_ThatALaterDocumentImplies_IsHeldAgainstTheEarlierPrint()
    {
        var earlier = ReadDocument.Of("one.csv", "measure,period,unit,value,part\noffences,2023/24,count,\"5,049\",Domestic related offences\n"u8.ToArray());
        var later = ReadDocument.Of("two.csv", "measure,period,unit,value,part\noffences,2024/25,count,\"2,625\",Domestic offences\nchange on previous year,2024/25,count,-515,Domestic offences\n"u8.ToArray());
        var finding = FootingLint.Run([earlier, later]).Findings.ShouldHaveSingleItem();
        (finding.Printed, finding.Follows).ShouldBe(("3,140", "5,049"));
        finding.Derivation.ShouldBe("offences, Domestic offences (2,625 after a change of -515), 2023/24: one.csv, line 2, as offences, Domestic related offences");
    }

    private static string[] Lines(string told) => told.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Theory]
    [InlineData("Looked-after children have increased from 291 338 during the year.", "291 338 → 291 to 338")]
    [InlineData("Cases fell from 1,200 950 in March.", "1,200 950 → 1,200 to 950")]
    [InlineData("The share rose from 12.5% 14% in a year.", "12.5% 14% → 12.5% to 14%")]
    [InlineData("Cases fell from 1,200 to 950 in March.", "")]
    [InlineData("Cases fell from 12 345 to 11 000 in March.", "")]
    [InlineData("Cases fell from 12 345 in March to 11 000 in April.", "")]
    [InlineData("Contacts increased from 12 in 2023 to 14.", "")]
    public void Change_ThatHasLostItsTo_IsFound(string text, string found) =>
        string.Join(", ", Linted.Text(text).Findings.Where(finding => finding.Rule == FootingRule.LostWord).Select(finding => $"{finding.Printed} → {finding.Follows}")).ShouldBe(found);
}
