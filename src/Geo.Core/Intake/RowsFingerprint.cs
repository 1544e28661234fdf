using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Geo.Core.Intake;

/// <summary>A sum over the rows of a file that does not depend on their order, on line ends or on quoting: the same rows, however written, are known again.</summary>
internal sealed class RowsFingerprint
{
    private const byte FieldEnd = 0x1F;

    private byte[] _row = new byte[1024];
    private UInt128 _sum;
    private int _length;

    public void Field(string value)
    {
        var most = _length + Encoding.UTF8.GetMaxByteCount(value.Length) + 1;
        if (most > _row.Length)
            Array.Resize(ref _row, most * 2);
        _length += Encoding.UTF8.GetBytes(value, _row.AsSpan(_length));
        _row[_length++] = FieldEnd;
    }

    public void EndRow()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_row.AsSpan(0, _length), hash);
        _sum += BinaryPrimitives.ReadUInt128BigEndian(hash);
        _length = 0;
    }

    public byte[] ToArray()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _sum);
        return bytes;
    }
}
