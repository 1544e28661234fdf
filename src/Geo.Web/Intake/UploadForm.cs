using System.Globalization;
using Geo.Core.Intake;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Geo.Web.Intake;

/// <summary>A file that somebody sends, on its way to the disk: never whole in memory, and read only when the form is known to be ours.</summary>
/// <param name="Source">The source that describes it; empty for street-level files.</param>
/// <param name="Declared">How many records it holds, by its sender's word.</param>
/// <param name="Place">Where it lies; null where there is a problem.</param>
/// <param name="Problem">One of <see cref="Problems"/>; null where the file is there.</param>
internal sealed record UploadForm(string Source, int? Declared, UploadPlace? Place, string? Problem)
{
    /// <summary>As much as one text file may have (a download of every force over three years is more: that is for the command line).</summary>
    public const long MostBytes = 1L << 30;

    public const string StreetLevel = "";

    private const int LongestField = 4_000;
    private const int MostFields = 10;
    private const int LongestName = 200;
    private const int NoSpaceLeft = 28; // ENOSPC
    private const string TokenField = "__RequestVerificationToken";
    private const string TokenHeader = "RequestVerificationToken";

    /// <summary>What can be wrong with a form, by its name in addresses.</summary>
    public static IReadOnlyDictionary<string, string> Problems { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["no-file"] = "No file was chosen. Choose one.",
        ["empty"] = "The file is empty. Download or export it again.",
        ["bad-name"] = "The name of the file cannot be used: it is too long, or holds letters that no name should. Rename it.",
        ["too-large"] = $"The file is larger than {MostBytes >> 20:N0} MB. Split it by month, or import it on the command line: ./geo import PATH.",
        ["no-room"] = "There is no room on the disk for the file. Free some space.",
        ["bad-number"] = "The number of records is not a whole number. Write digits only, or leave it blank.",
        ["number-of-street"] = "The number of records is said of a partner's extract. Choose its source, or leave the number blank.",
        ["unknown-source"] = "There is no description of such a source. Choose one from the list.",
        ["broken"] = "The form broke off before the file was here. Send it again.",
    };

    /// <exception cref="BadHttpRequestException">It is no such form, or did not come from a page of this host.</exception>
    public static async Task<UploadForm> ReadAsync(HttpContext http, IAntiforgery antiforgery, UploadFolder folder)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
            throw new BadHttpRequestException("A file comes as multipart/form-data.");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new MultipartReader(boundary.ToString(), http.Request.Body);
        UploadForm? read = null;
        try
        {
            while (read is null && fields.Count < MostFields && await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var told))
                    continue;
                if (!told.IsFileDisposition())
                    fields[HeaderUtilities.RemoveQuotes(told.Name).ToString()] = await TextAsync(section.Body, http.RequestAborted);
                else
                    read = await FileAsync(http, antiforgery, folder, fields, told, section.Body);
            }
        }
        catch (Exception error) when (error is InvalidDataException or (IOException and not BadHttpRequestException) && !http.RequestAborted.IsCancellationRequested)
        {
            return Wrong(fields, "broken");
        }

        if (read is not null)
            return read;
        await RequireAsync(http, antiforgery, fields);
        return Wrong(fields, "no-file");
    }

    private static async Task<UploadForm> FileAsync(HttpContext http, IAntiforgery antiforgery, UploadFolder folder, Dictionary<string, string> fields, ContentDispositionHeaderValue told, Stream body)
    {
        await RequireAsync(http, antiforgery, fields); // before a byte of the file is read
        var source = fields.GetValueOrDefault("source", StreetLevel);
        int? declared = null;
        if (fields.GetValueOrDefault("expect", "").Trim() is { Length: > 0 } number)
            declared = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : -1;
        var name = Name((told.FileNameStar.HasValue ? told.FileNameStar : told.FileName).ToString());
        var problem = declared == -1 ? "bad-number" : declared is not null && source.Length == 0 ? "number-of-street" : source.Length > 0 && !SourceDescription.Shipped.Contains(source) ? "unknown-source" : name is null ? "bad-name" : name.Length == 0 ? "no-file"
            : http.Request.ContentLength > MostBytes + LongestField ? "too-large" : null;
        if (problem is not null)
            return Wrong(fields, problem);
        var place = folder.Make(name!);
        try
        {
            problem = await CopyAsync(body, place, http.RequestAborted) switch { 0 => "empty", > MostBytes => "too-large", _ => null };
        }
        catch (IOException full) when ((full.HResult & 0xFFFF) == NoSpaceLeft)
        {
            problem = "no-room";
        }
        catch
        {
            place.Dispose();
            throw;
        }

        if (problem is null)
            return new(source, declared, place, null);
        place.Dispose();
        return Wrong(fields, problem);
    }

    /// <returns>The bytes that were read, at most a few more than may be.</returns>
    private static async Task<long> CopyAsync(Stream from, UploadPlace place, CancellationToken cancellationToken)
    {
        await using var to = place.Create();
        var buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read; bytes <= MostBytes && (read = await from.ReadAsync(buffer, cancellationToken)) > 0; bytes += read)
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        return bytes;
    }

    private static UploadForm Wrong(Dictionary<string, string> fields, string problem) => new(fields.GetValueOrDefault("source", StreetLevel), null, null, problem);

    /// <summary>The last part of a name as a browser sends it; null where no file should be called so.</summary>
    private static string? Name(string told)
    {
        var path = HeaderUtilities.RemoveQuotes(told).ToString();
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        return name.StartsWith('.') || name.Length > LongestName || name.Any(char.IsControl) ? null : name;
    }

    private static async Task RequireAsync(HttpContext http, IAntiforgery antiforgery, Dictionary<string, string> fields)
    {
        http.Request.Headers[TokenHeader] = fields.GetValueOrDefault(TokenField, ""); // or it would read the whole form for it
        if (!await antiforgery.IsRequestValidAsync(http))
            throw new BadHttpRequestException("The form did not come from a page of this host.");
    }

    private static async Task<string> TextAsync(Stream body, CancellationToken cancellationToken)
    {
        var text = new byte[LongestField];
        var length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(text, 0, length);
    }
}
