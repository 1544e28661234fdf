namespace Geo.Core.Exports;

/// <summary>A drawing such as a map, made of shapes: sharp at every size, and the programs of an office can change it.</summary>
/// <param name="Title">States the finding.</param>
/// <param name="Width">In units of its own; its marks are placed in them from the top left.</param>
/// <param name="Marks">Those further back first.</param>
/// <param name="Alternative">What it shows, for those who do not see it.</param>
public sealed record ExportDrawing(string Title, double Width, double Height, IReadOnlyList<DrawnMark> Marks, string Alternative);

/// <summary>Something on a drawing.</summary>
public abstract record DrawnMark;

/// <summary>Rings; what lies within two of them is a hole.</summary>
/// <param name="Rings">Closed without repeating their first point.</param>
/// <param name="Fill">Null where it is clear.</param>
/// <param name="Line">Colour of its outline; null without one.</param>
public sealed record DrawnShape(string Name, IReadOnlyList<IReadOnlyList<(double X, double Y)>> Rings, DrawnFill? Fill, string? Line = null, double LineWidth = 0) : DrawnMark;

/// <summary>Pixels that are stretched to their place.</summary>
public sealed record DrawnPixels(byte[] Png, double X, double Y, double Width, double Height) : DrawnMark;

/// <summary>A line of text.</summary>
/// <param name="X">Where it begins, or its middle.</param>
/// <param name="Y">Of the line that its letters stand on.</param>
/// <param name="Size">Of its letters, in units.</param>
public sealed record DrawnText(string Text, double X, double Y, double Size, bool IsBold = false, bool IsCentred = false) : DrawnMark;

/// <param name="Colour">Such as <c>#fed976</c>.</param>
public sealed record DrawnFill(string Colour, DrawnPattern Pattern = DrawnPattern.Solid);

/// <summary>What tells fills apart without colour.</summary>
public enum DrawnPattern
{
    Solid,
    Hatch,
    Dots,
    Cross,
}
