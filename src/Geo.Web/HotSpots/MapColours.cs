using Geo.Core.HotSpots;

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

    /// <summary>Colour of a class of hot spots.</summary>
    public static string Of(HotSpotClass found) => found switch
    {
        HotSpotClass.VeryHot => "#bd0026",
        HotSpotClass.Hot => "#fd8d3c",
        HotSpotClass.Cold => "#92c5de",
        HotSpotClass.VeryCold => "#2166ac",
        _ => "#f7f7f7",
    };
}
