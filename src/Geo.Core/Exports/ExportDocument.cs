namespace Geo.Core.Exports;

/// <summary>A document or a set of slides: what a dashboard, a briefing or a paper is made of, before it is one.</summary>
public sealed record ExportDocument
{
    /// <summary>Name of its file, without the ending.</summary>
    public required string FileName { get; init; }

    public required string Title { get; init; }

    public string Subtitle { get; init; } = "";

    public required IReadOnlyList<ExportSection> Sections { get; init; }

    /// <summary>What all of it has in common, in one line: it stands on the cover and at the foot of every page.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Where it can be seen; an address with a host becomes a link.</summary>
    public string? Link { get; init; }

    public required bool IsDemonstration { get; init; }
}

/// <summary>A part of a document; as slides, one for the text and one for each chart, drawing and table.</summary>
public sealed record ExportSection
{
    public required string Heading { get; init; }

    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    public IReadOnlyList<ExportChart> Charts { get; init; } = [];

    public IReadOnlyList<ExportDrawing> Drawings { get; init; } = [];

    public IReadOnlyList<ExportTable> Tables { get; init; } = [];

    /// <summary>What the figures are, in one line; empty where there are none.</summary>
    public required string Explanation { get; init; }

    /// <summary>Where it can be seen; an address with a host becomes a link.</summary>
    public string? Link { get; init; }
}
