using Geo.Statistics.Persistence;

namespace Geo.Core.HotSpots;

/// <summary>Classes of cells in words.</summary>
public static class MapWords
{
    public static string Of(HotSpotClass found) => found switch
    {
        HotSpotClass.VeryHot => "hot spot (1%)",
        HotSpotClass.Hot => "hot spot (5%)",
        HotSpotClass.Cold => "cold spot (5%)",
        HotSpotClass.VeryCold => "cold spot (1%)",
        _ => "",
    };

    public static string Of(HistoryKind history) => history switch
    {
        HistoryKind.Persistent => "persistent",
        HistoryKind.Emerging => "emerging",
        HistoryKind.Former => "former",
        HistoryKind.Intermittent => "intermittent",
        HistoryKind.Mixed => "mixed",
        _ => "",
    };

    /// <summary>What a history means, for a legend.</summary>
    public static string Meaning(HistoryKind history) => history switch
    {
        HistoryKind.Persistent => "hot in at least 8 of 10 months",
        HistoryKind.Emerging => "hot lately and not before",
        HistoryKind.Former => "hot before and not lately",
        HistoryKind.Intermittent => "hot on and off",
        _ => "",
    };

    public static string Of(EmergingPattern pattern) => pattern == EmergingPattern.None ? "" : pattern.ToString().ToLowerInvariant();

    /// <summary>What a pattern means, for a legend.</summary>
    public static string Meaning(EmergingPattern pattern) => pattern switch
    {
        EmergingPattern.New => "hot in the last month only",
        EmergingPattern.Consecutive => "an unbroken run to the end, never before",
        EmergingPattern.Intensifying => "nearly always hot, and getting hotter",
        EmergingPattern.Persistent => "nearly always hot, no trend",
        EmergingPattern.Diminishing => "nearly always hot, and cooling",
        EmergingPattern.Sporadic => "hot now, on and off before",
        EmergingPattern.Oscillating => "hot now, cold at some time before",
        EmergingPattern.Historical => "nearly always hot, but not now",
        _ => "",
    };
}
