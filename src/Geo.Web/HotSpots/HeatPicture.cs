using System.Buffers;
using System.Runtime.CompilerServices;
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
        var least = scale.Breaks[0];
        var falls = scale.IsDiverging ? scale.Breaks.Count : 0;
        box.EachRun(width, height, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (run) =>
        {
            Span<float> values = stackalloc float[MercatorBox.LongestRun];
            values = values[..run.Length];
            surface.Along(run.Easting, run.Northing, run.EastStep, run.NorthStep, values);
            for (var i = 0; i < values.Length; i++)
            {
                if (Math.Abs(values[i]) >= least && scale.StepOf(values[i]) is not 0 and var step)
                    pixels[run.At + i] = (byte)(step < 0 ? falls + step + 1 : falls + step);
            }
        });
        return pixels;
    }
}
