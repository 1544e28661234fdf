using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

/// <summary>A small county of two areas with two years of offences: trends and breakdowns of it, counted by hand.</summary>
public sealed class TwoYears : TestDatabase
{
    public CountCube Cube { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (Name.Length == 0)
            return;
        await ImportAreasAsync(SmallMap.Draw("AB"));
        var file = new ExtractFile();
        var reference = 0;
        void Add(int count, string day, params (string, string)[] cells)
        {
            for (var i = 0; i < count; i++)
                file.Row($"{++reference}", day, cells);
        }

        for (var month = 1; month <= 12; month++)
        {
            Add(1, $"05/{month:00}/2022");
            Add(month == 3 ? 20 : 2, $"05/{month:00}/2023", ("easting", "351500"));
        }

        Add(3, "06/02/2022", ("offence_code", "105A"), ("hate_strands", "Race;Faith"));
        Add(1, "06/02/2023", ("offence_code", "105A"), ("hate_strands", "Race"));
        Add(1, "07/02/2023", ("offence_code", "92E"), ("easting", ""), ("northing", ""));
        Add(5, "08/02/2023", ("easting", "450000"));
        await TakeInAsync(file);
        Cube = await CountCube.LoadAsync(Geo, default);
    }
}

public sealed class TrendAndBreakdownTests(TwoYears county) : IClassFixture<TwoYears>
{
    [DatabaseFact]
    public void Trend_TellsEachMonthBesideTheYearBefore_AndFoots()
    {
        var trend = Ask("2023-01..2023-03");

        trend.Rows.Select(row => $"{row.Period.Span} {row.Count} {row.Previous} {row.Change} {row.ChangePerCent:0.0} {row.Last12Months}")
            .ShouldBe(["2023-01 2 1 1 100.0 16", "2023-02 4 4 0 0.0 16", "2023-03 20 1 19 1900.0 35"]);
        (trend.Total, trend.Previous).ShouldBe((26, 6));
        trend.Verdict!.Text.ShouldBe("a rise of 20; more than chance explains");
        trend.Explanation.ShouldBe(
            "Total recorded crime, January 2023 to March 2023, compared with January 2022 to March 2022. Source: West Mercia Police, offence extract (Information sharing agreement of the partnership). "
            + "All areas and records without a location; not those outside the area. Boundaries: wards. "
            + "Whether a change is more than chance is judged by the exact test of two counts, 5% level, by days; over the lines, false discoveries are held to 5%. As at 1 June 2024 09:00 UTC, data version 2.");
    }

    [DatabaseFact]
    public void Trend_OfMonthsWithoutAYearBefore_LeavesThemOut()
    {
        var trend = Ask("2022-01..2022-02");

        trend.Rows.Select(row => $"{row.Period.Span} {row.Count} {row.Previous} {row.Last12Months}").ShouldBe(["2022-01 1  ", "2022-02 4  "]);
        (trend.Total, trend.Previous, trend.Verdict).ShouldBe((5, null, null));
        trend.Explanation.ShouldStartWith("Total recorded crime, January 2022 to February 2022. Source");
        Ask("2022-12..2023-01").Explanation.ShouldContain("Months of the year before are missing, so the whole period is not compared.");
    }

    [DatabaseFact]
    public void Trend_OfOneArea_CountsOnlyIt()
    {
        Ask("2023-01..2023-03", area: "B").Total.ShouldBe(24);
        Ask("2023-01..2023-03", area: "A").Total.ShouldBe(1);
        Should.Throw<QuestionException>(() => Ask("2023-01", area: "C")).Message.ShouldBe("wards has no area 'C'.");
    }

    [DatabaseFact]
    public void Breakdown_BySubgroup_FootsAndJudgesEachChange()
    {
        var breakdown = Breakdown.Ask(county.Cube, Question("2023-01..2023-03", compare: "year-before"), "subgroup");

        breakdown.Rows.Select(row => $"{row.Name} {row.Count} {row.Share:0.0} {row.Previous} {row.ChangePerCent:0.0} {row.Verdict!.Text}").ShouldBe(
        [
            "Violence with injury 24 92.3 3 700.0 a rise of 21; more than chance explains",
            "Violence without injury 1 3.8 3 -66.7 a fall of 2; within what chance explains",
            "Possession of drugs 1 3.8 0  a rise of 1; within what chance explains",
        ]);
        breakdown.Total.Count.ShouldBe(breakdown.Rows.Sum(row => row.Count));
        breakdown.Total.Previous.ShouldBe(breakdown.Rows.Sum(row => row.Previous));
        breakdown.Rows[0].Verdict!.PValue.ShouldBeGreaterThan(Geo.Statistics.Change.TwoCountTest.Exact(3, 24, 90, 90).PValue);
    }

    [DatabaseFact]
    public void Breakdown_ByFlag_CountsARecordOnceForEachMark()
    {
        var strands = Breakdown.Ask(county.Cube, Question("2022-02", measure: "hate-strands"), "flag");
        var crimes = Breakdown.Ask(county.Cube, Question("2022-02", measure: "hate-crime"), "flag");

        strands.Rows.Select(row => $"{row.Code} {row.Name} {row.Count}").ShouldBe(["hate-faith Faith 3", "hate-race Race 3"]);
        (strands.Total.Count, crimes.Total.Count).ShouldBe((6, 3));
        strands.Explanation.ShouldNotContain("do not add up");
        crimes.Explanation.ShouldContain("A record may bear several of these marks, or none: the lines do not add up to the total.");
    }

    [DatabaseFact]
    public void Breakdown_ByNoLevel_IsRefused() =>
        Should.Throw<QuestionException>(() => Breakdown.Ask(county.Cube, Question("2022-02"), "colour")).Choices.ShouldBe(Breakdown.Levels);

    [DatabaseFact]
    public void Csv_EndsWithTheTotal_WhoseNoteExplains()
    {
        using var trend = new StringWriter();
        CsvTableWriter.Write(trend, TrendExport.Of(Ask("2023-01..2023-03")));
        using var breakdown = new StringWriter();
        CsvTableWriter.Write(breakdown, BreakdownExport.Of(Breakdown.Ask(county.Cube, Question("2023-01..2023-03", compare: "year-before"), "offence")));

        var lines = trend.ToString().Split("\r\n");
        lines[..4].ShouldBe(["period,count,previous,change,change_per_cent,two_years_before,last_12_months,verdict,note", "2023-01,2,1,1,100.0,,16,a rise of 1; within what chance explains,", "2023-02,4,4,0,0.0,,16,no change,", "2023-03,20,1,19,1900.0,,35,a rise of 19; more than chance explains,"]);
        lines[4].ShouldStartWith("Total,26,6,20,333.3,,,a rise of 20; more than chance explains,\"Total recorded crime");
        lines = breakdown.ToString().Split("\r\n");
        lines[1].ShouldBe("8N,Assault with injury,24,92.31,3,21,700.0,a rise of 21; more than chance explains,");
        lines[3].ShouldBe("92E,Possession of controlled drugs (cannabis),1,3.85,0,1,N/A,a rise of 1; within what chance explains,");
        lines[4].ShouldStartWith(",Total,26,100.00,6,20,333.3,a rise of 20; more than chance explains,\"Total recorded crime");
    }

    private Trend Ask(string period, string? area = null) => Trend.Ask(county.Cube, Question(period) with { Area = area });

    [DatabaseFact]
    public void Trend_ByQuarter_TellsTheQuartersOfTheFinancialYear_BesideTheSameMonthsBefore()
    {
        var trend = Trend.Ask(county.Cube, new MeasureQuestion { Measure = "recorded-crime", Period = "2023-01..2023-05", AllowMissing = true }, "quarter");

        trend.Rows.Select(row => $"{row.Period.Span} {row.Count} {row.Previous} {row.TwoYearsBefore} {row.Verdict!.IsSignal}").ShouldBe(["2023-01..2023-03 26 6  True", "2023-04..2023-05 4 2  False"]);
    }

    [DatabaseTheory]
    [InlineData("number", "A -14, B 42")]
    [InlineData("per-cent", "A -93, B N/A")]
    public void Movers_AreOrderedByHowMuchTheyMoved_UpOrDown(string by, string told)
    {
        var movers = Movers.Ask(county.Cube, new MeasureQuestion { Measure = "recorded-crime", Period = "2023-01..2023-12" }, by);

        movers.Origin.Compare!.Span.ShouldBe("2022-01..2022-12");
        movers.Rows.Count.ShouldBe(2);
        string.Join(", ", movers.Rows.OrderBy(row => row.Area.Code, StringComparer.Ordinal).Select(row => $"{row.Area.Code} {(by == "number" ? row.Verdict.Difference : row.Verdict.PerCent is { } part ? Math.Round(part) : "N/A")}")).ShouldBe(told);
        movers.Rows.ShouldAllBe(row => row.Verdict.Text.Contains("more than chance explains"));
    }

    [DatabaseFact]
    public void Sentences_SayWhatTheTablesSay_AndWhereChanceExplainsIt()
    {
        Sentences.Ask(county.Cube, new MeasureQuestion { Measure = "recorded-crime", Period = "2023-01..2023-03" }).Text.ShouldBe(
            "There were 26 offences, a 333% (n=20) increase compared to January 2022 to March 2022. "
            + "The greatest volume was in violence with injury (92%, n=24), a 700% (n=21) increase compared to January 2022 to March 2022. "
            + "Area B had the highest volume of any ward (92%, n=24).");
        Sentences.Ask(county.Cube, new MeasureQuestion { Measure = "recorded-crime", Period = "2022-02" }).Text.ShouldBe(
            "There were 4 offences. The greatest volume was in violence without injury (75%, n=3). Area A had the highest volume of any ward (100%, n=4).");
    }

    private static MeasureQuestion Question(string period, string? compare = null, string measure = "recorded-crime") => new() { Measure = measure, Period = period, Compare = compare };
}
