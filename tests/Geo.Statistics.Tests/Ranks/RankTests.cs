using Geo.Statistics.Ranks;

namespace Geo.Statistics.Tests.Ranks;

public sealed class RankTests
{
    [Fact]
    public void Chance_OfFirstPlace_AgainstR()
    {
        RankIntervals.Of([12, 15], [1, 1], 1, RankModel.Poisson, top: 1, simulations: 100_000)[0].ChanceInTop.ShouldBe(Reference.Value("rank.poisson"), 0.006);
        RankIntervals.Of([12, 40], [1000, 2000], 1, RankModel.EmpiricalBayes, top: 1, simulations: 100_000)[0].ChanceInTop.ShouldBe(Reference.Value("rank.eb"), 0.006);
    }

    [Fact]
    public void Chance_AfterShrinking_IsThatOfTwoGammas()
    {
        // b = 0.007, a = 1.8e-5, so gammas of shape 49/18 + 2 and 49/18 + 12: P(beta > 1/2), from mpmath's betainc.
        RankIntervals.Of([2, 12], [1000, 1000], 1, RankModel.EmpiricalBayes, top: 1, simulations: 100_000)[0].ChanceInTop.ShouldBe(0.00865425, 0.0013);
    }

    [Fact]
    public void LargeCounts_AreDrawnFromPoisson()
    {
        // Two areas with 400 and 430: difference N(30, √830) by the normal limit, so first with 1 − Φ(1.0413) = 0.1489.
        RankIntervals.Of([400, 430], [1, 1], 2, top: 1, simulations: 100_000)[0].ChanceInTop.ShouldBe(0.1489, 0.006);
    }

    [Fact]
    public void Ranks_ShareTies_AndIntervalsHoldThem()
    {
        var ranks = RankIntervals.Of([50, 80, 50, 20], [1000, 1000, 1000, 1000], 7);
        ranks.Select(rank => rank.Rank).ShouldBe([2, 1, 2, 4]);
        foreach (var rank in ranks)
            rank.Rank!.Value.ShouldBeInRange(rank.LowerRank, rank.UpperRank);
        ranks[1].ShouldBe(new RankInterval(1, 1, ranks[1].UpperRank, 1, ranks[1].Band));
    }

    [Fact]
    public void ClearlyHighAndLow_HaveBands()
    {
        var ranks = RankIntervals.Of([1000, 900, 30, 20], [1, 1, 1, 1], 7, top: 2);
        ranks.Select(rank => rank.Band).ShouldBe([RankBand.High, RankBand.High, RankBand.Low, RankBand.Low]);
        ranks.Select(rank => rank.ChanceInTop).ShouldBe([1, 1, 0, 0]);
        RankIntervals.Of([9000, 900, 30], [1, 1, 1], 7).Select(rank => rank.Band).ShouldBe([RankBand.High, RankBand.Middle, RankBand.Low]);
        RankIntervals.Of([100, 100, 100], [1, 1, 1], 7).ShouldAllBe(rank => rank.Band == RankBand.Middle);
    }

    [Fact]
    public void FewEvents_HaveNoRank_OnlyABand()
    {
        var ranks = RankIntervals.Of([9, 10, 500], [1, 1, 1], 7);
        ranks[0].Rank.ShouldBeNull();
        ranks[1].Rank.ShouldBe(2);
        ranks[2].Rank.ShouldBe(1);
    }

    [Fact]
    public void Intervals_NestByLevel()
    {
        long[] counts = [30, 35, 40, 45, 50, 55];
        double[] people = [1000, 1000, 1000, 1000, 1000, 1000];
        var narrow = RankIntervals.Of(counts, people, 3, level: 0.5);
        var wide = RankIntervals.Of(counts, people, 3, level: 0.998);
        for (var i = 0; i < 6; i++)
        {
            wide[i].LowerRank.ShouldBeLessThanOrEqualTo(narrow[i].LowerRank);
            wide[i].UpperRank.ShouldBeGreaterThanOrEqualTo(narrow[i].UpperRank);
        }

        (wide[0].UpperRank - wide[0].LowerRank).ShouldBeGreaterThan(narrow[0].UpperRank - narrow[0].LowerRank);
    }

    [Fact]
    public void Intervals_EndAtTheQuantilesOfTheRanks()
    {
        // A power of two of simulations, so that chances and levels are exact.
        RankInterval Of(double level) => RankIntervals.Of([30, 35], [1, 1], 3, top: 1, level: level, simulations: 128)[0];
        var first = Of(0.5).ChanceInTop;
        first.ShouldBeInRange(0.01, 0.49);
        // Rank 1 holds exactly the lower tail of the first level, and less than that of the second.
        Of(1 - 2 * first).LowerRank.ShouldBe(1);
        Of(1 - 2 * first - 1.0 / 128).LowerRank.ShouldBe(2);
        RankInterval Second(double level) => RankIntervals.Of([30, 35], [1, 1], 3, top: 1, level: level, simulations: 128)[1];
        Second(1 - 2 * first).UpperRank.ShouldBe(1);
        Second(1 - 2 * first + 1.0 / 128).UpperRank.ShouldBe(2);
    }

    [Theory]
    [InlineData(RankModel.Poisson)]
    [InlineData(RankModel.EmpiricalBayes)]
    public void SameSeed_SameResult_OnAnyNumberOfThreads(RankModel model)
    {
        long[] counts = [3, 14, 15, 92, 65, 35, 89, 79];
        double[] people = [100, 120, 130, 900, 700, 300, 1000, 800];
        var one = RankIntervals.Of(counts, people, 9, model, top: 3, threads: 1);
        RankIntervals.Of(counts, people, 9, model, top: 3, threads: 5).ShouldBe(one);
        RankIntervals.Of(counts, people, 10, model, top: 3, threads: 1).ShouldNotBe(one);
    }

    [Fact]
    public void Ranks_AreUnchangedByRelabelling()
    {
        long[] counts = [30, 14, 15, 92, 65, 35, 89, 79];
        double[] people = [100, 120, 130, 900, 700, 300, 1000, 800];
        var plain = RankIntervals.Of(counts, people, 9);
        var reversed = RankIntervals.Of([.. counts.Reverse()], [.. people.Reverse()], 9);
        for (var i = 0; i < 8; i++)
            reversed[7 - i].Rank.ShouldBe(plain[i].Rank);
    }

    [Fact]
    public void NoSpreadBeyondChance_LeavesTheOrderToChance()
    {
        var ranks = RankIntervals.Of([10, 11, 9, 10], [1000, 1000, 1000, 1000], 4, RankModel.EmpiricalBayes, top: 1);
        foreach (var rank in ranks)
            rank.ChanceInTop.ShouldBe(0.25, 0.05);
        RankIntervals.Of([0, 0], [1, 1], 4, RankModel.EmpiricalBayes, top: 1)[0].ChanceInTop.ShouldBe(0.5, 0.05);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentException>(() => RankIntervals.Of([], [], 1)).ParamName.ShouldBe("counts");
        Should.Throw<ArgumentException>(() => RankIntervals.Of([1], [1], 1, (RankModel)4)).ParamName.ShouldBe("model");
        Should.Throw<ArgumentException>(() => RankIntervals.Of([1], [1], 1, top: 0)).ParamName.ShouldBe("top");
        Should.Throw<ArgumentException>(() => RankIntervals.Of([1], [1], 1, simulations: 10)).ParamName.ShouldBe("simulations");
        Should.Throw<ArgumentException>(() => RankIntervals.Of(new long[6000], Enumerable.Repeat(1.0, 6000).ToArray(), 1, simulations: 100_000)).ParamName.ShouldBe("simulations");
    }
}
