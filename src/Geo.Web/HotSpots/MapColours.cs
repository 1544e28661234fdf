using Geo.Core.Exports;
using Geo.Core.HotSpots;
using Geo.Statistics.Persistence;

namespace Geo.Web.HotSpots;

/// <summary>The colours of maps, from ColorBrewer: safe for colour-blind readers, and darker is more on paper too.</summary>
internal static class MapColours
{
    // YlOrRd and PuOr; wards have YlGnBu, so that a glance tells rates of areas from heat.
    private static readonly string[] Heat = ["#fed976", "#feb24c", "#fd8d3c", "#f03b20", "#bd0026"];
    private static readonly string[] Falls = ["#d8daeb", "#b2abd2", "#8073ac", "#542788", "#2d004b"];
    private static readonly string[] Rises = ["#fee0b6", "#fdb863", "#e08214", "#b35806", "#7f3b08"];

    /// <summary>Colour of a step of a scale; the steps of a shorter scale are the darker ones of the whole.</summary>
    public static string Of(Scale scale, int step)
    {
        var ramp = !scale.IsDiverging ? Heat : step < 0 ? Falls : Rises;
        return ramp[ramp.Length - scale.Breaks.Count + Math.Abs(step) - 1];
    }

    /// <summary>YlGnBu, as the shaded maps of league tables have it.</summary>
    public static readonly string[] Wards = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"];

    public static MapFill Of(HotSpotClass found) => found switch
    {
        HotSpotClass.VeryHot => new("very-hot", "#bd0026", DrawnPattern.Solid),
        HotSpotClass.Hot => new("hot", "#fd8d3c", DrawnPattern.Hatch),
        HotSpotClass.Cold => new("cold", "#92c5de", DrawnPattern.Hatch),
        HotSpotClass.VeryCold => new("very-cold", "#2166ac", DrawnPattern.Solid),
        _ => new("none", "#f7f7f7", DrawnPattern.Solid),
    };

    public static MapFill Of(HistoryKind history) => history switch
    {
        HistoryKind.Persistent => new("persistent", "#bd0026", DrawnPattern.Solid),
        HistoryKind.Emerging => new("emerging", "#fd8d3c", DrawnPattern.Hatch),
        HistoryKind.Intermittent => new("intermittent", "#fed976", DrawnPattern.Dots),
        HistoryKind.Former => new("former", "#b2abd2", DrawnPattern.Cross),
        _ => new("no-history", "#f7f7f7", DrawnPattern.Solid),
    };

    public static MapFill Of(EmergingPattern pattern) => pattern switch
    {
        EmergingPattern.Intensifying => new("intensifying", "#800026", DrawnPattern.Solid),
        EmergingPattern.Persistent => Of(HistoryKind.Persistent),
        EmergingPattern.Diminishing => new("diminishing", "#fc8d59", DrawnPattern.Cross),
        EmergingPattern.Consecutive => new("consecutive", "#fd8d3c", DrawnPattern.Hatch),
        EmergingPattern.New => new("new", "#fd8d3c", DrawnPattern.Solid),
        EmergingPattern.Sporadic => new("sporadic", "#fed976", DrawnPattern.Dots),
        EmergingPattern.Oscillating => new("oscillating", "#c7e9b4", DrawnPattern.Dots),
        EmergingPattern.Historical => Of(HistoryKind.Former),
        _ => new("no-pattern", "#f7f7f7", DrawnPattern.Solid),
    };

    /// <summary>A change of an area: what chance explains is pale and hatched.</summary>
    public static MapFill OfChange(long difference, bool isSignal) => (Math.Sign(difference), isSignal) switch
    {
        (1, true) => new("rise", "#b35806", DrawnPattern.Solid),
        (1, false) => new("rise-by-chance", "#fee0b6", DrawnPattern.Hatch),
        (-1, true) => new("fall", "#542788", DrawnPattern.Solid),
        (-1, false) => new("fall-by-chance", "#d8daeb", DrawnPattern.Hatch),
        _ => new("same", "#f7f7f7", DrawnPattern.Solid),
    };

    /// <summary>Every fill that has a pattern: a page and a picture define them once.</summary>
    public static IReadOnlyList<MapFill> Patterned { get; } =
    [
        Of(HotSpotClass.Hot), Of(HotSpotClass.Cold), Of(HistoryKind.Emerging), Of(HistoryKind.Intermittent), Of(HistoryKind.Former), OfChange(1, false), OfChange(-1, false),
        .. Enum.GetValues<EmergingPattern>().Select(Of).Where(fill => fill.Pattern != DrawnPattern.Solid && fill.Slug != "former"),
    ];

    /// <summary>A value of SVG's <c>fill</c> as a drawing has it; null for none.</summary>
    public static DrawnFill? FillOf(string paint) =>
        Patterned.FirstOrDefault(fill => fill.Paint == paint) is { } known ? new(known.Colour, known.Pattern) : paint == "none" ? null : new(paint);

    /// <summary>The value of SVG's <c>fill</c> of a drawing's.</summary>
    public static string PaintOf(DrawnFill fill) => Patterned.FirstOrDefault(known => known.Colour == fill.Colour && known.Pattern == fill.Pattern)?.Paint ?? fill.Colour;
}

/// <param name="Slug">Names its pattern in a document.</param>
internal sealed record MapFill(string Slug, string Colour, DrawnPattern Pattern)
{
    /// <summary>The value of an SVG <c>fill</c>.</summary>
    public string Paint => Pattern == DrawnPattern.Solid ? Colour : $"url(#geo-fill-{Slug})";

    /// <summary>The SVG <c>pattern</c> that <see cref="Paint"/> names.</summary>
    public string Definition =>
        $"""<pattern id="geo-fill-{Slug}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{Colour}"/>{Marks}</pattern>""";

    private string Marks => Pattern switch
    {
        DrawnPattern.Hatch => """<path d="M-1 1 1-1M0 8 8 0M7 9 9 7" stroke="#383f43" stroke-width="0.9" fill="none"/>""",
        DrawnPattern.Dots => """<circle cx="4" cy="4" r="1.3" fill="#383f43"/>""",
        _ => """<path d="M0 8 8 0M0 0 8 8" stroke="#383f43" stroke-width="0.8" fill="none"/>""",
    };
}
