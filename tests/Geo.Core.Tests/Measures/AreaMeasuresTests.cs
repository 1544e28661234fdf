using Geo.Core.Areas;
using Geo.Core.Measures;
using Geo.Core.Measures.Indicators;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

/// <summary>One area beside all others, its neighbours and those like it.</summary>
public sealed class AreaMeasuresTests
{
    [DatabaseFact]
    public async Task Neighbours_ShareABorderOrACorner()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB.E", "CD..", "CDD.", "..F."));
        var set = (await CountCube.LoadAsync(database.Geo, default)).Sets.Single();

        async Task<string> Around(string code)
        {
            var around = await Neighbours.OfAsync(database.Geo, set.Areas.First(area => area.Code == code).Id, default);
            return string.Concat(set.Areas.Where(area => around.Contains(area.Id)).Select(area => area.Code));
        }

        (await Around("A")).ShouldBe("BCD");
        (await Around("D")).ShouldBe("ABCF");
        (await Around("E")).ShouldBe("");
        (await AreaFacts.LoadAsync(database.Geo, set.Set.Id, default)).Values.Select(facts => facts.SquareKilometres).Order().ShouldBe([1, 1, 1, 1, 2, 3]);
    }

    [DatabaseFact]
    public async Task Similar_AreTheNearestByDensity_ThenAlsoByAgeAndDeprivation()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("ABCDEFGHIJKL"));
        await PeopleAsync(database, "all", code => 1000 << (code - 'A')); // each twice as dense as the one before
        (await FindAsync(database, 'F')).ShouldBe(("EGDHC", "Those 5 of the 11 others that are nearest in people per square kilometre."));
        (await FindAsync(database, 'A')).Areas.ShouldBe("BCDEF");

        await PeopleAsync(database, "0-17", code => (1000 << (code - 'A')) / (code % 2 == 0 ? 2 : 10)); // half of B, D, F are children
        (await FindAsync(database, 'F')).ShouldBe(("DHBJL", "Those 5 of the 11 others that are nearest in people per square kilometre and the share of people aged 0-17, which weigh the same."));

        var rows = string.Concat(Enumerable.Range('A', 11).Select(code => $"deprivation,{(code == 'B' ? "area b" : (char)code)},2019-01-01,2019-12-31,,,{(code == 'L' ? 40 : 10 + code % 3)},,,no,MHCLG,\n"));
        await IndicatorsAsync(database, rows);
        (await FindAsync(database, 'F')).Explanation.ShouldNotContain("deprivation"); // not known of L
        await IndicatorsAsync(database, "deprivation,L,2019-01-01,2019-12-31,,,40,,,no,MHCLG,\n");
        (await FindAsync(database, 'F')).Explanation.ShouldBe("Those 5 of the 11 others that are nearest in people per square kilometre, the share of people aged 0-17 and deprivation, which weigh the same.");
    }

    [DatabaseFact]
    public async Task Measures_OfAnArea_AreThoseOfTheLeagueTable_WithChangesAndRates()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("ABCDEFGHIJKL"));
        await PeopleAsync(database, "all", code => code == 'A' ? 500 : 1000);
        var file = new ExtractFile();
        var reference = 0;
        Add("05/01/2023", 0, 10);
        Add("05/01/2024", 0, 40);
        Add("05/01/2024", 1, 30);
        Add("05/01/2024", 2, 5);
        void Add(string day, int column, int count)
        {
            for (var i = 0; i < count; i++)
                file.Row($"{reference++}", day, ("easting", $"{350500 + (1000 * column)}"));
        }

        await database.TakeInAsync(file);
        var cube = await CountCube.LoadAsync(database.Geo, default);
        var set = cube.Sets.Single();
        var similar = SimilarAreas.Find(set, await AreaFacts.LoadAsync(database.Geo, set.Set.Id, default), set.Areas[0], new Dictionary<int, double>());

        var area = AreaMeasures.Of(SetMeasures.Ask(cube, set, "2024-01"), set.Areas[0], similar);

        area.Rows[0].ShouldBe(area.Rows[0] with { Count = 40, Rank = 1, Rate = 80, RateOfAll = 1000.0 * 75 / 11_500, RateOfSimilar = 7 });
        area.Rows[0].Measure.Slug.ShouldBe("recorded-crime");
        (area.Rows[0].Ranks!.Value.Best, area.Rows[0].Ranks!.Value.Worst).ShouldBe((1, 2));
        area.Rows[0].Verdict!.Text.ShouldBe("a rise of 30; more than chance explains");
        area.Explanation.ShouldContain("Similar areas: Area B, Area C, Area D, Area E, Area F. Those 5 of the 11 others that are nearest in people per square kilometre.");
        AreaMeasures.Of(SetMeasures.Ask(cube, set, "2024-01"), set.Areas[2], null).Rows[0].ShouldSatisfyAllConditions(row => row.Ranks.ShouldBeNull(), row => row.Rank.ShouldBe(3), row => row.RateOfSimilar.ShouldBeNull());
        AreaMeasures.Of(SetMeasures.Ask(cube, set, "2023-01"), set.Areas[0], null).Rows[0].Verdict.ShouldBeNull();
        Should.Throw<QuestionException>(() => AreaMeasures.Of(SetMeasures.Ask(cube, set, "2024-01"), set.Areas[11], null)).Message.ShouldBe("Nothing is recorded in Area L in January 2024.");

        var rates = AreaRates.Ask(cube, new MeasureQuestion { Measure = "recorded-crime", Period = "2024-01" }, set.Areas[1], [set.Areas[0], set.Areas[2], set.Areas[3]], "neighbours");
        rates.Rows.Select(row => $"{row.Area.Code} {row.Count} {row.Rate!.Value.Value} {row.Words}").ShouldBe(["A 40 80 higher", "C 5 5 lower", "D 0 0 lower"]);
        rates.Finding.ShouldBe("The rate is higher than in 2 of the 3 neighbours, and lower than in 1");
    }

    private static async Task<(string Areas, string Explanation)> FindAsync(TestDatabase database, char code)
    {
        var set = (await CountCube.LoadAsync(database.Geo, default)).Sets.Single();
        var values = await IndicatorStore.ReadAsync(database.Geo, database.Clock.GetUtcNow(), default);
        var similar = SimilarAreas.Find(set, await AreaFacts.LoadAsync(database.Geo, set.Set.Id, default), set.Areas.First(area => area.Code == $"{code}"), Deprivation.Of(values, set).Scores)!;
        return (string.Concat(similar.Areas.Select(area => area.Code)), similar.Explanation);
    }

    private static Task PeopleAsync(TestDatabase database, string ages, Func<char, int> people) => database.ImportPopulationAsync(new PopulationFile
    {
        Path = database.NewFile("people.csv", "code,year,age_group,people\n" + string.Concat(Enumerable.Range('A', 12).Select(code => $"{(char)code},2023,{ages},{people((char)code)}\n"))), BoundarySet = "wards",
    });

    private static Task IndicatorsAsync(TestDatabase database, string rows) =>
        ImportIndicators.RunAsync(database.Geo, database.NewFile("indicators.csv", "indicator,area,from,to,numerator,denominator,value,lower_95,upper_95,comparator,source,commentary\n" + rows), isDemonstration: false, database.Clock, default);
}
