using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.HotSpots;

public sealed class LatticeTests(RealCounty county) : IClassFixture<RealCounty>
{
    [RealDataFact]
    public async Task Cells_OfEveryMeasureMonthAndDivision_AddUpToTheCube()
    {
        var set = county.Cube.Sets.Single(set => set.Set.Kind == "ward");
        var lattice = await Lattice.LoadAsync(county.Geo, county.Cube, set, default);
        var counts = new long[set.Buckets];
        var compared = 0;
        foreach (var measure in county.Cube.Measures)
        {
            foreach (var month in county.Cube.SourcesOf(measure).SelectMany(source => source.Months))
            {
                set.Count(measure, month, month, counts);
                foreach (var (at, area) in set.Areas.Index())
                {
                    lattice.Count(measure, new Period(month, month, ""), area.Id).Total.ShouldBe(counts[at], $"{measure.Slug} {month} {area.Name}");
                    compared++;
                }
            }
        }

        compared.ShouldBeGreaterThan(63 * 9 * 14);
    }

    [RealDataFact]
    public async Task Cells_OfLargerSize_HoldTheSameRecords()
    {
        var set = county.Cube.Sets.Single(set => set.Set.Kind == "ward");
        var lattice = await Lattice.LoadAsync(county.Geo, county.Cube, set, default);
        var counts = lattice.Count(Measure.Find("asb")!, March, null);
        counts.Total.ShouldBe(263);
        foreach (var size in MapQuestion.CellSizes)
            counts.In(size).Total.ShouldBe(263, $"{size} m");
        counts.In(1000).Cells.Select(cell => (cell.X, cell.Y)).ShouldBeUnique();
    }

    [DatabaseFact]
    public async Task Cells_AsAtAnEarlierMoment_AreThoseOfThen()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        await database.TakeInAsync(new ExtractFile().Row("1", "05/01/2024").Row("2", "06/01/2024"));
        var then = database.Clock.GetUtcNow();
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.TakeInAsync(new ExtractFile().Row("1", "05/01/2024").Row("3", "06/01/2024", ("easting", "351500")).Row("4", "07/01/2024"));

        var now = await CountCube.LoadAsync(database.Geo, default);
        var past = await CountCube.LoadAsAtAsync(database.Geo, then, default);

        (await CellsAsync(database, now)).ShouldBe(["7010,6210: 2", "7030,6210: 1"]);
        (await CellsAsync(database, past)).ShouldBe(["7010,6210: 2"]);

        // The database has gone on since the cube was loaded: the cells are still those of the cube.
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.TakeInAsync(new ExtractFile().Row("9", "05/01/2024"));
        (await CellsAsync(database, now)).ShouldBe(["7010,6210: 2", "7030,6210: 1"]);
    }

    [DatabaseFact]
    public async Task Lattice_AfterCorrectionsAndNewAreas_IsTheSameAsCountedAnew()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        await database.TakeInAsync(new ExtractFile().Row("1", "05/01/2024").Row("2", "06/02/2024", ("hate_strands", "Race")));
        await database.TakeInAsync(new ExtractFile().Row("1", "05/01/2024", ("offence_code", "105A")).Row("7", "06/03/2024", ("easting", ""), ("northing", "")).Row("8", "07/03/2024", ("hate_strands", "Race")));
        await database.ImportAreasAsync(SmallMap.Draw("CC"), "later");

        const string cells = "select boundary_set_id, month, category_id, flags, area_ids::text, cell_xs::text, cell_ys::text, counts::text, easts::text, norths::text from hotspots.lattice order by 1, 2, 3, 4";
        var kept = await database.RowsAsync(cells);
        var before = await database.ScalarAsync<string>($"select string_agg(c::text, ' ') from ({cells}) c");
        await database.ExecuteAsync("truncate hotspots.lattice");
        await using (var connection = await database.Geo.Owner.OpenConnectionAsync())
        await using (await connection.BeginTransactionAsync())
        {
            await Publication.CountAsync(connection, await Publication.BoundarySetsAsync(connection, default), [Month.Of(2024, 1), Month.Of(2024, 2), Month.Of(2024, 3)], default);
            await using var read = new Npgsql.NpgsqlCommand($"select string_agg(c::text, ' ') from ({cells}) c", connection);
            var anew = await read.ExecuteScalarAsync();
            (await database.ScalarAsync<string>($"select count(*)::text from hotspots.lattice")).ShouldBe("0");
            anew.ShouldBe(before);
        }

        kept.Count.ShouldBe(4);
    }

    [DatabaseFact]
    public async Task Check_FindsCellsThatDoNotAgreeWithTheRecords()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        await database.TakeInAsync(new ExtractFile().Row("1", "05/01/2024"));
        (await FoundAsync()).ShouldBe((CheckState.Passed, "none"));

        await database.ExecuteAsync("update hotspots.lattice set counts = '{3}'");

        var (state, found) = await FoundAsync();
        state.ShouldBe(CheckState.Failed);
        found.ShouldContain("2024-01: the cells say 3, the records 1");

        async Task<(CheckState State, string Found)> FoundAsync()
        {
            var result = (await Check.RunAsync(database.Geo, null, null, database.Clock, default).ToListAsync()).Single(result => result.Name == "lattice");
            return (result.State, result.State == CheckState.Passed ? "none" : result.Found);
        }
    }

    private static Period March => new(Month.Of(2024, 3), Month.Of(2024, 3), "2024-03");

    private static async Task<string[]> CellsAsync(TestDatabase database, CountCube cube)
    {
        var lattice = await Lattice.LoadAsync(database.Geo, cube, cube.Sets.Single(), default);
        return [.. lattice.Count(Measure.Find("recorded-crime")!, new Period(Month.Of(2024, 1), Month.Of(2024, 1), ""), null).Cells.Select(cell => $"{cell.X},{cell.Y}: {cell.Count}")];
    }
}
