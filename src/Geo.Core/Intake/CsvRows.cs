using System.Buffers;

namespace Geo.Core.Intake;

/// <summary>
/// The rows of a CSV file with commas (RFC 4180), read as CsvHelper reads them, but as slices of one buffer: its strings, one for
/// each field, took a fifth of an import. A quote within a field that begins without one is text; blank lines are passed over.
/// </summary>
internal sealed class CsvRows(TextReader reader, string file) : IDisposable
{
    private const int LongestField = 1 << 20;
    private const int BufferCharacters = 1 << 15; // 64 kB: a larger array costs a full collection each file

    private char[] _buffer = ArrayPool<char>.Shared.Rent(BufferCharacters);
    private (int Start, int End)[] _fields = new (int, int)[16]; // from the start of the row
    private int _start;
    private int _end;
    private int _filled;
    private bool _ended;

    /// <summary>The line of the file that the row ends on.</summary>
    public int Line { get; private set; }

    /// <summary>How many fields the row has.</summary>
    public int Count { get; private set; }

    /// <summary>The row as it is written, with its line end. Like a field it is overwritten by the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> Raw => _buffer.AsSpan(_start.._end);

    public ReadOnlySpan<char> this[int field]
    {
        get
        {
            var (start, end) = _fields[field];
            var raw = _buffer.AsSpan(_start + start, end - start);
            return raw is ['"', ..] ? Unquoted(raw) : raw;
        }
    }

    /// <summary>Goes to the next row; false at the end of the file.</summary>
    /// <exception cref="RefusedException">A field is longer than it may be.</exception>
    public bool Read()
    {
        _start = _end;
        Line++;
        while (!TrySplit())
        {
            if (_ended)
                return false;
            Fill();
        }

        return true;
    }

    public void Dispose() => ArrayPool<char>.Shared.Return(_buffer);

    /// <summary>Finds the fields of the row; false where the buffer ends before it.</summary>
    private bool TrySplit()
    {
        var text = _buffer.AsSpan(_start.._filled);
        var lines = 0;
        Count = 0;
        for (var start = 0; !text.IsEmpty;)
        {
            var closed = start < text.Length && text[start] == '"' ? Closed(text, start) : start;
            var length = closed < 0 ? -1 : text[closed..].IndexOfAny(',', '\r', '\n');
            var end = length < 0 ? text.Length : closed + length;
            if (end - start > LongestField)
                throw TooLong(Line + lines + LineEnds(text.Slice(start, LongestField + 1)));
            if (!_ended && (end == text.Length || (end == text.Length - 1 && text[end] == '\r')))
                return false;
            if (closed != start)
                lines += LineEnds(text[start..end]);

            var next = Math.Min(end + (text[end..] is ['\r', '\n', ..] ? 2 : 1), text.Length);
            if (end == 0 && text[end] != ',') // a blank line
            {
                _start += next;
                Line++;
                text = text[next..];
                continue;
            }

            Add(start, end);
            start = next;
            if (end < text.Length && text[end] == ',')
                continue;
            _end = _start + next;
            Line += lines;
            return true;
        }

        _end = _start;
        return false;
    }

    private void Add(int start, int end)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = (start, end);
    }

    private void Fill()
    {
        var (kept, full) = (_filled - _start, _buffer);
        if (kept == full.Length)
            _buffer = ArrayPool<char>.Shared.Rent(kept * 2);
        Array.Copy(full, _start, _buffer, 0, kept);
        if (full != _buffer)
            ArrayPool<char>.Shared.Return(full);
        _start = 0;
        _filled = kept + reader.ReadBlock(_buffer, kept, _buffer.Length - kept);
        _ended = _filled < _buffer.Length;
    }

    private RefusedException TooLong(int line) =>
        new(new Fault("field-too-long", file, line, null, null, $"A field may have {LongestField:N0} characters at most; a quote may not be closed.", "Look for a quote that is opened and not closed."));

    /// <summary>Where the quotes that open at <paramref name="start"/> are closed: after the last of them, or -1.</summary>
    private static int Closed(ReadOnlySpan<char> text, int start)
    {
        for (var at = start + 1; text[at..].IndexOf('"') is var quote and >= 0; at += quote + 2)
        {
            if (text[(at + quote)..] is not ['"', '"', ..])
                return at + quote + 1;
        }

        return -1;
    }

    /// <summary>The text within the quotes, and what stands between them and the end of the field.</summary>
    private static string Unquoted(ReadOnlySpan<char> raw)
    {
        var closed = Closed(raw, 0);
        var within = closed < 0 ? raw[1..] : raw[1..(closed - 1)];
        return string.Concat(within.ToString().Replace("\"\"", "\"", StringComparison.Ordinal), closed < 0 ? [] : raw[closed..]);
    }

    private static int LineEnds(ReadOnlySpan<char> text)
    {
        var count = text.Count('\n');
        for (; text.IndexOf('\r') is var at and >= 0; text = text[(at + 1)..])
            count += text[at..] is ['\r', '\n', ..] ? 0 : 1;
        return count;
    }
}
