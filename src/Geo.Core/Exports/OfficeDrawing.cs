using DocumentFormat.OpenXml;
using A = DocumentFormat.OpenXml.Drawing;

namespace Geo.Core.Exports;

/// <summary>A drawing laid out in English Metric Units, as documents and slides share it (ECMA-376 part 1, 20.1).</summary>
internal sealed class OfficeDrawing
{
    private const double EmuPerPoint = 12_700;
    private const double LetterWidth = 0.62; // of its height, with room to spare
    private const double Ascent = 0.95, LineHeight = 1.3; // of a line of Arial
    private const string Ink = "383F43"; // of hatches and dots

    private readonly ExportDrawing _drawing;
    private readonly double _scale;

    /// <param name="room">Where it stands in the middle of, as large as fits.</param>
    public OfficeDrawing(ExportDrawing drawing, PptxPlace room)
    {
        (_drawing, _scale) = (drawing, Math.Min(room.Width / drawing.Width, room.Height / drawing.Height));
        var (width, height) = ((long)(drawing.Width * _scale), (long)(drawing.Height * _scale));
        Place = new(room.X + ((room.Width - width) / 2), room.Y, width, height);
    }

    public PptxPlace Place { get; }

    /// <summary>Its own place, in which the places of its marks are told.</summary>
    public A.TransformGroup Group() => new(
        new A.Offset { X = Place.X, Y = Place.Y }, new A.Extents { Cx = Place.Width, Cy = Place.Height }, new A.ChildOffset { X = Place.X, Y = Place.Y }, new A.ChildExtents { Cx = Place.Width, Cy = Place.Height });

    /// <summary>Place, outline, fill and line of a shape.</summary>
    public IEnumerable<OpenXmlElement> Properties(DrawnShape shape)
    {
        var points = shape.Rings.SelectMany(ring => ring).ToList();
        var (left, top) = (points.Min(point => point.X), points.Min(point => point.Y));
        var (width, height) = (Emu(points.Max(point => point.X) - left), Emu(points.Max(point => point.Y) - top));
        var path = new A.Path { Width = width, Height = height };
        foreach (var ring in shape.Rings)
        {
            path.Append(new A.MoveTo(Point(ring[0])));
            path.Append(ring.Skip(1).Select(point => new A.LineTo(Point(point))));
            path.Append(new A.CloseShapePath());
        }

        yield return PptxLayouts.At(new(Place.X + Emu(left), Place.Y + Emu(top), width, height));
        yield return new A.CustomGeometry(
            new A.AdjustValueList(), new A.ShapeGuideList(), new A.AdjustHandleList(), new A.ConnectionSiteList(), new A.Rectangle { Left = "0", Top = "0", Right = "r", Bottom = "b" }, new A.PathList(path));
        yield return Fill(shape.Fill);
        yield return shape.Line is { } line ? new A.Outline(new A.SolidFill(Colour(line))) { Width = (int)Math.Max(Emu(shape.LineWidth), 1) } : new A.Outline(new A.NoFill());

        A.Point Point((double X, double Y) point) => new() { X = $"{Emu(point.X - left)}", Y = $"{Emu(point.Y - top)}" };
    }

    /// <summary>Place and outline of pixels.</summary>
    public IEnumerable<OpenXmlElement> Properties(DrawnPixels pixels) => Box(new(Place.X + Emu(pixels.X), Place.Y + Emu(pixels.Y), Emu(pixels.Width), Emu(pixels.Height)));

    /// <summary>Place of a line of text, with room for it in any letters.</summary>
    public IEnumerable<OpenXmlElement> Properties(DrawnText text)
    {
        var width = text.Text.Length * text.Size * LetterWidth;
        return [.. Box(new(Place.X + Emu(text.IsCentred ? text.X - (width / 2) : text.X), Place.Y + Emu(text.Y - (text.Size * Ascent)), Emu(width), Emu(text.Size * LineHeight))), new A.NoFill(), new A.Outline(new A.NoFill())];
    }

    /// <summary>In points.</summary>
    public double Size(DrawnText text) => text.Size * _scale / EmuPerPoint;

    public IReadOnlyList<DrawnMark> Marks => _drawing.Marks;

    private long Emu(double units) => (long)Math.Round(units * _scale);

    private static OpenXmlElement[] Box(PptxPlace place) => [PptxLayouts.At(place), new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle }];

    private static OpenXmlElement Fill(DrawnFill? fill) => fill switch
    {
        null => new A.NoFill(),
        { Pattern: DrawnPattern.Solid } => new A.SolidFill(Colour(fill.Colour)),
        _ => new A.PatternFill(new A.ForegroundColor(new A.RgbColorModelHex { Val = Ink }), new A.BackgroundColor(Colour(fill.Colour)))
        {
            Preset = fill.Pattern switch { DrawnPattern.Hatch => A.PresetPatternValues.LightUpwardDiagonal, DrawnPattern.Dots => A.PresetPatternValues.Percent20, _ => A.PresetPatternValues.OpenDiamond },
        },
    };

    private static A.RgbColorModelHex Colour(string colour) => new() { Val = colour.TrimStart('#').ToUpperInvariant() };
}
