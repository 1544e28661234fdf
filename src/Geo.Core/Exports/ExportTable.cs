namespace Geo.Core.Exports;

/// <summary>A table as it is printed, whatever the file: every CSV, workbook, document and slide is written from this one.</summary>
public sealed record ExportTable
{
    /// <summary>Name of its file, without the ending.</summary>
    public required string FileName { get; init; }

    /// <summary>States the finding, so that a reader who sees no more has it.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<ExportColumn> Columns { get; init; }

    /// <summary>May be made as they are walked, and are walked more than once.</summary>
    public required IEnumerable<ExportRow> Rows { get; init; }

    /// <summary>What the figures are, in one line.</summary>
    public required string Explanation { get; init; }

    /// <summary>What was found, where the title cannot say it all: a CSV has it before the explanation.</summary>
    public string? Finding { get; init; }

    /// <summary>Where it can be seen; an address with a host becomes a link.</summary>
    public string? Link { get; init; }

    /// <summary>What the figures rest on, for the sheet or page that says so.</summary>
    public required IReadOnlyList<ExportFact> About { get; init; }

    public required bool IsDemonstration { get; init; }

    /// <summary>All that is said of it.</summary>
    internal IReadOnlyList<ExportFact> Facts() => [new("Title", Title), .. Fact("Finding", Finding), .. About, new("Explanation", Explanation), .. Fact("Address", Link)];

    private static IEnumerable<ExportFact> Fact(string name, string? value) => value is null ? [] : [new(name, value)];
}

/// <summary>Something said about figures, such as the boundaries they were counted in.</summary>
public sealed record ExportFact(string Name, string Value);

/// <summary>A line of a table.</summary>
/// <param name="Cells">One for each column.</param>
public sealed record ExportRow(IReadOnlyList<ExportCell> Cells)
{
    /// <summary>Whether it is no line of its own but sums up others: totals, what is not located.</summary>
    public bool IsFooting { get; init; }

    /// <summary>Whether its note explains the table in a CSV, which has no other place for that.</summary>
    public bool BearsExplanation { get; init; }

    /// <summary>Null where it is as the table.</summary>
    public bool? IsDemonstration { get; init; }
}

/// <summary>What says of invented figures that they are.</summary>
public static class DemonstrationMark
{
    /// <summary>On the lines of a CSV.</summary>
    public const string Note = "Demonstration data";

    /// <summary>On every sheet, page and slide.</summary>
    public const string Banner = "Demonstration data: invented figures on schematic areas.";
}
