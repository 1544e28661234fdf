using Geo.Core.Areas;
using Geo.Core.Measures;
using Geo.Core.Records;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

/// <summary>Five wards, three months and a gap, small enough to count by hand.</summary>
public sealed class SmallCounty : TestDatabase
{
    private CountCube? _cube;

    public CountCube Cube => _cube!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (!TestCluster.IsThere)
            return;
        var map = SmallMap.Draw("ABCDE");
        await ImportAreasAsync(map);
        var people = Path.Combine(Folder, "people.csv");
        await File.WriteAllTextAsync(people, "code,year,people\nA,2020,1000\nB,2020,2000\nC,2020,3000\nD,2020,500\nE,2020,0\nA,2023,2000\nB,2023,2000\nC,2023,2000\nD,2023,2000\nE,2023,2000\n");
        await ImportPopulationAsync(new PopulationFile { Path = people, BoundarySet = "wards" });
        await TakeInAsync(
            new StreetFile("2023-01").Add("Burglary", map.Inside('A'), 4).Add("Burglary", map.Inside('B'), 2).Add("Burglary", map.Inside('E'), 1).Add("Burglary", null, 2).Add(StreetFile.Asb, map.Inside('E'), 9),
            new StreetFile("2024-01").Add("Burglary", map.Inside('A'), 5).Add("Burglary", map.Inside('B'), 5).Add("Drugs", map.Inside('C'), 5).Add("Burglary", map.Inside('D'), 2).Add("Burglary", null, 3).Add("Burglary", (-1.5, 52.4), 7),
            new StreetFile("2024-03").Add("Burglary", map.Inside('B'), 1));
        _cube = await CountCube.LoadAsync(Geo, default);
    }
}

public sealed class LeagueTableTests(SmallCounty county) : IClassFixture<SmallCounty>
{
    [DatabaseFact]
    public void LeagueTable_WithEqualCounts_SharesTheRankAndOrdersByCode()
    {
        var table = Ask(period: "2024-01");
        table.Rows.Select(row => $"{row.Rank} {row.Code} {row.Count}").ShouldBe(["1 A 5", "1 B 5", "1 C 5", "4 D 2", "5 E 0"]);
    }

    [DatabaseFact]
    public void LeagueTable_Totals_FootWithNotLocatedAndWithoutOutside()
    {
        var table = Ask(period: "2024-01");
        (table.NotLocated.Count, table.Outside.Count, table.Total.Count).ShouldBe((3, 7, 20));
        table.Rows.Select(row => row.Share).ShouldBe([25, 25, 25, 10, 0]);
        (table.NotLocated.Share, table.Outside.Share, table.Total.Share).ShouldBe((15, null, 100));
    }

    [DatabaseFact]
    public void LeagueTable_AgainstTheYearBefore_ShowsChangeAndNotApplicableFromZero()
    {
        var table = Ask(period: "2024-01", compare: "year-before");
        table.Compare!.Span.ShouldBe("2023-01");
        table.Rows.Select(row => $"{row.Code} {row.Previous} {row.Change} {row.ChangePerCent?.ToString() ?? "N/A"}").ShouldBe(["A 4 1 25", "B 2 3 150", "C 0 5 N/A", "D 0 2 N/A", "E 1 -1 -100"]);
        (table.NotLocated.Previous, table.NotLocated.Change, table.NotLocated.ChangePerCent).ShouldBe((2, 1, 50));
        (table.Total.Previous, table.Total.Change).ShouldBe((9, 11));
    }

    [DatabaseFact]
    public void LeagueTable_WithoutAComparison_HasNoChange() =>
        Ask(period: "2024-01").Rows.ShouldAllBe(row => row.Previous == null && row.Change == null && row.ChangePerCent == null);

    [DatabaseFact]
    public void LeagueTable_OfATop_KeepsTheOthersInOneLineAndTheTotal()
    {
        var table = Ask(period: "2024-01", top: 2, compare: "2023-01");
        table.Rows.Select(row => $"{row.Rank} {row.Code}").ShouldBe(["1 A", "1 B"]);
        var others = table.Others.ShouldNotBeNull();
        (others.Name, others.Rank, others.Code, others.Count, others.Share, others.Previous, others.Change, others.ChangePerCent).ShouldBe(("All other wards (3)", null, null, 7, 35, 1, 6, 600));
        others.Rate!.Value.ShouldBe(7 / 6.0, 1e-12);
        (table.Rows.Sum(row => row.Count) + others.Count + table.NotLocated.Count).ShouldBe(table.Total.Count);
        Ask(period: "2024-01", top: 5).Others.ShouldBeNull();
        Ask(period: "2024-01", top: 99).Rows.Count.ShouldBe(5);
    }

    [DatabaseFact]
    public void LeagueTable_Rates_TakeTheLatestPopulationNotAfterThePeriod()
    {
        var table = Ask(period: "2024-01");
        table.PopulationYear.ShouldBe(2023);
        table.Rows.Select(row => row.Rate).ShouldBe([2.5, 2.5, 2.5, 1, 0]);
        table.Total.Rate!.Value.ShouldBe(2, 1e-12);
        Ask(period: "2023-01").PopulationYear.ShouldBe(2023);
    }

    [DatabaseFact]
    public void LeagueTable_OfAMonthWithoutData_SaysWhatThereIs() =>
        Refusal(period: "2019-01").ShouldBe("Incomplete period: There is no data for January 2019; data runs from 2023-01 to 2024-03. [2019-01 (West Mercia Police)]");

    [DatabaseFact]
    public void LeagueTable_OfAnEmptyMeasure_HasNoShares()
    {
        var table = Ask("robbery", "2024-01");
        table.Total.Count.ShouldBe(0);
        table.Rows.ShouldAllBe(row => row.Rank == 1 && row.Share == null && row.Rate == 0);
    }

    [DatabaseFact]
    public void LeagueTable_WithAMissingMonth_SaysSoAndRefusesAComparison()
    {
        var table = Ask(period: "2024-01..2024-03");
        table.Missing.ShouldBe(["2024-02 (West Mercia Police)"]);
        table.Explanation.ShouldContain("No data for 2024-02 (West Mercia Police).");

        Refusal(period: "2024-01..2024-03", compare: "year-before").ShouldBe(
            "Incomplete compare: Months are missing, so the comparison would be of unequal spans: 2024-02 (West Mercia Police), 2023-02 (West Mercia Police), 2023-03 (West Mercia Police). "
            + "Import them, choose other periods, or say allow-missing=true. [2024-02 (West Mercia Police), 2023-02 (West Mercia Police), 2023-03 (West Mercia Police)]");

        var allowed = LeagueTable.Ask(county.Cube, new MeasureQuestion { Measure = "crime", Period = "2024-01..2024-03", Compare = "year-before", AllowMissing = true });
        allowed.Total.Count.ShouldBe(21);
        allowed.Total.Previous.ShouldBe(9);
        allowed.Missing.Count.ShouldBe(3);
    }

    [DatabaseFact]
    public void LeagueTable_OfUnequalSpans_IsRefusedUnlessAllowed()
    {
        Refusal(period: "2024-01", compare: "2023-01..2023-02").ShouldBe(
            "Invalid compare: The comparison has 2 months and the period 1; only spans of equal length are compared, unless allow-missing=true. []");
        LeagueTable.Ask(county.Cube, new MeasureQuestion { Measure = "crime", Period = "2024-01", Compare = "2023-01..2023-02", AllowMissing = true }).Total.Previous.ShouldBe(9);
    }

    [DatabaseFact]
    public void LeagueTable_WithoutAPeriod_IsOfTheLatestMonth() => Ask().Period.Span.ShouldBe("2024-03");

    [DatabaseFact]
    public void LeagueTable_OfAnUnknownMeasure_NamesThoseThereAre() =>
        Refusal(measure: "theft").ShouldBe($"NotFound measure: There is no measure 'theft'. [{string.Join(", ", Measure.All.Select(measure => measure.Slug))}]");

    [DatabaseFact]
    public void LeagueTable_OfWhatDoesNotExist_NamesWhatDoes()
    {
        Refusal(areas: "parish").ShouldBe("Invalid areas: 'parish' is not a kind of area. [ward, lsoa, locality, town, policing-area, district, county, postcode-district]");
        Refusal(areas: "lsoa").ShouldBe("NotFound areas: No boundary set of kind lsoa has been imported; geo areas import brings one in. [ward]");
        Refusal(boundaries: "wards-1990").ShouldBe("NotFound boundaries: There is no boundary set 'wards-1990' of kind ward. [wards]");
        Refusal(period: "2024-13").ShouldBe($"Invalid period: '2024-13': There is no month 13, and the financial year that starts in 2024 is 2024-25. {Period.Forms} []");
        Refusal(compare: "before").ShouldBe($"Invalid compare: 'before': It is not a period. {Period.Forms} []");
        Refusal(top: 0).ShouldBe("Invalid top: The number of areas to show is 1 or more. []");
    }

    [DatabaseFact]
    public void Explanation_SaysWhatWasCountedAndHow() =>
        Ask(period: "2024-01", compare: "2023-01").Explanation.ShouldBe(
            "All crime, January 2024, compared with January 2023. Source: West Mercia Police, street-level crime (Open Government Licence v3.0 (data.police.uk)). "
            + "3 of 20 records have no location; they count in the total. 7 more lie outside the area and do not. Boundaries: wards. "
            + $"Rates per 1,000 people over the period, population of 2023. As at 1 June 2024 09:00 UTC, data version {county.Cube.Version}.");

    [DatabaseFact]
    public async Task LeagueTable_OfAnEmptyDatabase_SaysWhatToDo()
    {
        await using var empty = await TestDatabase.CreateAsync();
        var cube = await CountCube.LoadAsync(empty.Geo, default);
        cube.IsEmpty.ShouldBeTrue();
        Should.Throw<QuestionException>(() => LeagueTable.Ask(cube, new MeasureQuestion { Measure = "crime" })).Message
            .ShouldBe("No boundary set of kind ward has been imported; geo areas import brings one in.");
        await empty.ImportAreasAsync(SmallMap.Draw("A"));
        cube = await CountCube.LoadAsync(empty.Geo, default);
        Should.Throw<QuestionException>(() => LeagueTable.Ask(cube, new MeasureQuestion { Measure = "crime" })).Message
            .ShouldBe("No records have been imported; geo import brings them in.");
    }

    [Fact]
    public void Measures_WithData_AreThoseOfItsClassification()
    {
        var streetLevel = Catalogue.Of(Catalogue.StreetLevel).ToList();
        county.Cube.Measures.Select(measure => measure.Slug).ShouldBe(["crime", "asb", .. streetLevel.Select(category => category.Code)]);
        Measure.Find("crime")!.Categories.ShouldBe(streetLevel.Where(category => category.Name != StreetFile.Asb).Select(category => category.Id));
        Measure.Find("asb")!.Categories.ShouldBe([streetLevel.Single(category => category.Name == StreetFile.Asb).Id]);
        Measure.Find("CRIME").ShouldBeNull();
        Refusal(measure: "hate-crime").ShouldBe("Incomplete period: No home-office records have been imported; geo import --source brings in a partner's extract, geo source list tells which are described. []");
    }

    private LeagueTable Ask(string measure = "crime", string? period = null, string? compare = null, int? top = null) =>
        LeagueTable.Ask(county.Cube, new MeasureQuestion { Measure = measure, Period = period, Compare = compare, Top = top });

    private string Refusal(string measure = "crime", string areas = "ward", string? boundaries = null, string? period = null, string? compare = null, int? top = null)
    {
        var refusal = Should.Throw<QuestionException>(() => LeagueTable.Ask(
            county.Cube, new MeasureQuestion { Measure = measure, Areas = areas, Boundaries = boundaries, Period = period, Compare = compare, Top = top }));
        return $"{refusal.Kind} {refusal.Parameter}: {refusal.Message} [{string.Join(", ", refusal.Choices)}]";
    }
}
