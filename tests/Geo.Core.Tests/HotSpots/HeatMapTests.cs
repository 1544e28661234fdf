using Geo.Core.Areas;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Statistics;
using Geo.Statistics.Density;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.HotSpots;

public sealed class HeatMapTests(RealCounty county) : IClassFixture<RealCounty>
{
    [RealDataFact]
    public async Task Surface_OfTheRealCounty_IsThatOfItsPoints()
    {
        var map = await MapAsync("asb", question => question with { Bandwidth = 500 });

        (map.Form, map.Footing.Mapped, map.Footing.Total, map.Surface!.Grid.CellMetres).ShouldBe((HeatForm.Surface, 263, 263 + map.Footing.NotLocated, 100));
        var exact = KernelDensity.OfPoints(await PointsAsync(), map.Surface.Grid, 500).PerSquareKilometre;
        var furthest = exact.Select((value, cell) => map.Surface.HasValue[cell] ? Math.Abs((map.Surface.Values[cell] / 12) - value) : 0).Max();
        furthest.ShouldBeLessThan(0.01 * exact.Max());
    }

    /// <summary>On the points of the independent result, at the smallest cells and three bandwidths, and how the difference grows with the cell.</summary>
    [RealDataTheory]
    [InlineData(10, 0.001)]
    [InlineData(25, 0.003)]
    [InlineData(50, 0.01)]
    public void Surface_FromCellsOfATenthOfTheBandwidthOrLess_IsWithinOneInAHundredOfThatFromPoints(int cell, double limit)
    {
        const int bandwidth = 500;
        var points = RealData.Table("golden", "kde_points.csv").Select(row => new PlanePoint(Number(row["e"]), Number(row["n"]))).ToArray();
        var grid = GridDefinition.Covering(points.Min(point => point.X), points.Min(point => point.Y), points.Max(point => point.X), points.Max(point => point.Y), 100);
        var exact = KernelDensity.OfPoints(points, grid, bandwidth).PerSquareKilometre;
        var cells = points.GroupBy(point => (Math.Floor(point.X / cell), Math.Floor(point.Y / cell))).ToArray();

        var fromCells = KernelDensity.OfPoints([.. cells.Select(held => new PlanePoint(held.Average(point => point.X), held.Average(point => point.Y)))], grid, bandwidth, weights: [.. cells.Select(held => (double)held.Count())]).PerSquareKilometre;

        exact.Zip(fromCells, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(limit * exact.Max());
    }

    [RealDataFact]
    public async Task Map_OfEveryMeasure_FootsToTheMeasuresTotal()
    {
        foreach (var measure in county.Cube.Measures)
        {
            var map = await MapAsync(measure.Slug);
            var table = LeagueTable.Ask(county.Cube, new MeasureQuestion { Measure = measure.Slug, Period = "2024-03" });
            (map.Footing.Mapped + map.Footing.Rough + map.Footing.NotLocated).ShouldBe(table.Total.Count, measure.Slug);
            map.Footing.Total.ShouldBe(table.Total.Count);
            map.Footing.Outside.ShouldBe(table.Outside.Count);
            var drawn = map.Form == HeatForm.Withheld ? 0 : map.Footing.Mapped;
            map.Cells.Cells.Sum(cell => cell.Count).ShouldBe(drawn);
            (await MapAsync(measure.Slug, question => question with { Hexagons = true })).Cells.Cells.Sum(cell => cell.Count).ShouldBe(drawn);
        }
    }

    [RealDataFact]
    public async Task Map_OfFewRecords_ShowsCells()
    {
        var map = await MapAsync("bicycle-theft");
        (map.Form, map.Reason).ShouldBe((HeatForm.Cells, "Fewer than 30 records are on the map, too few for a surface."));
        (await MapAsync("bicycle-theft", question => question with { Kind = HeatKind.Change, Measure = question.Measure with { Compare = "2024-02" } })).Form.ShouldBe(HeatForm.Withheld);
    }

    [RealDataFact]
    public async Task Scale_IsTheSameForEveryMonthOfAFinancialYear()
    {
        var january = await MapAsync("crime", question => question with { Measure = question.Measure with { Period = "2024-01" } });
        var march = await MapAsync("crime");
        march.Scale.Breaks.ShouldBe(january.Scale.Breaks);
        march.Scale.Reference.ShouldBe(january.Scale.Reference);
        march.BandwidthMetres.ShouldBe(january.BandwidthMetres);
    }

    [RealDataTheory]
    [InlineData(100, null, "cell: Street-level records are published at map points that stand for several streets or addresses, not where they happened. Cells of less than 250 m would show what is not known.")]
    [InlineData(300, null, "cell: There are cells of 50, 100, 250, 500, 1000 m.")]
    [InlineData(null, 240, "bandwidth: A bandwidth is a multiple of 50 m from 250 to 5000 m.")]
    [InlineData(null, 275, "bandwidth: A bandwidth is a multiple of 50 m from 250 to 5000 m.")]
    public async Task Question_FinerThanThePlaces_IsRefused(int? cell, int? bandwidth, string told)
    {
        var refusal = await Should.ThrowAsync<QuestionException>(() => MapAsync("asb", question => question with { Cell = cell, Bandwidth = bandwidth }));
        $"{refusal.Parameter}: {refusal.Message}".ShouldBe(told);
    }

    [RealDataFact]
    public async Task Change_IsTheDifferenceOfTheTwoSurfaces_AndNeedsAComparison()
    {
        (await Should.ThrowAsync<QuestionException>(() => MapAsync("crime", question => question with { Kind = HeatKind.Change }))).Parameter.ShouldBe("compare");
        var change = await MapAsync("crime", question => question with { Bandwidth = 500, Kind = HeatKind.Change, Measure = question.Measure with { Compare = "2024-02" } });
        var now = await MapAsync("crime", question => question with { Bandwidth = 500 });
        var before = await MapAsync("crime", question => question with { Bandwidth = 500, Measure = question.Measure with { Period = "2024-02" } });
        change.Scale.IsDiverging.ShouldBeTrue();
        for (var cell = 0; cell < change.Surface!.Values.Length; cell++)
            change.Surface.Values[cell].ShouldBe(now.Surface!.Values[cell] - before.Surface!.Values[cell], 1e-4f);

        var cells = change.Cells.Cells;
        (cells.Sum(cell => cell.Count), cells.Sum(cell => cell.Previous)).ShouldBe((now.Footing.Mapped, before.Footing.Mapped));
        cells.Select(cell => Math.Abs(cell.Change!.Value)).ShouldBeInOrder(SortDirection.Descending);
        cells.ShouldContain(cell => cell.Count == 0 && cell.Previous > 0);
    }

    /// <summary>Months without data say nothing; they are not months without records.</summary>
    [RealDataFact]
    public async Task Density_IsOfTheMonthsThatHaveData()
    {
        var held = county.Cube.MonthsOf(Measure.Find("crime")!);
        var year = Period.Parse("2023-24", Month.Of(2024, 3), out _)!;
        var first = year.Each.First(held.Contains);
        held.Contains(year.First).ShouldBeFalse();
        Task<HeatMap> Of(string period) => MapAsync("crime", question => question with { Bandwidth = 500, Measure = question.Measure with { Period = period } });

        var ofAll = await Of("2023-24");
        var ofHeld = await Of($"{first}..2024-03");

        ofAll.Footing.ShouldBe(ofHeld.Footing);
        ofAll.Surface!.Values.ShouldBe(ofHeld.Surface!.Values);
        ofAll.Cells.Scale.Breaks.ShouldBe(ofHeld.Cells.Scale.Breaks);
        ofAll.Origin.Missing.ShouldNotBeEmpty();
    }

    [RealDataFact]
    public async Task Risk_IsPerPeopleAndHasNoValueWhereNobodyLives()
    {
        var risk = await MapAsync("crime", question => question with { Bandwidth = 500, Kind = HeatKind.Risk, Against = MapQuestion.Population });
        risk.Scale.Unit.ShouldBe("offences per 1,000 people a year");
        var ground = risk.Surface!.HasValue.Count(has => has);
        ground.ShouldBeGreaterThan(0);
        risk.Cells.Cells.Select(cell => cell.Risk ?? double.NegativeInfinity).ShouldBeInOrder(SortDirection.Descending);
        (await Should.ThrowAsync<QuestionException>(() => MapAsync("crime", question => question with { Kind = HeatKind.Risk }))).Parameter.ShouldBe("against");
        (await MapAsync("burglary", question => question with { Bandwidth = 1000, Kind = HeatKind.Risk, Against = "crime" })).Surface!.Values.Max().ShouldBeLessThanOrEqualTo(100.001f);
    }

    [DatabaseFact]
    public async Task Map_WithManyRecordsWithoutAPoint_IsWithheldWithTheReason()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        var file = new ExtractFile();
        for (var i = 0; i < 40; i++)
            file.Row($"{i}", "05/01/2024", i < 8 ? [("easting", ""), ("northing", "")] : []);
        await database.TakeInAsync(file);

        var map = await AskAsync(database, "recorded-crime");

        map.Form.ShouldBe(HeatForm.Withheld);
        map.Reason.ShouldBe("20% of the records have no point on the map: 0 of 32 in the area are told only roughly, and 8 of 40 are not located. Above 15% a map of the rest would mislead; the league table counts them all.");
        MapExport.Of(map).Title.ShouldEndWith(": not mapped");
    }

    [DatabaseFact]
    public async Task Map_OfASensitiveMeasure_NeverDrawsACellOfOneToFour()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        var file = new ExtractFile();
        for (var i = 0; i < 60; i++)
            file.Row($"{i}", "05/01/2024", ("domestic_abuse", "Y"), ("easting", i < 56 ? "350500" : "351500"));
        await database.TakeInAsync(file);
        var measure = Measure.Find("domestic-abuse")!;

        var map = await AskAsync(database, measure.Slug);

        map.Form.ShouldBe(HeatForm.Cells);
        map.Cells.Cells.ShouldHaveSingleItem().Count.ShouldBe(56);
        map.Footing.Mapped.ShouldBe(60);
        map.Explanation.ShouldContain("Cells with fewer than 5 records are not drawn.");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 1)]
    [InlineData(1e9, 5)]
    public void Scale_Halves_InRoundNumbers(double highest, int least)
    {
        var breaks = Scale.Halving(highest);
        breaks.Count.ShouldBeInRange(least, 5);
        breaks[^1].ShouldBeLessThanOrEqualTo(Math.Max(1, highest / 2));
        breaks.ShouldBe(breaks.Order());
        var scale = new Scale([2, 5, 10], true, "", new(default, default, ""));
        scale.Steps.Select(scale.Range).ShouldBe(["−10 and more", "−5 to −10", "−2 to −5", "+2 to +5", "+5 to +10", "+10 and more"]);
        new[] { -11.0, -5, -1.9, 0, 2, 9.9, 10 }.Select(scale.StepOf).ShouldBe([-3, -2, 0, 0, 1, 2, 3]);
    }

    [Theory]
    [InlineData(349415, 311633, 100, "SJ494116")]
    [InlineData(349415, 311633, 1000, "SJ4911")]
    [InlineData(349400, 311600, 50, "SJ49401160")]
    [InlineData(530000, 180000, 1000, "TQ3080")]
    [InlineData(216600, 771200, 100, "NN166712")]
    public void GridReference_IsThatOfTheOrdnanceSurvey(double easting, double northing, int metres, string reference) =>
        GridReference.Of(new(easting, northing), metres).ShouldBe(reference);

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<PlanePoint[]> PointsAsync()
    {
        var rows = await county.RowsAsync(
            """
            select ST_X(p.geom), ST_Y(p.geom) from records.record r join records.place p on p.id = r.place_id join records.place_area pa on pa.place_id = p.id and pa.area_id > 0
            join areas.boundary_set s on s.id = pa.boundary_set_id and s.kind = 'ward' join records.category c on c.id = r.category_id
            where r.month = '2024-03-01' and c.kind = 'incident'
            """);
        return [.. rows.Select(row => row.Split('|')).Select(parts => new PlanePoint(Number(parts[0]), Number(parts[1])))];
    }

    private async Task<HeatMap> MapAsync(string measure, Func<MapQuestion, MapQuestion>? with = null)
    {
        var question = new MapQuestion { Measure = new MeasureQuestion { Measure = measure, Period = "2024-03", AllowMissing = true } };
        var data = await MapData.LoadAsync(county.Geo, county.Cube, county.Cube.Sets.Single(set => set.Set.Kind == "ward"), null, null, null, default);
        return HeatMap.Ask(county.Cube, with?.Invoke(question) ?? question, data);
    }

    private static async Task<HeatMap> AskAsync(TestDatabase database, string measure)
    {
        var cube = await CountCube.LoadAsync(database.Geo, default);
        return HeatMap.Ask(cube, new MapQuestion { Measure = new MeasureQuestion { Measure = measure } }, await MapData.LoadAsync(database.Geo, cube, cube.Sets.Single(), null, null, null, default));
    }
}
