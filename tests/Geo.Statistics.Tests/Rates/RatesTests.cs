using Geo.Statistics.Rates;

namespace Geo.Statistics.Tests.Rates;

public sealed class RatesTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(9), InlineData(10), InlineData(11), InlineData(5000), InlineData(10_000_000_000)]
    public void Limits_BracketTheCountAndNestByLevel(long count)
    {
        var narrow = PoissonLimits.Of(count, 0.8);
        var wide = PoissonLimits.Of(count, 0.998);
        narrow.Lower.ShouldBeLessThanOrEqualTo(count);
        narrow.Upper.ShouldBeGreaterThan(count);
        wide.Lower.ShouldBeLessThanOrEqualTo(narrow.Lower);
        wide.Upper.ShouldBeGreaterThan(narrow.Upper);
    }

    [Fact]
    public void Limits_BelowTen_AreExact_FromTen_AreByar()
    {
        PoissonLimits.Of(9).ShouldBe(PoissonLimits.Exact(9));
        PoissonLimits.Of(10).ShouldBe(PoissonLimits.Byar(10));
        PoissonLimits.Exact(9).ShouldNotBe(PoissonLimits.Byar(9));
    }

    [Fact]
    public void Byar_OfZero_StartsAtZero() => PoissonLimits.Byar(0).Lower.ShouldBe(0);

    [Fact]
    public void Byar_WhereTheCubeIsNegative_StartsAtZero() => PoissonLimits.Byar(1, 0.9999).Lower.ShouldBe(0);

    [Fact]
    public void ExactAndByar_AgreeForLargeCounts()
    {
        var exact = PoissonLimits.Exact(10_000_000_000);
        var byar = PoissonLimits.Byar(10_000_000_000);
        exact.Lower.ShouldBeClose(byar.Lower, null, 1e-10);
        exact.Upper.ShouldBeClose(byar.Upper, null, 1e-10);
    }

    [Fact]
    public void CrudeRate_ScalesWithMultiplier()
    {
        var perThousand = CrudeRate.Of(54, 4525);
        var perHead = CrudeRate.Of(54, 4525, 1);
        perThousand.Value.ShouldBeClose(54_000 / 4525.0);
        perThousand.Limits.Upper.ShouldBeClose(1000 * perHead.Limits.Upper);
        perThousand.Count.ShouldBe(54);
        perThousand.Limits.Contains(perThousand.Value).ShouldBeTrue();
        perThousand.Limits.Contains(perThousand.Limits.Upper + 1).ShouldBeFalse();
    }

    [Fact]
    public void Wilson_AtTheEnds_StaysInsideZeroAndOne()
    {
        WilsonProportion.Of(0, 5).Limits.Lower.ShouldBe(0);
        WilsonProportion.Of(5, 5).Limits.Upper.ShouldBe(1);
        WilsonProportion.Of(0, 5).Limits.Upper.ShouldBeGreaterThan(0.4);
    }

    [Fact]
    public void Wilson_IsSymmetric()
    {
        var some = WilsonProportion.Of(7, 31).Limits;
        var others = WilsonProportion.Of(24, 31).Limits;
        some.Lower.ShouldBeClose(1 - others.Upper);
    }

    [Fact]
    public void Benchmark_ByPolarity()
    {
        var below = new Limits(1, 2, 0.95);
        var above = new Limits(4, 5, 0.95);
        BenchmarkComparison.Of(below, 3, Polarity.None).ShouldBe(BenchmarkOutcome.Lower);
        BenchmarkComparison.Of(below, 3, Polarity.LowIsGood).ShouldBe(BenchmarkOutcome.Better);
        BenchmarkComparison.Of(below, 3, Polarity.HighIsGood).ShouldBe(BenchmarkOutcome.Worse);
        BenchmarkComparison.Of(above, 3, Polarity.None).ShouldBe(BenchmarkOutcome.Higher);
        BenchmarkComparison.Of(above, 3, Polarity.LowIsGood).ShouldBe(BenchmarkOutcome.Worse);
        BenchmarkComparison.Of(above, 3, Polarity.HighIsGood).ShouldBe(BenchmarkOutcome.Better);
    }

    [Fact]
    public void Benchmark_OnALimit_IsSimilar()
    {
        BenchmarkComparison.Of(new Limits(1, 2, 0.95), 2, Polarity.LowIsGood).ShouldBe(BenchmarkOutcome.Similar);
        BenchmarkComparison.Of(new Limits(2, 3, 0.95), 2, Polarity.LowIsGood).ShouldBe(BenchmarkOutcome.Similar);
    }

    [Fact]
    public void Benchmark_WithoutLimits_HasNoColour() =>
        BenchmarkComparison.Of(null, 2, Polarity.LowIsGood).ShouldBe(BenchmarkOutcome.NotCompared);

    [Fact]
    public void Benchmark_LargePart_IsHeldAgainstTheRest()
    {
        // Half of the people have 60 of 100 events: against the whole (10 per 1,000) that looks similar, against the rest (8) it is not.
        var part = BenchmarkComparison.OfPart(60, 5_000, 100, 10_000, Polarity.LowIsGood);
        part.AgainstRest.ShouldBeTrue();
        part.Benchmark!.Value.ShouldBeClose(8);
        part.Outcome.ShouldBe(BenchmarkOutcome.Worse);
        BenchmarkComparison.Of(part.Rate.Limits, 10, Polarity.LowIsGood).ShouldBe(BenchmarkOutcome.Similar);
    }

    [Fact]
    public void Benchmark_SmallPart_IsHeldAgainstTheWhole()
    {
        var part = BenchmarkComparison.OfPart(6, 499, 100, 10_000, Polarity.LowIsGood);
        part.AgainstRest.ShouldBeFalse();
        part.Benchmark!.Value.ShouldBeClose(10);
        BenchmarkComparison.OfPart(6, 500, 100, 10_000, Polarity.LowIsGood).AgainstRest.ShouldBeTrue();
    }

    [Fact]
    public void Benchmark_OfTheWhole_IsNotComparedWithItself()
    {
        var whole = BenchmarkComparison.OfPart(100, 10_000, 100, 10_000, Polarity.LowIsGood);
        whole.Outcome.ShouldBe(BenchmarkOutcome.NotCompared);
        whole.Benchmark.ShouldBeNull();
    }

    [Fact]
    public void Trend_WithMissingOrFewPoints_CannotBeCalculated()
    {
        var point = new TrendPoint(5, 4, 6);
        RecentTrend.Of([point, point, point, point]).Direction.ShouldBe(TrendDirection.CannotBeCalculated);
        RecentTrend.Of([point, point, new TrendPoint(null, 0, 0), point, point]).Direction.ShouldBe(TrendDirection.CannotBeCalculated);
        RecentTrend.Of([new TrendPoint(null, 0, 0), point, point, point, point, point]).Direction.ShouldBe(TrendDirection.NoSignificantChange);
    }

    [Fact]
    public void Trend_WhereOnePointHasAllTheWeight_HasNoLine()
    {
        TrendPoint wide = new(5, -1e95, 1e95), sharp = new(5, 5, 5 + 1e-15);
        RecentTrend.Of([wide, wide, new TrendPoint(0, 0, 1e-95), wide, wide]).ShouldBe(new RecentTrendResult(TrendDirection.NoSignificantChange, null, null, null));
        RecentTrend.Of([wide, sharp, wide, sharp, wide]).Slope!.Value.ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Trend_JustBelowTheCriticalValue_IsNoChange()
    {
        // Slope 1 with equal widths: chi-squared is 10/s². The critical value lies between the two widths.
        TrendPoint[] Points(double standardError) => Enumerable.Range(0, 5)
            .Select(i => new TrendPoint(i, i - 1.96 * standardError, i + 1.96 * standardError)).ToArray();
        RecentTrend.Of(Points(Math.Sqrt(10 / 9.55))).Direction.ShouldBe(TrendDirection.Increasing);
        RecentTrend.Of(Points(Math.Sqrt(10 / 9.549))).Direction.ShouldBe(TrendDirection.NoSignificantChange);
        RecentTrend.Of(Points(Math.Sqrt(10 / 9.5495))).PValue!.Value.ShouldBeClose(0.002, null, 1e-4);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PoissonLimits.Exact(-1)).ParamName.ShouldBe("count");
        Should.Throw<ArgumentOutOfRangeException>(() => PoissonLimits.Byar(1, 1)).ParamName.ShouldBe("level");
        Should.Throw<ArgumentOutOfRangeException>(() => PoissonLimits.Byar(1, double.NaN)).ParamName.ShouldBe("level");
        Should.Throw<ArgumentOutOfRangeException>(() => CrudeRate.Of(1, 0)).ParamName.ShouldBe("population");
        Should.Throw<ArgumentOutOfRangeException>(() => CrudeRate.Of(1, 1e-300, 1e300)).ParamName.ShouldBe("population");
        Should.Throw<ArgumentOutOfRangeException>(() => CrudeRate.Of(1, 1, double.NaN)).ParamName.ShouldBe("multiplier");
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonProportion.Of(3, 2)).ParamName.ShouldBe("successes");
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonProportion.Of(0, 0)).ParamName.ShouldBe("trials");
        Should.Throw<ArgumentOutOfRangeException>(() => BenchmarkComparison.Of(null, double.NaN, Polarity.None)).ParamName.ShouldBe("benchmark");
        Should.Throw<ArgumentOutOfRangeException>(() => BenchmarkComparison.Of(null, 1, (Polarity)9)).ParamName.ShouldBe("polarity");
        Should.Throw<ArgumentOutOfRangeException>(() => BenchmarkComparison.OfPart(1, 11, 2, 10, Polarity.None)).ParamName.ShouldBe("population");
        var flat = new TrendPoint(1, 1, 1);
        Should.Throw<ArgumentException>(() => RecentTrend.Of([flat, flat, flat, flat, flat])).ParamName.ShouldBe("points");
        Should.Throw<ArgumentOutOfRangeException>(() => new Limits(1, 2, 0.95).Times(-1)).ParamName.ShouldBe("factor");
    }
}
