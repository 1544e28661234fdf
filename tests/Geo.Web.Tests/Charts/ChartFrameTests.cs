using System.Xml.Linq;
using Geo.Core;
using Geo.Web.Charts;
using Shouldly;
using Xunit;
using static Geo.Web.Tests.Charts.ChartRendering;

namespace Geo.Web.Tests.Charts;

/// <summary>What all charts share: figure, names, table, words for nothing, escaping, the file.</summary>
public sealed class ChartFrameTests
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    public static TheoryData<int> Samples => [.. Enumerable.Range(0, ChartSamples.All.Count - 1)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task EveryChart_IsAFigureWithNamedDrawingsAndATable(int sample)
    {
        var (chart, parameters) = ChartSamples.All[sample];
        var figure = XElement.Parse(await HtmlAsync(chart, parameters));
        var ids = figure.DescendantsAndSelf().Attributes("id").Select(id => id.Value).ToList();

        figure.Name.ShouldBe("figure");
        figure.Element("figcaption")!.Value.ShouldContain((string)parameters["Title"]!);
        ids.ShouldBeUnique();
        foreach (var drawing in figure.Elements("svg"))
        {
            drawing.Attribute("role")!.Value.ShouldBe("img");
            drawing.Attribute("viewBox")!.Value.ShouldStartWith("0 0 ");
            drawing.Attribute("aria-labelledby")!.Value.Split(' ').ShouldBe([drawing.Element("title")!.Attribute("id")!.Value, drawing.Element("desc")!.Attribute("id")!.Value]);
            drawing.Element("title")!.Value.ShouldBe(parameters["Title"]);
            drawing.Element("desc")!.Value.ShouldBe(parameters["Description"]);
        }

        figure.Element("details")!.Element("summary")!.Value.ShouldBe("Figures of this chart");
        figure.Descendants("table").Single().Attribute("class")!.Value.ShouldContain("govuk-table");
        figure.Descendants("tr").Select(row => row.Elements().Count()).Distinct().Count().ShouldBe(1);
        figure.DescendantsAndSelf().Attributes("style").ShouldBeEmpty();
        figure.ToString().ShouldNotContain("NaN");
        figure.ToString().ShouldNotContain("∞");
    }

    [Fact]
    public async Task EveryKindOfChart_IsAmongTheSamples() =>
        (await Task.FromResult(typeof(Chart).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Chart))))).Except(ChartSamples.All.Select(sample => sample.Chart)).ShouldBeEmpty();

    public static TheoryData<Type, string, object> Empty => new()
    {
        { typeof(LineChart), "Months", Array.Empty<MonthValue>() },
        { typeof(LineChart), "Months", ChartSamples.Months(Month.Of(2024, 4), null, null) },
        { typeof(BarChart), "Bars", new[] { new Bar("Abbey", null) } },
        { typeof(DivergingBars), "Changes", Array.Empty<Change>() },
        { typeof(StackedBars), "Stacks", Array.Empty<Stack>() },
        { typeof(PopulationPyramid), "Bands", Array.Empty<AgeBand>() },
        { typeof(FunnelPlot), "Areas", Array.Empty<FunnelArea>() },
        { typeof(Web.Charts.XmrChart), "Months", Array.Empty<XmrMonth>() },
        { typeof(LorenzCurve), "Points", Array.Empty<LorenzCurve.Point>() },
        { typeof(DotPlot), "Dots", Array.Empty<Dot>() },
        { typeof(SlopeChart), "Slopes", Array.Empty<Slope>() },
        { typeof(MonthBars), "Months", Array.Empty<MonthValue>() },
        { typeof(Sparkline), "Months", Array.Empty<MonthValue>() },
    };

    [Theory]
    [MemberData(nameof(Empty))]
    public async Task WithoutData_ItSaysSoInWords(Type chart, string name, object nothing)
    {
        var figure = XElement.Parse(await HtmlAsync(chart, With((name, nothing), ("Subject", "April 2031"))));

        figure.Element("p")!.Value.ShouldBe("No data for April 2031.");
        figure.Descendants("svg").ShouldBeEmpty();
        figure.Descendants("table").ShouldBeEmpty();
    }

    public static TheoryData<Type, string, object> Single => new()
    {
        { typeof(LineChart), "Months", ChartSamples.Months(Month.Of(2024, 4), 0) },
        { typeof(BarChart), "Bars", new[] { new Bar("Abbey", 0) } },
        { typeof(DivergingBars), "Changes", new[] { new Change("Abbey", 0) } },
        { typeof(PopulationPyramid), "Bands", new[] { new AgeBand("0–9", 0, null) } },
        { typeof(FunnelPlot), "Areas", new[] { new FunnelArea("Abbey", 100, 0) } },
        { typeof(Web.Charts.XmrChart), "Months", new[] { new XmrMonth(Month.Of(2024, 4), 7) } },
        { typeof(LorenzCurve), "Points", new[] { new LorenzCurve.Point(1, 1) } },
        { typeof(DotPlot), "Dots", new[] { new Dot("Abbey", 7) } },
        { typeof(SlopeChart), "Slopes", new[] { new Slope("Abbey", 7, 7) } },
        { typeof(MonthBars), "Months", ChartSamples.Months(Month.Of(2024, 4), 0) },
        { typeof(Sparkline), "Months", ChartSamples.Months(Month.Of(2024, 4), 7) },
    };

    [Theory]
    [MemberData(nameof(Single))]
    public async Task WithOneValue_ItIsDrawn(Type chart, string name, object one)
    {
        var figure = XElement.Parse(await HtmlAsync(chart, With((name, one))));

        figure.Table().Length.ShouldBe(2);
        figure.Drawing().ToString().ShouldNotContain("NaN");
        figure.Drawing().ToString().ShouldNotContain("∞");
    }

    [Theory]
    [InlineData(typeof(BarChart), "Bars")]
    [InlineData(typeof(DivergingBars), "Changes")]
    [InlineData(typeof(StackedBars), "Stacks")]
    [InlineData(typeof(PopulationPyramid), "Bands")]
    [InlineData(typeof(FunnelPlot), "Areas")]
    [InlineData(typeof(DotPlot), "Dots")]
    [InlineData(typeof(SlopeChart), "Slopes")]
    public async Task Labels_AreEscapedEverywhere(Type chart, string name)
    {
        const string evil = "<script>alert(1)</script>";
        object data = name switch
        {
            "Bars" => new[] { new Bar(evil, 1, 1) },
            "Changes" => new[] { new Change(evil, 1) },
            "Stacks" => new[] { new Stack(evil, [1]) },
            "Bands" => new[] { new AgeBand(evil, 1, 1) },
            "Areas" => new[] { new FunnelArea(evil, 1, 1, FunnelStanding.Outside998) },
            "Dots" => new[] { new Dot(evil, 1, 1, 1) },
            _ => new[] { new Slope(evil, 1, 1) },
        };
        var more = With((name, data), ("Title", evil), ("Description", evil), ("Note", evil), ("Unit", evil), ("Numbers", new NumberStyle(0, "<b>")));
        if (chart == typeof(StackedBars))
            more["Series"] = new[] { evil };
        if (chart == typeof(PopulationPyramid))
            more["LeftLabel"] = evil;
        var html = await HtmlAsync(chart, more);

        html.ShouldNotContain("<script");
        html.ShouldNotContain("<b>");
        XElement.Parse(html).Table()[1].ShouldStartWith(evil); // and the reader sees it whole
    }

    [Fact]
    public async Task VeryLongNames_AreCutInTheDrawing_AndWholeInTheTable()
    {
        const string name = "The electoral division of Much Wenlock, Broseley, Ironbridge Gorge and Cressage with Harley and Kenley";
        var figure = await FigureAsync<BarChart>(("Bars", (Bar[])[new(name, 12)]));

        figure.Drawing().Texts()[1].ShouldEndWith("…");
        figure.Drawing().Descendants("rect").Single().Number("width").ShouldBeGreaterThan(300);
        figure.Table()[1].ShouldBe($"{name}|12");
    }

    [Fact]
    public async Task SameChart_HasTheSameBytes_AndOtherWordsAnotherId()
    {
        Task<XElement> Draw(string title) => FigureAsync<BarChart>(("Bars", (Bar[])[new("Abbey", 1)]), ("Title", title));

        (await Draw("A")).ToString().ShouldBe((await Draw("A")).ToString());
        (await Draw("A")).Attribute("id")!.Value.ShouldNotBe((await Draw("B")).Attribute("id")!.Value);
    }

    [Fact]
    public async Task Bare_IsTheDrawingAlone()
    {
        var months = ChartSamples.Months(Month.Of(2024, 4), 1, 2);

        (await FigureAsync<Sparkline>(("Months", months), ("Bare", true))).Name.ShouldBe("svg");
        (await FigureAsync<Sparkline>(("Months", months[..0]), ("Bare", true), ("Subject", "Abbey"))).Value.ShouldBe("No data for Abbey.");
    }

    [Fact]
    public async Task SavedSvg_StandsAlone_WithWordsNoteAndTheStylesOfThePages()
    {
        var (_, parameters) = ChartSamples.All.First(sample => sample.Chart == typeof(BarChart));
        var text = await ChartSvg.RenderAsync<BarChart>(parameters, 500);
        var svg = XDocument.Parse(text).Root!;

        svg.Name.ShouldBe(_svg + "svg");
        svg.Attribute("viewBox")!.Value.ShouldStartWith("-16 -16 532 ");
        svg.Element(_svg + "style")!.Value.ShouldContain(".geo-series-1 { fill: #12355b; }");
        svg.Descendants(_svg + "text").First().Value.ShouldStartWith("Castlefields and Ditherington");
        svg.Descendants(_svg + "text").Last().Value.ShouldEndWith("2025.");
        svg.Descendants(_svg + "rect").Count().ShouldBe(8); // the paper and seven bars
        (await ChartSvg.RenderAsync<BarChart>(parameters, 500)).ShouldBe(text);
        (await ChartSvg.RenderAsync<BarChart>(With(("Bars", Array.Empty<Bar>()), ("Subject", "2031")))).ShouldContain("No data for 2031.");
    }

    [Fact]
    public async Task EveryClassOfTheDrawings_HasAStyle()
    {
        var styles = XDocument.Parse(await ChartSvg.RenderAsync<BarChart>(With(("Bars", (Bar[])[new("Abbey", 1)])))).Root!.Element(_svg + "style")!.Value;
        foreach (var (chart, parameters) in ChartSamples.All)
            foreach (var name in XElement.Parse(await HtmlAsync(chart, parameters)).Elements("svg").SelectMany(svg => svg.Descendants()).Attributes("class")
                         .SelectMany(names => names.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct().Where(name => !name.StartsWith("geo-on-", StringComparison.Ordinal)))
                styles.ShouldContain("." + name);
    }
}
