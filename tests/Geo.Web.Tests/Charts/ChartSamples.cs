using Geo.Core;
using Geo.Statistics.Control;
using Geo.Web.Charts;

namespace Geo.Web.Tests.Charts;

/// <summary>A chart of each kind, with invented figures such as a partnership would show.</summary>
internal static class ChartSamples
{
    private const string Note = "Recorded crime, wards of 2024. Source: invented figures. As at 12 November 2025.";

    private static readonly string[] _wards =
        ["Castlefields and Ditherington", "Harlescott", "Sundorne and Old Heath", "Oswestry East", "Market Drayton West", "Ludlow North", "Bridgnorth East and Astley Abbotts", "Abbey"];

    public static IReadOnlyList<(Type Chart, Dictionary<string, object?> Parameters)> All { get; } =
    [
        Of<LineChart>("Violence has been lower than the year before since June", "Violence with injury by month, the county",
            ("Months", (MonthValue[])[.. Months(Month.Of(2024, 9), 164, 171, 158, 149, 152, 146, null, 170, 176, 165, 158, 151).Zip(
                new double?[] { 158, 163, 161, 150, 149, 148, 160, 168, 171, 188, 192, 186 }, (month, before) => month with { Before = before })]),
            ("Label", "Year to Aug 2025"), ("BeforeLabel", "Year before"), ("Unit", "Offences"), ("Note", Note)),
        Of<BarChart>("Castlefields and Ditherington has the highest rate, four times the county's", "Violence per 1,000 people by ward, 2024/25",
            ("Bars", (Bar[])[.. _wards.Select((ward, i) => new Bar(ward, i == 5 ? null : 41.3 / (i + 1), i == 3 ? null : 38.2 / (i + 0.7), Highlight: i == 0))]),
            ("Unit", "Offences per 1,000 people"), ("Numbers", NumberStyle.OneDecimal), ("ValueLabel", "2024/25"), ("ComparisonLabel", "2023/24"), ("Note", Note)),
        Of<DivergingBars>("Burglary fell in five of eight wards", "Change in residential burglary, 2024/25 against 2023/24",
            ("Changes", (Change[])[.. _wards.Zip(new double?[] { -38.5, -21, -12.25, -8.1, -3.4, null, 16.7, 44.4 }, (ward, change) => new Change(ward, change, change is > -15 and < 20))]),
            ("Unit", "Change in per cent"), ("Numbers", NumberStyle.Change), ("Note", Note)),
        Of<StackedBars>("Half of the victims of violence know the suspect", "Victims by relation to the suspect",
            ("Stacks", (Stack[])[new("Women", [412, 268, 121, 96]), new("Men", [148, 212, 309, 101]), new("Girls under 18", [61, 88, 42, 12]), new("Boys under 18", [38, 79, 74, null])]),
            ("Series", (string[])["Partner or ex-partner", "Acquaintance", "Stranger", "Not recorded"]), ("Unit", "Victims"), ("RowHeading", "Victims"), ("Note", Note)),
        Of<StackedBars>("The share of weapons that are knives has grown", "Weapons by kind and year",
            ("Stacks", (Stack[])[new("2022/23", [52, 31, 22, 18, 9, 6]), new("2023/24", [61, 30, 19, 17, 11, 7]), new("2024/25", [78, 28, 17, 15, 8, 4])]),
            ("Series", (string[])["Knife", "Blunt", "Vehicle", "Firearm", "Corrosive", "Other"]), ("Unit", "Share of weapons"), ("Shares", true), ("RowHeading", "Year")),
        Of<PopulationPyramid>("Victims are mostly 18 to 34; suspects are younger", "People in violent offences by age, 2024/25",
            ("Bands", (AgeBand[])[new("0–9", 41, 2), new("10–17", 188, 231), new("18–24", 402, 468), new("25–34", 515, 476), new("35–44", 366, 298), new("45–54", 241, 156), new("55–64", 139, 70), new("65+", 88, null)]),
            ("LeftLabel", "Victims"), ("RightLabel", "Suspects"), ("Unit", "People"), ("Note", Note)),
        Of<FunnelPlot>("Four wards have more violence than their size explains", "Violence with injury per 1,000 people by population, 63 wards, with limits of chance",
            ("Areas", FunnelAreas()), ("Limits", FunnelLimits()), ("Centre", 12.4), ("Unit", "Offences per 1,000 people"), ("Numbers", NumberStyle.OneDecimal), ("Note", Note)),
        Control(),
        Of<LorenzCurve>("Half of the offences happen in 4% of the streets", "Concentration of recorded crime on streets, 2024/25",
            ("Points", (LorenzCurve.Point[])[.. Enumerable.Range(0, 2001).Select(i => new LorenzCurve.Point(i / 2000.0, Math.Pow(i / 2000.0, 0.215)))]),
            ("Mark", new LorenzCurve.Point(0.04, 0.5)), ("PlacesLabel", "streets"), ("EventsLabel", "offences"), ("Note", Note)),
        Of<DotPlot>("Only the first two wards are surely in the upper half", "Rank by rate of violence with 95% interval",
            ("Dots", (Dot[])[new(_wards[0], 1, 1, 2), new(_wards[1], 2, 1, 5), new(_wards[2], 3, 2, 9), new(_wards[3], 4, 2, 12), new(_wards[4], 5, 2, 15), new(_wards[5], null, null, null), new(_wards[6], null, 5, 30), new(_wards[7], 7, 4, 26)]),
            ("Unit", "Rank among 63 wards"), ("FromZero", false), ("Reference", 32.0), ("ReferenceLabel", "Middle"), ("ValueLabel", "Rank"), ("Note", Note)),
        Of<SlopeChart>("Harlescott overtook Castlefields", "Offences per 1,000 people in two years",
            ("Slopes", (Slope[])[.. _wards.Select((ward, i) => new Slope(ward, i == 6 ? null : 40 - (i * 4.6), i == 7 ? null : 34 - (i * 3.1) + (i == 1 ? 12 : 0), Highlight: i < 2))]),
            ("FromLabel", "2023/24"), ("ToLabel", "2024/25"), ("Unit", "Offences per 1,000 people"), ("Numbers", NumberStyle.OneDecimal)),
        Of<SlopeChart>("Three agencies sent more referrals, one fewer", "Referrals by agency",
            ("Slopes", (Slope[])[new("Police", 1204, 1391), new("Schools", 611, 740), new("Health", 598, 590), new("Housing", 120, 166), new("Fire", 96, 96)]),
            ("FromLabel", "2023/24"), ("ToLabel", "2024/25"), ("Unit", "Referrals")),
        Of<MonthBars>("Anti-social behaviour is back at its summer level", "Incidents in this square by month",
            ("Months", Months(Month.Of(2024, 1), 4, 6, 5, 9, 14, 21, 19, 16, 8, null, 5, 0, 3, 4, 6, 8, 12, 17)), ("Unit", "Incidents")),
        Of<Sparkline>("Rising", "Offences in Abbey by month",
            ("Months", Months(Month.Of(2024, 9), 12, 14, 9, 11, 16, 13, null, 18, 21, 17, 22, 25))),
        Of<WeekChart>("Friday and Saturday nights stand out", "Incidents by hour and weekday, a year",
            ("Hours", (double[])[.. Enumerable.Range(0, 168).Select(hour => hour % 24 is > 20 or < 2 ? (hour / 24 is 4 or 5 ? 41.0 : 12) : hour % 24 is > 2 and < 7 ? 0 : 5.5)]),
            ("High", (bool[])[.. Enumerable.Range(0, 168).Select(hour => hour / 24 is 4 or 5 && hour % 24 > 20)]), ("Unit", "Incidents"), ("Note", Note)),
        Of<LineChart>("Ten years by month", "A long series",
            ("Months", Months(Month.Of(2015, 4), [.. Enumerable.Range(0, 125).Select(i => (double?)(1200 + (300 * Math.Sin(i / 6.0 * Math.PI)) + (i * 4) + (i * 7919 % 97)))])), ("Unit", "Offences"), ("Label", "Offences")),
        Of<BarChart>("Net change in officers, and very long names", "What does not fit",
            ("Bars", (Bar[])[new("The electoral division of Much Wenlock, Broseley, Ironbridge Gorge and Cressage with Harley", 12), new("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", -7), new("<script>alert(1)</script>", 0), new("Tern", -31, -28)]),
            ("Unit", "Officers")),
        Of<BarChart>("There is nothing to find", "Offences in 2031", ("Bars", Array.Empty<Bar>()), ("Subject", "2031")),
    ];

    public static MonthValue[] Months(Month first, params double?[] values) => [.. values.Select((value, i) => new MonthValue(first.Plus(i), value))];

    private static (Type Chart, Dictionary<string, object?> Parameters) Of<TChart>(string title, string description, params (string Name, object? Value)[] parameters)
        where TChart : Chart =>
        (typeof(TChart), ChartRendering.With([("Title", title), ("Description", description), .. parameters]));

    private static (Type Chart, Dictionary<string, object?> Parameters) Control()
    {
        double[] values = [142, 138, 150, 133, 146, 139, 151, 144, 136, 148, 141, 145, 139, 187, 143, 150, 137, 118, 112, 121, 109, 117, 115, 120, 108, 119, 113, 111];
        var (start, change) = (Month.Of(2023, 4), 17);
        var chart = Statistics.Control.XmrChart.Of(values, new() { Rebases = [new(change, "patrols began")], BaselinePoints = null });
        return Of<Geo.Web.Charts.XmrChart>("One month stood out; since September 2024 there are fewer", "Shoplifting by month with limits of chance",
            ("Months", (XmrMonth[])[.. chart.Points.Select((point, i) => new XmrMonth(start.Plus(i), point.Value,
                i is >= 20 and <= 23 ? XmrSignal.Pattern : point.Signals.HasFlag(ControlSignals.OutsideLimits) ? XmrSignal.Outside : XmrSignal.None))]),
            ("Limits", (XmrLimits[])[.. chart.Segments.Select(segment => new XmrLimits(start.Plus(segment.From), start.Plus(segment.From + segment.Count - 1),
                segment.Mean, segment.LowerForDisplay, segment.Upper, segment.Reason))]),
            ("Unit", "Offences"), ("ValueLabel", "Offences"), ("Note", Note));
    }

    private static FunnelLimit[] FunnelLimits() => [.. Enumerable.Range(4, 120).Select(i => i * 150.0).Select(people =>
    {
        var (inner, outer) = (Funnel.OfRatio(people * 0.0124, 0), Funnel.OfRatio(people * 0.0124, 0, 0.998));
        return new FunnelLimit(people, inner.Lower * 12.4, inner.Upper * 12.4, outer.Lower * 12.4, outer.Upper * 12.4);
    })];

    private static FunnelArea[] FunnelAreas() => [.. Enumerable.Range(0, 63).Select(i =>
    {
        var people = 2200 + (i * 5881 % 9500);
        var rate = i switch { 3 => 34.2, 9 => 29, 17 => 26.1, 30 => 22.5, 41 => 5.2, 50 => 18.4, _ => 12.4 + ((i * 104729 % 101 / 50.0) - 1) * 250 / Math.Sqrt(people) };
        var expected = people * 0.0124;
        var standing = Funnel.PositionOf((long)(rate * people / 1000), expected, 0.998) != FunnelPosition.Inside ? FunnelStanding.Outside998
            : Funnel.PositionOf((long)(rate * people / 1000), expected) != FunnelPosition.Inside ? FunnelStanding.Outside95 : FunnelStanding.Within;
        return new FunnelArea(i < _wards.Length ? _wards[i] : $"Ward {i}", people, i == 20 ? null : rate, standing);
    })];
}
