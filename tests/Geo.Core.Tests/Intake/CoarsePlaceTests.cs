using Geo.Core.Areas;
using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Core.Records;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>Records whose place is told only roughly: by LSOA, grid square, postcode district or ward. Wards A (two cells of 1 km) and B.</summary>
public sealed class CoarsePlaceTests
{
    private const string Lsoas = "PQQR"; // P in A, Q half in A and half in B, R outside

    [DatabaseFact]
    public async Task Lsoa_CountsForTheAreaThatHoldsIt_AndIsNotLocatedWhereItStraddles()
    {
        await using var database = await WithWardsAsync();
        await database.ImportAreasAsync(await FileAsync(database, SmallMap.Draw(Lsoas), "lsoas", "lsoa"));

        var landed = await ImportAsync(database, "1,01/02/2024,nuisance,E01000001,,,", "2,01/02/2024,nuisance,E01000002,,,", "3,01/02/2024,nuisance,E01000003,,,", "4,01/02/2024,nuisance,,,,");

        (await database.CountsAsync("asb-incidents", "2024-02")).ShouldBe("A 1, B 0; outside 1; not located 2; total 3");
        var cube = await CountCube.LoadAsync(database.Geo, default);
        Asked.Counts(LeagueTable.Ask(cube, new MeasureQuestion { Measure = "asb-incidents", Period = "2024-02", Areas = "lsoa" })).ShouldBe("E01000001 1, E01000002 1, E01000003 1; outside 0; not located 1; total 4");
        landed.Missing.ShouldBeEmpty();
        landed.Months[0].Batch.RowsNotLocated.ShouldBe(1);
        await database.ShouldPassItsCheckAsync();
    }

    [DatabaseFact]
    public async Task Lsoa_OfNoSetThatIsImported_IsNotLocated_UntilOneIs()
    {
        await using var database = await WithWardsAsync();
        await ImportAsync(database, "9,01/01/2024,nuisance,,SJ5010,,");

        var landed = await ImportAsync(database, "1,01/02/2024,nuisance,E01000001,,,", "2,02/02/2024,nuisance,E01000001,,,", "3,01/02/2024,nuisance,E01999999,,,");
        var before = await database.CountsAsync("asb-incidents", "2024-02");
        await database.ImportAreasAsync(await FileAsync(database, SmallMap.Draw(Lsoas), "lsoas", "lsoa"));

        landed.Missing.ShouldBe([new("lsoa", 3, "E01000001")]);
        landed.Months[0].Batch.RowsNotLocated.ShouldBe(3);
        before.ShouldBe("A 0, B 0; outside 0; not located 3; total 3");
        (await database.CountsAsync("asb-incidents", "2024-02")).ShouldBe("A 2, B 0; outside 0; not located 1; total 3");
        (await database.CountsAsync("asb-incidents", "2024-01")).ShouldBe("A 1, B 0; outside 0; not located 0; total 1");
        await database.ShouldPassItsCheckAsync();
    }

    [DatabaseTheory]
    [InlineData(351_995, 352_005, "A 1, B 0; outside 0; not located 0; total 1")] // borders generalised apart: 0.5% of it lies in B
    [InlineData(351_980, 352_020, "A 0, B 0; outside 0; not located 1; total 1")] // 2%
    [InlineData(352_995, 353_005, "A 0, B 0; outside 1; not located 0; total 0")] // 0.5% in B, the rest in no ward
    public async Task Polygon_IsTakenAsInside_WhenNinetyNinePerCentOfItAre(int border, int end, string counts)
    {
        await using var database = await WithWardsAsync();
        var (from, to) = border < 352_900 ? (end - 1_000, end) : (border, border + 1_000);
        var path = Path.Combine(database.NewFolder(), "lsoas.geojson");
        await File.WriteAllTextAsync(path, $$$"""
            {"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[{"type":"Feature","properties":{"code":"E01000001","name":"x"},
            "geometry":{"type":"Polygon","coordinates":[[[{{{from}}},310000],[{{{to}}},310000],[{{{to}}},311000],[{{{from}}},311000],[{{{from}}},310000]]]}}]}
            """);
        await database.ImportAreasAsync(new BoundarySetFile { Path = path, Name = "lsoas", Kind = "lsoa", CodeProperty = "code", NameProperty = "name" });

        await ImportAsync(database, "1,01/02/2024,nuisance,E01000001,,,");

        (await database.CountsAsync("asb-incidents", "2024-02", "wards")).ShouldBe(counts);
    }

    [DatabaseFact]
    public async Task GridSquare_DistrictAndWard_AreCountedLikewise()
    {
        await using var database = await WithWardsAsync();
        await database.ImportAreasAsync(await FileAsync(database, SmallMap.Draw("..XX"), "districts", "postcode-district"));

        await ImportAsync(
            database,
            "1,01/02/2024,nuisance,,SJ5010,,", // in A
            "2,01/02/2024,nuisance,,SJ5410,,", // outside
            "3,01/02/2024,nuisance,,,SY1,", // half in B
            "4,01/02/2024,nuisance,,,,Area B",
            "5,01/02/2024,nuisance,,,,A",
            "6,01/02/2024,nuisance,,SJ5210,SY1,"); // the first that is told

        (await database.CountsAsync("asb-incidents", "2024-02", "wards")).ShouldBe("A 2, B 2; outside 1; not located 1; total 5");
        await database.ShouldPassItsCheckAsync();
    }

    [DatabaseFact]
    public async Task WardName_IsOfTheWardsInForceOnTheDay_ByAnAliasThatIsDeclared_AndNeverGuessed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(await FileAsync(database, SmallMap.Draw("AAB"), "old", "ward", ("Area A", "Sundorne"), to: new DateOnly(2024, 2, 1)));
        await database.ImportAreasAsync(await FileAsync(database, SmallMap.Draw("CDD"), "new", "ward", ("Area D", "Sundorne"), from: new DateOnly(2024, 2, 1)));

        var landed = await ImportAsync(database, "1,31/01/2024,nuisance,,,,Sundome", "2,01/02/2024,nuisance,,,,Sundorne", "3,01/02/2024,nuisance,,,,Sundorn", "4,01/02/2024,nuisance,,,,Area A");

        (await database.CountsAsync("asb-incidents", "2024-01", "old")).ShouldBe("A 1, B 0; outside 0; not located 0; total 1");
        (await database.CountsAsync("asb-incidents", "2024-01", "new")).ShouldBe("C 0, D 0; outside 0; not located 1; total 1");
        (await database.CountsAsync("asb-incidents", "2024-02", "new")).ShouldBe("C 0, D 1; outside 0; not located 0; total 1");
        landed.Months.Sum(month => month.Batch.RowsQuarantined).ShouldBe(2);
        (await database.RowsAsync("select code, column_name, value, reason from intake.quarantine order by row_number")).ShouldBe(
        [
            "unknown-area|ward|Sundorn|new has no such ward, or two of the name. Is Sundorne meant? Correct it at the source, or declare it in geodata/catalogue/area_aliases.csv.",
            "unknown-area|ward|Area A|new has no such ward, or two of the name. Is Area C meant? Correct it at the source, or declare it in geodata/catalogue/area_aliases.csv.",
        ]);
    }

    [DatabaseFact]
    public async Task FrontDoor_KeepsTheLsoa_AndPointsStayPoints()
    {
        await using var database = await WithWardsAsync();
        var source = SourceDescription.Find("childrens-front-door");
        var row = source.Columns.ConvertAll(column => column.Name switch { "episode_reference" => "1", "episode_type" => "Contact", "start_date" => "03/02/2024", "lsoa" => "E01000001", _ => "" });
        var path = Path.Combine(database.NewFolder(), "episodes.csv");
        await File.WriteAllTextAsync(path, $"{string.Join(',', source.Columns.Select(column => column.Name))}\n{string.Join(',', row)}\n");

        await ImportExtract.RunAsync(database.Geo, source, ExtractFiles.Of([path]), "tests", database.Clock, null, default);
        await ImportExtract.RunAsync(database.Geo, SourceDescription.Find("police-offences"), new ExtractFile().Row("1", "03/02/2024").In(database.NewFolder()), "tests", database.Clock, null, default);

        (await database.RowsAsync("select kind, code, geom is null from records.coarse_place")).ShouldBe(["lsoa|E01000001|True"]);
        (await database.RowsAsync("select p.srid from records.place p where p.id > (select max(id) from records.coarse_place)")).ShouldBe(["27700"]);
        (await database.CountsAsync("recorded-crime", "2024-02")).ShouldBe("A 1, B 0; outside 0; not located 0; total 1");
    }

    [Theory]
    [InlineData("SJ4912", 349_000, 312_000)]
    [InlineData("SV0000", 0, 0)]
    [InlineData("HP5005", 450_000, 1_205_000)]
    [InlineData("TQ3080", 530_000, 180_000)]
    public void GridSquare_HasItsCorner(string code, int east, int north) => new CoarseLocation(CoarseLocation.GridSquare, code).SouthWest.ShouldBe((east, north));

    [Theory]
    [InlineData("grid-square", "SJ49")]
    [InlineData("grid-square", "SI4912")]
    [InlineData("grid-square", "AA0000")]
    [InlineData("grid-square", "sj4912")]
    [InlineData("lsoa", "E02000001")]
    [InlineData("lsoa", "Shropshire 001A")]
    [InlineData("postcode-district", "SY1 1AA")]
    public void Code_ThatCannotBe_IsNotWellFormed(string kind, string code) => new CoarseLocation(kind, code).IsWellFormed.ShouldBeFalse();

    private static SourceDescription Source() => SourceDescription.Read(
        new StringReader("""
            source: coarse-test
            agency: A
            feed: F
            classification: asb-type
            columns:
              - { name: ref, is: key }
              - { name: day, is: recorded, format: dd/MM/yyyy }
              - { name: kind, is: category }
              - { name: lsoa, is: lsoa, blank: true }
              - { name: square, is: grid-square, blank: true }
              - { name: district, is: postcode-district, blank: true }
              - { name: ward, is: area, blank: true }
            """), "x.yaml");

    private static async Task<TestDatabase> WithWardsAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AAB"));
        return database;
    }

    private static async Task<LandedExtract> ImportAsync(TestDatabase database, params string[] rows)
    {
        var path = Path.Combine(database.NewFolder(), "incidents.csv");
        await File.WriteAllTextAsync(path, string.Join('\n', rows.Prepend("ref,day,kind,lsoa,square,district,ward")) + "\n");
        return await database.TakeInAsync(Source(), ExtractFiles.Of([path]));
    }

    /// <summary>A map with codes that its kind may have, and one area renamed.</summary>
    private static async Task<BoundarySetFile> FileAsync(TestDatabase database, SmallMap map, string set, string kind, (string From, string To)? renamed = null, DateOnly? from = null, DateOnly? to = null)
    {
        var text = map.GeoJson();
        foreach (var (letter, code) in new[] { ('P', "E01000001"), ('Q', "E01000002"), ('R', "E01000003"), ('X', "SY1") })
            text = text.Replace($"\"code\":\"{letter}\"", $"\"code\":\"{code}\"", StringComparison.Ordinal);
        if (renamed is { } name)
            text = text.Replace(name.From, name.To, StringComparison.Ordinal);
        var path = Path.Combine(database.NewFolder(), $"{set}.geojson");
        await File.WriteAllTextAsync(path, text);
        return new BoundarySetFile { Path = path, Name = set, Kind = kind, CodeProperty = "code", NameProperty = "name", ValidFrom = from, ValidTo = to, AllowGaps = true };
    }
}
