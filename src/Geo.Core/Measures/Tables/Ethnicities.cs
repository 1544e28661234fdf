using Geo.Core.Records;

namespace Geo.Core.Measures.Tables;

/// <summary>The groups of self-defined ethnicities: the 19 classes of the 2021 Census (<c>geodata/catalogue/ethnicities.csv</c>).</summary>
internal static class Ethnicities
{
    private static readonly Lazy<Dictionary<string, string>> Groups = new(() =>
        Catalogue.Rows("ethnicities.csv", row => (Name: row.GetField("name")!, Group: row.GetField("group")!)).ToDictionary(pair => pair.Name, pair => pair.Group, StringComparer.OrdinalIgnoreCase));

    /// <summary>The group that the majority of the Census is in.</summary>
    public const string White = "White";

    /// <summary>The group; null where the Census does not name the ethnicity.</summary>
    public static string? NamedGroupOf(string ethnicity) => Groups.Value.GetValueOrDefault(ethnicity);

    /// <summary>The group; an ethnicity that the Census does not name stays itself, so that nothing is dropped.</summary>
    public static TableKey GroupOf(string ethnicity) => TableKey.Named(Groups.Value.GetValueOrDefault(ethnicity, ethnicity));
}
