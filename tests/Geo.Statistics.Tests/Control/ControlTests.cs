using Geo.Statistics.Control;

namespace Geo.Statistics.Tests.Control;

public sealed class ControlTests
{
    private static readonly long[] Counts = [31, 25, 40, 12, 55, 38, 29, 61, 22, 35];
    private static readonly double[] Days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31];

    [Fact]
    public void Xmr_AgainstNhsRPlotTheDots()
    {
        var segment = XmrChart.Of([43, 30, 28, 25, 27, 31, 29, 37, 26, 35, 24, 38]).Segments[0];
        segment.Mean.ShouldBeClose(31.08333333);
        segment.MeanMovingRange.ShouldBeClose(7.181818182);
        segment.Lower.ShouldBeClose(11.97969697);
        segment.Upper.ShouldBeClose(50.1869697);
        segment.NearUpper.ShouldBeClose(31.08333333333333 + 1.7733333333333 * 7.181818181818182);
    }

    [Fact]
    public void Xmr_ChanceOfTheNextValue_AgainstTheIntegratedDensity()
    {
        var segment = XmrChart.Of([43, 30, 28, 25, 27, 31, 29, 37, 26, 35, 24, 38]).Segments[0];
        XmrChart.PValueOfNext(segment, 12, 55).ShouldBeClose(0.00902695959273743, relative: 1e-7);
        XmrChart.PValueOfNext(segment, 12, 31).ShouldBeClose(0.9903266900030496, relative: 1e-7);
        XmrChart.PValueOfNext(segment, 12, 20).ShouldBeClose(0.1394768033165264, relative: 1e-7);
        var constant = XmrChart.Of([7, 7, 7]).Segments[0];
        (XmrChart.PValueOfNext(constant, 3, 7), XmrChart.PValueOfNext(constant, 3, 8)).ShouldBe((1, 0));
    }

    [GoldenFact]
    public void Xmr_AgainstGolden()
    {
        foreach (var series in Reference.Golden("xmr.csv").GroupBy(row => row["series"]))
        {
            var rows = series.ToList();
            var values = rows.Select(row => row.Double("value")).ToArray();
            var wheeler = new XmrOptions { ScreenMovingRanges = false, WheelerSignals = true, RunLength = 8 };
            var chart = XmrChart.Of(values, wheeler);
            var medians = XmrChart.Of(values, wheeler with { MedianMovingRange = true });
            for (var i = 0; i < rows.Count; i++)
            {
                var what = $"{series.Key} {rows[i]["month"]}";
                var segment = chart.Segments[0];
                segment.Mean.ShouldBeClose(rows[i].Double("mean"), what);
                segment.MeanMovingRange.ShouldBeClose(rows[i].Double("mr_bar"), what);
                segment.Upper.ShouldBeClose(rows[i].Double("upper"), what);
                segment.Lower.ShouldBeClose(rows[i].Double("lower"), what);
                segment.LowerForDisplay.ShouldBeClose(rows[i].Double("lower_clipped"), what);
                segment.UpperRange.ShouldBeClose(rows[i].Double("url"), what);
                medians.Segments[0].MeanMovingRange.ShouldBeClose(rows[i].Double("mr_median"), what);
                medians.Segments[0].Upper.ShouldBeClose(rows[i].Double("upper_median"), what);
                medians.Segments[0].Lower.ShouldBeClose(rows[i].Double("lower_median"), what);
                medians.Segments[0].UpperRange.ShouldBeClose(rows[i].Double("url_median"), what);
                if (i > 0)
                    chart.Points[i].MovingRange!.Value.ShouldBeClose(rows[i].Double("moving_range"), what);
                var signals = chart.Points[i].Signals;
                signals.HasFlag(ControlSignals.OutsideLimits).ShouldBe(rows[i]["rule1"] == "1", what);
                signals.HasFlag(ControlSignals.Run).ShouldBe(rows[i]["run8"] == "1", what);
                signals.HasFlag(ControlSignals.ThreeOfFourNearLimit).ShouldBe(rows[i]["near3of4"] == "1", what);
                signals.HasFlag(ControlSignals.LargeMovingRange).ShouldBe(rows[i]["mr_above_url"] == "1", what);
            }
        }
    }

    [Fact]
    public void Xmr_LeavesOneWildMovingRangeOut()
    {
        double[] values = [10, 11, 10, 11, 10, 11, 10, 11, 10, 60, 60, 61, 60, 61, 60, 61];
        // Ranges: thirteen of 1, one of 0, one of 50; mean 63/15 = 4.2, bound 13.72: 50 goes, the mean of the rest is 13/14.
        XmrChart.Of(values).Segments[0].MeanMovingRange.ShouldBeClose(13.0 / 14);
        XmrChart.Of(values, new XmrOptions { ScreenMovingRanges = false }).Segments[0].MeanMovingRange.ShouldBeClose(63.0 / 15);
    }

    [Fact]
    public void Xmr_LeavesOutAMovingRangeOfExactlyTheBound()
    {
        // Ranges 3267, 233, 250, 250 have mean 1000, and the first is 3.267 times as much.
        XmrChart.Of([0, 3267, 3034, 2784, 2534]).Segments[0].MeanMovingRange.ShouldBeClose(733 / 3.0);
    }

    [Fact]
    public void Xmr_OfAConstantSeries_HasLimitsAtTheMeanAndNoSignal()
    {
        var chart = XmrChart.Of(Enumerable.Repeat(0.1, 20).ToArray());
        chart.Segments[0].Upper.ShouldBe(chart.Segments[0].Mean);
        chart.Points.ShouldAllBe(point => point.Signals == ControlSignals.None);
    }

    [Fact]
    public void Run_NeedsSevenOnOneSide()
    {
        // Mean 0 by symmetry; the first seven are above it, then seven below.
        double[] seven = [1, 2, 1, 2, 1, 2, 1, -1, -2, -1, -2, -1, -2, -1];
        XmrChart.Of(seven).Points.ShouldAllBe(point => point.Signals.HasFlag(ControlSignals.Run));
        double[] six = [1, 2, 1, 2, 1, 2, -1, -2, -1, -2, -1, -2];
        XmrChart.Of(six).Points.ShouldAllBe(point => !point.Signals.HasFlag(ControlSignals.Run));
        // A point on the mean breaks a run.
        double[] broken = [1, 2, 1, 0, 1, 2, 1, 2, -1, -2, -1, 0, -1, -2, -1, -2];
        XmrChart.Of(broken).Points.ShouldAllBe(point => !point.Signals.HasFlag(ControlSignals.Run));
    }

    [Fact]
    public void Trend_NeedsSixStepsOneWay()
    {
        var rising = XmrChart.Of([5, 1, 2, 3, 4, 5, 6, 7, 3, 9, 2]).Points;
        rising.Select(point => point.Signals.HasFlag(ControlSignals.Trend)).ShouldBe([false, true, true, true, true, true, true, true, false, false, false]);
        XmrChart.Of([5, 1, 2, 3, 4, 5, 6, 3, 9, 2]).Points.ShouldAllBe(point => !point.Signals.HasFlag(ControlSignals.Trend));
        XmrChart.Of([7, 6, 5, 4, 3, 2, 1]).Points.ShouldAllBe(point => point.Signals.HasFlag(ControlSignals.Trend));
        XmrChart.Of([7, 6, 5, 4, 4, 3, 2, 1]).Points.ShouldAllBe(point => !point.Signals.HasFlag(ControlSignals.Trend));
    }

    [Fact]
    public void TwoOfThree_MarksThePointsBeyondTheNearLimit()
    {
        // Limits from the first 12 points: mean 0, moving range 2, near limits ±3.547, limits ±5.32.
        double[] start = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1];
        var options = new XmrOptions { BaselinePoints = 12 };
        bool[] Marked(params double[] more) => XmrChart.Of([.. start, .. more], options).Points[12..].Select(point => point.Signals.HasFlag(ControlSignals.TwoOfThreeNearLimit)).ToArray();
        Marked(4, -1, 4).ShouldBe([true, false, true]);
        Marked(4, 0, 0, 4).ShouldBe([false, false, false, false]);
        Marked(4, -4, 1).ShouldBe([false, false, false]);
        Marked(-4, 9, -4).ShouldBe([true, false, true]);
        Marked(3.54, 3.55, 3.55).ShouldBe([false, true, true]);
        Marked(9, 4, 0).ShouldBe([true, true, false]);
    }

    [Fact]
    public void ThreeOfFour_MarksThePointsNearerALimitThanTheMean()
    {
        // Mean 0, moving range 2, limits ±5.32: nearer a limit from 2.66 on.
        double[] start = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1];
        var options = new XmrOptions { BaselinePoints = 12, WheelerSignals = true };
        bool[] Marked(params double[] more) => XmrChart.Of([.. start, .. more], options).Points[12..].Select(point => point.Signals.HasFlag(ControlSignals.ThreeOfFourNearLimit)).ToArray();
        Marked(2.7, 2.7, 0, 2.7).ShouldBe([true, true, false, true]);
        Marked(2.6, 2.7, 0, 2.7).ShouldBe([false, false, false, false]);
        Marked(-2.7, -2.7, 2.7, -2.7).ShouldBe([true, true, false, true]);
        Marked(-2.7, 2.7, -2.7, 2.7).ShouldBe([false, false, false, false]);
    }

    [Fact]
    public void Baseline_FixesTheLimits_RebaseStartsThemAfresh()
    {
        double[] low = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1];
        var values = low.Concat(low.Select(x => x + 50)).ToArray();
        XmrChart.Of(values, new XmrOptions { BaselinePoints = 12 }).Segments[0].Mean.ShouldBe(0);
        var rebased = XmrChart.Of(values, new XmrOptions { Rebases = [new Rebase(12, "new recording rule")] });
        rebased.Segments.Count.ShouldBe(2);
        rebased.Segments[1].Mean.ShouldBe(50);
        rebased.Segments[1].Reason.ShouldBe("new recording rule");
        rebased.Segments[1].From.ShouldBe(12);
        rebased.Points[12].MovingRange.ShouldBeNull();
        rebased.Points[12].Segment.ShouldBe(1);
        rebased.Points.ShouldAllBe(point => !point.Signals.HasFlag(ControlSignals.OutsideLimits));
    }

    [Fact]
    public void Target_IsHeldAgainstTheLatestLimits()
    {
        double[] low = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1];
        var chart = XmrChart.Of(low.Concat(low.Select(x => x + 50)).ToArray(), new XmrOptions { Rebases = [new Rebase(12, "new team")] });
        TargetAssurance.Of(chart, 40, highIsGood: true).ShouldBe(Assurance.Pass);
        TargetAssurance.Of(chart, 40, highIsGood: false).ShouldBe(Assurance.Fail);
        TargetAssurance.Of(chart, 60, highIsGood: true).ShouldBe(Assurance.Fail);
        TargetAssurance.Of(chart, 60, highIsGood: false).ShouldBe(Assurance.Pass);
        TargetAssurance.Of(chart, 50, highIsGood: true).ShouldBe(Assurance.Inconsistent);
        // On a limit as beyond it.
        TargetAssurance.Of(chart, chart.Segments[1].Lower, highIsGood: true).ShouldBe(Assurance.Pass);
        TargetAssurance.Of(chart, chart.Segments[1].Upper, highIsGood: true).ShouldBe(Assurance.Fail);
    }

    [Fact]
    public void CountCharts_AgainstR()
    {
        var c = CountCharts.C(Counts)[0];
        c.Centre.ShouldBeClose(Reference.Value("c.centre"));
        c.Lower.ShouldBeClose(Reference.Value("c.lower"));
        c.Upper.ShouldBeClose(Reference.Value("c.upper"));
        var u = CountCharts.U(Counts, Days);
        var prime = CountCharts.UPrime(Counts, Days);
        for (var i = 0; i < Counts.Length; i++)
        {
            u[i].Centre.ShouldBeClose(Reference.Value("u.centre"));
            u[i].Lower.ShouldBeClose(Reference.Value($"u.lower.{i}"));
            u[i].Upper.ShouldBeClose(Reference.Value($"u.upper.{i}"));
            prime[i].Lower.ShouldBeClose(Reference.Value($"uprime.lower.{i}"));
            prime[i].Upper.ShouldBeClose(Reference.Value($"uprime.upper.{i}"));
        }

        u.Select(point => point.IsOutside).ShouldBe(u.Select(point => point.Value > point.Upper || point.Value < point.Lower));
        u.Count(point => point.IsOutside).ShouldBeGreaterThan(0);
        prime.ShouldAllBe(point => !point.IsOutside);
    }

    [Fact]
    public void RareEvents_AgainstR()
    {
        double[] gaps = [12, 3, 45, 7, 20, 1, 33, 150, 9, 16];
        var t = RareEventCharts.T(gaps)[0];
        t.Centre.ShouldBeClose(Reference.Value("t.centre"));
        t.Lower.ShouldBeClose(Reference.Value("t.lower"));
        t.Upper.ShouldBeClose(Reference.Value("t.upper"));
        var g = RareEventCharts.G([12, 3, 45, 7, 20, 1, 33, 150, 9, 16]);
        g[0].Upper.ShouldBeClose(Reference.Value("g.upper"));
        g[0].Lower.ShouldBe(0);
        g.Select(point => point.IsOutside).ShouldBe(gaps.Select(gap => gap > Reference.Value("g.upper")));
    }

    [Fact]
    public void RareEvents_AreNotScreened()
    {
        // To the power 1/3.6 nine ones and a five: mean 1.4, ranges of 4 twice in nine, which screening would leave out.
        double[] gaps = [1, 1, 1, 1, 1, 1, 1, 1, Math.Pow(5, 3.6), 1];
        RareEventCharts.T(gaps)[0].Upper.ShouldBeClose(Math.Pow(1.4 + 2.66 * 8 / 9, 3.6));
    }

    [Fact]
    public void DaysInMonth_AreAdjusted()
    {
        CountCharts.AdjustForDays(28, 28).ShouldBeClose(30.4375);
        CountCharts.AdjustForDays(62, 31).ShouldBeClose(60.875);
    }

    [Fact]
    public void Funnel_AgainstR()
    {
        long[] observed = [12, 45, 30, 8, 77, 51, 22, 64, 19, 140];
        double[] expected = [18, 40, 22, 15, 60, 58, 30, 40, 25, 110];
        var spread = Funnel.MeasureOverdispersion(observed, expected);
        spread.Phi.ShouldBeClose(Reference.Value("funnel.phi"));
        spread.TauSquared.ShouldBeClose(Reference.Value("funnel.tau2"));
        var ratio = Funnel.OfRatio(40, spread.TauSquared);
        ratio.Lower.ShouldBeClose(Reference.Value("funnel.ratio.lower"));
        ratio.Upper.ShouldBeClose(Reference.Value("funnel.ratio.upper"));
        var proportion = Funnel.OfProportion(0.3, 50, 0.998);
        proportion.Lower.ShouldBeClose(Reference.Value("funnel.proportion.lower"));
        proportion.Upper.ShouldBeClose(Reference.Value("funnel.proportion.upper"));
        Funnel.CurveAt(30).RatioUpper.ShouldBeClose(Reference.Value("funnel.curve.upper"));
        Funnel.CurveAt(30).RatioLower.ShouldBeClose(Reference.Value("funnel.curve.lower"));
    }

    [Fact]
    public void Funnel_Position_IsWhereTheLimitsOfTheCountMissTheExpected()
    {
        // Byar's limits of 54 are 40.56 to 70.46; the exact ones of 5 are 1.62 to 11.67.
        Funnel.PositionOf(54, 40.5).ShouldBe(FunnelPosition.High);
        Funnel.PositionOf(54, 40.6).ShouldBe(FunnelPosition.Inside);
        Funnel.PositionOf(54, 70.5).ShouldBe(FunnelPosition.Low);
        Funnel.PositionOf(5, 1.6).ShouldBe(FunnelPosition.High);
        Funnel.PositionOf(5, 11.6).ShouldBe(FunnelPosition.Inside);
    }

    [Fact]
    public void Funnel_WhereAllIsChance_HasNoOverdispersion()
    {
        Funnel.MeasureOverdispersion([10, 20, 30], [10, 20, 30]).TauSquared.ShouldBe(0);
        Funnel.OfRatio(0.1, 0).Lower.ShouldBe(0);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentException>(() => XmrChart.Of([1])).ParamName.ShouldBe("values");
        Should.Throw<ArgumentException>(() => XmrChart.Of([1, double.NaN])).ParamName.ShouldBe("values");
        Should.Throw<ArgumentException>(() => XmrChart.Of([1, 2], new XmrOptions { BaselinePoints = 11 })).ParamName.ShouldBe("options");
        Should.Throw<ArgumentException>(() => XmrChart.Of([1, 2], new XmrOptions { RunLength = 1 })).ParamName.ShouldBe("options");
        Should.Throw<ArgumentException>(() => XmrChart.Of([1, 2, 3, 4], new XmrOptions { Rebases = [new Rebase(2, " ")] })).ParamName.ShouldBe("options");
        Should.Throw<ArgumentException>(() => XmrChart.Of([1, 2, 3], new XmrOptions { Rebases = [new Rebase(2, "x")] })).ParamName.ShouldBe("options");
        Should.Throw<ArgumentException>(() => TargetAssurance.Of(XmrChart.Of([1, 2]), double.NaN, true)).ParamName.ShouldBe("target");
        Should.Throw<ArgumentException>(() => CountCharts.C([])).ParamName.ShouldBe("counts");
        Should.Throw<ArgumentException>(() => CountCharts.U([1], [0])).ParamName.ShouldBe("exposures");
        Should.Throw<ArgumentException>(() => CountCharts.U([1], [1e-12])).ParamName.ShouldBe("exposures");
        Should.Throw<ArgumentException>(() => CountCharts.UPrime([1], [1])).ParamName.ShouldBe("counts");
        Should.Throw<ArgumentException>(() => CountCharts.AdjustForDays(1, 27)).ParamName.ShouldBe("days");
        Should.Throw<ArgumentException>(() => RareEventCharts.T([1])).ParamName.ShouldBe("daysBetween");
        Should.Throw<ArgumentException>(() => RareEventCharts.G([])).ParamName.ShouldBe("opportunitiesBetween");
        Should.Throw<ArgumentException>(() => Funnel.OfProportion(1.1, 5)).ParamName.ShouldBe("overall");
        Should.Throw<ArgumentException>(() => Funnel.MeasureOverdispersion([1], [1])).ParamName.ShouldBe("observed");
        Should.Throw<ArgumentException>(() => Funnel.OfRatio(1e-200, 0)).ParamName.ShouldBe("expected");
        Should.Throw<ArgumentException>(() => Funnel.CurveAt(0)).ParamName.ShouldBe("observed");
        CountCharts.UPrime([0, 0], [1, 1])[0].Upper.ShouldBe(0);
    }
}
