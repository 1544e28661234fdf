using Geo.Statistics.Rates;
using Geo.Statistics.Spatial;

namespace Geo.Statistics.Tests.Spatial;

public sealed class ClusterTests
{
    // methods.md §2: five by five cells of 100 m, row by row from the south-west.
    private static readonly double[] Grid = [0, 1, 0, 2, 0, 1, 8, 6, 1, 0, 0, 7, 9, 2, 1, 0, 1, 2, 0, 0, 1, 0, 0, 0, 3];

    private static readonly SpatialWeights GridQueen = Contiguity.Queen(Drawing.Squares(5, 5));

    // spdep 1.2 through the shared unit values, printed to 6 decimals.
    private static readonly double[] GridStar =
    [
        0.564076, 0.899229, 1.245086, -0.311272, -0.846114, 1.072157, 2.431057, 3.046514, 0.738549, -0.830057, 1.072157, 2.738786, 3.046514,
        0.738549, -1.175915, -0.311272, 0.584685, 0.738549, 0.123091, -0.830057, -1.04757, -1.175915, -1.348843, -1.002986, -0.846114,
    ];

    private static readonly double[] GridLocalMoran =
    [
        -0.392045, -0.136364, -0.460227, -0.011364, 0.204545, -0.159091, 1.056818, 1.163352, -0.079545, 0.153409, -0.409091, 1.163352, 1.610795,
        0.016335, 0.136364, 0, -0.065341, 0.016335, -0.083097, 0.153409, 0.166667, 0.255682, 0.306818, 0.204545, -0.306818,
    ];

    [Fact]
    public void GiStar_OfTheGrid_AgainstSpdep()
    {
        var scores = Scores(GridQueen.WithSelf(), Grid);
        for (var i = 0; i < 25; i++)
            scores[i].ShouldBe(GridStar[i], 5.1e-7, $"cell {i}");
    }

    [Fact]
    public void LocalMoran_OfTheGrid_AgainstSpdep()
    {
        var areas = LocalMoran.Analytic(GridQueen.RowStandardised(), Grid);
        for (var i = 0; i < 25; i++)
            areas[i].I!.Value.ShouldBe(GridLocalMoran[i], 5.1e-7, $"cell {i}");
        areas[0].Expected!.Value.ShouldBe(-0.019176, 5.1e-7);
        areas[1].Expected!.Value.ShouldBe(-0.003788, 5.1e-7);
        areas[0].Variance!.Value.ShouldBe(0.143107, 5.1e-7);
        areas[1].Variance!.Value.ShouldBe(0.015586, 5.1e-7);
        areas[2].Variance!.Value.ShouldBe(0.077687, 5.1e-7);
        GlobalMoran.Analytic(GridQueen.RowStandardised(), Grid)!.Value.I.ShouldBe(0.180217803, 5.1e-10);
    }

    [Fact]
    public void Points_AgainstSpdep()
    {
        var rows = Reference.Rows("spatial_points.csv");
        var nearest = CentroidWeights.Nearest(rows.Select(row => new PlanePoint(row.Double("x"), row.Double("y"))).ToArray(), 5);
        var counts = rows.Select(row => row.Long("count")).ToArray();
        var values = counts.Select(count => (double)count).ToArray();
        var populations = rows.Select(row => row.Double("population")).ToArray();
        var gi = Scores(nearest, values);
        var star = Scores(nearest.WithSelf(), values);
        var moran = LocalMoran.Analytic(nearest.RowStandardised(), values);
        var global = EmpiricalBayes.Global(counts, populations);
        var geoda = EmpiricalBayes.Local(counts, populations, nearest);
        var spdep = EmpiricalBayes.Local(counts, populations, nearest, LocalSpread.NeighbourMeans);
        for (var i = 0; i < rows.Count; i++)
        {
            gi[i].ShouldBeClose(rows[i].Double("gi"));
            star[i].ShouldBeClose(rows[i].Double("gi_star"));
            moran[i].I!.Value.ShouldBeClose(rows[i].Double("local_moran"));
            moran[i].Expected!.Value.ShouldBeClose(rows[i].Double("expected"));
            moran[i].Variance!.Value.ShouldBeClose(rows[i].Double("variance"));
            moran[i].PValue!.Value.ShouldBeClose(rows[i].Double("p"));
            global.Estimates[i].ShouldBeClose(rows[i].Double("eb"));
            geoda[i].ShouldBeClose(rows[i].Double("eb_local_geoda"));
            spdep[i].ShouldBeClose(rows[i].Double("eb_local_spdep"));
        }
    }

    [Fact]
    public void GlobalMoran_AgainstSpdep()
    {
        var rows = Reference.Rows("spatial_points.csv");
        var points = rows.Select(row => new PlanePoint(row.Double("x"), row.Double("y"))).ToArray();
        var values = rows.Select(row => row.Double("count")).ToArray();
        var expected = Reference.Rows("spatial_global.csv");
        foreach (var (row, weights) in new[] { (expected[0], CentroidWeights.Nearest(points, 5)), (expected[1], CentroidWeights.DistanceBand(points, 2500)) })
        {
            var moran = GlobalMoran.Analytic(weights.RowStandardised(), values)!.Value;
            moran.I.ShouldBeClose(row.Double("i"));
            moran.Expected.ShouldBeClose(row.Double("expected"));
            moran.Variance.ShouldBeClose(row.Double("variance"));
            moran.PValue.ShouldBeClose(row.Double("p"));
        }

        var scores = EmpiricalBayes.StandardisedScores(rows.Select(row => row.Long("count")).ToArray(), rows.Select(row => row.Double("population")).ToArray());
        GlobalMoran.Analytic(CentroidWeights.Nearest(points, 5).RowStandardised(), scores)!.Value.I.ShouldBeClose(expected[2].Double("i"));
    }

    [GoldenFact]
    public void GiStarAndLocalMoran_OfTheRealDivisions_AgainstGolden()
    {
        var named = Drawing.GeoJson(Path.Combine(Reference.GoldenFolder!, "..", "real", "shropshire_electoral_divisions.geojson"), "WD13CD");
        var queen = Contiguity.Queen(named.Shapes);
        var star = Reference.Golden("gistar.csv").ToDictionary(row => row["wd13cd"]);
        var values = named.Codes.Select(code => star[code].Double("value")).ToArray();
        foreach (var weights in new[] { queen.WithSelf(), queen.WithSelf().RowStandardised() })
        {
            var spots = GetisOrd.HotSpots(weights, values);
            for (var i = 0; i < spots.Length; i++)
            {
                spots[i].Z!.Value.ShouldBeClose(star[named.Codes[i]].Double("gi_star_z"), named.Codes[i]);
                spots[i].PValue!.Value.ShouldBeClose(star[named.Codes[i]].Double("p_two_sided"), named.Codes[i]);
            }
        }

        var moran = LocalMoran.Analytic(queen.RowStandardised(), values);
        foreach (var row in Reference.Golden("local_moran.csv"))
        {
            var area = moran[named.Codes.ToList().IndexOf(row["wd13cd"])];
            area.I!.Value.ShouldBeClose(row.Double("Ii"), row["wd13cd"]);
            area.Quadrant.ToString().ShouldBe(row["quadrant_mean"].Replace("-", "", StringComparison.Ordinal), row["wd13cd"]);
        }
    }

    [GoldenFact]
    public void EmpiricalBayes_OfTheRealDivisions_AgainstGolden()
    {
        var named = Drawing.GeoJson(Path.Combine(Reference.GoldenFolder!, "..", "real", "shropshire_electoral_divisions.geojson"), "WD13CD");
        var rows = Reference.Golden("eb.csv").ToDictionary(row => row["wd13cd"]);
        var counts = named.Codes.Select(code => rows[code].Long("events")).ToArray();
        var populations = named.Codes.Select(code => rows[code].Double("population")).ToArray();
        var global = EmpiricalBayes.Global(counts, populations);
        var local = EmpiricalBayes.Local(counts, populations, Contiguity.Queen(named.Shapes), LocalSpread.NeighbourMeans);
        for (var i = 0; i < counts.Length; i++)
        {
            var row = rows[named.Codes[i]];
            global.Mean.ShouldBeClose(row.Double("global_mean_b"));
            global.BetweenVariance.ShouldBeClose(row.Double("between_var_a"));
            (1000 * global.Estimates[i]).ShouldBeClose(row.Double("eb_global_per_1000"));
            (1000 * local[i]).ShouldBeClose(row.Double("eb_local_queen_per_1000"));
        }
    }

    [Fact]
    public void EmpiricalBayes_AgainstThePublishedExample()
    {
        var eb = EmpiricalBayes.Global([248, 103, 77, 71, 70], [9000, 8000, 7500, 8200, 7900]);
        eb.BetweenVariance.ShouldBeClose(5.273306933e-05);
        eb.Mean.ShouldBeClose(0.01401477833);
        double[] expected = [0.027167167970, 0.012911647162, 0.010394938492, 0.008826686625, 0.009028505477];
        for (var i = 0; i < 5; i++)
            eb.Estimates[i].ShouldBeClose(expected[i]);
    }

    [Fact]
    public void EmpiricalBayes_ShrinksTowardsTheMean_NeverPastIt()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var counts = Enumerable.Range(0, 12).Select(_ => (long)random.Next(0, 40)).ToArray();
            var populations = Enumerable.Range(0, 12).Select(_ => random.Next(100, 20_000) * 1.0).ToArray();
            var eb = EmpiricalBayes.Global(counts, populations);
            for (var i = 0; i < 12; i++)
            {
                var raw = counts[i] / populations[i];
                eb.Estimates[i].ShouldBeInRange(Math.Min(raw, eb.Mean) - 1e-15, Math.Max(raw, eb.Mean) + 1e-15);
            }
        }
    }

    [Fact]
    public void EmpiricalBayes_WhereAllIsChance_GivesTheMean()
    {
        var eb = EmpiricalBayes.Global([10, 11, 9], [1000, 1000, 1000]);
        eb.BetweenVariance.ShouldBe(0);
        eb.Estimates.ShouldAllBe(estimate => Math.Abs(estimate - 0.01) < 1e-15);
    }

    [Fact]
    public void EmpiricalBayes_WithoutEvents_IsZero()
    {
        EmpiricalBayes.Global([0, 0], [10, 20]).Estimates.ShouldBe([0, 0]);
        EmpiricalBayes.Local([0, 0], [10, 20], SpatialWeights.FromNeighbours([[1], [0]])).ShouldBe([0, 0]);
        EmpiricalBayes.StandardisedScores([0, 0], [10, 20]).ShouldBe([0, 0]);
        EmpiricalBayes.Local([3, 1], [10, 20], SpatialWeights.FromNeighbours([[], []])).ShouldBe([0.3, 0.05]);
    }

    [Fact]
    public void GiStar_IsUnchangedByScalingAndRowStandardisation()
    {
        var weights = GridQueen.WithSelf();
        var plain = Scores(weights, Grid);
        var scaled = Scores(weights, Grid.Select(x => 1000 * x - 7).ToArray());
        var standardised = Scores(weights.RowStandardised(), Grid);
        for (var i = 0; i < 25; i++)
        {
            scaled[i].ShouldBeClose(plain[i]);
            standardised[i].ShouldBeClose(plain[i]);
        }
    }

    [Fact]
    public void Gi_OfOwnWeights_EqualsGiOfOnes()
    {
        var links = Enumerable.Range(0, 25).Select(i => GridQueen.NeighboursOf(i).ToArray()).ToArray();
        var own = SpatialWeights.FromWeights(links, links.Select(row => row.Select(_ => 2.5).ToArray()).ToArray());
        var expected = Scores(GridQueen, Grid);
        var actual = Scores(own, Grid);
        for (var i = 0; i < 25; i++)
            actual[i].ShouldBeClose(expected[i]);
    }

    [Fact]
    public void HotSpots_WithFewAreasOrNoSpread_HaveNoResult()
    {
        GetisOrd.HotSpots(GridQueen.WithSelf(), Grid).ShouldAllBe(spot => spot.Z == null && !spot.IsHot());
        var six = Contiguity.Queen(Drawing.Squares(6, 6));
        GetisOrd.HotSpots(six.WithSelf(), Enumerable.Repeat(4.0, 36).ToArray()).ShouldAllBe(spot => spot.Z == null);
        GetisOrd.HotSpots(six.WithSelf(), Enumerable.Repeat(0.1, 36).ToArray()).ShouldAllBe(spot => spot.Z == null);
    }

    [Fact]
    public void HotSpots_FindAPlantedCluster_AndAColdOne()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 400).Select(_ => 20.0 + random.Next(0, 5)).ToArray();
        foreach (var i in new[] { 105, 106, 107, 125, 126, 127, 145, 146, 147 })
            values[i] = 40;
        foreach (var i in new[] { 312, 313, 314, 332, 333, 334, 352, 353, 354 })
            values[i] = 0;
        var spots = GetisOrd.HotSpots(Contiguity.Queen(Drawing.Squares(20, 20)).WithSelf(), values);
        spots[126].IsHot().ShouldBeTrue();
        spots[126].IsCold().ShouldBeFalse();
        spots[333].IsCold().ShouldBeTrue();
        spots[333].IsHot().ShouldBeFalse();
        spots[10].IsHot().ShouldBeFalse();
        spots[126].AdjustedPValue!.Value.ShouldBeGreaterThan(spots[126].PValue!.Value);
    }

    [Fact]
    public void Islands_HaveNoResult()
    {
        var weights = SpatialWeights.FromNeighbours([[1], [0], [], [4], [3]]);
        double[] values = [1, 2, 3, 4, 7];
        LocalMoran.Analytic(weights, values)[2].ShouldBe(default);
        LocalMoran.Permuted(weights, values, 99, 1)[2].ShouldBe(default);
        Scores(weights, values)[2].ShouldBe(0);
    }

    [Fact]
    public void Permutation_IsTheSameOnAnyNumberOfThreads()
    {
        var weights = Contiguity.Queen(Drawing.Squares(20, 20)).RowStandardised();
        var random = new Random(8);
        var values = Enumerable.Range(0, 400).Select(_ => (double)random.Next(0, 30)).ToArray();
        var one = LocalMoran.Permuted(weights, values, 199, 42, 1);
        LocalMoran.Permuted(weights, values, 199, 42, 2).ShouldBe(one);
        LocalMoran.Permuted(weights, values, 199, 42, 7).ShouldBe(one);
        LocalMoran.Permuted(weights, values, 199, 43, 1).ShouldNotBe(one);
        var global = GlobalMoran.Permuted(weights, values, 199, 42, 1);
        GlobalMoran.Permuted(weights, values, 199, 42, 5).ShouldBe(global);
        GlobalMoran.Permuted(weights, values, 199, 43, 5).ShouldNotBe(global);
    }

    [Fact]
    public void Permutation_WithWeightsGivenLinkByLink_EqualsEqualWeights()
    {
        var links = Enumerable.Range(0, 25).Select(i => GridQueen.NeighboursOf(i).ToArray()).ToArray();
        var given = SpatialWeights.FromWeights(links, links.Select(row => row.Select(_ => 7.0).ToArray()).ToArray()).RowStandardised();
        var expected = LocalMoran.Permuted(GridQueen.RowStandardised(), Grid, 999, 4);
        var actual = LocalMoran.Permuted(given, Grid, 999, 4);
        for (var i = 0; i < 25; i++)
        {
            actual[i].PValue.ShouldBe(expected[i].PValue);
            actual[i].Variance!.Value.ShouldBe(expected[i].Variance!.Value, 1e-12);
        }
    }

    [Fact]
    public void Results_AreUnchangedWhenCentroidsMove()
    {
        var rows = Reference.Rows("spatial_points.csv");
        var here = rows.Select(row => new PlanePoint(row.Double("x"), row.Double("y"))).ToArray();
        var there = here.Select(point => new PlanePoint(point.X - 200_000, point.Y + 64_000)).ToArray();
        var values = rows.Select(row => row.Double("count")).ToArray();
        Scores(CentroidWeights.DistanceBand(there, 3000), values).ShouldBe(Scores(CentroidWeights.DistanceBand(here, 3000), values));
        Scores(CentroidWeights.Nearest(there, 4), values).ShouldBe(Scores(CentroidWeights.Nearest(here, 4), values));
    }

    [Fact]
    public void Results_AreUnchangedByRelabelling()
    {
        int[] order = [.. Enumerable.Range(0, 25).Select(i => i * 7 % 25)];
        var back = new int[25];
        for (var i = 0; i < 25; i++)
            back[order[i]] = i;
        var relabelled = SpatialWeights.FromNeighbours([.. order.Select(old => (IReadOnlyList<int>)[.. GridQueen.NeighboursOf(old).ToArray().Select(j => back[j])])]);
        var plain = Scores(GridQueen.WithSelf(), Grid);
        var moved = Scores(relabelled.WithSelf(), [.. order.Select(old => Grid[old])]);
        for (var i = 0; i < 25; i++)
            moved[i].ShouldBeClose(plain[order[i]]);
    }

    [Fact]
    public void FewValues_HaveNoResult()
    {
        Scores(SpatialWeights.FromNeighbours([[1], [0]]), [1, 2]).ShouldBe([0, 0]);
        LocalMoran.Permuted(SpatialWeights.FromNeighbours([[1], [0]]), [1, 2], 99, 1).ShouldBe([default, default]);
        LocalMoran.Permuted(GridQueen, new double[25], 99, 1).ShouldAllBe(area => area.I == null);
        GlobalMoran.Permuted(SpatialWeights.FromNeighbours([[1], [0]]), [1, 2], 99, 1).ShouldBeNull();
    }

    [Fact]
    public void Permutation_AgreesWithTheConditionalMoments()
    {
        var rows = Reference.Rows("spatial_points.csv");
        var weights = CentroidWeights.Nearest(rows.Select(row => new PlanePoint(row.Double("x"), row.Double("y"))).ToArray(), 5).RowStandardised();
        var values = rows.Select(row => row.Double("count")).ToArray();
        var permuted = LocalMoran.Permuted(weights, values, 20_000, 1);
        for (var i = 0; i < rows.Count; i++)
        {
            // Standard error of the mean is √(variance/20,000); of the variance about 1% of it, more where values are skewed.
            var error = Math.Sqrt(rows[i].Double("variance") / 20_000);
            permuted[i].Expected!.Value.ShouldBe(rows[i].Double("expected"), 5 * error + 1e-12, $"{i}");
            permuted[i].Variance!.Value.ShouldBeClose(rows[i].Double("variance"), $"{i}", 0.1);
            permuted[i].I!.Value.ShouldBeClose(rows[i].Double("local_moran"));
        }
    }

    [Fact]
    public void Permutation_OfSmallMaps_MatchesFullEnumeration()
    {
        // Six areas in a row. The neighbours of an inner one are two of the other five: ten equally likely pairs.
        var weights = SpatialWeights.FromNeighbours([[1], [0, 2], [1, 3], [2, 4], [3, 5], [4]]).RowStandardised();
        var areas = LocalMoran.Permuted(weights, [0, 1, 2, 4, 8, 20], 5999, 3);
        // Area 3: the lag of 5 is 1.2 from the mean of the others (6.2), and no pair is nearer.
        areas[3].PValue!.Value.ShouldBe(1, 1e-12);
        // Area 4: the lag of 12 is 6.6 from the mean of the others (5.4), and no other pair is so far.
        areas[4].PValue!.Value.ShouldBe(0.1, 0.02);
    }

    [Fact]
    public void GlobalMoran_Permuted_AgreesWithTheAnalyticMoments()
    {
        var permuted = GlobalMoran.Permuted(GridQueen.RowStandardised(), Grid, 20_000, 5)!.Value;
        var analytic = GlobalMoran.Analytic(GridQueen.RowStandardised(), Grid)!.Value;
        permuted.I.ShouldBeClose(analytic.I);
        permuted.Expected.ShouldBe(analytic.Expected, 5 * Math.Sqrt(analytic.Variance / 20_000));
        permuted.Variance.ShouldBeClose(analytic.Variance, null, 0.05);
        permuted.PValue.ShouldBe(analytic.PValue, 0.02);
    }

    [Fact]
    public void LocalMoran_OfAnAreaAtTheMean_IsZeroInEveryShuffle()
    {
        var areas = LocalMoran.Permuted(SpatialWeights.FromNeighbours([[1], [0, 2], [1, 3], [2, 4], [3]]), [1, 9, 5, 1, 9], 999, 1);
        areas[2].I.ShouldBe(0);
        areas[2].Variance.ShouldBe(0);
        areas[2].PValue.ShouldBe(1);
    }

    [Fact]
    public void NoSpreadOrFewAreas_HaveNoMoran()
    {
        var weightless = SpatialWeights.FromWeights([[1], [0], [3], [2]], [[0], [0], [0], [0]]);
        GlobalMoran.Analytic(weightless, [1, 2, 3, 4]).ShouldBeNull();
        GlobalMoran.Permuted(weightless, [1, 2, 3, 4], 99, 1).ShouldBeNull();
        GlobalMoran.Analytic(GridQueen, new double[25]).ShouldBeNull();
        GlobalMoran.Permuted(GridQueen, new double[25], 99, 1).ShouldBeNull();
        GlobalMoran.Analytic(SpatialWeights.FromNeighbours([[1], [0], []]), [1, 2, 3]).ShouldBeNull();
        LocalMoran.Analytic(GridQueen, new double[25]).ShouldAllBe(area => area.I == null);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentException>(() => Scores(GridQueen, new double[24])).ParamName.ShouldBe("values");
        Should.Throw<ArgumentException>(() => GetisOrd.Scores(GridQueen, Grid, new double[2])).ParamName.ShouldBe("scores");
        Should.Throw<ArgumentException>(() => LocalMoran.Analytic(GridQueen, [.. Grid[..24], double.NaN])).ParamName.ShouldBe("values");
        Should.Throw<ArgumentException>(() => LocalMoran.Permuted(GridQueen, Grid, 9, 1)).ParamName.ShouldBe("permutations");
        Should.Throw<ArgumentException>(() => LocalMoran.Permuted(GridQueen, Grid, 99, 1, 0)).ParamName.ShouldBe("threads");
        Should.Throw<ArgumentException>(() => LocalMoran.Permuted(GridQueen.WithSelf(), Grid, 99, 1)).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => GlobalMoran.Analytic(GridQueen, [.. Grid[..24], 1e200])).ParamName.ShouldBe("values");
        Should.Throw<ArgumentException>(() => EmpiricalBayes.Global([], [])).ParamName.ShouldBe("counts");
        Should.Throw<ArgumentException>(() => EmpiricalBayes.Global([1], [0])).ParamName.ShouldBe("populations");
        Should.Throw<ArgumentException>(() => EmpiricalBayes.Global([-1], [1])).ParamName.ShouldBe("counts");
        Should.Throw<ArgumentException>(() => EmpiricalBayes.Local([1], [1], GridQueen)).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentOutOfRangeException>(() => new HotSpot(1, 1, 1).IsHot(0)).ParamName.ShouldBe("significance");
    }

    private static double[] Scores(SpatialWeights weights, double[] values)
    {
        var scores = new double[weights.Count];
        GetisOrd.Scores(weights, values, scores);
        return scores;
    }
}
