using Geo.Core.Areas;
using Geo.Core.Measures;
using Geo.Core.Measures.Indicators;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

public sealed class IndicatorTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Header = "indicator,area,from,to,numerator,denominator,value,lower_95,upper_95,comparator,source,commentary\n";

    [DatabaseFact]
    public async Task Import_TwiceIsTheSame_AndACorrectedValueTakesThePlaceOfTheEarlier_WhichStaysReadable()
    {
        const string row = "prevent-referrals,Nowhere,2024-04-01,2025-03-31,,,{0},,,no,Home Office,\n";
        (await ImportAsync(string.Format(null, row, 8778))).ShouldBe(new StoredIndicators(1, 0, 0));
        (await ImportAsync(string.Format(null, row, 8778))).ShouldBe(new StoredIndicators(0, 0, 1));
        var before = database.Clock.GetUtcNow();
        database.Clock.Advance(TimeSpan.FromDays(30));
        (await ImportAsync(string.Format(null, row, 8780))).ShouldBe(new StoredIndicators(0, 1, 0));

        async Task<double> ValueAsync(DateTimeOffset asAt) => (await IndicatorStore.ReadAsync(database.Geo, asAt, default)).Single(value => value.Area == "Nowhere").Value;
        (await ValueAsync(database.Clock.GetUtcNow())).ShouldBe(8780);
        (await ValueAsync(before)).ShouldBe(8778);
    }

    [DatabaseTheory]
    [InlineData("prevent,England,2024-04-01,2025-03-31,,,1,,,no,,", "indicators.csv, line 2, column indicator, value 'prevent': There is no such indicator; there are child-referral-rate, section-47-rate, child-protection-rate, looked-after-rate, restraint-incidents, prevent-referrals, channel-cases, reoffending-rate, deprivation. Name one of them, or declare it in geodata/catalogue/indicators.yaml.")]
    [InlineData("prevent-referrals,,2024-04-01,2025-03-31,,,1,,,no,,", "indicators.csv, line 2, column area, value '': The cell may not be blank. Name the area.")]
    [InlineData("prevent-referrals,England,2024-04-31,2025-03-31,,,1,,,no,,", "indicators.csv, line 2, column from, value '2024-04-31': There is no such day, or it is not written yyyy-MM-dd, as in 2024-09-30. Correct the value.")]
    [InlineData("prevent-referrals,England,2024-04-01,2023-03-31,,,1,,,no,,", "indicators.csv, line 2, column to, value '2023-03-31': It ends before it begins. Correct the value.")]
    [InlineData("prevent-referrals,England,2024-04-01,2025-03-31,,,\"8,778\",,,no,,", "indicators.csv, line 2, column value, value '8,778': A figure is a plain number with a point for decimals. Correct the value.")]
    [InlineData("restraint-incidents,Stoke Heath,2023-04-01,2024-03-31,203,900,264,,,no,,", "indicators.csv, line 2, column value, value '264': 203 of 900 is 225.556 per 1,000 prisoners. Correct the value, or leave numerator and denominator blank where it has another base.")]
    [InlineData("prevent-referrals,England,2024-04-01,2025-03-31,,,5,6,7,no,,", "indicators.csv, line 2, column lower_95, value '6': Limits come in pairs and hold the value between them. Correct them, or leave both blank.")]
    [InlineData("prevent-referrals,England,2024-04-01,2025-03-31,,,5,,,maybe,,", "indicators.csv, line 2, column comparator, value 'maybe': Known values are yes, no. Say whether the area is one to compare with.")]
    [InlineData("prevent-referrals,England,2024-04-01,2025-03-31,,,5,,,no,,\nprevent-referrals,England,2024-04-01,2025-03-31,,,5,,,no,,", "indicators.csv, line 3, column area, value 'England': The indicator has a value for that area and period already. Leave one of the rows out.")]
    public async Task Import_OfAFileThatBreaksARule_IsRefusedWithTheReason_AndStoresNothing(string rows, string message)
    {
        var before = (await IndicatorStore.ReadAsync(database.Geo, database.Clock.GetUtcNow(), default)).Count;

        (await Should.ThrowAsync<RefusedException>(() => ImportAsync(rows + "\n"))).Message.ShouldContain(message);

        (await IndicatorStore.ReadAsync(database.Geo, database.Clock.GetUtcNow(), default)).Count.ShouldBe(before);
    }

    [Fact]
    public void Values_AreRankedInsideTheirPeriod_ComparatorsApart()
    {
        IndicatorValue Value(string area, double value, bool isComparator = false, int year = 2024) => new(
            "restraint-incidents", area, new(year, 4, 1), new(year + 1, 3, 31), null, null, value, null, isComparator, "", "", false);

        RankedValue.Of([Value("A", 5), Value("B", 7), Value("England", 6, isComparator: true), Value("C", 7), Value("D", 9, year: 2023)])
            .Select(ranked => $"{ranked.Rank} {ranked.Value.Area}").ShouldBe(["1 B", "1 C", "3 A", " England", "1 D"]);
    }

    [DatabaseFact]
    public async Task Rate_OfThoseUnderWay_StandsBesideItsComparators_ByItsLimits()
    {
        await using var own = await TestDatabase.CreateAsync();
        await own.ImportAreasAsync(SmallMap.Draw("AB"));
        var path = own.NewFile("people.csv", "code,year,age_group,people\nA,2018,0-17,6000\nB,2018,0-17,4000\n");
        await ImportPopulation.RunAsync(own.Geo, new PopulationFile { Path = path, BoundarySet = "wards" }, own.Clock, default);
        var plans = new SourceFile("childrens-front-door");
        for (var i = 0; i < 40; i++)
            plans.Row(("episode_reference", $"{i}"), ("episode_type", "Child Protection Plan"), ("start_date", "10/03/2018"), ("end_date", i < 8 ? "20/03/2018" : ""));
        await own.TakeInAsync(plans);
        await ImportIndicators.RunAsync(own.Geo, own.NewFile("indicators.csv", Header
            + "child-protection-rate,England,2018-03-31,2018-03-31,,,45.3,,,yes,DfE,\nchild-protection-rate,England,2017-03-31,2017-03-31,,,43.3,,,yes,DfE,\n"
            + "child-protection-rate,Statistical neighbours,2018-03-31,2018-03-31,,,41,,,yes,DfE,\nchild-protection-rate,Elsewhere,2018-03-31,2018-03-31,,,99,,,no,DfE,\n"), own.Clock, default);

        var comparison = await RateComparison.AskAsync(own.Geo, await CountCube.LoadAsync(own.Geo, default), new MeasureQuestion { Measure = "child-protection", Period = "2018-03" }, default);

        (comparison.Rate.Count, comparison.Rate.Population, comparison.Rate.Value, comparison.PopulationYear).ShouldBe((32, 10_000, 32, 2018));
        comparison.Comparators.Select(one => $"{one.Value.Area} {one.Value.Value} {one.Value.LastDay.Year} {one.Outcome}").ShouldBe(["England 45.3 2018 Lower", "Statistical neighbours 41 2018 Similar"]);
    }

    private Task<StoredIndicators> ImportAsync(string rows) => ImportIndicators.RunAsync(database.Geo, database.NewFile("indicators.csv", Header + rows), database.Clock, default);
}
