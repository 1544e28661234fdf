using System.Buffers;
using Geo.Core.HotSpots;

namespace Geo.Web.HotSpots;

/// <summary>A surface as a picture: a colour for each step of its scale, clear where nothing is drawn.</summary>
internal static class HeatPicture
{
    public const int TileSize = 256;

    public static void Write(IBufferWriter<byte> body, HeatMap map, MercatorBox box, int width, int height)
    {
        var steps = map.Scale.Steps.ToList();
        IndexedPng.Write(body, width, height, Pixels(map, box, width, height), [.. steps.Select(step => MapColours.Of(map.Scale, step))]);
    }

    /// <summary>The number of the colour of each pixel: 0 is clear.</summary>
    internal static byte[] Pixels(HeatMap map, MercatorBox box, int width, int height)
    {
        var pixels = new byte[width * height];
        if (map.Surface is not { } surface)
            return pixels;
        var scale = map.Scale;
        var falls = scale.IsDiverging ? scale.Breaks.Count : 0;
        box.EachPixel(width, height, (at, easting, northing) =>
        {
            if (surface.At(easting, northing) is { } value && scale.StepOf(value) is not 0 and var step)
                pixels[at] = (byte)(step < 0 ? falls + step + 1 : falls + step);
        });
        return pixels;
    }
}
