using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Geo.Core.Intake;
using Geo.Core.Records;

namespace Geo.Core.Fetch;

/// <summary>
/// The archive of a month, which has three years of every force: <c>/data/archive/YYYY-MM.zip</c> (data.police.uk/about, data download). It is
/// downloaded as a whole, held to the MD5 of the page of archives, and put away when the files that are wanted are out of it. The archive of a
/// month may be published again, and each new one has the earlier months as they are known now: what differs takes the place of the file before.
/// </summary>
internal sealed partial class CrimeArchive(CrimeFeed feed, Outbound outbound, string folder)
{
    private const string UnknownForce = "unknown-force";

    private readonly string _note = Path.Combine(folder, "archive.json");

    /// <summary>What the last fetch took, to know whether there is something new.</summary>
    private sealed record Note(string Archive, string? Tag, string? Md5, IReadOnlyList<string> Forces, int Months, IReadOnlyList<string> Files, IReadOnlyList<string> Missing);

    public async Task<FetchedCrime> FetchAsync(Month lastUpdated, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var note = await Downloads.NotedAsync<Note>(_note, cancellationToken);
        var isKnown = note is not null && note.Archive == $"{lastUpdated}" && note.Months == feed.Months && note.Forces.SequenceEqual(feed.Forces) && note.Files.All(file => File.Exists(Path.Combine(folder, file)));
        var zip = Path.Combine(folder, $"{lastUpdated}.zip");
        foreach (var old in Directory.EnumerateFiles(folder, "*.zip*").Where(path => !path.StartsWith(zip, StringComparison.Ordinal)))
            File.Delete(old);
        var address = new Uri($"{feed.Address}/data/archive/{lastUpdated}.zip");
        if (await outbound.DownloadAsync(address, zip, isKnown ? note!.Tag : null, progress, cancellationToken) is not { } downloaded)
            return new(lastUpdated, Paths(note!.Files), 0, note.Missing, null);

        var published = await PublishedMd5Async(lastUpdated, progress, cancellationToken);
        progress?.Report(new(Path.GetFileName(zip), "checking"));
        if (published is not null && await Md5Async(zip, cancellationToken) is var md5 && md5 != published)
        {
            Delete(zip);
            throw new RefusedException(new Fault("checksum-differs", address.ToString(), null, null, md5, $"The download has another MD5 than data.police.uk publishes, {published}.", "Fetch again; nothing of it was taken."));
        }

        progress?.Report(new(Path.GetFileName(zip), "unpacking"));
        List<string> files, missing;
        int changed;
        try
        {
            (files, changed, missing) = await TakeOutAsync(zip, lastUpdated, cancellationToken);
        }
        catch (RefusedException refused) when (refused.Faults[0].Code != UnknownForce)
        {
            Delete(zip); // it is no good, and another one may be
            throw;
        }

        await Downloads.NoteAsync(_note, new Note($"{lastUpdated}", downloaded.Tag, published, feed.Forces, feed.Months, files, missing), cancellationToken);
        Delete(zip);
        return new(lastUpdated, Paths(files), changed, missing, published is not null);
    }

    private IReadOnlyList<string> Paths(IEnumerable<string> files) => [.. files.Select(file => Path.Combine(folder, file))];

    private static void Delete(string zip)
    {
        File.Delete(zip);
        File.Delete($"{zip}.tag");
    }

    /// <summary>Takes the street-level files of the forces out of the archive; the other files are left in it.</summary>
    private async Task<(List<string> Files, int Changed, List<string> Missing)> TakeOutAsync(string zip, Month newest, CancellationToken cancellationToken)
    {
        using var found = FindFiles.In([zip]);
        var named = found.Files.Select(file => (file, name: StreetLevelFormat.FromName(file.FileName))).Where(entry => entry.name is not null).Select(entry => (entry.file, entry.name!.Value.Month, entry.name.Value.Force)).ToList();
        CheckForces(Path.GetFileName(zip), [.. named.Select(entry => entry.Force).Distinct().Order(StringComparer.Ordinal)]);
        var wanted = named.Where(entry => feed.Forces.Contains(entry.Force) && entry.Month > newest.Plus(-feed.Months) && entry.Month <= newest).ToList();
        var changed = 0;
        foreach (var (file, _, _) in wanted)
        {
            await using var stream = file.Open();
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            changed += await Downloads.WriteAsync(Path.Combine(folder, file.FileName), bytes.ToArray(), cancellationToken) ? 1 : 0;
        }

        var missing = from month in Enumerable.Range(0, feed.Months).Select(back => newest.Plus(-back))
                      where named.Exists(entry => entry.Month == month)
                      from force in feed.Forces
                      where !wanted.Exists(entry => entry.Month == month && entry.Force == force)
                      select $"{month} {force}";
        return ([.. wanted.Select(entry => entry.file.FileName)], changed, [.. missing]);
    }

    private void CheckForces(string archive, IReadOnlyList<string> there)
    {
        if (there.Count == 0)
            throw new RefusedException(new Fault("changed-format", archive, null, null, null, "The archive has no street-level file (…-street.csv).", "data.police.uk may have changed; download the archive by hand and look into it."));
        foreach (var force in feed.Forces.Where(force => !there.Contains(force)))
        {
            var nearest = there.MinBy(other => EditDistance.Between(force, other))!;
            throw new RefusedException(new Fault(UnknownForce, archive, null, "forces", force, "The archive has no file of that force.", $"The nearest that it has is {nearest}; correct forces in the feeds file."));
        }
    }

    /// <summary>The MD5 beside the archive's name on the page of archives; null where none stands there.</summary>
    private async Task<string?> PublishedMd5Async(Month month, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        if (await outbound.ReadUnlessAsync(HttpStatusCode.NotFound, new Uri($"{feed.Address}/data/archive/"), progress, null, cancellationToken) is not { } body)
            return null;
        var page = Encoding.UTF8.GetString(body);
        var name = $"{month}.zip";
        var at = page.LastIndexOf(name, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var next = page.IndexOf(".zip", at + name.Length, StringComparison.Ordinal);
        var md5 = HexDigits().Match(next < 0 ? page[at..] : page[at..next]);
        return md5.Success ? md5.Value.ToLowerInvariant() : null;
    }

    private static async Task<string> Md5Async(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, cancellationToken));
    }

    [GeneratedRegex("\\b[0-9A-Fa-f]{32}\\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HexDigits();
}
