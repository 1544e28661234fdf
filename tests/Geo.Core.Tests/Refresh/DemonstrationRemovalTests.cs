using Geo.Core.Demonstration;
using Geo.Core.Measures;
using Geo.Core.Tests.Intake;
using Geo.Testing;
using Shouldly;
using Xunit;
using StreetFile = Geo.Testing.StreetFile;

namespace Geo.Core.Tests.Refresh;

/// <summary>Demonstration data makes way for the first real data, so that invented figures never stand among real ones.</summary>
public sealed class DemonstrationRemovalTests
{
    private static readonly SmallMap Map = SmallMap.Draw("AB");

    [DatabaseFact]
    public async Task Load_IntoAnEmptyDatabase_FillsItOnce()
    {
        await using var database = await TestDatabase.CreateAsync();

        (await LoadAsync(database, onlyIfEmpty: true)).ShouldBeTrue();
        var state = await database.StateAsync();
        (await LoadAsync(database, onlyIfEmpty: true)).ShouldBeFalse();
        (await Should.ThrowAsync<RefusedException>(() => LoadAsync(database, onlyIfEmpty: false))).Faults.Single().Code.ShouldBe("not-empty");

        (await database.StateAsync()).ShouldBe(state);
        var cube = await CountCube.LoadAsync(database.Geo, default);
        cube.IsDemonstration.ShouldBeTrue();
        cube.Sets.Select(set => set.Areas.Count).Order().ShouldBe([6, 63]);
        cube.Sources.Where(source => source.Classification == "home-office").ShouldHaveSingleItem().Months.Count.ShouldBe(55);

        // Real records: the demonstration and its wards go, and nothing of it is left.
        var report = await database.ImportAsync(new StreetFile("2024-01").Add("Burglary", Map.Inside('A'), 3).WriteTo(database.NewFolder()));
        report.DemonstrationRemoved.ShouldBeTrue();
        (await database.RowsAsync("select (select count(*) from records.record), (select count(*) from records.place), (select count(*) from records.place_area), (select count(*) from areas.boundary_set), (select count(*) from measures.area_count), (select count(*) from intake.batch)"))
            .ShouldBe(["3|1|0|0|0|1"]);
        await database.ImportAreasAsync(Map);
        (await database.CountsAsync()).ShouldBe("A 3, B 0; outside 0; not located 0; total 3");
        (await CountCube.LoadAsync(database.Geo, default)).IsDemonstration.ShouldBeFalse();
    }

    [DatabaseFact]
    public async Task ImportAreas_OfARealSet_RemovesTheDemonstration()
    {
        await using var database = await TestDatabase.CreateAsync();
        await DemonstrationMonthAsync(database);

        await database.ImportAreasAsync(Map);

        (await database.RowsAsync("select (select count(*) from records.record), (select count(*) from records.place), (select count(*) from records.place_area), (select count(*) from areas.boundary_set), (select count(*) from measures.area_count)"))
            .ShouldBe(["0|0|0|1|0"]);
    }

    [DatabaseFact]
    public async Task ImportAreas_AfterADemonstrationMonthCameBesideRealData_CountsItNowhere()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map, "old");
        await DemonstrationMonthAsync(database);

        await database.ImportAreasAsync(Map, "new");
        await database.TakeInAsync(new StreetFile("2024-03").Add("Burglary", Map.Inside('A')));

        (await database.CountsAsync(period: "2024-01..2024-03", boundaries: "old")).ShouldBe("A 1, B 0; outside 0; not located 0; total 1");
        (await database.CountsAsync(period: "2024-01..2024-03", boundaries: "new")).ShouldBe("A 1, B 0; outside 0; not located 0; total 1");
    }

    [DatabaseFact]
    public async Task Import_OfARealMonthWithAPlaceOfTheDemonstration_CountsIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        await DemonstrationMonthAsync(database);
        (await database.CountsAsync()).ShouldBe("A 0, B 2; outside 0; not located 0; total 2");

        await database.TakeInAsync(new StreetFile("2024-01").Add("Burglary", Map.Inside('B'), 5).Add("Burglary", Map.At(0.2, 0.2)));

        (await database.CountsAsync()).ShouldBe("A 1, B 5; outside 0; not located 0; total 6");
    }

    [DatabaseFact]
    public async Task Load_AfterOneThatBrokeOffBeforeItsRecords_StartsAgain()
    {
        await using var database = await TestDatabase.CreateAsync();
        await LoadAsync(database, onlyIfEmpty: false);
        await database.ExecuteAsync("delete from records.record; delete from intake.source"); // the wards are in, the months are not

        (await LoadAsync(database, onlyIfEmpty: true)).ShouldBeTrue();

        (await database.ScalarAsync<long>("select count(*) from intake.batch b join intake.source s on s.id = b.source_id where s.slug = 'demonstration-police-offences' and b.superseded_at is null")).ShouldBe(55);
        (await database.ScalarAsync<long>("select count(*) from areas.area")).ShouldBe(69);
    }

    private static Task<bool> LoadAsync(TestDatabase database, bool onlyIfEmpty) =>
        LoadDemonstration.RunAsync(database.Geo, DemonstrationCounty.DefaultSeed, onlyIfEmpty, database.Clock, null, default);

    private static async Task DemonstrationMonthAsync(TestDatabase database) =>
        await database.TakeInAsync(new StreetFile("2024-01", "Demonstration Police").Add("Burglary", Map.Inside('B'), 2));
}
