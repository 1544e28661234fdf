using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Web.Areas;
using Geo.Web.HotSpots;

namespace Geo.Web.Map;

/// <summary>A map and its legend as a drawing, which pictures, documents and slides are made from.</summary>
internal sealed class MapDrawing
{
    /// <summary>Of a drawing with letters of the usual size.</summary>
    public const int Width = MapWidth + Gap + LegendWidth;

    private const int MapWidth = 658;
    private const int Gap = 24;
    private const int LegendWidth = 270;
    private const int MostMapHeight = 900;
    private const int PixelsPerUnit = 2; // of a surface
    private const int MostShapes = 150; // of their own; more are drawn as one of each fill

    private const double Radius = 6378137;

    // Arial's letters are a little over half as wide as high on average.
    private const double LetterWidth = 0.53;

    private static readonly DrawnFill Ground = new("#f6f8f9"), White = new("#ffffff"), Black = new("#0b0c0c");

    private readonly List<DrawnMark> _marks = [];
    private readonly MercatorBox _box;
    private readonly double _perUnit;
    private readonly int _mapHeight;
    private readonly double _letters;

    private MapDrawing(MapView view, double letters)
    {
        _letters = letters;
        _box = Padded(MercatorBox.Around(view.Box.Left, view.Box.Bottom, view.Box.Right, view.Box.Top));
        _perUnit = Math.Max((_box.Right - _box.Left) / MapWidth, (_box.Top - _box.Bottom) / MostMapHeight);
        _mapHeight = (int)Math.Ceiling((_box.Top - _box.Bottom) / _perUnit);
    }

    /// <summary>With the outlines of wards and the names of towns, where there are such.</summary>
    /// <param name="letters">How much larger than usual its letters are; the legend grows with them.</param>
    public static async Task<ExportDrawing> OfAsync(CountCube cube, AreaShapes shapes, MapView view, double letters = 1)
    {
        var wards = await shapes.OfAsync(AreaEndpoints.Find(cube, "ward", null), MapChoices.IsNear(view) ? 12 : AreaShapes.DefaultZoom);
        var towns = MapChoices.HasTowns(cube) ? await shapes.OfAsync(AreaEndpoints.Find(cube, "town", null), AreaShapes.DefaultZoom) : [];
        return new MapDrawing(view, letters).Draw(view, wards, towns);
    }

    private ExportDrawing Draw(MapView view, IReadOnlyList<AreaShape> wards, IReadOnlyList<AreaShape> towns)
    {
        Add("Map", [Rectangle(0, 0, MapWidth, _mapHeight)], Ground);
        Map(view, wards, towns);
        Bar();
        var foot = Legend(view);
        return new(view.Finding, MapWidth + Gap + (_letters * LegendWidth), Math.Max(_mapHeight, foot), _marks, $"{view.Finding}. {string.Join(' ', view.Remarks)}");
    }

    private void Map(MapView view, IReadOnlyList<AreaShape> wards, IReadOnlyList<AreaShape> towns)
    {
        var outlines = view.Address.IsOfWards ? [] : wards.Select(ward => (ward.Name, Rings: Clipped(ward.Geometry))).ToList();
        foreach (var (name, rings) in outlines)
            Add(name, rings, White);
        if (view.Surface is { } surface && view.Withheld is null)
        {
            var body = new ArrayBufferWriter<byte>();
            HeatPicture.Write(body, surface, _box with { Right = _box.Left + (MapWidth * _perUnit), Bottom = _box.Top - (_mapHeight * _perUnit) }, MapWidth * PixelsPerUnit, _mapHeight * PixelsPerUnit);
            _marks.Add(new DrawnPixels(body.WrittenSpan.ToArray(), 0, 0, MapWidth, _mapHeight));
        }

        var shapes = view.Withheld is null ? view.Shapes : [];
        foreach (var (name, paint, rings) in shapes.Count <= MostShapes ? shapes.Select(shape => (shape.Name, shape.Paint, Clipped(shape.Geometry)))
            : shapes.GroupBy(shape => shape.Paint).Select(fill => ("Cells", fill.Key, (IReadOnlyList<IReadOnlyList<(double, double)>>)[.. fill.SelectMany(shape => Clipped(shape.Geometry))])))
            Add(name, rings, MapColours.FillOf(paint), "#505a5f", 0.6);
        foreach (var (name, rings) in outlines)
            Add(name, rings, null, "#6f777b", 0.8);
        var isNear = MapChoices.IsNear(view);
        foreach (var (at, name) in isNear ? wards.Select(ward => (At(ward.Geometry, above: false), ward.Name)) : towns.Select(town => (At(town.Geometry, above: true), town.Name)))
        {
            if (at.X is > 0 and < MapWidth && at.Y > 0 && at.Y < _mapHeight)
                _marks.Add(new DrawnText(name, at.X, at.Y, _letters * (isNear ? 12 : 15), IsBold: !isNear, IsCentred: true));
        }

        foreach (var (i, line) in Wrapped(view.Withheld ?? "", 17, MapWidth - (2 * Gap)).Index())
            _marks.Add(new DrawnText(line, Gap, 57 + (22 * i), 17, IsBold: true));
    }

    /// <summary>A bar of a round number of kilometres.</summary>
    private void Bar()
    {
        var metres = _perUnit / Math.Cosh((_box.Top + _box.Bottom) / 2 / Radius); // Mercator stretches by the secant of the latitude
        var length = new[] { 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100 }.Last(kilometres => kilometres * 1000 / metres <= MapWidth / 4.0 || kilometres <= 0.1);
        Add("Scale", [Rectangle(12, _mapHeight - 16, length * 1000 / metres, 4)], Black);
        _marks.Add(new DrawnText($"{length.ToString("0.#", CultureInfo.InvariantCulture)} km", 12, _mapHeight - 21, _letters * 13));
    }

    /// <returns>Where it ends.</returns>
    private double Legend(MapView view)
    {
        const int x = MapWidth + Gap;
        var y = 14 * _letters;
        foreach (var line in Wrapped(view.LegendTitle, 15, LegendWidth))
        {
            _marks.Add(new DrawnText(line, x, y, 15 * _letters, IsBold: true));
            y += 19 * _letters;
        }

        foreach (var entry in view.Legend)
        {
            Add(entry.Label, [Rectangle(x, y - (5 * _letters), 26 * _letters, 16 * _letters)], MapColours.FillOf(entry.Paint), "#505a5f", 1);
            foreach (var line in Wrapped(entry.Label, 15, LegendWidth - 36))
            {
                _marks.Add(new DrawnText(line, x + (36 * _letters), y + (8 * _letters), 15 * _letters));
                y += 18 * _letters;
            }

            y += 8 * _letters;
        }

        return y;
    }

    private void Add(string name, IReadOnlyList<IReadOnlyList<(double X, double Y)>> rings, DrawnFill? fill, string? line = null, double width = 0)
    {
        if (rings.Count > 0)
            _marks.Add(new DrawnShape(name, rings, fill, line, width));
    }

    /// <summary>A geometry's rings in units, cut at the edge of the map.</summary>
    private IReadOnlyList<IReadOnlyList<(double X, double Y)>> Clipped(byte[] geometry) => [.. Rings(geometry).Select(ring => Clipped([.. ring.SkipLast(1).Select(Unit)])).Where(ring => ring.Count > 2)];

    /// <summary>Sutherland and Hodgman: one edge of the map after the other.</summary>
    private List<(double X, double Y)> Clipped(List<(double X, double Y)> ring)
    {
        foreach (var (isAcross, limit, sign) in ((bool, double, int)[])[(true, 0, 1), (true, MapWidth, -1), (false, 0, 1), (false, _mapHeight, -1)])
        {
            double Inside((double X, double Y) point) => sign * ((isAcross ? point.X : point.Y) - limit);
            if (ring.TrueForAll(point => Inside(point) >= 0))
                continue;
            List<(double X, double Y)> kept = [];
            foreach (var (i, to) in ring.Index())
            {
                var from = ring[i == 0 ? ^1 : i - 1];
                if (Inside(from) >= 0 != Inside(to) >= 0)
                {
                    var part = Inside(from) / (Inside(from) - Inside(to));
                    kept.Add((from.X + (part * (to.X - from.X)), from.Y + (part * (to.Y - from.Y))));
                }

                if (Inside(to) >= 0)
                    kept.Add(to);
            }

            ring = kept;
        }

        return ring;
    }

    private (double X, double Y) Unit((double Longitude, double Latitude) place)
    {
        var x = Radius * place.Longitude * Math.PI / 180;
        var y = Radius * Math.Log(Math.Tan((Math.PI / 4) + (place.Latitude * Math.PI / 360)));
        return ((x - _box.Left) / _perUnit, (_box.Top - y) / _perUnit);
    }

    /// <summary>Where a name stands: in the middle of a ward, above a town and not on its hot spots.</summary>
    private (double X, double Y) At(byte[] geometry, bool above)
    {
        var points = Rings(geometry).MaxBy(ring => ring.Count)!;
        var (west, east, south, north) = (points.Min(point => point.Longitude), points.Max(point => point.Longitude), points.Min(point => point.Latitude), points.Max(point => point.Latitude));
        return Unit(((west + east) / 2, above ? north : (south + north) / 2));
    }

    private static (double X, double Y)[] Rectangle(double x, double y, double width, double height) => [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];

    private static IEnumerable<IReadOnlyList<(double Longitude, double Latitude)>> Rings(byte[] geometry)
    {
        using var json = JsonDocument.Parse(geometry);
        var coordinates = json.RootElement.GetProperty("coordinates");
        var polygons = json.RootElement.GetProperty("type").GetString() == "MultiPolygon" ? coordinates.EnumerateArray().ToList() : [coordinates];
        return [.. polygons.SelectMany(polygon => polygon.EnumerateArray()).Select(ring => (IReadOnlyList<(double, double)>)[.. ring.EnumerateArray().Select(point => (point[0].GetDouble(), point[1].GetDouble()))])];
    }

    private static MercatorBox Padded(MercatorBox box)
    {
        var room = 0.02 * Math.Max(box.Right - box.Left, box.Top - box.Bottom);
        return new(box.Left - room, box.Bottom - room, box.Right + room, box.Top + room);
    }

    /// <summary>Lines of a text in letters of a size.</summary>
    public static IEnumerable<string> Wrapped(string text, int size, int width)
    {
        var letters = (int)(width / (size * LetterWidth));
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > letters)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
            yield return line;
    }
}
