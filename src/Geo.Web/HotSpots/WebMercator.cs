using Geo.Core.Areas;

namespace Geo.Web.HotSpots;

/// <summary>A box of the world in Web Mercator (EPSG:3857, metres), drawn so many pixels wide and high.</summary>
internal readonly record struct MercatorBox(double Left, double Bottom, double Right, double Top)
{
    private const double Half = 20037508.342789244;
    private const double Radius = 6378137;

    // The National Grid bends by metres over so many pixels of a county's map: nearer than a pixel.
    public const int LongestRun = 16;

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

    /// <summary>Every pixel, row by row from the top left, in runs along which easting and northing change evenly.</summary>
    /// <remarks>Exact at every 16th pixel's corner and straight between: boxes that meet have the same corners, so their pictures join.</remarks>
    public void EachRun(int width, int height, Action<PixelRun> each)
    {
        var (columns, rows) = ((width + LongestRun - 1) / LongestRun, (height + LongestRun - 1) / LongestRun);
        var (perX, perY) = ((Right - Left) / width, (Top - Bottom) / height);
        var (left, top) = (Left, Top);
        var above = Nodes(0);
        for (var row = 0; row < rows; row++)
        {
            var below = Nodes(row + 1);
            for (var inRow = 0; inRow < LongestRun && (row * LongestRun) + inRow < height; inRow++)
            {
                var down = (inRow + 0.5) / LongestRun;
                var from = Between(above[0], below[0], down);
                for (var column = 0; column < columns; column++)
                {
                    var to = Between(above[column + 1], below[column + 1], down);
                    var (east, north) = ((to.Easting - from.Easting) / LongestRun, (to.Northing - from.Northing) / LongestRun);
                    var x = column * LongestRun;
                    each(new((((row * LongestRun) + inRow) * width) + x, Math.Min(LongestRun, width - x), from.Easting + (east / 2), from.Northing + (north / 2), east, north));
                    from = to;
                }
            }

            above = below;
        }

        (double Easting, double Northing)[] Nodes(int row)
        {
            var nodes = new (double, double)[columns + 1];
            for (var column = 0; column <= columns; column++)
                nodes[column] = ToGrid(left + (column * LongestRun * perX), top - (row * LongestRun * perY));
            return nodes;
        }
    }

    private static (double Easting, double Northing) Between((double Easting, double Northing) above, (double Easting, double Northing) below, double down) =>
        (((1 - down) * above.Easting) + (down * below.Easting), ((1 - down) * above.Northing) + (down * below.Northing));
}

/// <summary>Pixels beside each other, whose middles lie evenly on a straight line of the National Grid.</summary>
/// <param name="At">The number of the first, row by row from the top left.</param>
/// <param name="Easting">Of the first, as its northing.</param>
/// <param name="EastStep">From each to the next, as the northing's.</param>
internal readonly record struct PixelRun(int At, int Length, double Easting, double Northing, double EastStep, double NorthStep);
