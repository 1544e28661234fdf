using Geo.Statistics.Change;

namespace Geo.Statistics.Tests.Change;

public sealed class ChangeTests
{
    [Fact]
    public void PerCent_FromZero_IsNotApplicable()
    {
        PerCentChange.Of(0, 5).ShouldBeNull();
        PerCentChange.Of(0, 0).ShouldBeNull();
        PerCentChange.Rounded(0, 5, 1).ShouldBeNull();
    }

    [Theory]
    [InlineData(23, 58, 152.17391304347825)]
    [InlineData(58, 0, -100)]
    [InlineData(1, 1, 0)]
    [InlineData(long.MaxValue, 0, -100)]
    public void PerCent_IsUnrounded(long previous, long current, double expected) =>
        PerCentChange.Of(previous, current)!.Value.ShouldBeClose(expected);

    [Theory]
    [InlineData(8, 9, 0, "13")] // 12.5
    [InlineData(8, 7, 0, "-13")]
    [InlineData(200, 201, 0, "1")] // 0.5
    [InlineData(200, 199, 0, "-1")]
    [InlineData(1000, 1005, 0, "1")]
    [InlineData(1000, 1004, 0, "0")]
    [InlineData(3, 4, 1, "33.3")]
    [InlineData(3, 5, 1, "66.7")]
    [InlineData(2000, 2003, 1, "0.2")] // 0.15, which doubles hold as 0.1499…
    [InlineData(7, 9, 4, "28.5714")]
    [InlineData(long.MaxValue, 0, 15, "-100")]
    public void PerCent_RoundsHalfAwayFromZero(long previous, long current, int decimals, string expected) =>
        PerCentChange.Rounded(previous, current, decimals).ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(0.5, 0, 1)]
    [InlineData(-0.5, 0, -1)]
    [InlineData(1.5, 0, 2)]
    [InlineData(2.5, 0, 3)]
    [InlineData(-12.5, 0, -13)]
    [InlineData(2.675, 2, 2.68)]
    [InlineData(1.005, 2, 1.01)]
    [InlineData(0.4999, 0, 0)]
    [InlineData(1e300, 3, 1e300)]
    public void Round_HalvesGoAwayFromZero(double value, int decimals, double expected) =>
        HalfAwayFromZero.Round(value, decimals).ShouldBe(expected);

    [Fact]
    public void TwoCounts_Swapped_GiveTheSamePValue()
    {
        foreach (var (previous, current, before, now) in new[] { (5L, 12L, 12.0, 3.0), (58L, 23L, 1.0, 1.0), (0L, 4L, 2.0, 7.0), (30L, 31L, 365.0, 366.0) })
        {
            TwoCountTest.Exact(current, previous, now, before).PValue
                .ShouldBeClose(TwoCountTest.Exact(previous, current, before, now).PValue);
        }
    }

    [Fact]
    public void TwoCounts_BothZero_SayNothing()
    {
        TwoCountTest.Exact(0, 0).PValue.ShouldBe(1);
        RateRatio.Of(0, 0).Value.ShouldBeNull();
        RateRatio.Of(0, 0).Limits.ShouldBe(new Limits(0, double.PositiveInfinity, 0.95));
        ETest.PValue(0, 0).ShouldBe(1);
    }

    [Fact]
    public void TwoCounts_ExposureIsARatio()
    {
        TwoCountTest.Exact(10, 30, 1, 2).PValue.ShouldBeClose(TwoCountTest.Exact(10, 30, 182.5, 365).PValue);
        TwoCountTest.Exact(10, 30, 1, 2).ExpectedShare.ShouldBeClose(2.0 / 3);
    }

    [Fact]
    public void TwoCounts_Huge_StayPrecise()
    {
        var p = TwoCountTest.Exact(10_000_000_000, 10_000_000_000 - 277_186).PValue;
        // The normal limit with a continuity correction: z = 277,185/√(2e10 − 277,186), two-sided.
        p.ShouldBeClose(0.05, null, 1e-3);
    }

    [Fact]
    public void RateRatio_IsTheInverseWhenSwapped()
    {
        var ratio = RateRatio.Of(12, 31, 2, 3);
        var swapped = RateRatio.Of(31, 12, 3, 2);
        ratio.Value!.Value.ShouldBeClose(1 / swapped.Value!.Value);
        ratio.Limits.Lower.ShouldBeClose(1 / swapped.Limits.Upper);
        ratio.Limits.Upper.ShouldBeClose(1 / swapped.Limits.Lower);
    }

    [Fact]
    public void RateRatio_BracketsAndNests()
    {
        var narrow = RateRatio.Of(12, 31, level: 0.8);
        var wide = RateRatio.Of(12, 31, level: 0.998);
        narrow.Limits.Contains(narrow.Value!.Value).ShouldBeTrue();
        wide.Limits.Lower.ShouldBeLessThan(narrow.Limits.Lower);
        wide.Limits.Upper.ShouldBeGreaterThan(narrow.Limits.Upper);
    }

    [Fact]
    public void RateRatio_FromZero_IsInfinite_ToZero_IsZero()
    {
        RateRatio.Of(0, 4).Value.ShouldBe(double.PositiveInfinity);
        RateRatio.Of(0, 4).Limits.Upper.ShouldBe(double.PositiveInfinity);
        RateRatio.Of(4, 0).Value.ShouldBe(0);
        RateRatio.Of(4, 0).Limits.Lower.ShouldBe(0);
    }

    [Fact]
    public void SquareRoot_AgainstAMeanAndAgainstAPeriod()
    {
        SquareRootChange.AgainstMean(4, 9).ShouldBe(2);
        SquareRootChange.AgainstPeriod(4, 9).ShouldBeClose(Math.Sqrt(2));
        SquareRootChange.AgainstPeriod(9, 4).ShouldBeClose(-Math.Sqrt(2));
    }

    [Fact]
    public void FalseDiscovery_KeepsOrderAndNeverLowersAPValue()
    {
        double[] p = [0.5, 0.001, 0.04, 0.04, 0.9];
        var adjusted = FalseDiscovery.Adjust(p);
        for (var i = 0; i < p.Length; i++)
        {
            adjusted[i].ShouldBeGreaterThanOrEqualTo(p[i]);
            adjusted[i].ShouldBeLessThanOrEqualTo(1);
        }

        adjusted[2].ShouldBe(adjusted[3]);
        FalseDiscovery.Adjust([]).ShouldBeEmpty();
    }

    [Fact]
    public void Verdict_SaysWhatHappened()
    {
        ChangeVerdict.Of(1200, 1127).Text.ShouldBe("a fall of 73; within what chance explains");
        ChangeVerdict.Of(23, 58).Text.ShouldBe("a rise of 35; more than chance explains");
        ChangeVerdict.Of(7, 7).Text.ShouldBe("no change");
        ChangeVerdict.Of(700, 700, 1, 2).Text.ShouldBe("no change in number; not what equal rates would give");
        ChangeVerdict.Of(5000, 1234).Text.ShouldBe("a fall of 3,766; more than chance explains");
        ChangeVerdict.Of(0, 3).PerCent.ShouldBeNull();
    }

    [Fact]
    public void Verdict_FromAnAdjustedPValue_UsesIt()
    {
        ChangeVerdict.From(23, 58, 0.2).IsSignal.ShouldBeFalse();
        ChangeVerdict.From(23, 58, 0.05).IsSignal.ShouldBeFalse();
        ChangeVerdict.From(23, 58, 0.049).IsSignal.ShouldBeTrue();
        ChangeVerdict.From(23, 58, 0.049).Difference.ShouldBe(35);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PerCentChange.Of(-1, 0)).ParamName.ShouldBe("previous");
        Should.Throw<ArgumentOutOfRangeException>(() => PerCentChange.Of(0, -1)).ParamName.ShouldBe("current");
        Should.Throw<ArgumentOutOfRangeException>(() => PerCentChange.Rounded(1, 1, 16)).ParamName.ShouldBe("decimals");
        Should.Throw<ArgumentOutOfRangeException>(() => PerCentChange.Rounded(1, long.MaxValue, 15)).ParamName.ShouldBe("decimals");
        Should.Throw<ArgumentOutOfRangeException>(() => HalfAwayFromZero.Round(double.NaN, 1)).ParamName.ShouldBe("value");
        Should.Throw<ArgumentOutOfRangeException>(() => TwoCountTest.Exact(1, 1, 0, 1)).ParamName.ShouldBe("previousExposure");
        Should.Throw<ArgumentOutOfRangeException>(() => TwoCountTest.Exact(1, 1, 1, double.PositiveInfinity)).ParamName.ShouldBe("currentExposure");
        Should.Throw<ArgumentOutOfRangeException>(() => TwoCountTest.Exact(1, 1, 1, 1e13)).ParamName.ShouldBe("currentExposure");
        Should.Throw<ArgumentOutOfRangeException>(() => ETest.PValue(1001, 1)).ParamName.ShouldBe("previous");
        Should.Throw<ArgumentOutOfRangeException>(() => SquareRootChange.AgainstMean(double.NaN, 1)).ParamName.ShouldBe("mean");
        Should.Throw<ArgumentException>(() => FalseDiscovery.Adjust([0.5, double.NaN])).ParamName.ShouldBe("pValues");
        Should.Throw<ArgumentOutOfRangeException>(() => ChangeVerdict.From(1, 1, 1.1)).ParamName.ShouldBe("pValue");
        Should.Throw<ArgumentOutOfRangeException>(() => ChangeVerdict.From(1, 1, 1, 0)).ParamName.ShouldBe("significance");
    }
}
