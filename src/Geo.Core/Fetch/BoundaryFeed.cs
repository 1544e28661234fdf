using Geo.Core.Areas;

namespace Geo.Core.Fetch;

/// <summary>A boundary set from a layer of a feature service (ArcGIS REST).</summary>
public sealed class BoundaryFeed
{
    public string Set { get; set; } = "";

    public string Kind { get; set; } = "";

    /// <summary>Address of the layer: it ends in <c>/FeatureServer/0</c>.</summary>
    public string Service { get; set; } = "";

    /// <summary>Field of the areas' codes.</summary>
    public string Code { get; set; } = "";

    /// <summary>Field of the areas' names.</summary>
    public string Name { get; set; } = "";

    /// <summary>Which areas, in SQL over the layer's fields.</summary>
    public string Where { get; set; } = "1=1";

    /// <summary>Coordinates that are asked for: 27700, as the ONS keeps them, or 4326.</summary>
    public int OutSr { get; set; } = 27700;

    public string Vintage { get; set; } = "";

    public DateOnly? ValidFrom { get; set; }

    public DateOnly? ValidTo { get; set; }

    public string Source { get; set; } = "";

    public string Licence { get; set; } = "";

    public bool Repair { get; set; }

    public bool AllowGaps { get; set; }

    internal IEnumerable<(string, string?, string)> Faults()
    {
        if (!Feeds.IsName(Set))
            yield return ("set", Set, "A set has a name of small letters, digits and hyphens.");
        if (!AreaKinds.All.Contains(Kind))
            yield return ("kind", Kind, $"A kind of area is one of {string.Join(", ", AreaKinds.All)}.");
        if (Code.Length == 0 || Name.Length == 0)
            yield return (Code.Length == 0 ? "code" : "name", "", "The fields of codes and of names are named.");
        if (OutSr is not (27700 or 4326))
            yield return ("out-sr", $"{OutSr}", "Boundaries come in EPSG 27700 or 4326.");
    }
}
