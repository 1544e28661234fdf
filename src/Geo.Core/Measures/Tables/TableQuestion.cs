namespace Geo.Core.Measures.Tables;

/// <summary>What of the records a table counts.</summary>
public enum TableCounting
{
    /// <summary>Records, or a person's parts in them where a dimension is of people.</summary>
    Records,

    /// <summary>Each person once, however many records tell of them and in whatever roles.</summary>
    People,
}

/// <summary>What a cell is a share of.</summary>
public enum ShareOf
{
    /// <summary>The column, without what is not stated.</summary>
    Column,

    /// <summary>The line, inside the first of two column dimensions.</summary>
    Row,

    /// <summary>The whole table.</summary>
    Total,
}

/// <summary>A value that records must have to count.</summary>
/// <param name="Dimension">A kind of detail, <c>flag</c>, or of a person: <c>role</c>, <c>sex</c>, <c>ethnicity</c>.</param>
public sealed record Only(string Dimension, string Value)
{
    /// <summary>Reads <c>source-agency:Health</c>.</summary>
    /// <returns>Null where it is not of that form.</returns>
    public static Only? Parse(string text) => text.IndexOf(':', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 ? new(text[..at], text[(at + 1)..]) : null;
}

/// <summary>A table of a measure, as it was asked for.</summary>
public sealed record TableQuestion
{
    public required MeasureQuestion Of { get; init; }

    /// <summary>The dimension of the lines; null for one line.</summary>
    public string? Rows { get; init; }

    /// <summary>The dimensions of the columns, two at most.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    public TableCounting Counting { get; init; }

    public ShareOf Share { get; init; }

    public IReadOnlyList<Only> Only { get; init; } = [];
}
