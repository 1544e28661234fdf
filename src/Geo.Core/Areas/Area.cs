using NetTopologySuite.Geometries;

namespace Geo.Core.Areas;

/// <summary>All areas of one kind and vintage.</summary>
public sealed class BoundarySet
{
    public int Id { get; private set; }

    /// <summary>Short name in addresses and commands, such as <c>divisions-2009</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="AreaKinds"/>.</summary>
    public required string Kind { get; init; }

    public string Vintage { get; init; } = "";

    /// <summary>First day in force; null where unknown.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>First day no longer in force; null while in force.</summary>
    public DateOnly? ValidTo { get; init; }

    public string Source { get; init; } = "";

    public string Licence { get; init; } = "";

    /// <summary>How the source's coordinates became EPSG:27700.</summary>
    public required string Transformation { get; init; }

    public required byte[] ContentSha256 { get; init; }

    public bool IsDemonstration { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }
}

/// <summary>A polygon with a code and a name, in one boundary set.</summary>
public sealed class Area
{
    public int Id { get; private set; }

    public required int BoundarySetId { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>EPSG:27700, metres.</summary>
    public required MultiPolygon Geom { get; init; }
}

/// <summary>An area as drawn on maps up to a zoom.</summary>
public sealed class Shape
{
    public required int AreaId { get; init; }

    public required short Zoom { get; init; }

    /// <summary>EPSG:3857, Web Mercator metres.</summary>
    public required MultiPolygon Geom { get; init; }
}

/// <summary>People of an area in a year, of an age group (<c>all</c>, or such as <c>0-17</c>).</summary>
public sealed class Population
{
    public const string AllAges = "all";

    public required int AreaId { get; init; }

    public required int Year { get; init; }

    public required string AgeGroup { get; init; }

    public required double People { get; init; }
}

/// <summary>The kinds of area there are.</summary>
public static class AreaKinds
{
    public static IReadOnlyList<string> All { get; } = ["ward", "lsoa", "locality", "town", "policing-area", "district", "county", "postcode-district"];

    /// <summary>Several areas of a kind, in words.</summary>
    public static string Plural(string kind) => kind switch
    {
        "county" => "counties",
        "locality" => "localities",
        "lsoa" => "LSOAs",
        _ => kind.Replace('-', ' ') + "s",
    };
}
