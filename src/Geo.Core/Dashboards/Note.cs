namespace Geo.Core.Dashboards;

/// <summary>What somebody wrote about a panel for a period. A version is never changed: the last one is shown, and an empty one takes the note back.</summary>
public sealed class Note
{
    public const int Longest = 2000;

    public required string Dashboard { get; init; }

    /// <summary>What the panel shows (<see cref="Dashboards.Dashboard.NameOf"/>).</summary>
    public required string Panel { get; init; }

    /// <summary>First and last month, such as <c>2023-04..2024-03</c>.</summary>
    public required string Period { get; init; }

    /// <summary>A kind and a code, such as <c>town:T1</c>; empty for all.</summary>
    public required string Area { get; init; }

    public required int Version { get; init; }

    public required string Text { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>Who wrote it and when, for below the text.</summary>
    public string By => FormattableString.Invariant($"{char.ToUpperInvariant(Author[0])}{Author[1..]}, {WrittenAt.UtcDateTime:d MMMM yyyy}");
}
