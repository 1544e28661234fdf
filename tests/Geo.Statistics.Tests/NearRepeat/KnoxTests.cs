using Geo.Statistics.NearRepeat;

namespace Geo.Statistics.Tests.NearRepeat;

public sealed class KnoxTests
{
    private static readonly double[] Distances = [0, 1, 100, 200, 400];
    private static readonly int[] Days = [0, 8, 15, 29];

    private static DatedPoint[] Events => Reference.Rows("knox_events.csv")
        .Select(row => new DatedPoint(new PlanePoint(row.Double("x"), row.Double("y")), (int)row.Long("day"))).ToArray();

    [Theory]
    [InlineData(DistanceMetric.Manhattan, "manhattan")]
    [InlineData(DistanceMetric.Euclidean, "euclidean")]
    public void Pairs_AndTheirExpectation_AgainstR(DistanceMetric metric, string name)
    {
        var bands = KnoxTest.Of(Events, Distances, Days, 1, metric, 9999);
        for (var cell = 0; cell < bands.Length; cell++)
        {
            var key = $"knox.{name}.{cell / 3}.{cell % 3}";
            bands[cell].Pairs.ShouldBe((long)Reference.Value(key + ".0"), key);
            // Standard error of the mean of 9,999 counts that vary about as Poisson.
            bands[cell].ExpectedPairs.ShouldBe(Reference.Value(key + ".1"), 5 * Math.Sqrt(Reference.Value(key + ".1") / 9999) + 1e-9, key);
        }

        var near = bands[3];
        (near.FromMetres, near.ToMetres, near.FromDays, near.ToDays).ShouldBe((1, 100, 0, 8));
        near.IsFlagged.ShouldBeTrue();
        near.Ratio!.Value.ShouldBeClose(near.Pairs / near.ExpectedPairs);
        bands[0].Ratio.ShouldBeNull();
        bands[0].PValue.ShouldBe(1);
    }

    [Fact]
    public void PValue_IsTheTailOfTheShuffles()
    {
        // Two pairs of places, days 0, 0, 9, 9: of the three ways to pair the days one has both pairs together, so p = 1/3.
        DatedPoint[] events = [new(new(0, 0), 0), new(new(10, 0), 0), new(new(5000, 0), 9), new(new(5010, 0), 9)];
        var band = KnoxTest.Of(events, [0, 100], [0, 5], 4, permutations: 9999)[0];
        band.Pairs.ShouldBe(2);
        band.PValue.ShouldBe(1.0 / 3, 0.025);
        band.ExpectedPairs.ShouldBe(2.0 / 3, 0.05);
        band.IsFlagged.ShouldBeFalse();
    }

    [Fact]
    public void SmallRatios_AreNotFlagged_HoweverSure()
    {
        // Two places with 60 events each, on one of two days: 38 and 22, against 22 and 38. Of 3,540 pairs at one place 1,868 share their day,
        // and of all pairs 59 in 119: a ratio of 1.064.
        var events = Enumerable.Range(0, 120).Select(i => new DatedPoint(new(i < 60 ? 0 : 5000, 0), i is < 38 or >= 98 ? 0 : 100)).ToArray();
        var band = KnoxTest.Of(events, [0, 100], [0, 5], 4)[0];
        band.Pairs.ShouldBe(1868);
        band.Ratio!.Value.ShouldBe(1868 / (3540 * 59 / 119.0), 0.005);
        band.PValue.ShouldBeLessThan(0.05);
        band.IsFlagged.ShouldBeFalse();
    }

    [Fact]
    public void EventsOfOneDay_AreAsManyPairsInEveryShuffle()
    {
        var band = KnoxTest.Of([new(new(0, 0), 3), new(new(10, 0), 3), new(new(0, 10), 3)], [0, 100], [0, 5], 4, permutations: 99)[0];
        (band.Pairs, band.ExpectedPairs, band.Ratio, band.PValue).ShouldBe((3, 3.0, 1.0, 1.0));
    }

    [Fact]
    public void Bands_HoldTheirLowerEndOnly()
    {
        DatedPoint[] events = [new(new(0, 0), 0), new(new(100, 0), 8)];
        KnoxTest.Of(events, Distances, Days, 1, permutations: 99).Single(band => band.Pairs == 1).ShouldSatisfyAllConditions(
            band => band.FromMetres.ShouldBe(100), band => band.FromDays.ShouldBe(8));
        KnoxTest.Of([new(new(0, 0), 0), new(new(400, 0), 0)], Distances, Days, 1, permutations: 99).ShouldAllBe(band => band.Pairs == 0);
        KnoxTest.Of([new(new(0, 0), 0), new(new(0, 0), 29)], Distances, Days, 1, permutations: 99).ShouldAllBe(band => band.Pairs == 0);
    }

    [Fact]
    public void SameSeed_SameResult_OnAnyNumberOfThreads()
    {
        var one = KnoxTest.Of(Events, Distances, Days, 8, threads: 1);
        KnoxTest.Of(Events, Distances, Days, 8, threads: 6).ShouldBe(one);
        KnoxTest.Of(Events, Distances, Days, 9, threads: 6).ShouldNotBe(one);
        var moved = Events.Select(e => new DatedPoint(new(e.Place.X + 350_000, e.Place.Y + 310_000), e.Day + 12)).ToArray();
        KnoxTest.Of(moved, Distances, Days, 8).ShouldBe(one);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentException>(() => KnoxTest.Of([], [0], Days, 1)).ParamName.ShouldBe("distanceBreaksMetres");
        Should.Throw<ArgumentException>(() => KnoxTest.Of([], [0, 0], Days, 1)).ParamName.ShouldBe("distanceBreaksMetres");
        Should.Throw<ArgumentException>(() => KnoxTest.Of([], Distances, [0], 1)).ParamName.ShouldBe("dayBreaks");
        Should.Throw<ArgumentException>(() => KnoxTest.Of([], Distances, [3, 2], 1)).ParamName.ShouldBe("dayBreaks");
        Should.Throw<ArgumentException>(() => KnoxTest.Of([new(new(double.NaN, 0), 0)], Distances, Days, 1)).ParamName.ShouldBe("events");
        Should.Throw<ArgumentException>(() => KnoxTest.Of([new(new(0, 0), int.MaxValue)], Distances, Days, 1)).ParamName.ShouldBe("events");
        Should.Throw<ArgumentException>(() => KnoxTest.Of([], Distances, Days, 1, (DistanceMetric)3)).ParamName.ShouldBe("metric");
    }
}
