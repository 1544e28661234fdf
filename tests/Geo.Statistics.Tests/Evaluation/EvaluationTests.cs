using Geo.Statistics.Evaluation;
using Geo.Statistics.Holidays;

namespace Geo.Statistics.Tests.Evaluation;

public sealed class EvaluationTests
{
    [Fact]
    public void Wdd_OfThePublishedExample()
    {
        var wdd = DisplacementDifference.Of(new(20, 10), new(20, 20), new(30, 20), new(30, 30))!.Value;
        wdd.Estimate.ShouldBe(-20);
        wdd.StandardError.ShouldBeClose(13.41640786);
        wdd.Z.ShouldBeClose(-20 / 13.41640786);
        DisplacementDifference.Of(new(20, 10), new(20, 20))!.Value.Estimate.ShouldBe(-10);
    }

    [Fact]
    public void Wdd_WithUnequalTimesAndSizes_AgainstR()
    {
        var wdd = DisplacementDifference.Of(new(20, 10, 1.5), new(22, 21, 2), new(30, 20, 3.2), new(33, 30, 3), 2, 1)!.Value;
        wdd.Estimate.ShouldBeClose(Reference.Value("wdd.0"));
        wdd.StandardError.ShouldBeClose(Reference.Value("wdd.1"));
        wdd.PValue.ShouldBeClose(Reference.Value("wdd.2"));
        wdd.Limits.Lower.ShouldBeClose(Reference.Value("wdd.3"));
        wdd.Limits.Upper.ShouldBeClose(Reference.Value("wdd.4"));
    }

    [Fact]
    public void Wdd_WithFewEvents_IsRefused()
    {
        DisplacementDifference.Of(new(4, 10), new(20, 20)).ShouldBeNull();
        DisplacementDifference.Of(new(5, 5), new(20, 20)).ShouldNotBeNull();
        DisplacementDifference.Of(new(20, 10), new(20, 20), new(30, 4), new(30, 30)).ShouldBeNull();
        DisplacementDifference.Quotient(new(4, 10), new(20, 20), new(20, 20)).ShouldBeNull();
    }

    [Fact]
    public void Wdq_AgainstR()
    {
        DisplacementDifference.Quotient(new(60, 30), new(50, 40), new(110, 100))!.Value.ShouldBeClose(Reference.Value("wdq"));
        DisplacementDifference.Quotient(new(10, 20), new(20, 20), new(30, 60)).ShouldBeNull();
    }

    [Fact]
    public void RateDifference_AgainstR()
    {
        var difference = RateDifference.Of(50, 366, 30, 365);
        difference.Estimate.ShouldBeClose(Reference.Value("rate.difference.0"));
        difference.StandardError.ShouldBeClose(Reference.Value("rate.difference.1"));
        difference.PValue.ShouldBeClose(Reference.Value("rate.difference.2"));
        difference.Limits.Contains(difference.Estimate).ShouldBeTrue();
        RateDifference.Of(0, 1, 0, 1).PValue.ShouldBe(1);
    }

    [Fact]
    public void Prediction_ByHand()
    {
        // Ten cells, two hot ones with 5 + 1 of 10 events; the best two hold 5 + 3.
        var score = PredictionIndex.Of([5, 1, 3, 1, 0, 0, 0, 0, 0, 0], Enumerable.Repeat(2.0, 10).ToArray(), [true, true, .. new bool[8]]);
        score.HitRate.ShouldBeClose(0.6);
        score.AreaShare.ShouldBeClose(0.2);
        score.AccuracyIndex!.Value.ShouldBeClose(3);
        score.EfficiencyIndex!.Value.ShouldBeClose(0.75);
    }

    [Fact]
    public void Prediction_WithUnequalAreas_TakesTheBestInPart()
    {
        // Densities 4, 1.5, 0.5 per unit; the hot area of 2 could have been the first cell (4) and a quarter of the second (1.5).
        var score = PredictionIndex.Of([4, 6, 1], [1, 4, 2], [false, false, true]);
        score.EfficiencyIndex!.Value.ShouldBeClose(1 / 5.5);
        score.AccuracyIndex!.Value.ShouldBeClose(1.0 / 11 / (2.0 / 7));
        PredictionIndex.Of([0], [1], [true]).AccuracyIndex.ShouldBeNull();
        PredictionIndex.Of([1], [1], [false]).EfficiencyIndex.ShouldBeNull();
    }

    [Fact]
    public void Holidays_OverYears_AgainstR()
    {
        HolidayStratum[] years = [new(30, 90, 70, 275), new(41, 92, 95, 274), new(25, 91, 66, 274)];
        var effect = HolidayEffect.OfYears(years);
        effect.Value!.Value.ShouldBeClose(Reference.Value("holiday.0"));
        effect.Limits.Lower.ShouldBeClose(Reference.Value("holiday.1"));
        effect.Limits.Upper.ShouldBeClose(Reference.Value("holiday.2"));
    }

    [Fact]
    public void Holidays_OfOneYear_AreExact()
    {
        var effect = HolidayEffect.OfYears([new(58, 1, 23, 1)]);
        Math.Round(effect.Value!.Value, 2).ShouldBe(2.52);
        Math.Round(effect.Limits.Upper, 2).ShouldBe(4.28);
        HolidayEffect.OfYear(new(10, 100, 30, 300)).Value!.Value.ShouldBeClose(1);
        HolidayEffect.OfYears([new(0, 1, 0, 1), new(0, 1, 0, 1)]).Value.ShouldBeNull();
        HolidayEffect.OfYears([new(0, 1, 3, 1), new(0, 1, 0, 1)]).Value.ShouldBe(0);
        HolidayEffect.OfYears([new(2, 1, 0, 1), new(0, 1, 0, 1)]).Value.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Weeks_AreSplitByTermDates_WithALag()
    {
        long[] counts = [1, 2, 4, 8];
        bool[] holidays = [false, true, false, false];
        HolidayEffect.SplitWeeks(counts, holidays).ShouldBe(new HolidayStratum(2, 7, 13, 21));
        HolidayEffect.SplitWeeks(counts, holidays, 1).ShouldBe(new HolidayStratum(4, 7, 10, 14));
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentException>(() => DisplacementDifference.Of(new(20, 10), new(20, 20), new(20, 20))).ParamName.ShouldBe("displacementControl");
        Should.Throw<ArgumentException>(() => DisplacementDifference.Of(new(-1, 10), new(20, 20))).ParamName.ShouldBe("treated");
        Should.Throw<ArgumentException>(() => DisplacementDifference.Of(new(20, 10, 0), new(20, 20))).ParamName.ShouldBe("treated");
        Should.Throw<ArgumentException>(() => DisplacementDifference.Of(new(20, 10), new(20, 20), beforeDuration: 0)).ParamName.ShouldBe("beforeDuration");
        // Named, also where another area has too few events for a quotient.
        Should.Throw<ArgumentException>(() => DisplacementDifference.Quotient(new(4, 10), new(-1, 20), new(20, 20))).ParamName.ShouldBe("buffer");
        Should.Throw<ArgumentException>(() => DisplacementDifference.Quotient(new(20, 10), new(4, 20), new(20, long.MaxValue))).ParamName.ShouldBe("control");
        Should.Throw<ArgumentException>(() => RateDifference.Of(1, 0, 1, 1)).ParamName.ShouldBe("previousExposure");
        Should.Throw<ArgumentException>(() => PredictionIndex.Of([], [], [])).ParamName.ShouldBe("events");
        Should.Throw<ArgumentException>(() => PredictionIndex.Of([1], [0], [true])).ParamName.ShouldBe("areas");
        Should.Throw<ArgumentException>(() => HolidayEffect.OfYears([])).ParamName.ShouldBe("years");
        Should.Throw<ArgumentException>(() => HolidayEffect.OfYears([new(1, 0, 1, 1), new(1, 1, 1, 1)])).ParamName.ShouldBe("years");
        Should.Throw<ArgumentException>(() => HolidayEffect.SplitWeeks([1], [true])).ParamName.ShouldBe("isHolidayWeek");
    }
}
