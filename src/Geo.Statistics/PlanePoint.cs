namespace Geo.Statistics;

/// <summary>A place in a plane, in metres; EPSG:27700 unless said otherwise.</summary>
/// <param name="X">Easting in metres.</param>
/// <param name="Y">Northing in metres.</param>
public readonly record struct PlanePoint(double X, double Y)
{
    /// <summary>Distance as the crow flies.</summary>
    /// <param name="other">The other place.</param>
    /// <returns>Metres.</returns>
    public double DistanceTo(PlanePoint other)
    {
        double dx = X - other.X, dy = Y - other.Y;
        return Math.Sqrt(dx * dx + dy * dy);
    }

    internal static void RequireAll(ReadOnlySpan<PlanePoint> points, string name)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (!(Math.Abs(points[i].X) <= 1e9 && Math.Abs(points[i].Y) <= 1e9))
                throw new ArgumentException(Require.Text($"{name} must hold finite coordinates in metres, at most 1e9; point {i} is {points[i].X}, {points[i].Y}."), name);
        }
    }
}
