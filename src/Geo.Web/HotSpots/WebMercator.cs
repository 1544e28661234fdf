using Geo.Core.Areas;

namespace Geo.Web.HotSpots;

/// <summary>A box of the world in Web Mercator (EPSG:3857, metres), drawn so many pixels wide and high.</summary>
internal readonly record struct MercatorBox(double Left, double Bottom, double Right, double Top)
{
    private const double Half = 20037508.342789244;
    private const double Radius = 6378137;

    // The National Grid bends by metres over so many pixels of a county's map: nearer than a pixel.
    private const int NodeEvery = 16;

    public static MercatorBox OfTile(int z, int x, int y)
    {
        var side = 2 * Half / (1L << z);
        return new((x * side) - Half, Half - ((y + 1) * side), ((x + 1) * side) - Half, Half - (y * side));
    }

    /// <summary>The smallest box around places of the National Grid.</summary>
    public static MercatorBox Around(double left, double bottom, double right, double top)
    {
        var corners = new[] { (left, bottom), (left, top), (right, bottom), (right, top), ((left + right) / 2, top), ((left + right) / 2, bottom) }.Select(corner => OfGrid(corner.Item1, corner.Item2)).ToList();
        return new(corners.Min(corner => corner.X), corners.Min(corner => corner.Y), corners.Max(corner => corner.X), corners.Max(corner => corner.Y));
    }

    public static (double X, double Y) OfGrid(double easting, double northing)
    {
        var (longitude, latitude) = BritishNationalGrid.ToDegrees(easting, northing);
        return (Radius * longitude * Math.PI / 180, Radius * Math.Log(Math.Tan((Math.PI / 4) + (latitude * Math.PI / 360))));
    }

    public static (double Easting, double Northing) ToGrid(double x, double y) =>
        BritishNationalGrid.ToMetres(x / Radius * 180 / Math.PI, ((2 * Math.Atan(Math.Exp(y / Radius))) - (Math.PI / 2)) * 180 / Math.PI);

    /// <summary>Easting and northing of the middle of every pixel, row by row from the top left.</summary>
    /// <remarks>Exact at every 16th pixel's corner and straight between: boxes that meet have the same corners, so their pictures join.</remarks>
    public void EachPixel(int width, int height, Action<int, double, double> pixel)
    {
        var (columns, rows) = ((width + NodeEvery - 1) / NodeEvery, (height + NodeEvery - 1) / NodeEvery);
        var (perX, perY) = ((Right - Left) / width, (Top - Bottom) / height);
        var (left, top) = (Left, Top);
        var above = Nodes(0);
        for (var row = 0; row < rows; row++)
        {
            var below = Nodes(row + 1);
            for (var inRow = 0; inRow < NodeEvery && (row * NodeEvery) + inRow < height; inRow++)
            {
                var down = (inRow + 0.5) / NodeEvery;
                for (var x = 0; x < width; x++)
                {
                    var (column, right) = (x / NodeEvery, ((x % NodeEvery) + 0.5) / NodeEvery);
                    pixel(
                        (((row * NodeEvery) + inRow) * width) + x,
                        Between(above[column].Easting, above[column + 1].Easting, below[column].Easting, below[column + 1].Easting, right, down),
                        Between(above[column].Northing, above[column + 1].Northing, below[column].Northing, below[column + 1].Northing, right, down));
                }
            }

            above = below;
        }

        (double Easting, double Northing)[] Nodes(int row)
        {
            var nodes = new (double, double)[columns + 1];
            for (var column = 0; column <= columns; column++)
                nodes[column] = ToGrid(left + (column * NodeEvery * perX), top - (row * NodeEvery * perY));
            return nodes;
        }
    }

    private static double Between(double topLeft, double topRight, double bottomLeft, double bottomRight, double right, double down) =>
        ((1 - down) * (((1 - right) * topLeft) + (right * topRight))) + (down * (((1 - right) * bottomLeft) + (right * bottomRight)));
}
