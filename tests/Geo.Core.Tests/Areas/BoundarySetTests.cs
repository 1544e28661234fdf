using Geo.Core.Areas;
using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Core.Tests.Intake;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Areas;

public sealed class BoundarySetTests
{
    [DatabaseFact]
    public async Task Import_OfABowTieWithRepair_StoresItAndNamesIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        var path = Path.Combine(database.Folder, "areas.geojson");
        await File.WriteAllTextAsync(path, """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A","name":"Bow"},
            "geometry":{"type":"Polygon","coordinates":[[[-2.7,52.6],[-2.6,52.7],[-2.6,52.6],[-2.7,52.7],[-2.7,52.6]]]}}]}
            """);

        var stored = await database.ImportAreasAsync(new BoundarySetFile { Path = path, Name = "bow", Kind = "ward", CodeProperty = "code", NameProperty = "name", Repair = true });

        stored.Repaired.ShouldBe(["A"]);
        (await database.RowsAsync("select ST_IsValid(geom), ST_NumGeometries(geom) from areas.area")).ShouldBe(["True|2"]);
    }

    [DatabaseFact]
    public async Task Import_OfHeightsAndMeasures_LeavesThemOut()
    {
        await using var database = await TestDatabase.CreateAsync();
        var path = Path.Combine(database.Folder, "areas.geojson");
        await File.WriteAllTextAsync(path, """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":1,"name":"High"},
            "geometry":{"type":"Polygon","coordinates":[[[-2.7,52.6,100,1],[-2.6,52.6,100,2],[-2.6,52.7,100,3],[-2.7,52.6,100,4]]]}}]}
            """);

        await database.ImportAreasAsync(new BoundarySetFile { Path = path, Name = "high", Kind = "ward", CodeProperty = "code", NameProperty = "name" });

        (await database.RowsAsync("select code, ST_CoordDim(geom), ST_SRID(geom) from areas.area")).ShouldBe(["1|2|27700"]);
    }

    [DatabaseFact]
    public async Task Import_OfAGapWithGapsAllowed_CountsRecordsInItAsOutside()
    {
        await using var database = await TestDatabase.CreateAsync();
        var map = SmallMap.Draw("AAB", "A.B", "BBB");
        await database.ImportAreasAsync(map);
        await database.TakeInAsync(new StreetFile().Add("Burglary", map.At(1.5, 1.5), 2).Add("Burglary", map.Inside('B')));

        (await database.CountsAsync()).ShouldBe("A 0, B 1; outside 2; not located 0; total 1");
    }

    [DatabaseFact]
    public async Task Assignment_OfAPlaceOnABorder_GoesToTheLowestCode()
    {
        await using var database = await TestDatabase.CreateAsync();
        var map = SmallMap.DrawInDegrees("DB", "AC"); // all four meet in the middle
        await database.ImportAreasAsync(map);
        await database.TakeInAsync(new StreetFile().Add("Burglary", map.At(1, 1)).Add("Burglary", map.At(1, 0), 2).Add("Burglary", map.At(2, 1), 4).Add("Burglary", map.At(0, 1), 8));

        // The middle and the west edge to A; the north edge between D and B to B; the east edge between B and C to B.
        (await database.CountsAsync()).ShouldBe("A 9, B 6, C 0, D 0; outside 0; not located 0; total 15");
    }

    [DatabaseFact]
    public async Task Import_OfNewBoundaries_RebasesAllHistory()
    {
        await using var database = await TestDatabase.CreateAsync();
        var old = SmallMap.Draw("AAB", "AAB");
        await database.ImportAreasAsync(old, "old");
        await database.TakeInAsync(
            new StreetFile("2023-01").Add("Burglary", old.At(0.5, 0.5), 1).Add("Burglary", old.At(1.5, 1.5), 2).Add("Burglary", old.At(2.5, 0.5), 4).Add("Burglary", null, 8),
            new StreetFile("2024-01").Add("Burglary", old.At(1.5, 0.5), 16));

        await database.ImportAreasAsync(SmallMap.Draw("XYY", "XYZ"), "new");

        (await database.CountsAsync(period: "2023-01", boundaries: "old")).ShouldBe("A 3, B 4; outside 0; not located 8; total 15");
        (await database.CountsAsync(period: "2023-01", boundaries: "new")).ShouldBe("X 1, Y 6, Z 0; outside 0; not located 8; total 15");
        (await database.CountsAsync(period: "2024-01", boundaries: "new")).ShouldBe("X 0, Y 16, Z 0; outside 0; not located 0; total 16");
    }

    [DatabaseFact]
    public async Task Remove_OfASet_TakesItsAreasAndCountsAndLeavesTheOthers()
    {
        await using var database = await TestDatabase.CreateAsync();
        var map = SmallMap.Draw("AB");
        await database.ImportAreasAsync(map, "one");
        await database.ImportAreasAsync(map, "two");
        await database.TakeInAsync(new StreetFile().Add("Burglary", map.Inside('B'), 3));
        var before = await CountCube.LatestVersionAsync(database.Geo, default);

        (await RemoveAreas.RunAsync(database.Geo, "one", database.Clock, default)).ShouldBeTrue();
        (await RemoveAreas.RunAsync(database.Geo, "one", database.Clock, default)).ShouldBeFalse();

        (await CountCube.LoadAsync(database.Geo, default)).Sets.Select(set => set.Set.Name).ShouldBe(["two"]);
        (await database.CountsAsync()).ShouldBe("A 0, B 3; outside 0; not located 0; total 3");
        (await CountCube.LatestVersionAsync(database.Geo, default)).ShouldBe(before + 1);
    }

    [RealDataFact]
    public async Task Import_OfTheLsoaLayer_IsRefusedAsItIsAndTakenWithRepair()
    {
        await using var database = await TestDatabase.CreateAsync();
        var file = new BoundarySetFile
        {
            Path = RealData.At("real", "shropshire_lsoa_2011.geojson"), Name = "lsoa-2011", Kind = "lsoa", CodeProperty = "LSOA11CD", NameProperty = "LSOA11NM",
        };

        var refusal = await Should.ThrowAsync<RefusedException>(() => database.ImportAreasAsync(file));
        refusal.Faults.ShouldHaveSingleItem().Code.ShouldBe("invalid-geometry");
        refusal.Faults[0].Value.ShouldBe("E01028883");

        var stored = await database.ImportAreasAsync(file with { Repair = true });
        stored.Areas.ShouldBe(193);
        stored.Repaired.ShouldBe(["E01028883"]);
    }

    [RealDataFact]
    public async Task Shapes_OfTheDivisions_ShareTheirBordersAtEveryZoom()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(RealData.DivisionsFile);

        // As a coverage: the union's area is the sum of the areas, so nothing overlaps, and it has no holes, so nothing gapes.
        (await database.RowsAsync("""
            select zoom, count(*), round((sum(ST_Area(geom)) - ST_Area(ST_Union(geom)))::numeric, 3) = 0, ST_NumInteriorRings(ST_GeometryN(ST_Union(geom), 1)), bool_and(ST_IsValid(geom))
            from areas.shape group by zoom order by zoom
            """)).ShouldBe(["6|63|True|0|True", "8|63|True|0|True", "10|63|True|0|True", "12|63|True|0|True", "14|63|True|0|True"]);
    }
}
