namespace Geo.Core.Demonstration;

/// <summary>A spot on the National Grid (EPSG:27700), in whole metres.</summary>
internal readonly record struct Spot(int Easting, int Northing)
{
    public bool IsWithin(int metres, Spot other)
    {
        var (dx, dy) = ((long)Easting - other.Easting, (long)Northing - other.Northing);
        return (dx * dx) + (dy * dy) <= (long)metres * metres;
    }
}
