using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Geo.Core.Intake;

/// <summary>What a first look at a text file's bytes tells, before a row is parsed or the database asked.</summary>
/// <param name="ContentSha256">SHA-256 of the bytes.</param>
/// <param name="EndsWithLineEnd">False where the last line may have been cut short.</param>
internal sealed record FileInspection(byte[] ContentSha256, long Bytes, bool EndsWithLineEnd)
{
    /// <summary>A month of the largest force is 25 MB; a year of a country in one file is 1.5 GB and comes as a ZIP of months.</summary>
    public const long MaxBytes = 1L << 30;

    private const string SaveAgain = "Download or export the file again as CSV in UTF-8.";

    /// <exception cref="RefusedException">The file is empty, too large, not text, or not UTF-8; the place of the first bad byte is told.</exception>
    public static async Task<FileInspection> RunAsync(InputFile file, CancellationToken cancellationToken)
    {
        await using var stream = file.Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        long offset = 0, lines = 1;
        var carried = 0;
        var ended = false;
        while (true)
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(carried), buffer.Length - carried, throwOnEndOfStream: false, cancellationToken);
            if (offset == 0)
                CheckStart(file, buffer.AsSpan(0, read));
            hash.AppendData(buffer, carried, read);
            var length = carried + read;
            var final = length < buffer.Length;
            var whole = final ? length : WholeCharacters(buffer.AsSpan(0, length));
            var text = buffer.AsSpan(0, whole);
            if (text.IndexOf((byte)0) is var nul and >= 0)
                throw Refused(file, "nul-byte", lines + Newlines(text[..nul]), $"byte {offset + nul}", "The file has a NUL byte; it is damaged or not text.", SaveAgain);
            if (!Utf8.IsValid(text))
            {
                var bad = FirstInvalid(text);
                throw Refused(file, "not-utf-8", lines + Newlines(text[..bad]), $"byte {offset + bad}: 0x{text[bad]:X2}", "The text is not valid UTF-8.", "Save it again as UTF-8 (in Excel: CSV UTF-8).");
            }

            lines += Newlines(text);
            ended = text.IsEmpty ? ended : text[^1] is (byte)'\n' or (byte)'\r';
            offset += whole;
            if (offset > MaxBytes)
                throw Refused(file, "too-large", null, null, $"A file may have {MaxBytes / (1 << 20)} MB at most.", "Split it by month.");
            if (final)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return new FileInspection(hash.GetHashAndReset(), offset, ended);
            }

            carried = length - whole;
            buffer.AsSpan(whole, carried).CopyTo(buffer);
        }
    }

    private static void CheckStart(InputFile file, ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            throw Refused(file, "empty-file", null, null, "The file is empty.", "Download or export it again.");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw Refused(file, "utf-16", 1, null, "The file is UTF-16; CSV comes in UTF-8.", "Save it again as UTF-8 (in Excel: CSV UTF-8).");
        var kind = start.StartsWith("PK\u0003\u0004"u8) ? "a ZIP or Excel file"
            : start.StartsWith("%PDF"u8) ? "a PDF"
            : Trimmed(start).StartsWith("<"u8) ? "HTML or XML"
            : Trimmed(start) is [(byte)'{' or (byte)'[', ..] ? "JSON"
            : null;
        if (kind is not null)
            throw Refused(file, "not-csv", 1, Encoding.UTF8.GetString(start[..Math.Min(12, start.Length)]), $"The file is {kind}, not CSV, whatever its name says.", kind == "JSON" ? "Boundaries go in with: geo areas import." : SaveAgain);
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> start) => (start.StartsWith("\uFEFF"u8) ? start[3..] : start).TrimStart(" \t\r\n"u8);

    /// <summary>Length without a character that is cut off at the end.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= 3 && back <= text.Length; back++)
        {
            var lead = text[^back];
            if ((lead & 0xC0) == 0x80)
                continue;
            var size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
            return size > back ? text.Length - back : text.Length;
        }

        return text.Length;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
            at += consumed;
        return at;
    }

    private static int Newlines(ReadOnlySpan<byte> text) => text.Count((byte)'\n');

    private static RefusedException Refused(InputFile file, string code, long? line, string? value, string rule, string remedy) =>
        new(new Fault(code, file.Name, line, null, value, rule, remedy));
}
