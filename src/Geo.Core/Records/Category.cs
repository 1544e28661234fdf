namespace Geo.Core.Records;

/// <summary>A record's place in the classification.</summary>
public sealed class Category
{
    public required short Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    /// <summary><c>offence</c>, <c>incident</c> or <c>referral</c>.</summary>
    public required string Kind { get; init; }
}
