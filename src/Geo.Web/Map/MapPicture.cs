using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Geo.Web.Areas;
using Geo.Web.HotSpots;

namespace Geo.Web.Map;

/// <summary>A map as one SVG picture with its title, legend, caveats and date: for paper, for slides, and where there is no script.</summary>
internal sealed class MapPicture
{
    private const int Width = 1000;
    private const int Margin = 24;
    private const int LegendWidth = 270;
    private const int MapWidth = Width - LegendWidth - (3 * Margin);
    private const int MostMapHeight = 900;

    private const double Radius = 6378137;

    // Arial's letters are a little over half as wide as high on average.
    private const double LetterWidth = 0.53;

    private readonly StringBuilder _svg = new();
    private readonly MercatorBox _box;
    private readonly double _perPixel;
    private readonly int _mapHeight;

    private MapPicture(MapView view)
    {
        _box = Padded(MercatorBox.Around(view.Box.Left, view.Box.Bottom, view.Box.Right, view.Box.Top));
        _perPixel = Math.Max((_box.Right - _box.Left) / MapWidth, (_box.Top - _box.Bottom) / MostMapHeight);
        _mapHeight = (int)Math.Ceiling((_box.Top - _box.Bottom) / _perPixel);
    }

    /// <param name="wards">Outlines.</param>
    /// <param name="towns">Areas whose names are written; none where there are no such.</param>
    public static string Of(MapView view, IReadOnlyList<AreaShape> wards, IReadOnlyList<AreaShape> towns) => new MapPicture(view).Draw(view, wards, towns);

    private string Draw(MapView view, IReadOnlyList<AreaShape> wards, IReadOnlyList<AreaShape> towns)
    {
        var title = Wrapped(view.Finding, 30, Width - (2 * Margin)).ToList();
        var remarks = view.Remarks.SelectMany(remark => Wrapped(remark, 17, Width - (2 * Margin))).ToList();
        var caveats = Wrapped(view.Explanation, 13, Width - (2 * Margin)).ToList();
        var top = Margin + (view.Origin.IsDemonstration ? 34 : 0) + (36 * title.Count) + 6 + (22 * remarks.Count) + 12;
        var mapHeight = Math.Max(_mapHeight, 40 + (26 * view.Legend.Count));
        var height = top + mapHeight + 16 + (17 * caveats.Count) + Margin;

        _svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" role="img" font-family="Arial, 'Liberation Sans', sans-serif" fill="#0b0c0c"><title>{Text(view.Finding)}</title><desc>{Text(view.Explanation)}</desc><rect width="100%" height="100%" fill="#ffffff"/><defs>""");
        foreach (var fill in MapColours.Patterned)
            _svg.Append(fill.Definition);
        _svg.Append(CultureInfo.InvariantCulture, $"""<clipPath id="map"><rect x="{Margin}" y="{top}" width="{MapWidth}" height="{_mapHeight}"/></clipPath></defs>""");
        var line = Margin;
        if (view.Origin.IsDemonstration)
        {
            _svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{Margin}" y="{line - 8}" width="{Width - (2 * Margin)}" height="28" fill="#fff1b8"/>""");
            Line("Demonstration data: invented figures on schematic wards", Margin + 8, line + 11, 16, bold: true);
            line += 34;
        }

        Lines(title, ref line, 30, 36, bold: true);
        line += 6;
        Lines(remarks, ref line, 17, 22, bold: false);
        Map(view, wards, towns, top);
        Legend(view, Margin + MapWidth + Margin, top);
        line = top + mapHeight + 16;
        Lines(caveats, ref line, 13, 17, bold: false);
        return _svg.Append("</svg>").ToString();
    }

    private void Map(MapView view, IReadOnlyList<AreaShape> wards, IReadOnlyList<AreaShape> towns, int top)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"""<g clip-path="url(#map)"><rect x="{Margin}" y="{top}" width="{MapWidth}" height="{_mapHeight}" fill="#f6f8f9"/>""");
        foreach (var ward in view.Address.IsOfWards ? [] : wards)
            Path(ward.Geometry, top, """fill="#ffffff" stroke="none" """);
        if (view.Surface is { } surface && view.Withheld is null)
        {
            var body = new ArrayBufferWriter<byte>();
            var box = _box with { Right = _box.Left + (MapWidth * _perPixel), Bottom = _box.Top - (_mapHeight * _perPixel) };
            HeatPicture.Write(body, surface, box, MapWidth, _mapHeight);
            _svg.Append(CultureInfo.InvariantCulture, $"""<image x="{Margin}" y="{top}" width="{MapWidth}" height="{_mapHeight}" opacity="0.9" href="data:image/png;base64,{Convert.ToBase64String(body.WrittenSpan)}"/>""");
        }

        foreach (var shape in view.Withheld is null ? view.Shapes : [])
            Path(shape.Geometry, top, $"""fill="{shape.Paint}" stroke="#505a5f" stroke-width="0.6" """);
        foreach (var ward in view.Address.IsOfWards ? [] : wards)
            Path(ward.Geometry, top, """fill="none" stroke="#6f777b" stroke-width="0.8" """);
        var isNear = MapChoices.IsNear(view);
        foreach (var (at, name) in isNear ? wards.Select(ward => (At(ward.Geometry, top, above: false), ward.Name)) : towns.Select(town => (At(town.Geometry, top, above: true), town.Name)))
            _svg.Append(CultureInfo.InvariantCulture, $"""<text x="{at.X:0.#}" y="{at.Y:0.#}" font-size="{(isNear ? 12 : 15)}"{(isNear ? "" : " font-weight=\"bold\"")} text-anchor="middle" stroke="#ffffff" stroke-width="3" paint-order="stroke">{Text(name)}</text>""");
        if (view.Withheld is not null)
        {
            var line = top + 40;
            Lines([.. Wrapped(view.Withheld, 17, MapWidth - (2 * Margin))], ref line, 17, 22, bold: true, x: 2 * Margin);
        }

        _svg.Append("</g>");
        Bar(top);
    }

    /// <summary>A bar of a round number of kilometres.</summary>
    private void Bar(int top)
    {
        var middle = (_box.Top + _box.Bottom) / 2;
        var metres = _perPixel / Math.Cosh(middle / Radius); // Mercator stretches by the secant of the latitude
        var length = new[] { 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100 }.Last(kilometres => kilometres * 1000 / metres <= MapWidth / 4.0 || kilometres <= 0.1);
        var (x, y, w) = (Margin + 12, top + _mapHeight - 12, length * 1000 / metres);
        _svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{x} {y - 6}v6h{w:0.#}v-6" fill="none" stroke="#0b0c0c" stroke-width="2"/>""");
        Line($"{length.ToString("0.#", CultureInfo.InvariantCulture)} km", x + 4, y - 8, 13, bold: false);
    }

    private void Legend(MapView view, int x, int top)
    {
        var y = top + 14;
        foreach (var line in Wrapped(view.LegendTitle, 15, LegendWidth))
        {
            Line(line, x, y, 15, bold: true);
            y += 19;
        }

        foreach (var entry in view.Legend)
        {
            _svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{x}" y="{y - 5}" width="26" height="16" fill="{entry.Paint}" stroke="#505a5f"/>""");
            foreach (var line in Wrapped(entry.Label, 15, LegendWidth - 36))
            {
                Line(line, x + 36, y + 8, 15, bold: false);
                y += 18;
            }

            y += 8;
        }
    }

    private void Path(byte[] geometry, int top, string attributes)
    {
        _svg.Append("<path d=\"");
        foreach (var ring in Rings(geometry))
        {
            var command = 'M';
            foreach (var (x, y) in ring.Select(point => Pixel(point.Longitude, point.Latitude, top)))
            {
                _svg.Append(CultureInfo.InvariantCulture, $"{command}{x:0.#} {y:0.#}");
                command = 'L';
            }

            _svg.Append('Z');
        }

        _svg.Append("\" fill-rule=\"evenodd\" ").Append(attributes).Append("/>");
    }

    private (double X, double Y) Pixel(double longitude, double latitude, int top)
    {
        var x = Radius * longitude * Math.PI / 180;
        var y = Radius * Math.Log(Math.Tan((Math.PI / 4) + (latitude * Math.PI / 360)));
        return (Margin + ((x - _box.Left) / _perPixel), top + ((_box.Top - y) / _perPixel));
    }

    /// <summary>Where a name stands: in the middle of a ward, above a town and not on its hot spots.</summary>
    private (double X, double Y) At(byte[] geometry, int top, bool above)
    {
        var points = Rings(geometry).MaxBy(ring => ring.Count)!;
        var (west, east, south, north) = (points.Min(point => point.Longitude), points.Max(point => point.Longitude), points.Min(point => point.Latitude), points.Max(point => point.Latitude));
        return Pixel((west + east) / 2, above ? north : (south + north) / 2, top);
    }

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

    private static IEnumerable<string> Wrapped(string text, int size, int width)
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

    private void Lines(IReadOnlyList<string> lines, ref int top, int size, int step, bool bold, int x = Margin)
    {
        foreach (var line in lines)
        {
            top += step;
            Line(line, x, top - (step - size), size, bold);
        }
    }

    private void Line(string text, double x, double y, int size, bool bold) =>
        _svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{y:0.#}" font-size="{size}"{(bold ? " font-weight=\"bold\"" : "")}>{Text(text)}</text>""");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
