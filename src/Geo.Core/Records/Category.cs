namespace Geo.Core.Records;

/// <summary>A record's place in a classification tree.</summary>
public sealed record Category
{
    public required short Id { get; init; }

    /// <summary>The tree that it belongs to, such as <c>street-level</c> or <c>home-office</c>.</summary>
    public required string Classification { get; init; }

    /// <summary><c>offence</c>, <c>incident</c> or <c>referral</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>As sources write it, such as <c>8N</c>; unique within the classification.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>The level above, or empty.</summary>
    public string Subgroup { get; init; } = "";

    /// <summary>The level above that, or empty.</summary>
    public string Group { get; init; } = "";

    /// <summary>Code of the street-level category that data.police.uk publishes such records under, or empty.</summary>
    public string StreetLevel { get; init; } = "";

    /// <summary>First and last month (YYYY-MM) in which sources use the code; empty for open.</summary>
    public string ValidFrom { get; init; } = "";

    public string ValidTo { get; init; } = "";
}

/// <summary>A mark that cuts across categories.</summary>
/// <param name="Bit">Its place in the flags stored with a record, 0 to 30.</param>
/// <param name="Group">Flags counted together, such as <c>hate-strand</c>; or empty.</param>
public sealed record Flag(int Bit, string Slug, string Name, string Group)
{
    public int Mask => 1 << Bit;
}
