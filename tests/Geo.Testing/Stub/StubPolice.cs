using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NetTopologySuite.Geometries;

namespace Geo.Testing.Stub;

/// <summary>
/// data.police.uk. Documentation: https://data.police.uk/about/ (the archive's addresses, columns in CSVs), https://data.police.uk/data/archive/
/// (a page with an MD5 for each archive; the archives lie on another host, which takes ranges), https://data.police.uk/docs/method/crime-last-updated/,
/// /crimes-street-dates/ (availability), /crime-categories/, /crime-street/ (a custom area; 503 above 10,000 crimes; 400 above 4,094 characters).
/// </summary>
public sealed class StubPolice(string archiveAddress)
{
    private const int LongestAddress = 4094;

    private static readonly DateTimeOffset EntryTime = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SortedDictionary<string, byte[]> _archives = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StreetFile> _files = new(StringComparer.Ordinal);

    /// <summary>A custom area with more crimes than these is answered with 503.</summary>
    public int MostCrimes { get; set; } = 10_000;

    /// <summary>Whether the page of archives tells their MD5.</summary>
    public bool TellsMd5 { get; set; } = true;

    /// <summary>
    /// Publishes a month: an archive that has these files, whatever months they are of, and all that were published before; and beside them what
    /// a true archive has of outcomes and of another force. A file of an earlier month is its correction.
    /// </summary>
    public void Publish(string month, params StreetFile[] files)
    {
        foreach (var file in files)
            _files[file.Name] = file;
        _archives[month] = Zip(_files.Values);
    }

    /// <summary>The bytes of an archive instead of the true ones.</summary>
    public void PublishBytes(string month, byte[] archive) => _archives[month] = archive;

    internal async Task<bool> AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path == "/api/crime-last-updated" && _archives.Count > 0)
            await JsonAsync(context, new { date = $"{_archives.Keys.Last()}-01" });
        else if (path == "/api/crimes-street-dates")
            await JsonAsync(context, _files.Values.Select(file => file.Month).Distinct().OrderDescending().Select(month => new Dictionary<string, object> { ["date"] = month, ["stop-and-search"] = (string[])["west-mercia"] }));
        else if (path == "/api/crime-categories")
            await JsonAsync(context, Categories.Select(category => new { url = category.Slug, name = category.Name }));
        else if (path == "/api/crimes-street/all-crime")
            await CrimesAsync(context);
        else if (path == "/data/archive/")
            await StubFault.WriteAsync(context, ArchivePage(), "text/html; charset=utf-8");
        else if (path.StartsWith("/data/archive/", StringComparison.Ordinal) && _archives.ContainsKey(Path.GetFileNameWithoutExtension(path)))
            context.Response.Redirect($"{archiveAddress}/archive/{Path.GetFileName(path)}");
        else if (path.StartsWith("/archive/", StringComparison.Ordinal) && _archives.TryGetValue(Path.GetFileNameWithoutExtension(path), out var archive))
            await ArchiveAsync(context, archive);
        else
            return false;
        return true;
    }

    private static readonly (string Slug, string Name)[] Categories =
    [
        ("all-crime", "All crime"), ("anti-social-behaviour", "Anti-social behaviour"), ("bicycle-theft", "Bicycle theft"), ("burglary", "Burglary"),
        ("criminal-damage-arson", "Criminal damage and arson"), ("drugs", "Drugs"), ("other-theft", "Other theft"), ("possession-of-weapons", "Possession of weapons"),
        ("public-order", "Public order"), ("robbery", "Robbery"), ("shoplifting", "Shoplifting"), ("theft-from-the-person", "Theft from the person"),
        ("vehicle-crime", "Vehicle crime"), ("violent-crime", "Violence and sexual offences"), ("other-crime", "Other crime"),
    ];

    private string ArchivePage()
    {
        var entries = _archives.Reverse().Select(archive => $"""
            <li>
              <a href="/data/archive/{archive.Key}.zip">{archive.Key}.zip</a> ({archive.Value.Length} bytes)
              {(TellsMd5 ? $"<span>MD5</span> <code>\n{Md5(archive.Value)}\n</code>" : "")}
            </li>
            """);
        return $"<!DOCTYPE html><html><body><h1>Archive</h1><p><a href=\"/data/archive/latest.zip\">latest.zip</a></p><ul>{string.Join('\n', entries)}</ul></body></html>";
    }

    /// <summary>RFC 9110: If-None-Match, Range and If-Range, as an object store answers them.</summary>
    private static async Task ArchiveAsync(HttpContext context, byte[] archive)
    {
        var (request, response) = (context.Request, context.Response);
        var tag = $"\"{Md5(archive)}-1\"";
        response.Headers.ETag = tag;
        response.Headers.AcceptRanges = "bytes";
        if (request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var from = request.Headers.Range.ToString() is { Length: > 0 } range && (request.Headers.IfRange.Count == 0 || request.Headers.IfRange == tag)
            ? StubFault.Number(range.Replace("bytes=", "", StringComparison.Ordinal).TrimEnd('-'), 0) : 0;
        if (from >= archive.Length)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{archive.Length}";
            return;
        }

        if (from > 0)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {from}-{archive.Length - 1}/{archive.Length}";
        }

        await StubFault.WriteAsync(context, archive.AsMemory(from), "application/zip");
    }

    private async Task CrimesAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (context.Request.QueryString.Value!.Length > LongestAddress)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var area = new Polygon(new LinearRing([.. Closed(query["poly"].ToString().Split(':').Select(Point))]));
        var crimes = _files.Values.Where(file => file.Month == query["date"]).SelectMany(Rows).Where(row => row[4].Length > 0)
            .Select((row, i) => (row, id: i + 1)).Where(crime => area.Intersects(new Point(Number(crime.row[4]), Number(crime.row[5])))).ToList();
        if (crimes.Count > MostCrimes)
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else
            await JsonAsync(context, crimes.Select(crime => Crime(crime.row, crime.id)));
    }

    private static object Crime(string[] row, int id) => new
    {
        category = Categories.First(category => category.Name == row[9]).Slug,
        location_type = "Force",
        location = new { latitude = row[5], street = new { id = 882_380 + id, name = row[6] }, longitude = row[4] },
        context = "",
        outcome_status = row[10].Length == 0 ? null : new { category = row[10], date = row[1] },
        persistent_id = row[0],
        id = 20_599_642 + id,
        location_subtype = "",
        month = row[1],
    };

    private static IEnumerable<string[]> Rows(StreetFile file) =>
        file.Text().Split(file.LineEnd, StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','));

    private static byte[] Zip(IEnumerable<StreetFile> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                Write(zip, $"{file.Month}/{file.Name}", file.Bytes());
                Write(zip, $"{file.Month}/{file.Name.Replace("-street", "-outcomes", StringComparison.Ordinal)}", "Crime ID\r\n"u8);
                Write(zip, $"{file.Month}/{file.Month}-nowhere-street.csv", new StreetFile(file.Month, "Nowhere Police").Add("Drugs", null, 2).Bytes());
            }
        }

        return stream.ToArray();
    }

    private static void Write(ZipArchive zip, string name, ReadOnlySpan<byte> bytes)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = EntryTime;
        using var stream = entry.Open();
        stream.Write(bytes);
    }

    private static IEnumerable<Coordinate> Closed(IEnumerable<Coordinate> ring)
    {
        var points = ring.ToList();
        return points.Append(points[0]);
    }

    /// <summary>Latitude comes first.</summary>
    private static Coordinate Point(string pair) => pair.Split(',') is [var latitude, var longitude] ? new(Number(longitude), Number(latitude)) : throw new FormatException(pair);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    private static Task JsonAsync(HttpContext context, object answer) => StubFault.WriteAsync(context, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(answer)), "application/json");
}
