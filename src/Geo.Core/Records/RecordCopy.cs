using System.Buffers;
using System.Buffers.Binary;
using Npgsql;

namespace Geo.Core.Records;

/// <summary>One record on its way into <c>records.record</c>.</summary>
/// <param name="ReferenceSha">The source's reference as 32 bytes, or empty.</param>
internal readonly ref struct RecordRow(int rowNumber, short categoryId, int? placeId, int? outcomeId, int? lsoaId, ReadOnlySpan<byte> referenceSha)
{
    public int RowNumber { get; } = rowNumber;

    public short CategoryId { get; } = categoryId;

    public int? PlaceId { get; } = placeId;

    public int? OutcomeId { get; } = outcomeId;

    public int? LsoaId { get; } = lsoaId;

    public ReadOnlySpan<byte> Reference { get; } = referenceSha;
}

/// <summary>
/// Streams records into the database in PostgreSQL's binary COPY format. Written by hand because the driver's row importer
/// costs twice the whole COPY; this costs what <c>\copy</c> does. Complete or cancel it before it is disposed of.
/// </summary>
internal sealed class RecordCopy : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int LargestRowBytes = 128;
    private static readonly DateOnly PostgresEpoch = new(2000, 1, 1);

    private readonly NpgsqlRawCopyStream _stream;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private readonly int _batchId;
    private readonly int _monthDays;
    private int _length;

    private RecordCopy(NpgsqlRawCopyStream stream, int batchId, Month month)
    {
        _stream = stream;
        _batchId = batchId;
        _monthDays = month.FirstDay.DayNumber - PostgresEpoch.DayNumber;
        ReadOnlySpan<byte> signature = [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00];
        signature.CopyTo(_buffer);
        _length = signature.Length + 8; // flags and header extension length: both zero
        _buffer.AsSpan(signature.Length, 8).Clear();
    }

    public static async Task<RecordCopy> BeginAsync(NpgsqlConnection connection, int batchId, Month month, CancellationToken cancellationToken) => new(
        await connection.BeginRawBinaryCopyAsync(
            "copy records.record (batch_id, row_number, month, category_id, place_id, outcome_id, lsoa_id, reference) from stdin (format binary)", cancellationToken),
        batchId, month);

    /// <summary>Takes a row; when this returns true, <see cref="FlushAsync"/> before the next.</summary>
    public bool Write(in RecordRow row)
    {
        Short(8);
        Integer(_batchId);
        Integer(row.RowNumber);
        Integer(_monthDays);
        Raw(2);
        Short(row.CategoryId);
        Integer(row.PlaceId);
        Integer(row.OutcomeId);
        Integer(row.LsoaId);
        Raw(row.Reference.IsEmpty ? -1 : row.Reference.Length);
        row.Reference.CopyTo(_buffer.AsSpan(_length));
        _length += row.Reference.Length;
        return _length > BufferBytes - LargestRowBytes;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(_buffer.AsMemory(0, _length), cancellationToken);
        _length = 0;
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        Short(-1);
        await FlushAsync(cancellationToken);
        await _stream.DisposeAsync();
    }

    /// <summary>Gives up; the transaction can only be rolled back after this.</summary>
    public async ValueTask CancelAsync()
    {
        await _stream.CancelAsync();
        await _stream.DisposeAsync();
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_length), value);
        _length += 2;
    }

    private void Raw(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), value);
        _length += 4;
    }

    private void Integer(int? value)
    {
        Raw(value is null ? -1 : 4);
        if (value is { } number)
            Raw(number);
    }
}
