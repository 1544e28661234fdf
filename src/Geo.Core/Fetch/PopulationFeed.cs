using System.Globalization;

namespace Geo.Core.Fetch;

/// <summary>Populations of a set's areas from a dataset of Nomis.</summary>
public sealed class PopulationFeed
{
    public string Set { get; set; } = "";

    /// <summary>Address of the dataset: it ends in <c>.data.csv</c>.</summary>
    public string Address { get; set; } = "";

    /// <summary>Such as <c>E06000051TYPE151</c>: the 2021 LSOAs of Shropshire.</summary>
    public string Geography { get; set; } = "";

    /// <summary>Other dimensions of the dataset and the code that is taken of each.</summary>
    public Dictionary<string, string> Parameters { get; set; } = [];

    /// <summary>Age groups, each with the codes of the dataset that add up to it: <c>200</c>, <c>201,204</c>, <c>101...118</c>.</summary>
    public Dictionary<string, string> Ages { get; set; } = [];

    internal static IReadOnlyList<int>? Codes(string told)
    {
        var codes = new List<int>();
        foreach (var part in told.Split(','))
        {
            var ends = part.Split("...");
            if (ends.Length > 2 || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last < first || last - first > 200)
                return null;
            codes.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return codes.Distinct().Count() == codes.Count ? codes : null;
    }

    internal IEnumerable<(string, string?, string)> Faults()
    {
        if (!Feeds.IsName(Set))
            yield return ("set", Set, "A set has a name of small letters, digits and hyphens.");
        if (Geography.Length == 0)
            yield return ("geography", "", "The geography is named, as in Nomis' addresses.");
        if (Ages.Count == 0)
            yield return ("ages", null, "At least one age group is named, such as all: \"200\".");
        foreach (var (age, codes) in Ages.Where(age => Codes(age.Value) is null))
            yield return ("ages", $"{age}: {codes}", "The codes of an age group are whole numbers divided by commas, or a range such as 101...118, none of them twice.");
    }
}
