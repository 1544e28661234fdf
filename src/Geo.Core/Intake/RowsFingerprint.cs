using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Geo.Core.Intake;

/// <summary>
/// A sum over the rows of a file, of the columns that are kept, that does not depend on their order, on line ends or on quoting: the same rows, however written,
/// are known again. Two CRC-32C of a row, mixed so that sums do not cancel; against accident, not against malice
/// (a file that somebody forges is a file that somebody may import).
/// </summary>
internal sealed class RowsFingerprint
{
    private const ulong FieldEnd = 0x1F;

    private UInt128 _sum;
    private uint _first = 1;
    private uint _second = 2;

    public void Field(ReadOnlySpan<char> value)
    {
        var fours = MemoryMarshal.Cast<char, ulong>(value);
        foreach (var four in fours)
            Mix(four);
        foreach (var letter in value[(fours.Length * 4)..])
            Mix(letter);
        Mix(FieldEnd | ((ulong)value.Length << 32));
    }

    public void EndRow()
    {
        var mixed = ((ulong)_first << 32) | _second;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9; // SplitMix64's finaliser
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        _sum += mixed ^ (mixed >> 31);
        (_first, _second) = (1, 2);
    }

    /// <summary>Adds the rows of another sum.</summary>
    public void Add(RowsFingerprint other) => _sum += other._sum;

    public byte[] ToArray()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _sum);
        return bytes;
    }

    private void Mix(ulong value)
    {
        _first = BitOperations.Crc32C(_first, value);
        _second = BitOperations.Crc32C(_second, BitOperations.RotateLeft(value, 17) ^ 0x9E3779B97F4A7C15);
    }
}
