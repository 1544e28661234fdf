using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Statistics.Persistence;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.HotSpots;

public sealed class HotSpotMapTests(RealCounty county) : IClassFixture<RealCounty>
{
    /// <summary>Gi* written out from its formula over all cells of the ground, zeros included.</summary>
    [RealDataFact]
    public async Task Scores_OfTheRealCounty_AreThoseOfTheFormula()
    {
        var data = await DataAsync();
        var map = HotSpotMap.Ask(county.Cube, Question("crime", 1000), data);
        var ground = data.Ground.Grid(1000);
        var values = ground.Values(data.Count(Measure.Find("crime")!, map.Origin.Period).In(1000));
        var (n, mean) = (values.Length, values.Average());
        var variance = values.Sum(value => (value - mean) * (value - mean)) / n;
        var at = ground.Cells.Select((cell, i) => (lines: ground.LinesOf(cell), i)).ToDictionary(item => item.lines, item => item.i);

        map.CellsInAll.ShouldBe(n);
        map.Cells.Count.ShouldBeGreaterThan(100);
        foreach (var cell in map.Cells)
        {
            var (x, y) = (cell.X / 1000, cell.Y / 1000);
            var around = (from dx in Enumerable.Range(-1, 3) from dy in Enumerable.Range(-1, 3) where at.ContainsKey((x + dx, y + dy)) select values[at[(x + dx, y + dy)]]).ToList();
            var w = around.Count;
            cell.Z!.Value.ShouldBe((around.Sum() - (w * mean)) / Math.Sqrt(variance * ((double)n * w - (w * w)) / (n - 1)), 1e-9, cell.Name);
        }

        map.Hot.ShouldNotBeEmpty();
        map.Hot.ShouldAllBe(cell => cell.Z > 0 && cell.AdjustedPValue < 0.05);
        map.Cells.Sum(cell => cell.Count).ShouldBe(map.Footing.Mapped);
        var most = map.Hot.MaxBy(cell => cell.Count)!;
        MapExport.Of(map).Title.ShouldEndWith($": {map.Hot.Count()} hot spots, most in {most.Name} ({most.Area}), {most.Count:N0} of {map.Footing.Total:N0}");
    }

    [RealDataFact]
    public async Task HotSpots_OfTheMonthBefore_AreScoredOnThisMonth()
    {
        var foretold = HotSpotMap.Ask(county.Cube, Question("crime", 1000), await DataAsync()).Foretold.ShouldNotBeNull();
        foretold.From.Name.ShouldBe("February 2024");
        foretold.Score.HitRate.ShouldBeInRange(0.3, 1);
        foretold.Score.AccuracyIndex!.Value.ShouldBe(foretold.Score.HitRate / foretold.Score.AreaShare, 1e-9);
        foretold.Score.EfficiencyIndex!.Value.ShouldBeInRange(0.5, 1);
    }

    [RealDataFact]
    public async Task HotSpots_OfFewRecords_AreNotTold()
    {
        var map = HotSpotMap.Ask(county.Cube, Question("bicycle-theft", 1000), await DataAsync());
        map.Withheld.ShouldBe("Fewer than 30 records are on the map, too few to tell hot spots from chance.");
        MapExport.Of(map).Title.ShouldEndWith(": not tested for hot spots");
        map.Cells.ShouldBeEmpty();
    }

    [RealDataFact]
    public async Task HotSpots_InTooManyCells_AreRefusedWithTheSizesThereAre()
    {
        var refusal = await Should.ThrowAsync<QuestionException>(async () => HotSpotMap.Ask(county.Cube, Question("crime", 100), await DataAsync()));
        refusal.Parameter.ShouldBe("cell");
    }

    /// <summary>Twelve months: one cell is hot in all of them, one in the last two only, and one was in the first six.</summary>
    [DatabaseFact]
    public async Task Histories_AreThoseOfTheMonths()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw([.. Enumerable.Repeat(new string('A', 12), 12)]));
        var file = new ExtractFile();
        var reference = 0;
        for (var month = 1; month <= 12; month++)
        {
            Add(351_500, 311_500, 9);
            Add(356_500, 316_500, month > 10 ? 9 : 0);
            Add(360_500, 320_500, month <= 6 ? 9 : 0);

            void Add(int easting, int northing, int count)
            {
                for (var i = 0; i < count; i++)
                    file.Row($"{reference++}", $"05/{month:00}/2023", ("easting", $"{easting}"), ("northing", $"{northing}"));
            }
        }

        await database.TakeInAsync(file);
        var cube = await CountCube.LoadAsync(database.Geo, default);
        var data = await MapData.LoadAsync(database.Geo, cube, cube.Sets.Single(), null, null, null, default);

        var map = HotSpotMap.Ask(cube, new MapQuestion { Measure = new MeasureQuestion { Measure = "recorded-crime", Period = "2023-01..2023-12" }, Cell = 1000 }, data);

        map.History!.Name.ShouldBe("January 2023 to December 2023");
        map.Cells.Where(cell => cell.Count > 0).Select(cell => $"{cell.Name} {cell.Count} {cell.History} {cell.HotMonths} {cell.Emerging}").Order()
            .ShouldBe(["SJ5111 108 Persistent 12 Persistent", "SJ5616 18 Emerging 2 Consecutive", "SJ6020 54 Former 6 None"]);
        map.Concentration!.PlacesForShare.ShouldBe(1);
        map.Foretold.ShouldBeNull();
    }

    private static MapQuestion Question(string measure, int cell) => new() { Measure = new MeasureQuestion { Measure = measure, Period = "2024-03" }, Cell = cell };

    private Task<MapData> DataAsync() => MapData.LoadAsync(county.Geo, county.Cube, county.Cube.Sets.Single(set => set.Set.Kind == "ward"), null, null, null, default);
}
