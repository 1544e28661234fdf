namespace Geo.Core.Demonstration;

/// <summary>Names for street points: plants, birds and plain words, so that no real street is meant.</summary>
internal static class StreetNames
{
    private static readonly string[] Firsts =
    [
        "Alder", "Apple", "Ash", "Barley", "Beech", "Birch", "Blackbird", "Bluebell", "Bramble", "Brook", "Buttercup",
        "Cedar", "Cherry", "Chestnut", "Clover", "Coppice", "Cornflower", "Cowslip", "Curlew", "Daisy", "Dove", "Elder",
        "Elm", "Fern", "Field", "Finch", "Foxglove", "Gorse", "Harvest", "Hawthorn", "Hazel", "Heather", "Heron", "Holly",
        "Hornbeam", "Ivy", "Jay", "Juniper", "Kestrel", "Kingfisher", "Lapwing", "Larch", "Lark", "Laurel", "Lavender",
        "Lilac", "Lime", "Linden", "Linnet", "Mallow", "Maple", "Meadow", "Mill", "Nightingale", "Oak", "Orchard", "Osier",
        "Otter", "Pear", "Pine", "Plover", "Plum", "Poplar", "Primrose", "Quince", "Robin", "Rowan", "Rush", "Sorrel",
        "Spring", "Spruce", "Starling", "Swallow", "Swift", "Sycamore", "Teal", "Thistle", "Thrush", "Violet", "Walnut",
        "Warbler", "Wheat", "Willow", "Wren", "Yarrow", "Yew",
    ];

    private static readonly string[] Lasts =
    [
        "Avenue", "Bank", "Close", "Court", "Crescent", "Drive", "Gardens", "Green", "Grove", "Lane", "Place", "Rise",
        "Road", "Street", "Terrace", "View", "Walk", "Way",
    ];

    /// <summary>The kinds of place that data.police.uk names instead of a street, with how often each is used.</summary>
    private static readonly (string Name, double Weight)[] Landmarks =
    [
        ("Parking Area", 30), ("Supermarket", 18), ("Shopping Area", 14), ("Petrol Station", 9),
        ("Sports/Recreation Area", 6), ("Park/Open Space", 6), ("Nightclub", 5), ("Hospital", 2), ("Police Station", 2),
        ("Theatre/Concert Hall", 2), ("Bus/Coach Station", 2), ("Conference/Exhibition Centre", 2), ("Pedestrian Subway", 1),
    ];

    private static readonly double[] LandmarkWeights = [.. Landmarks.Select(landmark => landmark.Weight)];

    public static string Street(SplitMix64 random) =>
        $"On or near {Firsts[random.Below(Firsts.Length)]} {Lasts[random.Below(Lasts.Length)]}";

    public static string Landmark(SplitMix64 random) => $"On or near {Landmarks[random.Choose(LandmarkWeights)].Name}";
}
