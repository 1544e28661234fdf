using Geo.Core;
using Geo.Web.Charts;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Charts;

/// <summary>What the charts are built from: scales, numbers, text, lines.</summary>
public sealed class ChartPartsTests
{
    [Theory]
    [InlineData(0, 41.3, 5, 0, 50, 10)]
    [InlineData(0, 197, 5, 0, 200, 50)]
    [InlineData(-31, 12, 5, -40, 20, 10)]
    [InlineData(0, 0.07, 5, 0, 0.08, 0.02)]
    [InlineData(0, 0, 5, 0, 1, 0.2)]
    [InlineData(0, 12_345_678, 5, 0, 15_000_000, 5_000_000)]
    public void Ticks_AreRound_AndReachOverTheValues(double low, double high, int ticks, double from, double to, double step)
    {
        var scale = ValueScale.OfTicks([low, high], 0, 100, ticks);

        (scale.Low, scale.High).ShouldBe((from, to));
        scale.Step.ShouldBe(step, 1e-9);
        scale.Ticks.First().ShouldBe(from);
        scale.Ticks.Last().ShouldBe(to);
        (scale.At(from), scale.At(to)).ShouldBe((0, 100));
    }

    [Fact]
    public void Ticks_OfCounts_AreNeverBetweenWholeNumbers() =>
        ValueScale.OfTicks([0, 2], 0, 100, 5, smallest: 1).Ticks.ShouldBe([0, 1, 2]);

    [Fact]
    public void Ticks_WithoutZero_StayNearTheValues() =>
        ValueScale.OfTicks([951, 987], 0, 100, 4, zero: false).Ticks.ShouldBe([950, 960, 970, 980, 990]);

    [Fact]
    public void BarScale_BeginsAtZero_AndEndsAtTheLongestBar()
    {
        var scale = ValueScale.OfBars([3, 8], 100, 500);

        scale.At(0).ShouldBe(100);
        scale.At(8).ShouldBe(500);
        scale.At(3).ShouldBe(250);
    }

    [Theory]
    [InlineData(1234.0, 0, "", false, "1,234")]
    [InlineData(-5.0, 0, "", false, "−5")]
    [InlineData(12.5, 1, "%", false, "12.5%")]
    [InlineData(12.25, 1, "%", true, "+12.3%")]
    [InlineData(-12.25, 1, "%", true, "−12.3%")]
    [InlineData(-0.04, 1, "", true, "0.0")]
    [InlineData(0.0, 0, "", true, "0")]
    [InlineData(-1234567.0, 2, "", false, "−1,234,567.00")]
    [InlineData(null, 0, "%", true, "N/A")]
    [InlineData(double.NaN, 0, "", false, "N/A")]
    public void Numbers_AreWrittenAsInBritain(double? value, int decimals, string suffix, bool signed, string text) =>
        new NumberStyle(decimals, suffix, signed).Text(value).ShouldBe(text);

    [Fact]
    public void Text_IsWrappedAndCut_ToItsWidth()
    {
        var lines = TextWidth.Wrap("Castlefields and Ditherington with Abbey and Sundorne", 130, 2);

        lines.Count.ShouldBe(2);
        lines[1].ShouldEndWith("…");
        lines.ShouldAllBe(line => TextWidth.Of(line, TextWidth.Size, false) <= 130);
        TextWidth.Wrap("", 100).ShouldBeEmpty();
        TextWidth.Cut("Llanfairpwllgwyngyll", 5).ShouldBe("L…");
        TextWidth.Of("WWW").ShouldBeGreaterThan(TextWidth.Of("iii"));
    }

    [Fact]
    public void Line_BreaksWhereAValueIsMissing_AndALonePointIsADot() =>
        Chart.Line([(0, 10), (1, 11), (2, null), (3, 12.345), (4, null)]).ShouldBe("M0 10L1 11M3 12.34h0");

    [Fact]
    public void Spread_MovesLabelsApart_AndLeavesTheOthers()
    {
        Chart.Spread([100, 50, 104], 20, 0, 200).ShouldBe([92, 50, 112]);
        Chart.Spread([199, 198], 20, 0, 200).ShouldBe([200, 180]);
        Chart.Spread([0, 1, 2], 20, 0, 200).ShouldBe([0, 20, 40]);
        Chart.Spread([], 20, 0, 200).ShouldBeEmpty();
    }

    [Fact]
    public void LabelPlaces_AvoidWhatIsTaken_AndGiveUpWhereThereIsNoRoom()
    {
        var places = new LabelPlaces(0, 0, 200, 60);
        places.Avoid(100, 30, 5);

        places.Find(100, 30, "Abbey").ShouldBe((109, 30, "start"));
        places.Find(100, 30, "Abbey")!.Value.Anchor.ShouldBe("end");
        places.Find(100, 30, new string('W', 40)).ShouldBeNull();
    }

    [Fact]
    public void Months_LeftOut_AreFilledWithoutAValue_AndNoneMayBeThereTwice()
    {
        var april = Month.Of(2024, 4);

        MonthValue.WithoutGaps([new(april.Plus(2), 3), new(april, 1)]).ShouldBe([new(april, 1), new(april.Plus(1), null), new(april.Plus(2), 3)]);
        Should.Throw<ArgumentException>(() => MonthValue.WithoutGaps([new(april, 1), new(april, 2)]));
    }
}
