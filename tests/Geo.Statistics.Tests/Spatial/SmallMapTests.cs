using Geo.Statistics.Rates;
using Geo.Statistics.Spatial;

namespace Geo.Statistics.Tests.Spatial;

public sealed class SmallMapTests
{
    // A shuffle can give two values only, so that their mean tells their sample variance: N/(N − 1) (high − mean)(mean − low).
    private static readonly SpatialWeights Pairs = SpatialWeights.FromNeighbours([[1], [0], [3], [2]]);

    [Fact]
    public void LocalMoran_VarianceIsOfASample()
    {
        // Values 0 and 1 are −1 and 1 in standard deviations: area 2 has one neighbour, so I is 1 or −1.
        var area = LocalMoran.Permuted(Pairs, [0, 0, 1, 1], 99, 5)[2];
        area.Expected!.Value.ShouldBe(-1.0 / 3, 0.45);
        area.Variance!.Value.ShouldBeClose(99.0 / 98 * (1 - area.Expected.Value) * (area.Expected.Value + 1));
    }

    [Fact]
    public void GlobalMoran_VarianceIsOfASample()
    {
        // Like lies by like in one of the three ways to pair four areas: I is 1 or −1.
        var moran = GlobalMoran.Permuted(Pairs, [0, 0, 1, 1], 99, 5)!.Value;
        moran.I.ShouldBeClose(1);
        moran.Expected.ShouldBe(-1.0 / 3, 0.45);
        moran.Variance.ShouldBeClose(99.0 / 98 * (1 - moran.Expected) * (moran.Expected + 1));
        // As many shuffles as had 1 are as extreme as what was seen, which itself counts as one more.
        moran.PValue.ShouldBeClose((99 * (1 + moran.Expected) / 2 + 1) / 100);
    }

    [Fact]
    public void HotSpots_NeedThirtyAreas()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => (double)(i * i % 11))];
        GetisOrd.HotSpots(Contiguity.Queen(Drawing.Squares(6, 5)).WithSelf(), values).ShouldAllBe(spot => spot.Z != null);
        GetisOrd.HotSpots(Contiguity.Queen(Drawing.Squares(29, 1)).WithSelf(), values[..29]).ShouldAllBe(spot => spot.Z == null);
    }

    [Fact]
    public void HotSpots_OfAnAreaThatNeighboursAllOthers_HaveNoResult()
    {
        int[][] links = [[.. Enumerable.Range(1, 35)], .. Enumerable.Range(1, 35).Select(i => i < 35 ? new[] { 0, i + 1 } : [0])];
        double[] values = [.. Enumerable.Range(0, 36).Select(i => (double)(i * i % 11))];
        foreach (var weights in new[] { SpatialWeights.FromNeighbours(links), SpatialWeights.FromNeighbours(links).WithSelf() })
        {
            var spots = GetisOrd.HotSpots(weights, values);
            spots[0].Z.ShouldBeNull();
            spots[1..].ShouldAllBe(spot => spot.Z != null);
        }
    }

    [Fact]
    public void StandardisedScores_OfEqualPopulations_AreInStandardDeviations()
    {
        // Less spread than chance gives, so that a is negative; v = a + b/n is the variance of the rates all the same.
        var scores = EmpiricalBayes.StandardisedScores([10, 11, 9], [1000, 1000, 1000]);
        scores[0].ShouldBe(0, 1e-9);
        scores[1].ShouldBeClose(Math.Sqrt(1.5));
        scores[2].ShouldBeClose(-Math.Sqrt(1.5));
    }
}
