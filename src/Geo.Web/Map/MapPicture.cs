using System.Globalization;
using System.Net;
using System.Text;
using Geo.Core.Exports;
using Geo.Web.HotSpots;

namespace Geo.Web.Map;

/// <summary>A map as one SVG picture with its title, legend, caveats and date: for paper, and where there is no script.</summary>
internal sealed class MapPicture
{
    private const int Width = MapDrawing.Width + (2 * Margin);
    private const int Margin = 24;

    private readonly StringBuilder _svg = new();

    private MapPicture()
    {
    }

    public static string Of(MapView view, ExportDrawing drawing) => new MapPicture().Draw(view, drawing);

    private string Draw(MapView view, ExportDrawing drawing)
    {
        var title = MapDrawing.Wrapped(view.Finding, 30, MapDrawing.Width).ToList();
        var remarks = view.Remarks.SelectMany(remark => MapDrawing.Wrapped(remark, 17, MapDrawing.Width)).ToList();
        var caveats = MapDrawing.Wrapped(view.Explanation, 13, MapDrawing.Width).ToList();
        var top = Margin + (view.Origin.IsDemonstration ? 34 : 0) + (36 * title.Count) + 6 + (22 * remarks.Count) + 12;
        var height = (int)Math.Ceiling(top + drawing.Height + 16 + (17 * caveats.Count) + Margin);

        _svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" role="img" font-family="Arial, 'Liberation Sans', sans-serif" fill="#0b0c0c"><title>{Text(view.Finding)}</title><desc>{Text(view.Explanation)}</desc><rect width="100%" height="100%" fill="#ffffff"/><defs>""");
        foreach (var fill in MapColours.Patterned)
            _svg.Append(fill.Definition);
        _svg.Append("</defs>");
        var line = Margin;
        if (view.Origin.IsDemonstration)
        {
            _svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{Margin}" y="{line - 8}" width="{MapDrawing.Width}" height="28" fill="#fff1b8"/>""");
            Line("Demonstration data: invented figures on schematic wards", Margin + 8, line + 11, 16, bold: true);
            line += 34;
        }

        Lines(title, ref line, 30, 36, bold: true);
        line += 6;
        Lines(remarks, ref line, 17, 22, bold: false);
        _svg.Append(CultureInfo.InvariantCulture, $"""<g transform="translate({Margin} {top})">""");
        foreach (var mark in drawing.Marks)
            Mark(mark);
        _svg.Append("</g>");
        line = (int)Math.Ceiling(top + drawing.Height + 16);
        Lines(caveats, ref line, 13, 17, bold: false);
        return _svg.Append("</svg>").ToString();
    }

    private void Mark(DrawnMark mark)
    {
        switch (mark)
        {
            case DrawnShape shape:
                Shape(shape);
                break;
            case DrawnPixels pixels:
                _svg.Append(CultureInfo.InvariantCulture, $"""<image x="{pixels.X}" y="{pixels.Y}" width="{pixels.Width}" height="{pixels.Height}" opacity="0.9" href="data:image/png;base64,{Convert.ToBase64String(pixels.Png)}"/>""");
                break;
            case DrawnText text:
                Line(text.Text, text.X, text.Y, text.Size, text.IsBold, text.IsCentred ? """ text-anchor="middle" stroke="#ffffff" stroke-width="3" paint-order="stroke" """ : "");
                break;
        }
    }

    private void Shape(DrawnShape shape)
    {
        _svg.Append("<path d=\"");
        foreach (var ring in shape.Rings)
        {
            var command = 'M';
            foreach (var (x, y) in ring)
            {
                _svg.Append(CultureInfo.InvariantCulture, $"{command}{x:0.#} {y:0.#}");
                command = 'L';
            }

            _svg.Append('Z');
        }

        _svg.Append(CultureInfo.InvariantCulture, $"\" fill-rule=\"evenodd\" fill=\"{(shape.Fill is { } fill ? MapColours.PaintOf(fill) : "none")}\"");
        if (shape.Line is { } line)
            _svg.Append(CultureInfo.InvariantCulture, $" stroke=\"{line}\" stroke-width=\"{shape.LineWidth}\"");
        _svg.Append("/>");
    }

    private void Lines(IReadOnlyList<string> lines, ref int top, int size, int step, bool bold)
    {
        foreach (var line in lines)
        {
            top += step;
            Line(line, Margin, top - (step - size), size, bold);
        }
    }

    private void Line(string text, double x, double y, double size, bool bold, string more = "") =>
        _svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{y:0.#}" font-size="{size}"{(bold ? " font-weight=\"bold\"" : "")}{more}>{Text(text)}</text>""");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
