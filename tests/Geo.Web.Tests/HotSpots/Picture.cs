using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Geo.Web.HotSpots;
using Shouldly;

namespace Geo.Web.Tests.HotSpots;

/// <summary>A PNG read back: the colour of each pixel, empty where it is clear.</summary>
internal sealed class Picture
{
    private readonly byte[] _pixels;
    private readonly string[] _colours;

    private Picture(int width, int height, byte[] pixels, string[] colours) => (Width, Height, _pixels, _colours) = (width, height, pixels, colours);

    public int Width { get; }

    public int Height { get; }

    public string this[int x, int y] => _colours[_pixels[(y * Width) + x]];

    public IEnumerable<string> Pixels => _pixels.Select(pixel => _colours[pixel]);

    public static Picture Read(byte[] png)
    {
        png.AsSpan(0, 8).ToArray().ShouldBe(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A });
        var (width, height) = (0, 0);
        var (colours, data) = (Array.Empty<string>(), new MemoryStream());
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = Encoding.ASCII.GetString(png, at + 4, 4);
            var chunk = png.AsSpan(at + 8, length);
            Crc(png.AsSpan(at + 4, length + 4)).ShouldBe(BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)), type);
            switch (type)
            {
                case "IHDR":
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunk), BinaryPrimitives.ReadInt32BigEndian(chunk[4..]));
                    break;
                case "PLTE":
                    colours = [.. Enumerable.Range(0, length / 3).Select(i => $"#{png[at + 8 + (3 * i)]:x2}{png[at + 9 + (3 * i)]:x2}{png[at + 10 + (3 * i)]:x2}")];
                    colours[0] = "";
                    break;
                case "IDAT":
                    data.Write(chunk);
                    break;
            }

            at += length + 12;
        }

        data.Position = 0;
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        var pixels = new byte[width * height];
        for (var row = 0; row < height; row++)
        {
            inflated.ReadByte().ShouldBe(0);
            inflated.ReadExactly(pixels, row * width, width);
        }

        return new Picture(width, height, pixels, colours);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}

internal static class Pixels
{
    /// <summary>Easting and northing of the middle of every pixel, row by row from the top left.</summary>
    public static void EachPixel(this MercatorBox box, int width, int height, Action<int, double, double> pixel) => box.EachRun(width, height, run =>
    {
        for (var i = 0; i < run.Length; i++)
            pixel(run.At + i, run.Easting + (i * run.EastStep), run.Northing + (i * run.NorthStep));
    });
}
