using Geo.Statistics.Aoristic;
using Geo.Statistics.Concentration;
using Geo.Statistics.Harm;

namespace Geo.Statistics.Tests.Places;

public sealed class PlacesTests
{
    [Fact]
    public void Concentration_AgainstThePublishedExampleAndR()
    {
        var published = PlaceConcentration.Of([5, 2, 1, 0, 0, 0, 0, 0, 0, 0])!;
        published.Gini.ShouldBeClose(0.80);
        published.GeneralisedGini.ShouldBeClose(0.75);
        published.UnbiasedGini!.Value.ShouldBeClose(0.75 * 8 / 7);
        published.PlacesForShare.ShouldBe(1);
        published.PerCentOfPlaces.ShouldBe(10);
        var other = PlaceConcentration.Of([5, 2, 1, 0, 0, 0, 0, 0, 0, 0, 3, 3, 1])!;
        other.Gini.ShouldBeClose(Reference.Value("gini"));
        other.GeneralisedGini.ShouldBeClose(Reference.Value("gini.generalised"));
        other.UnbiasedGini!.Value.ShouldBeClose(Reference.Value("gini.unbiased"));
    }

    [Fact]
    public void Concentration_CountsTheFewestPlaces()
    {
        var streets = PlaceConcentration.Of([1, 4, 2, 1], 0.75, [100, 250, 500, 1000])!;
        streets.PlacesForShare.ShouldBe(2);
        streets.LengthForShareKilometres.ShouldBe(0.75);
        PlaceConcentration.Of([2, 2], 0.5, [100, 900])!.LengthForShareKilometres.ShouldBe(0.1); // of equally busy ones the first
        PlaceConcentration.Of([1, 4, 2, 1], 0.5)!.PlacesForShare.ShouldBe(1);
        PlaceConcentration.Of([1, 4, 2, 1], 0.51)!.PlacesForShare.ShouldBe(2);
        PlaceConcentration.Of([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 0.3)!.PlacesForShare.ShouldBe(3);
        PlaceConcentration.Of(Enumerable.Repeat(1L, 100).ToArray(), 0.07)!.PlacesForShare.ShouldBe(7); // 0.07 × 100 is more than 7 in doubles
        PlaceConcentration.Of([7, 7, 7])!.Gini.ShouldBe(0, 1e-15);
        PlaceConcentration.Of([0, 0]).ShouldBeNull();
        PlaceConcentration.Of([3])!.UnbiasedGini.ShouldBeNull();
    }

    [Fact]
    public void Lorenz_RunsFromNothingToAll()
    {
        PlaceConcentration.Lorenz([1, 3, 0, 0]).ShouldBe([new(0, 0), new(0.25, 0.75), new(0.5, 1), new(0.75, 1), new(1, 1)]);
        PlaceConcentration.Lorenz([0]).ShouldBeEmpty();
    }

    [Fact]
    public void Harm_AgainstR_AndNamesTheEventThatDrivesIt()
    {
        var harm = HarmScore.Of([3, 10, 120], new HarmWeights("CCHI 2026-02", [1825, 20, 1]));
        harm.Score.ShouldBeClose(Reference.Value("harm.0"));
        harm.Variance.ShouldBeClose(Reference.Value("harm.1"));
        harm.Limits!.Value.Upper.ShouldBeClose(Reference.Value("harm.2"));
        harm.Limits.Value.Lower.ShouldBe(0);
        harm.Events.ShouldBe(133);
        harm.WeightsVersion.ShouldBe("CCHI 2026-02");
        harm.OneEventDrives.ShouldBeFalse();
        var one = HarmScore.Of([1, 10, 120], new HarmWeights("CCHI 2026-02", [1825, 20, 1]));
        one.OneEventDrives.ShouldBeTrue();
        one.LargestEventShare.ShouldBeClose(1825 / 2145.0);
        HarmScore.Of([1, 1], new HarmWeights("x", [5, 5])).OneEventDrives.ShouldBeTrue(); // half or more
        HarmScore.Of([1, 1, 1], new HarmWeights("x", [5, 4, 2])).OneEventDrives.ShouldBeFalse();
        HarmScore.Of([0, 0], new HarmWeights("x", [1, 2])).Limits.ShouldBeNull();
        HarmScore.Of([0, 4], new HarmWeights("x", [100, 2])).LargestEventShare.ShouldBe(0.25);
    }

    [Fact]
    public void Aoristic_SharesByOverlap()
    {
        AoristicWeights.Over(22.5, 24.5, [22, 23, 24, 25]).ShouldBe([0.25, 0.5, 0.25]);
        AoristicWeights.Over(22, 22, [22, 23, 24]).ShouldBe([1, 0]);
        AoristicWeights.Over(23, 23, [22, 23, 24]).ShouldBe([0, 1]);
        AoristicWeights.Over(24, 24, [22, 23, 24]).ShouldBe([0, 1]);
        AoristicWeights.OverCycle(167, 170, 168).Where(weight => weight > 0).ShouldAllBe(weight => Math.Abs(weight - 1.0 / 3) < 1e-12);
        AoristicWeights.OverCycle(23.5, 24.5, 24)[0].ShouldBeClose(0.5);
        AoristicWeights.OverCycle(-1, -1, 24)[23].ShouldBe(1);
        AoristicWeights.OverCycle(0, 48, 24).ShouldAllBe(weight => Math.Abs(weight - 1.0 / 24) < 1e-15);
        AoristicWeights.OverCycle(6, 33, 24)[7].ShouldBeClose(2.0 / 27);
    }

    [Fact]
    public void Aoristic_SumsToOne()
    {
        var random = new Random(1);
        for (var round = 0; round < 1000; round++)
        {
            var from = random.NextDouble() * 500 - 100;
            var to = from + random.NextDouble() * random.Next(1, 1000);
            AoristicWeights.OverCycle(from, to, 168).Sum().ShouldBeClose(1);
            AoristicWeights.Over(from, to, [-200, 0, 3, 9.5, 400, 2000]).Sum().ShouldBeClose(1);
        }
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentException>(() => PlaceConcentration.Of([])).ParamName.ShouldBe("counts");
        Should.Throw<ArgumentException>(() => PlaceConcentration.Of([1], 1)).ParamName.ShouldBe("share");
        Should.Throw<ArgumentException>(() => PlaceConcentration.Of([1], 0.5, [1, 2])).ParamName.ShouldBe("lengthsMetres");
        Should.Throw<ArgumentException>(() => HarmScore.Of([1], new HarmWeights("", [1]))).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => HarmScore.Of([1], new HarmWeights("x", [-1]))).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => HarmScore.Of([1], new HarmWeights("x", []))).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => AoristicWeights.Over(2, 1, [0, 5])).ParamName.ShouldBe("to");
        Should.Throw<ArgumentException>(() => AoristicWeights.Over(double.NaN, 1, [0, 5])).ParamName.ShouldBe("from");
        Should.Throw<ArgumentException>(() => AoristicWeights.Over(1, 2, [0])).ParamName.ShouldBe("unitEdges");
        Should.Throw<ArgumentException>(() => AoristicWeights.Over(1, 2, [0, 0])).ParamName.ShouldBe("unitEdges");
        Should.Throw<ArgumentException>(() => AoristicWeights.Over(1, 6, [0, 5])).ParamName.ShouldBe("unitEdges");
        Should.Throw<ArgumentException>(() => AoristicWeights.OverCycle(1, 6, 0)).ParamName.ShouldBe("units");
    }
}
