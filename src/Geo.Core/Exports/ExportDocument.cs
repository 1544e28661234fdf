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

/// <summary>A part of a document; as slides, one for the text and one for each chart, picture and table.</summary>
public sealed record ExportSection
{
    public required string Heading { get; init; }

    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    public IReadOnlyList<ExportChart> Charts { get; init; } = [];

    public IReadOnlyList<ExportPicture> Pictures { get; init; } = [];

    public IReadOnlyList<ExportTable> Tables { get; init; } = [];

    /// <summary>What the figures are, in one line; empty where there are none.</summary>
    public required string Explanation { get; init; }

    /// <summary>Where it can be seen; an address with a host becomes a link.</summary>
    public string? Link { get; init; }
}

/// <summary>A drawing such as a map.</summary>
/// <param name="Title">States the finding.</param>
/// <param name="Png">Its bytes.</param>
/// <param name="Alternative">What it shows, for those who do not see it.</param>
public sealed record ExportPicture(string Title, byte[] Png, string Alternative)
{
    private const int WidthAt = 16;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Width over height.</summary>
    internal double Shape()
    {
        if (Png.Length < WidthAt + 8 || !Png.AsSpan().StartsWith(Signature))
            throw new InvalidOperationException($"The picture '{Title}' is not PNG.");
        var (width, height) = (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Png.AsSpan(WidthAt)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Png.AsSpan(WidthAt + 4)));
        return width > 0 && height > 0 ? (double)width / height : throw new InvalidOperationException($"The picture '{Title}' has no size.");
    }
}
