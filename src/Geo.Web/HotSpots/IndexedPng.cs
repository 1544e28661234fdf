using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace Geo.Web.HotSpots;

/// <summary>Writes a picture of few colours as PNG (ISO/IEC 15948): a byte a pixel, colour 0 is clear. No library that writes one restores here under a free licence.</summary>
internal static class IndexedPng
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    /// <param name="pixels">Row by row from the top left; 0 is clear, else the number of a colour from 1.</param>
    /// <param name="colours">Such as <c>#fed976</c>.</param>
    public static void Write(IBufferWriter<byte> body, int width, int height, ReadOnlySpan<byte> pixels, IReadOnlyList<string> colours)
    {
        body.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a pixel
        header[9] = 3; // indexed
        header[10] = header[11] = header[12] = 0;
        Chunk(body, "IHDR"u8, header);
        Chunk(body, "PLTE"u8, [0, 0, 0, .. colours.SelectMany(Rgb)]);
        Chunk(body, "tRNS"u8, [0]);
        Chunk(body, "IDAT"u8, Deflated(width, height, pixels));
        Chunk(body, "IEND"u8, []);
    }

    private static ReadOnlySpan<byte> Deflated(int width, int height, ReadOnlySpan<byte> pixels)
    {
        var lines = ArrayPool<byte>.Shared.Rent(height * (width + 1));
        for (var row = 0; row < height; row++)
        {
            lines[row * (width + 1)] = 0; // no filter: steps of few colours run on by themselves
            pixels.Slice(row * width, width).CopyTo(lines.AsSpan((row * (width + 1)) + 1));
        }

        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(lines, 0, height * (width + 1));
        ArrayPool<byte>.Shared.Return(lines);
        return data.GetBuffer().AsSpan(0, (int)data.Length);
    }

    private static IEnumerable<byte> Rgb(string colour) => [Part(colour, 1), Part(colour, 3), Part(colour, 5)];

    private static byte Part(string colour, int at) => byte.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static void Chunk(IBufferWriter<byte> body, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        body.Write(number);
        body.Write(type);
        body.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        body.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }
}
