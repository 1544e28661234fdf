using Geo.Statistics.Density;

namespace Geo.Statistics.Tests.Density;

public sealed class DensityTests
{
    private static readonly GridDefinition Small = new(349800, 311900, 100, 15, 11);

    [GoldenFact]
    public void Quartic_AgainstGolden()
    {
        var rows = Reference.Golden("kde_points.csv");
        var grid = new GridDefinition(315000, 266500, 500, 141, 159);
        foreach (var (column, points) in new[]
        {
            ("density_all_points", rows),
            ("density_shropshire_points", rows.Where(row => row["in_shropshire"] == "1").ToList()),
        })
        {
            var surface = KernelDensity.OfPoints(points.Select(row => new PlanePoint(row.Double("e"), row.Double("n"))).ToArray(), grid, 1000);
            var expected = new double[grid.CellCount];
            foreach (var row in Reference.Golden("kde.csv"))
                expected[row.Long("row") * 141 + row.Long("col")] = row.Double(column);
            expected.Count(value => value > 0).ShouldBeGreaterThan(1000);
            for (var cell = 0; cell < expected.Length; cell++)
                surface.PerSquareKilometre[cell].ShouldBeClose(expected[cell], $"{column} {cell}");
        }
    }

    [Fact]
    public void QuarticAndGaussian_AgainstR()
    {
        var rows = Reference.Rows("density_points.csv");
        var points = rows.Select(row => new PlanePoint(row.Double("x"), row.Double("y"))).ToArray();
        var quartic = KernelDensity.OfPoints(points, Small, 350, Kernel.Quartic, rows.Select(row => row.Double("w")).ToArray());
        var gaussian = KernelDensity.OfPoints(points, Small, 180, Kernel.Gaussian);
        foreach (var row in Reference.Rows("density_cells.csv"))
        {
            var cell = row.Long("row") * 15 + row.Long("column");
            quartic.PerSquareKilometre[cell].ShouldBeClose(row.Double("quartic"), $"{cell}", 1e-8);
            gaussian.PerSquareKilometre[cell].ShouldBeClose(row.Double("gaussian"), $"{cell}");
        }
    }

    [Fact]
    public void Quartic_OfOnePoint_IsThePublishedValue()
    {
        // A point 100 m west of the centre of the only cell, h = 300: 8.383470253e-06 per m².
        var grid = new GridDefinition(0, 0, 10, 1, 1);
        KernelDensity.OfPoints([new(-95, 5)], grid, 300).PerSquareKilometre[0].ShouldBeClose(8.383470253e-06 * 1e6);
    }

    [Fact]
    public void Bandwidth_AgainstMass()
    {
        Bandwidth.Nrd([10, 20, 35, 50, 80, 120, 200, 330]).ShouldBeClose(227.0242902);
        var points = Reference.Rows("density_points.csv").Select(row => new PlanePoint(row.Double("x"), row.Double("y"))).ToArray();
        var expected = Reference.Rows("density_bandwidth.csv");
        Bandwidth.Nrd(points.Select(point => point.X).ToArray()).ShouldBeClose(expected[0].Double("width"));
        Bandwidth.Nrd(points.Select(point => point.Y).ToArray()).ShouldBeClose(expected[1].Double("width"));
        Bandwidth.Suggest(points).ShouldBeClose((expected[0].Double("width") + expected[1].Double("width")) / 2);
    }

    [Fact]
    public void Bandwidth_WhereTheMiddleHalfIsEqual_UsesTheStandardDeviation()
    {
        // sd of four 5s and a 10 is √5 = 2.236…
        Bandwidth.Nrd([5, 5, 5, 5, 10]).ShouldBeClose(4.24 * Math.Sqrt(5) * Math.Pow(5, -0.2));
        Bandwidth.Nrd([5, 5, 5]).ShouldBe(0);
        Should.Throw<ArgumentException>(() => Bandwidth.Suggest([new(1, 1), new(1, 1)])).ParamName.ShouldBe("points");
    }

    [Theory]
    [InlineData(Kernel.Quartic, 1000)]
    [InlineData(Kernel.Gaussian, 400)]
    public void Density_IntegratesToTheSumOfWeights(Kernel kernel, double bandwidth)
    {
        var random = new Random(2);
        var points = Enumerable.Range(0, 200).Select(_ => new PlanePoint(random.NextDouble() * 9000, random.NextDouble() * 9000)).ToArray();
        var weights = points.Select(_ => random.NextDouble() * 5).ToArray();
        var grid = GridDefinition.Covering(-4000, -4000, 13_000, 13_000, 50);
        var surface = KernelDensity.OfPoints(points, grid, bandwidth, kernel, weights);
        (surface.PerSquareKilometre.Sum() * grid.CellSquareKilometres).ShouldBeClose(weights.Sum(), null, kernel == Kernel.Quartic ? 1e-4 : 1e-9);
    }

    [Fact]
    public void Density_IsTheSameOnAnyNumberOfThreads_AndInAnyCutting()
    {
        var random = new Random(4);
        var points = Enumerable.Range(0, 3000).Select(_ => new PlanePoint(random.NextDouble() * 90_000, random.NextDouble() * 90_000)).ToArray();
        var grid = new GridDefinition(0, 0, 200, 450, 450);
        var one = KernelDensity.OfPoints(points, grid, 1500, threads: 1).PerSquareKilometre;
        KernelDensity.OfPoints(points, grid, 1500, threads: 4).PerSquareKilometre.ShouldBe(one);
        // A corner of the grid on its own: the same cells, cut into other strips.
        var corner = new GridDefinition(40_000, 40_000, 200, 100, 250);
        var part = KernelDensity.OfPoints(points, corner, 1500).PerSquareKilometre;
        for (var cell = 0; cell < part.Length; cell++)
            part[cell].ShouldBe(one[(cell / 100 + 200) * 450 + cell % 100 + 200], 1e-9);
    }

    [Fact]
    public void Density_MovedTogetherWithItsGrid_IsUnchanged()
    {
        PlanePoint[] points = [new(120, 340), new(560, 610), new(480, 90)];
        var here = KernelDensity.OfPoints(points, new GridDefinition(0, 0, 50, 20, 20), 200).PerSquareKilometre;
        var there = KernelDensity.OfPoints(points.Select(p => new PlanePoint(p.X + 350_000, p.Y + 310_000)).ToArray(), new GridDefinition(350_000, 310_000, 50, 20, 20), 200).PerSquareKilometre;
        for (var cell = 0; cell < here.Length; cell++)
            there[cell].ShouldBeClose(here[cell], null, 1e-8);
    }

    [Fact]
    public void Counts_AreWithinTheDocumentedErrorOfPoints()
    {
        var random = new Random(6);
        var points = Enumerable.Range(0, 500).Select(_ => new PlanePoint(random.NextDouble() * 3000, random.NextDouble() * 3000)).ToArray();
        var grid = new GridDefinition(0, 0, 100, 30, 30);
        foreach (var kernel in new[] { Kernel.Quartic, Kernel.Gaussian })
        {
            var exact = KernelDensity.OfPoints(points, grid, 400, kernel).PerSquareKilometre;
            var binned = KernelDensity.OfCounts(grid.Count(points).Counts, grid, 400, kernel).PerSquareKilometre;
            var limit = KernelDensity.BinningErrorPerEvent(100, 400, kernel);
            for (var cell = 0; cell < exact.Length; cell++)
                Math.Abs(exact[cell] - binned[cell]).ShouldBeLessThan(limit * 500);
            // One event moved by half a diagonal on the steepest part of its kernel comes within 20% of the limit.
            var steepest = kernel == Kernel.Quartic ? 400 / Math.Sqrt(3) : 400;
            var cellOfOne = new GridDefinition(0, 0, 100, 1, 1);
            double Value(double distance) => KernelDensity.OfPoints([new(50 + distance / Math.Sqrt(2), 50 + distance / Math.Sqrt(2))], cellOfOne, 400, kernel).PerSquareKilometre[0];
            var moved = Math.Abs(Value(steepest - 35.35) - Value(steepest + 35.35)) / 70.7 * (100 / Math.Sqrt(2));
            moved.ShouldBeInRange(0.8 * limit, limit);
        }
    }

    [Fact]
    public void Edges_AreCorrected_ToTheTrueLevelOfAnEvenField()
    {
        // An event at the centre of every cell of a 20 × 20 block is 100 per km² everywhere inside it.
        var grid = new GridDefinition(0, 0, 100, 20, 20);
        foreach (var (kernel, bandwidth) in new[] { (Kernel.Quartic, 450.0), (Kernel.Gaussian, 150.0) })
        {
            var surface = KernelDensity.OfCounts(Enumerable.Repeat(1.0, 400).ToArray(), grid, bandwidth, kernel);
            surface.PerSquareKilometre[0].ShouldBeLessThan(50);
            var corrected = KernelDensity.CorrectEdges(surface, Enumerable.Repeat(true, 400).ToArray()).PerSquareKilometre;
            corrected.Max().ShouldBeClose(corrected.Min());
            corrected[0].ShouldBeClose(100, null, 0.02);
            var mask = Enumerable.Repeat(true, 400).ToArray();
            mask[7] = false;
            KernelDensity.CorrectEdges(surface, mask).PerSquareKilometre[7].ShouldBe(0);
        }
    }

    [Fact]
    public void Grid_IsAlignedToMultiplesOfTheCell()
    {
        var grid = GridDefinition.Covering(316_114.498, 267_747.7, 384_339.798, 344_631.4, 500);
        grid.ShouldBe(new GridDefinition(316_000, 267_500, 500, 137, 155));
        GridDefinition.Covering(99, 199, 101, 201, 100).ShouldBe(new GridDefinition(0, 100, 100, 2, 2));
        GridDefinition.Covering(5, 5, 5, 5, 10).ShouldBe(new GridDefinition(0, 0, 10, 1, 1));
        GridDefinition.Covering(Spatial.Drawing.Squares(3, 2), 150).ShouldBe(new GridDefinition(0, 0, 150, 2, 2));
        grid.CentreOf(138).ShouldBe(new PlanePoint(316_750, 268_250));
        grid.CellOf(new PlanePoint(316_500, 268_000)).ShouldBe(138);
        grid.CellOf(new PlanePoint(315_999, 268_000)).ShouldBe(-1);
        grid.CellOf(new PlanePoint(316_000 + 137 * 500, 268_000)).ShouldBe(-1); // the right and upper edges belong to the next cells
        grid.CellOf(new PlanePoint(316_500, 267_500 + 155 * 500)).ShouldBe(-1);
        grid.Count([new(316_500, 268_000), new(0, 0)]).Outside.ShouldBe(1);
    }

    [Fact]
    public void UsualCell_FollowsSfhotspot()
    {
        GridDefinition.UsualCellMetres(68_225, 76_883).ShouldBe(1300);
        GridDefinition.UsualCellMetres(4000, 9000).ShouldBe(80);
        GridDefinition.UsualCellMetres(5000, 9000).ShouldBe(100);
    }

    [Fact]
    public void Mask_KeepsCellsThatMeetTheBoundary_AndLeavesHolesOut()
    {
        var grid = new GridDefinition(0, 0, 10, 10, 10);
        // A square from 12 to 78 with a hole from 30 to 60: edges at 30 and 60 lie on cell lines.
        var mask = GridMask.Intersecting(grid, Geo.Statistics.Spatial.AreaShapes.FromRings([[Spatial.Drawing.Square(12, 12, 66), Spatial.Drawing.Square(30, 30, 30)]]));
        for (var row = 0; row < 10; row++)
        {
            for (var column = 0; column < 10; column++)
            {
                var inside = row is >= 1 and <= 7 && column is >= 1 and <= 7;
                var hole = row is >= 4 and <= 4 && column is >= 4 and <= 4;
                if (row is >= 3 and <= 5 && column is >= 3 and <= 5 && !hole)
                    continue; // cells that the hole's own edges run along
                mask[row * 10 + column].ShouldBe(inside && !hole, $"{column}, {row}");
            }
        }
    }

    [Fact]
    public void Mask_SeesASliverThatMissesAllCentres()
    {
        var grid = new GridDefinition(0, 0, 10, 4, 4);
        var mask = GridMask.Intersecting(grid, Geo.Statistics.Spatial.AreaShapes.FromRings([[[1, 1, 39, 2, 39, 2.5]]]));
        mask.ShouldBe([true, true, true, true, .. new bool[12]]);
        var outside = GridMask.Intersecting(grid, Geo.Statistics.Spatial.AreaShapes.FromRings([[Spatial.Drawing.Square(100, 100, 5)]]));
        outside.ShouldAllBe(cell => !cell);
        // Nor is a row of cells taken whose centres lie beyond the sliver, however flat its edges.
        GridMask.Intersecting(new GridDefinition(0, 0, 10, 8, 3), Geo.Statistics.Spatial.AreaShapes.FromRings([[[21, 11, 59, 12, 59, 12.5]]]))
            .ShouldBe([.. new bool[10], true, true, true, true, .. new bool[10]]);
    }

    [Fact]
    public void Mask_TakesNoCellThatACornerOnlyTouches()
    {
        var grid = new GridDefinition(0, 0, 10, 3, 3);
        bool[] Mask(params double[] ring) => GridMask.Intersecting(grid, Geo.Statistics.Spatial.AreaShapes.FromRings([[ring]]));
        Mask(0, 0, 20, 5, 0, 10).ShouldBe([true, true, .. new bool[7]]);
        Mask(0, 0, 10, 0, 5, 20).Where((_, cell) => cell > 5).ShouldAllBe(belongs => !belongs);
    }

    [Fact]
    public void Dual_HasNoRatioBelowTheFloor()
    {
        var grid = new GridDefinition(0, 0, 100, 30, 1);
        var events = KernelDensity.OfPoints([new(250, 50), new(1500, 50)], grid, 300);
        var homes = KernelDensity.OfPoints([new(450, 50), new(450, 50)], grid, 300);
        var ratio = DualDensity.Of(events, homes, DualForm.Ratio, 1);
        for (var cell = 0; cell < 30; cell++)
        {
            double x = events.PerSquareKilometre[cell], y = homes.PerSquareKilometre[cell];
            ratio.HasValue[cell].ShouldBe(y >= 1);
            ratio.Values[cell].ShouldBe(y >= 1 ? x / y : 0);
        }

        var log = DualDensity.Of(events, homes, DualForm.LogRatio, 1);
        log.HasValue[3].ShouldBeTrue();
        log.Values[3].ShouldBeClose(Math.Log(ratio.Values[3]));
        log.HasValue[6].ShouldBeFalse(); // homes, but no events
        DualDensity.Of(events, homes, DualForm.Difference).Values[3].ShouldBe(events.PerSquareKilometre[3] - homes.PerSquareKilometre[3]);
        DualDensity.Of(events, homes, DualForm.Sum).Values[3].ShouldBe(events.PerSquareKilometre[3] + homes.PerSquareKilometre[3]);
    }

    [Fact]
    public void Dual_UsualFloor_IsTheFivePerCentQuantileOfPositiveCells()
    {
        var grid = new GridDefinition(0, 0, 1, 102, 1);
        var first = new DensitySurface(grid, Enumerable.Repeat(1.0, 102).ToArray(), Kernel.Quartic, 1);
        var second = first with { PerSquareKilometre = Enumerable.Range(-1, 102).Select(i => Math.Max(0.0, i)).ToArray() };
        // Positive cells hold 1..100; type 7: 1 + 99 × 0.05 = 5.95.
        var dual = DualDensity.Of(first, second, DualForm.Ratio);
        dual.FloorPerSquareKilometre.ShouldBeClose(5.95);
        dual.HasValue.Count(has => has).ShouldBe(95);
        DualDensity.Of(first, second, DualForm.Ratio, 40).HasValue.Count(has => has).ShouldBe(61); // 40 itself is not below 40
        DualDensity.Of(first, second, DualForm.LogRatio, 40).HasValue.Count(has => has).ShouldBe(61);
        DualDensity.Of(first, first with { PerSquareKilometre = new double[102] }, DualForm.Ratio).HasValue.ShouldAllBe(has => !has);
    }

    [Fact]
    public void Change_IsPerUnitOfExposure_OnOneScale()
    {
        var grid = new GridDefinition(0, 0, 100, 10, 10);
        var change = DensityChange.Between([new(250, 250), new(250, 250)], [new(750, 750)], grid, 200, 2, 1);
        change.Previous.PerSquareKilometre[22].ShouldBeClose(change.Current.PerSquareKilometre[77]);
        change.Difference[22].ShouldBeClose(-change.Difference[77]);
        change.Largest.ShouldBeClose(change.Difference[77]);
        // A fall can be the largest.
        DensityChange.Between([new(250, 250), new(250, 250)], [new(750, 750)], grid, 200).Largest.ShouldBeClose(2 * change.Largest);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        var grid = new GridDefinition(0, 0, 100, 2, 2);
        Should.Throw<ArgumentException>(() => KernelDensity.OfPoints([], grid, 99)).ParamName.ShouldBe("bandwidthMetres");
        Should.Throw<ArgumentException>(() => KernelDensity.OfPoints([new(double.NaN, 1)], grid, 100)).ParamName.ShouldBe("points");
        Should.Throw<ArgumentException>(() => KernelDensity.OfPoints([new(1, 1)], grid, 100, weights: [-1])).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => KernelDensity.OfPoints([new(1, 1)], grid, 100, weights: [1, 2])).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => KernelDensity.OfPoints([], grid, 100, (Kernel)5)).ParamName.ShouldBe("kernel");
        Should.Throw<ArgumentException>(() => KernelDensity.BinningErrorPerEvent(1, 1, (Kernel)5)).ParamName.ShouldBe("kernel");
        Should.Throw<ArgumentException>(() => KernelDensity.OfPoints([], default, 100)).ParamName.ShouldBe("grid");
        Should.Throw<ArgumentException>(() => KernelDensity.OfCounts([1], grid, 100)).ParamName.ShouldBe("counts");
        Should.Throw<ArgumentException>(() => GridDefinition.Covering(0, 0, -1, 1, 1)).ParamName.ShouldBe("right");
        Should.Throw<ArgumentException>(() => GridDefinition.Covering(0, 0, 1e6, 1e6, 1)).ParamName.ShouldBe("cellMetres");
        Should.Throw<ArgumentException>(() => GridDefinition.Covering(Geo.Statistics.Spatial.AreaShapes.FromRings([]), 1)).ParamName.ShouldBe("boundary");
        Should.Throw<ArgumentException>(() => grid.CentreOf(4)).ParamName.ShouldBe("cell");
        Should.Throw<ArgumentException>(() => Bandwidth.Nrd([1])).ParamName.ShouldBe("values");
        var surface = KernelDensity.OfPoints([], grid, 100);
        Should.Throw<ArgumentException>(() => KernelDensity.CorrectEdges(surface, [true])).ParamName.ShouldBe("mask");
        Should.Throw<ArgumentException>(() => DualDensity.Of(surface, surface with { BandwidthMetres = 150 }, DualForm.Sum)).ParamName.ShouldBe("second");
        Should.Throw<ArgumentException>(() => DualDensity.Of(surface, surface, (DualForm)7)).ParamName.ShouldBe("form");
        Should.Throw<ArgumentException>(() => DualDensity.Of(surface, surface, DualForm.Ratio, 0)).ParamName.ShouldBe("floorPerSquareKilometre");
        Should.Throw<ArgumentException>(() => DensityChange.Between([], [], grid, 100, 0)).ParamName.ShouldBe("previousExposure");
    }
}
