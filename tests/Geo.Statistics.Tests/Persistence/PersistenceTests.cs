using Geo.Statistics.Persistence;

namespace Geo.Statistics.Tests.Persistence;

public sealed class PersistenceTests
{
    [Theory]
    [InlineData("1_3_2_5_6_4_8_9")]
    [InlineData("5_5_4_4_4_3_6_1_1_0_2")]
    [InlineData("2_2_2_3")]
    public void MannKendall_AgainstR(string name)
    {
        var test = MannKendall.Of(Reference.Numbers(name, '_'));
        Math.Abs(test.Z).ShouldBeClose(Math.Abs(Reference.Value($"mk.{name}.0")));
        Math.Sign(test.Z).ShouldBe(Math.Sign(Reference.Value($"mk.{name}.0")));
        test.PValue.ShouldBeClose(Reference.Value($"mk.{name}.1"));
    }

    [Fact]
    public void MannKendall_OfThePublishedSeries()
    {
        var test = MannKendall.Of([1, 3, 2, 5, 6, 4, 8, 9]);
        test.S.ShouldBe(22);
        test.Variance.ShouldBeClose(65.33333333);
        test.Z.ShouldBeClose(2.598076211);
        MannKendall.Of([4, 4, 4]).PValue.ShouldBe(1);
    }

    [Theory]
    [InlineData("HHHHHHHH..", HistoryKind.Persistent)]
    [InlineData("HHHHHHH...", HistoryKind.Former)]
    [InlineData("HHHHH....H", HistoryKind.Intermittent)]
    [InlineData(".........H", HistoryKind.Emerging)]
    [InlineData("........H.", HistoryKind.Emerging)]
    [InlineData(".......H..", HistoryKind.Former)]
    [InlineData("..........", HistoryKind.None)]
    [InlineData("H.......H.", HistoryKind.Intermittent)]
    [InlineData("H..C.....C", HistoryKind.Mixed)]
    [InlineData("CCCCCCCCCC", HistoryKind.Persistent)]
    [InlineData("HHHH      ", HistoryKind.Persistent)] // empty periods leave the denominator
    [InlineData("...............HHH..", HistoryKind.Emerging)] // the last 4 of 20 are recent, and hold two
    [InlineData("............HHHH....", HistoryKind.Former)]
    [InlineData("............HH.", HistoryKind.Emerging)] // the last 3 of 15
    [InlineData("H.........HH", HistoryKind.Intermittent)] // a tenth of the older ten is not under a tenth
    [InlineData("H...........", HistoryKind.Former)]
    [InlineData("...H", HistoryKind.Emerging)] // the last of fewer than five
    [InlineData("H...", HistoryKind.Former)]
    [InlineData("H", HistoryKind.Persistent)]
    [InlineData("", HistoryKind.None)]
    public void History_FollowsTheDocumentation(string periods, HistoryKind expected) => HotSpotHistory.Of(States(periods)).Kind.ShouldBe(expected);

    [Fact]
    public void History_SaysWhetherItIsHotOrCold()
    {
        HotSpotHistory.Of(States("HHHHHHHHHH")).IsHot.ShouldBe(true);
        HotSpotHistory.Of(States("CCCCCCCCCC")).IsHot.ShouldBe(false);
        HotSpotHistory.Of(States("..........")).IsHot.ShouldBeNull();
        var mixed = HotSpotHistory.Of(States("HHHH..CCCC"));
        (mixed.Kind, mixed.Hot, mixed.Cold, mixed.IsHot).ShouldBe((HistoryKind.Mixed, HistoryKind.Former, HistoryKind.Intermittent, (bool?)null));
    }

    [Fact]
    public void State_NeedsBothPValueAndSide()
    {
        HotSpotHistory.StateOf(2.1, 0.04).ShouldBe(PeriodState.Hot);
        HotSpotHistory.StateOf(-2.1, 0.04).ShouldBe(PeriodState.Cold);
        HotSpotHistory.StateOf(2.1, 0.05).ShouldBe(PeriodState.Neither);
        HotSpotHistory.StateOf(null, null).ShouldBe(PeriodState.Empty);
        HotSpotHistory.StateOf(0, 0.01).ShouldBe(PeriodState.Neither);
    }

    [Theory]
    [InlineData(".........H", EmergingPattern.New)]
    [InlineData("........HH", EmergingPattern.Consecutive)]
    [InlineData(".HHHHHHHHH", EmergingPattern.Intensifying)] // nine of ten, scores rise
    [InlineData("H.......HH", EmergingPattern.Sporadic)]
    [InlineData("H.H.H.H..H", EmergingPattern.Sporadic)]
    [InlineData("C.H.H.H..H", EmergingPattern.Oscillating)]
    [InlineData("H.H.H.H...", EmergingPattern.None)]
    [InlineData("HHHHHHHHH.", EmergingPattern.Historical)]
    [InlineData("..........", EmergingPattern.None)]
    [InlineData("C........H", EmergingPattern.New)]
    public void Emerging_WithRisingScores(string periods, EmergingPattern expected) =>
        EmergingHotSpots.Of(Enumerable.Range(0, periods.Length).Select(i => (double)i).ToArray(), States(periods)).Pattern.ShouldBe(expected);

    [Fact]
    public void Emerging_ByTheTrendOfTheScores()
    {
        double[] falling = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], level = [5, 6, 5, 6, 5, 6, 5, 6, 5, 6];
        EmergingHotSpots.Of(falling, States("HHHHHHHHHH")).Pattern.ShouldBe(EmergingPattern.Diminishing);
        EmergingHotSpots.Of(level, States("HHHHHHHHHH")).Pattern.ShouldBe(EmergingPattern.Persistent);
        // For cold spots falling scores mean a stronger one.
        var cold = EmergingHotSpots.Of(falling, States("CCCCCCCCCC"));
        (cold.Pattern, cold.IsHot).ShouldBe((EmergingPattern.Intensifying, (bool?)false));
        EmergingHotSpots.Of([1], States("H")).ShouldBe(new EmergingResult(EmergingPattern.New, true, null));
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentException>(() => MannKendall.Of([1])).ParamName.ShouldBe("values");
        Should.Throw<ArgumentException>(() => HotSpotHistory.Of([(PeriodState)9])).ParamName.ShouldBe("states");
        Should.Throw<ArgumentException>(() => EmergingHotSpots.Of([], [])).ParamName.ShouldBe("scores");
        Should.Throw<ArgumentException>(() => EmergingHotSpots.Of([1], [])).ParamName.ShouldBe("states");
        Should.Throw<ArgumentException>(() => EmergingHotSpots.Of([1], [(PeriodState)9])).ParamName.ShouldBe("states");
    }

    private static PeriodState[] States(string periods) => periods.Select(letter => letter switch
    {
        'H' => PeriodState.Hot,
        'C' => PeriodState.Cold,
        '.' => PeriodState.Neither,
        _ => PeriodState.Empty,
    }).ToArray();
}
