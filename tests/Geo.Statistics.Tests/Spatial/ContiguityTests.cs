using Geo.Statistics.Spatial;

namespace Geo.Statistics.Tests.Spatial;

public sealed class ContiguityTests
{
    [Fact]
    public void Queen_OnSquares_TouchesCorners_RookDoesNot()
    {
        var squares = Drawing.Squares(3, 3);
        Contiguity.Queen(squares).NeighboursOf(4).ToArray().ShouldBe([0, 1, 2, 3, 5, 6, 7, 8]);
        Contiguity.Rook(squares).NeighboursOf(4).ToArray().ShouldBe([1, 3, 5, 7]);
        Contiguity.Queen(squares).LinkCount.ShouldBe(40);
        Contiguity.Rook(squares).LinkCount.ShouldBe(24);
    }

    [GoldenFact]
    public void Queen_OfTheRealDivisions_HasTheGoldenLinks()
    {
        var path = Path.Combine(Reference.GoldenFolder!, "..", "real", "shropshire_electoral_divisions.geojson");
        var named = Drawing.GeoJson(path, "WD13CD");
        var expected = Reference.Golden("queen_neighbours.csv").Select(row => row["wd13cd"] + ">" + row["neighbour"]).ToHashSet();
        expected.Count.ShouldBe(298);
        var queen = Contiguity.Queen(named.Shapes);
        var links = Enumerable.Range(0, queen.Count)
            .SelectMany(i => queen.NeighboursOf(i).ToArray().Select(j => named.Codes[i] + ">" + named.Codes[j])).ToHashSet();
        links.SetEquals(expected).ShouldBeTrue();
        Contiguity.Rook(named.Shapes).LinkCount.ShouldBe(294);
        queen.Islands.ShouldBeEmpty();
        // A tolerance far below the spacing of the vertices changes nothing.
        Contiguity.Queen(named.Shapes, 1e-9).LinkCount.ShouldBe(298);
    }

    [Fact]
    public void Snap_JoinsVerticesAcrossASmallGap()
    {
        // A gap of 4 mm, straddling a boundary of the cells that the snapping sorts vertices into.
        var shapes = AreaShapes.FromRings([[Drawing.Square(0, 0, 100)], [Drawing.Square(100.004, 0, 100)]]);
        Contiguity.Queen(shapes).LinkCount.ShouldBe(0);
        Contiguity.Queen(shapes, 0.003).LinkCount.ShouldBe(0);
        Contiguity.Queen(shapes, 0.005).LinkCount.ShouldBe(2);
        Contiguity.Rook(shapes, 0.005).LinkCount.ShouldBe(2);
    }

    [Fact]
    public void Snap_JoinsVerticesExactlyItsToleranceApart()
    {
        var shapes = AreaShapes.FromRings([[[0, 0, -40, 10, -40, 0]], [[3, 4, 40, 10, 40, 0]]]);
        Contiguity.Queen(shapes, 5).LinkCount.ShouldBe(2);
        Contiguity.Queen(shapes, 4.999).LinkCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(1e307, 2)]
    [InlineData(4e306, 0)]
    public void Snap_OfCoordinatesThatAlmostOverflow_EndsAndIsByDistance(double tolerance, int links)
    {
        var shapes = AreaShapes.FromRings([[[1.7e308, 0, -1e308, 1e308, -1e308, 0]], [[1.65e308, 0, 1e308, 1e308, 1e308, 0]]]);
        Contiguity.Queen(shapes, tolerance).LinkCount.ShouldBe(links);
    }

    [Fact]
    public void Snap_IsByDistance_InEveryDirection()
    {
        // In the middle of the cells that the snapping sorts vertices into, and on either side of a corner of four.
        foreach (var (left, bottom) in new[] { (37.0, 11.0), (40, 16), (39.99, 15.99), (40, 15.99) })
            for (var angle = 0.0; angle < 6.3; angle += 0.1)
            {
                foreach (var (distance, links) in new[] { (0.99, 2), (1.01, 0) })
                {
                    double x = left + distance * Math.Cos(angle), y = bottom + distance * Math.Sin(angle);
                    var shapes = AreaShapes.FromRings([[[left, bottom, -50, -60, -60, -50]], [[x, y, 500, 510, 510, 500]]]);
                    Contiguity.Queen(shapes, 1).LinkCount.ShouldBe(links, $"at {angle}");
                }
            }
    }

    [Fact]
    public void Islands_AreKeptAndReported()
    {
        var shapes = AreaShapes.FromRings([[Drawing.Square(0, 0, 1)], [Drawing.Square(1, 0, 1)], [Drawing.Square(9, 9, 1)], []]);
        var queen = Contiguity.Queen(shapes);
        queen.Count.ShouldBe(4);
        queen.Islands.ShouldBe([2, 3]);
        queen.NeighboursOf(2).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Holes_AndSecondParts_Count()
    {
        double[] hole = [40, 40, 60, 40, 60, 60, 40, 60, 40, 40];
        var shapes = AreaShapes.FromRings([[Drawing.Square(0, 0, 100), hole], [hole], [Drawing.Square(500, 0, 10), Drawing.Square(100, 100, 10)]]);
        var queen = Contiguity.Queen(shapes);
        queen.NeighboursOf(0).ToArray().ShouldBe([1, 2]);
        Contiguity.Rook(shapes).NeighboursOf(0).ToArray().ShouldBe([1]);
    }

    [Fact]
    public void AVertexThatAnAreaPassesTwice_CountsOnce()
    {
        // Two parts that touch at (10, 10); the second area shares an edge with each, the third only that corner.
        var shapes = AreaShapes.FromRings([
            [Drawing.Square(0, 0, 10), Drawing.Square(10, 10, 10)],
            [Drawing.Square(10, 0, 10)],
            [[10, 10, 5, 30, 4, 31]],
        ]);
        Contiguity.Queen(shapes).NeighboursOf(0).ToArray().ShouldBe([1, 2]);
        Contiguity.Rook(shapes).NeighboursOf(0).ToArray().ShouldBe([1]);
        Contiguity.Rook(shapes).NeighboursOf(2).ToArray().ShouldBeEmpty();
    }

    [Fact]
    public void Links_AreTheSameWhenAreasAreRelabelled_AndMoved()
    {
        var random = new Random(3);
        var order = Enumerable.Range(0, 100).OrderBy(_ => random.Next()).ToArray();
        var plain = Contiguity.Queen(Drawing.Squares(10, 10));
        var moved = Contiguity.Queen(AreaShapes.FromRings(order.Select(i => (IReadOnlyList<double[]>)[Drawing.Square(2000 + i % 10 * 100, 7000 + i / 10 * 100, 100)]).ToList()));
        for (var i = 0; i < 100; i++)
            moved.NeighboursOf(i).ToArray().Select(j => order[j]).Order().ToArray().ShouldBe(plain.NeighboursOf(order[i]).ToArray());
    }

    [Fact]
    public void Links_AreFoundAmongManyVertices()
    {
        // Enough vertices for many buckets and chunks: 200 × 200 squares.
        var queen = Contiguity.Queen(Drawing.Squares(200, 200));
        queen.LinkCount.ShouldBe(2 * (2 * 199 * 200 + 2 * 199 * 199));
        Contiguity.Rook(Drawing.Squares(200, 200)).LinkCount.ShouldBe(2 * 2 * 199 * 200);
    }

    [Fact]
    public void NegativeZero_IsZero()
    {
        var shapes = AreaShapes.FromRings([[[0.0, 0, 1, 0, 1, 1]], [[-0.0, -0.0, -1, 0, -1, -1]]]);
        Contiguity.Queen(shapes).LinkCount.ShouldBe(2);
    }

    [Fact]
    public void Centroids_AgainstSpdep()
    {
        var points = Reference.Rows("spatial_points.csv").Select(row => new PlanePoint(row.Double("x"), row.Double("y"))).ToArray();
        var links = Reference.Rows("spatial_links.csv");
        foreach (var (kind, weights) in new[] { ("band", CentroidWeights.DistanceBand(points, 2500)), ("nearest", CentroidWeights.Nearest(points, 5)) })
        {
            for (var i = 0; i < points.Length; i++)
            {
                weights.NeighboursOf(i).ToArray().ShouldBe(links.Where(row => row["kind"] == kind && row.Long("area") == i)
                    .Select(row => (int)row.Long("neighbour")).Order().ToArray(), $"{kind} {i}");
            }
        }

        CentroidWeights.DistanceBand(points, 2500).Islands.Count.ShouldBe(3);
    }

    [Fact]
    public void Centroids_ExactlyAtTheRadius_AreNeighbours() =>
        CentroidWeights.DistanceBand([new(0, 0), new(300, 400), new(300, 400.001)], 500).NeighboursOf(0).ToArray().ShouldBe([1]);

    [Fact]
    public void Centroids_AllInOnePlace_AreNeighbours()
    {
        PlanePoint[] same = [new(5, 5), new(5, 5), new(5, 5)];
        CentroidWeights.DistanceBand(same, 1).LinkCount.ShouldBe(6);
        CentroidWeights.Nearest(same, 1).NeighboursOf(2).ToArray().ShouldBe([0]);
    }

    [Fact]
    public void RowStandardised_WeighsOneTogether()
    {
        var weights = Contiguity.Queen(Drawing.Squares(4, 4)).RowStandardised();
        for (var i = 0; i < 16; i++)
            Enumerable.Range(0, weights.NeighboursOf(i).Length).Sum(k => weights.WeightOf(i, k)).ShouldBe(1, 1e-12);
        var own = SpatialWeights.FromWeights([[1, 2], [0], []], [[3, 1], [5], []]).RowStandardised();
        own.WeightOf(0, 0).ShouldBe(0.75);
        own.WeightOf(1, 0).ShouldBe(1);
    }

    [Fact]
    public void WithSelf_AddsEachAreaOnce()
    {
        var self = SpatialWeights.FromNeighbours([[2, 1], [0], [2, 0]]).WithSelf();
        self.NeighboursOf(0).ToArray().ShouldBe([0, 1, 2]);
        self.NeighboursOf(1).ToArray().ShouldBe([0, 1]);
        self.NeighboursOf(2).ToArray().ShouldBe([0, 2]);
        SpatialWeights.FromNeighbours([[], []]).WithSelf().Islands.ShouldBe([0, 1]);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentException>(() => new AreaShapes([1, 2, 3], [0], [0])).ParamName.ShouldBe("coordinates");
        Should.Throw<ArgumentException>(() => new AreaShapes([1, double.NaN], [0], [0])).ParamName.ShouldBe("coordinates");
        Should.Throw<ArgumentException>(() => new AreaShapes([1, 2], [1], [0])).ParamName.ShouldBe("ringStarts");
        Should.Throw<ArgumentException>(() => new AreaShapes([1, 2, 3, 4], [0, 9], [0])).ParamName.ShouldBe("ringStarts");
        Should.Throw<ArgumentException>(() => new AreaShapes([1, 2, 3, 4], [0, 1], [0, 2, 1])).ParamName.ShouldBe("areaStarts");
        Should.Throw<ArgumentException>(() => AreaShapes.FromRings([[[1, 2, 3]]])).ParamName.ShouldBe("areas");
        Should.Throw<ArgumentException>(() => Contiguity.Queen(Drawing.Squares(2, 2), -1)).ParamName.ShouldBe("snapTolerance");
        Should.Throw<ArgumentException>(() => Contiguity.Queen(Drawing.Squares(2, 2), 1e-20)).ParamName.ShouldBe("snapTolerance");
        Should.Throw<ArgumentException>(() => CentroidWeights.DistanceBand([new(double.NaN, 0)], 1)).ParamName.ShouldBe("centroids");
        Should.Throw<ArgumentException>(() => CentroidWeights.DistanceBand([], 0)).ParamName.ShouldBe("radiusMetres");
        Should.Throw<ArgumentException>(() => CentroidWeights.Nearest([new(0, 0)], 1)).ParamName.ShouldBe("neighbourCount");
        Should.Throw<ArgumentException>(() => SpatialWeights.FromNeighbours([[1]])).ParamName.ShouldBe("neighbours");
        Should.Throw<ArgumentException>(() => SpatialWeights.FromNeighbours([[1, 1], []])).ParamName.ShouldBe("neighbours");
        Should.Throw<ArgumentException>(() => SpatialWeights.FromWeights([[2, 1], [], []], [[1, 1], [], []])).ParamName.ShouldBe("neighbours");
        Should.Throw<ArgumentException>(() => SpatialWeights.FromWeights([[1], []], [[-1], []])).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => SpatialWeights.FromWeights([[1], []], [[1]])).ParamName.ShouldBe("weights");
        Should.Throw<InvalidOperationException>(() => Contiguity.Queen(Drawing.Squares(2, 2)).RowStandardised().WithSelf());
        Should.Throw<ArgumentOutOfRangeException>(() => Contiguity.Queen(Drawing.Squares(2, 2)).NeighboursOf(4)).ParamName.ShouldBe("area");
        Should.Throw<ArgumentOutOfRangeException>(() => Contiguity.Queen(Drawing.Squares(2, 2)).WeightOf(0, 3)).ParamName.ShouldBe("position");
    }
}
