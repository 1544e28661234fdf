using System.Xml.Linq;
using Geo.Core;
using Geo.Web.Charts;
using Shouldly;
using Xunit;
using static Geo.Web.Tests.Charts.ChartRendering;

namespace Geo.Web.Tests.Charts;

/// <summary>What is drawn lies where its number says, and the table holds the same numbers.</summary>
public sealed class ChartGeometryTests
{
    private static readonly Month _april = Month.Of(2024, 4);

    [Fact]
    public async Task Bars_AreAsLongAsTheirShareOfTheLongest_FromZero()
    {
        var figure = await FigureAsync<BarChart>(("Bars", (Bar[])[new("Abbey", 40), new("Tern", 10), new("Clee", null), new("Wem", 0)]));
        var bars = figure.Drawing().Descendants("rect").ToList();

        bars.Count.ShouldBe(3); // none for what is not known
        bars[1].Number("width").ShouldBe(bars[0].Number("width") / 4, 0.01);
        bars[2].Number("width").ShouldBe(0);
        bars.ShouldAllBe(bar => bar.Number("x") == bars[0].Number("x"));
        figure.Drawing().OfClass("geo-zero").Single().Path()[0].ShouldBe(bars[0].Number("x"), 0.01);
        figure.Drawing().Texts().ShouldBe(["Abbey", "Tern", "Clee", "Wem", "40", "10", "N/A", "0"]);
        figure.Table().ShouldBe(["Area|Value", "Abbey|40", "Tern|10", "Clee|N/A", "Wem|0"]);
    }

    [Fact]
    public async Task Bars_BelowZero_GoToTheLeft_AndComparisonsAreTicks()
    {
        var figure = await FigureAsync<BarChart>(("Bars", (Bar[])[new("Abbey", 20, 10), new("Tern", -5)]), ("ComparisonLabel", "2023/24"));
        var (bars, zero) = (figure.Drawing().OfClass("geo-series-1").Where(one => one.Name.LocalName == "rect").ToList(), figure.Drawing().OfClass("geo-zero").Single().Path()[0]);

        bars[0].Number("x").ShouldBe(zero, 0.01);
        (bars[1].Number("x") + bars[1].Number("width")).ShouldBe(zero, 0.02);
        bars[1].Number("width").ShouldBe(bars[0].Number("width") / 4, 0.01);
        figure.Drawing().OfClass("geo-compare").Last().Path()[0].ShouldBe(zero + (bars[0].Number("width") / 2), 0.02);
        figure.Table().ShouldBe(["Area|Value|2023/24", "Abbey|20|10", "Tern|−5|N/A"]);
    }

    [Fact]
    public async Task Changes_GoBothWaysFromZero_OnOneScale()
    {
        var figure = await FigureAsync<DivergingBars>(("Changes", (Change[])[new("Abbey", -10), new("Tern", 30, WithinChance: true), new("Clee", null)]), ("Numbers", NumberStyle.Change));
        var (fall, rise) = (figure.Drawing().OfClass("geo-fall").Last(), figure.Drawing().OfClass("geo-rise").Last());
        var zero = figure.Drawing().OfClass("geo-zero").Single().Path()[0];

        (fall.Number("x") + fall.Number("width")).ShouldBe(zero, 0.02);
        rise.Number("x").ShouldBe(zero, 0.01);
        rise.Number("width").ShouldBe(3 * fall.Number("width"), 0.05);
        rise.Attribute("class")!.Value.ShouldContain("geo-chance");
        figure.Table().ShouldBe(["Area|Change|More than chance", "Abbey|−10.0%|yes", "Tern|+30.0%|no", "Clee|N/A|N/A"]);
    }

    [Fact]
    public async Task Stacks_AddUp_AndSharesFillTheBar()
    {
        Stack[] stacks = [new("Abbey", [30, 10]), new("Tern", [5, null])];
        var counts = await FigureAsync<StackedBars>(("Stacks", stacks), ("Series", (string[])["Knife", "Blunt"]));
        var parts = counts.Drawing().Descendants("rect").ToList();
        var shares = await FigureAsync<StackedBars>(("Stacks", stacks), ("Series", (string[])["Knife", "Blunt"]), ("Shares", true));

        parts.Count.ShouldBe(3);
        parts[0].Number("width").ShouldBe(3 * parts[1].Number("width"), 0.05);
        parts[1].Number("x").ShouldBe(parts[0].Number("x") + parts[0].Number("width"), 0.02);
        counts.Table().ShouldBe(["Area|Knife|Blunt|Total", "Abbey|30|10|40", "Tern|5|N/A|N/A"]);
        shares.Drawing().Descendants("rect").Count().ShouldBe(2); // no shares of what is not known
        shares.Drawing().Texts().ShouldContain("75%");
        shares.Table().ShouldBe(["Area|Knife|Blunt|Total|Knife %|Blunt %", "Abbey|30|10|40|75.0%|25.0%", "Tern|5|N/A|N/A|N/A|N/A"]);
        (await Should.ThrowAsync<ArgumentException>(FigureAsync<StackedBars>(("Stacks", stacks), ("Series", "a b c d e f g".Split(' '))))).Message.ShouldContain("6 at most");
        (await Should.ThrowAsync<ArgumentException>(FigureAsync<StackedBars>(("Stacks", (Stack[])[new("Abbey", [-1])]), ("Series", (string[])["Knife"])))).Message.ShouldContain("0 or more");
    }

    [Fact]
    public async Task Pyramid_HasOneScaleForBothSides_AndTheYoungestAtTheBottom()
    {
        var figure = await FigureAsync<PopulationPyramid>(("Bands", (AgeBand[])[new("0–9", 10, 40), new("10–17", 20, null)]), ("LeftLabel", "Victims"), ("RightLabel", "Suspects"));
        var (left, right) = (figure.Drawing().OfClass("geo-series-1").ToList(), figure.Drawing().OfClass("geo-series-2").Single());
        var zeros = figure.Drawing().OfClass("geo-zero").Single().Path();

        left[0].Number("width").ShouldBe(right.Number("width") / 4, 0.01);
        (left[1].Number("x") + left[1].Number("width")).ShouldBe(zeros[0], 0.02);
        right.Number("x").ShouldBe(zeros[3], 0.01);
        left[0].Number("y").ShouldBeGreaterThan(left[1].Number("y"));
        figure.Table().ShouldBe(["Age|Victims|Suspects", "0–9|10|40", "10–17|20|N/A"]);
    }

    [Fact]
    public async Task Line_BreaksAtAMissingMonth_AndTheYearBeforeGoesOn()
    {
        var figure = await FigureAsync<LineChart>(("Months", (MonthValue[])[new(_april, 0, 5), new(_april.Plus(1), 10, 5), new(_april.Plus(3), 10, 5)]), ("Label", "2024"), ("BeforeLabel", "2023"));
        var lines = figure.Drawing().OfClass("geo-line").Select(line => line.Attribute("d")!.Value).ToList();
        var (line, zero) = (figure.Drawing().OfClass("geo-line").Last().Path(), figure.Drawing().OfClass("geo-zero").Single().Path());

        lines[0].ShouldEndWith("h0"); // the year before is missing where the month is left out
        lines[1].Count(letter => letter == 'M').ShouldBe(2);
        line[1].ShouldBe(zero[1]); // nought is on the zero line
        (line[4] - line[2]).ShouldBe(2 * (line[2] - line[0]), 0.02); // the gap keeps its place
        figure.Drawing().OfClass("geo-missing").Count().ShouldBe(2); // its band and its key
        figure.Table().ShouldBe(["Month|2024|2023", "April 2024|0|5", "May 2024|10|5", "June 2024|N/A|N/A", "July 2024|10|5"]);
    }

    [Fact]
    public async Task Funnel_PutsAreasBySizeAndValue_WithAShapeForEachStanding()
    {
        var figure = await FigureAsync<FunnelPlot>(
            ("Areas", (FunnelArea[])[new("Abbey", 5000, 10), new("Tern", 10_000, 20, FunnelStanding.Outside95), new("Clee", 2500, 30, FunnelStanding.Outside998), new("Wem", 1, null)]),
            ("Limits", (FunnelLimit[])[new(5000, 5, 15, 2, 18), new(10_000, 7, 13, 5, 15), new(50_000, 9, 11, 9, 11)]), ("Centre", 10.0), ("Unit", "Rate"));
        var drawing = figure.Drawing();
        var (circle, square, diamond) = (drawing.OfClass("geo-point").Last(), drawing.OfClass("geo-warning").Last().Path(), drawing.OfClass("geo-signal").Last().Path());
        var (zero, mean) = (drawing.OfClass("geo-zero").Single().Path(), drawing.OfClass("geo-mean").Single().Path());

        var (left, bottom) = (zero[0], zero[1]);
        var squareX = square[0] + 4.5;
        (circle.Number("cx") - left).ShouldBe((squareX - left) / 2, 0.05);
        (diamond[0] - left).ShouldBe((squareX - left) / 4, 0.05);
        circle.Number("cy").ShouldBe(mean[1], 0.02); // a value of the centre lies on its line
        (bottom - (square[1] + 4.5)).ShouldBe(2 * (bottom - mean[1]), 0.05);
        (bottom - (diamond[1] + 6)).ShouldBe(3 * (bottom - mean[1]), 0.05);
        drawing.OfClass("geo-limit").First().Path().Length.ShouldBe(4); // what is beyond the areas is cut off
        drawing.OfClass("geo-limit").First().Path()[..2].ShouldBe([circle.Number("cx"), bottom - ((bottom - mean[1]) / 2)], 0.05);
        drawing.OfClass("geo-halo").Select(name => name.Value).ShouldBe(["Clee", "Tern"]);
        figure.Table().ShouldBe(["Area|Population|Rate|Limits", "Abbey|5,000|10|within chance", "Tern|10,000|20|outside 95%", "Clee|2,500|30|outside 99.8%", "Wem|1|N/A|N/A"]);
    }

    [Fact]
    public async Task Control_MarksSignalsByShape_AndTellsWhyLimitsStartAfresh()
    {
        var figure = await FigureAsync<Web.Charts.XmrChart>(
            ("Months", (XmrMonth[])[new(_april, 10), new(_april.Plus(1), 30, XmrSignal.Outside), new(_april.Plus(3), 12, XmrSignal.Pattern)]),
            ("Limits", (XmrLimits[])[new(_april, _april.Plus(1), 10, 0, 20), new(_april.Plus(2), _april.Plus(3), 12, 2, 22, "new form")]));
        var drawing = figure.Drawing();

        drawing.OfClass("geo-signal").Last().Path()[1].ShouldBeLessThan(drawing.OfClass("geo-limit").First().Path()[1]); // above the upper limit
        drawing.OfClass("geo-series-1").Last().Number("cy").ShouldBe(drawing.OfClass("geo-mean").First().Path()[1], 0.02);
        drawing.OfClass("geo-warning").Count().ShouldBe(2); // the month and its key
        drawing.OfClass("geo-line").Single(line => line.Attribute("class")!.Value == "geo-line geo-thin").Attribute("d")!.Value.Count(letter => letter == 'M').ShouldBe(2);
        drawing.Texts().ShouldContain("Limits start afresh in June 2024: new form");
        drawing.Texts().ShouldContain("May 2024: 30");
        figure.Table().ShouldBe(["Month|Value|Mean|Lower limit|Upper limit|Signal", "April 2024|10|10|0|20|none", "May 2024|30|10|0|20|outside the limits",
            "June 2024|N/A|12|2|22|none", "July 2024|12|12|2|22|run or trend"]);
    }

    [Fact]
    public async Task Lorenz_GoesFromCornerToCorner_AndIsThinned()
    {
        var figure = await FigureAsync<LorenzCurve>(("Points", (LorenzCurve.Point[])[new(0, 0), new(0.25, 0.5), new(1, 1)]), ("Mark", new LorenzCurve.Point(0.25, 0.5)), ("PlacesLabel", "streets"));
        var (curve, mark) = (figure.Drawing().OfClass("geo-line").Single().Path(), figure.Drawing().Descendants("circle").Single());
        var many = await FigureAsync<LorenzCurve>(("Points", Enumerable.Range(0, 10_001).Select(i => new LorenzCurve.Point(i / 10_000.0, Math.Sqrt(i / 10_000.0))).ToArray()));

        (curve[2] - curve[0]).ShouldBe((curve[4] - curve[0]) / 4, 0.02);
        (curve[1] - curve[3]).ShouldBe((curve[1] - curve[5]) / 2, 0.02);
        (mark.Number("cx"), mark.Number("cy")).ShouldBe((curve[2], curve[3]));
        string.Join(' ', figure.Drawing().OfClass("geo-strong").Select(text => text.Value)).ShouldBe("50% of events in 25% of streets");
        figure.Table().ShouldBe(["Share of streets|Share of events", "0.0%|0.0%", "25.0%|50.0%", "100.0%|100.0%"]);
        many.Table().Length.ShouldBeLessThan(202);
        many.Table()[^1].ShouldBe("100.0%|100.0%");
    }

    [Fact]
    public async Task Dots_LieOnTheirIntervals()
    {
        var figure = await FigureAsync<DotPlot>(("Dots", (Dot[])[new("Abbey", 5, 0, 10), new("Tern", null, 5, 10), new("Clee", null)]), ("Reference", 5.0), ("ReferenceLabel", "England"));
        var (whiskers, dot) = (figure.Drawing().OfClass("geo-whisker").Select(whisker => whisker.Path()).ToList(), figure.Drawing().Descendants("circle").Single());

        whiskers.Count.ShouldBe(2);
        whiskers[0][0].ShouldBe(figure.Drawing().OfClass("geo-zero").Single().Path()[0]);
        dot.Number("cx").ShouldBe((whiskers[0][0] + whiskers[0][2]) / 2, 0.02);
        figure.Drawing().OfClass("geo-guide").Single().Path()[0].ShouldBe(dot.Number("cx"));
        figure.Drawing().Texts().ShouldContain("England 5");
        figure.Table().ShouldBe(["Area|Value|From|To", "Abbey|5|0|10", "Tern|N/A|5|10", "Clee|N/A|N/A|N/A"]);
    }

    [Fact]
    public async Task Slopes_JoinTwoPeriods_AndDoNotWhereOneIsMissing()
    {
        var figure = await FigureAsync<SlopeChart>(("Slopes", (Slope[])[new("Abbey", 10, 30), new("Tern", 20, null), new("Clee", null, null)]), ("FromLabel", "2023"), ("ToLabel", "2024"));
        var lines = figure.Drawing().OfClass("geo-line").ToList();
        var marks = figure.Drawing().Descendants("circle").ToList();

        lines.Single().Attribute("class")!.Value.ShouldContain("geo-rise");
        marks.Count.ShouldBe(3);
        marks[2].Number("cy").ShouldBe((marks[0].Number("cy") + marks[1].Number("cy")) / 2, 0.02);
        figure.Drawing().Texts().ShouldContain("N/A Tern");
        figure.Table().ShouldBe(["Area|2023|2024", "Abbey|10|30", "Tern|20|N/A", "Clee|N/A|N/A"]);
    }

    [Fact]
    public async Task MonthBars_AndSparkline_KeepTheirGaps()
    {
        var months = ChartSamples.Months(_april, 10, null, 0, 5);
        var bars = await FigureAsync<MonthBars>(("Months", months));
        var rects = bars.Drawing().Descendants("rect").Where(rect => !rect.Attribute("class")!.Value.Contains("missing", StringComparison.Ordinal)).ToList();
        var spark = await FigureAsync<Sparkline>(("Months", months));

        rects.Select(rect => rect.Number("height")).ShouldBe([70, 0, 35]);
        (rects[1].Number("x") - rects[0].Number("x")).ShouldBe(2 * (rects[2].Number("x") - rects[1].Number("x")), 0.02);
        bars.Drawing().OfClass("geo-missing").Count().ShouldBe(2);
        spark.Drawing().OfClass("geo-line").Single().Attribute("d")!.Value.ShouldContain("h0M");
        bars.Table().ShouldBe(["Month|Value", "April 2024|10", "May 2024|N/A", "June 2024|0", "July 2024|5"]);
        spark.Table().ShouldBe(bars.Table());
    }
}
