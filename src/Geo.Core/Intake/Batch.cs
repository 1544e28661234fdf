namespace Geo.Core.Intake;

/// <summary>Where records come from: an agency and a feed.</summary>
public sealed class Source
{
    /// <summary>The force in the names of demonstration files; its records are synthetic.</summary>
    public const string Demonstration = "demonstration";

    public short Id { get; init; }

    /// <summary>Short name, such as <c>west-mercia-street</c>.</summary>
    public required string Slug { get; init; }

    public required string Agency { get; init; }

    public required string Feed { get; init; }

    public string Licence { get; init; } = "";

    /// <summary>The classification of its records, such as <c>street-level</c>; it feeds the measures of that one.</summary>
    public required string Classification { get; init; }

    public bool IsDemonstration { get; init; }

    /// <summary>How often it is renewed (<see cref="Intake.Rhythm"/>); empty where nobody has said.</summary>
    public string Rhythm { get; set; } = "";

    public int? LateAfterDays { get; set; }
}

/// <summary>One file taken in from a source for one month.</summary>
public sealed class Batch
{
    public required int Id { get; init; }

    public required short SourceId { get; init; }

    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }

    public required string FileName { get; init; }

    public required byte[] ContentSha256 { get; init; }

    /// <summary>The same for the same rows in any order and with any line ends.</summary>
    public required byte[] RowsFingerprint { get; init; }

    public required int RowsRead { get; init; }

    public required int RowsAccepted { get; init; }

    public required int RowsQuarantined { get; init; }

    public required int RowsNotLocated { get; init; }

    public required int RowsWithoutReference { get; init; }

    /// <summary>Rows whose reference an earlier row of the file bears; they count.</summary>
    public required int RepeatedReferences { get; init; }

    public required string LoadedBy { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>When a later batch of the same month took its place, or it was undone; null while it counts.</summary>
    public DateTimeOffset? SupersededAt { get; set; }

    public int? SupersededBy { get; set; }

    /// <summary>Who undid it; null where nobody did.</summary>
    public string? UndoneBy { get; init; }

    /// <summary>The batch that was taken in with the same rows, where these came back by an undo.</summary>
    public int? Restores { get; init; }
}

/// <summary>A row that was refused, with the reason.</summary>
public sealed class QuarantinedRow
{
    public required int BatchId { get; init; }

    public required int RowNumber { get; init; }

    public required string Code { get; init; }

    public required string ColumnName { get; init; }

    public required string Value { get; init; }

    public required string Reason { get; init; }

    public required string Raw { get; init; }
}
