using System.Text.Json;

namespace Geo.Core.Fetch;

/// <param name="LastUpdated">The newest month of data.police.uk.</param>
/// <param name="Files">Paths of the street-level files of all months that are wanted, in order; to be imported, those that did not change too: what is in already is noticed.</param>
/// <param name="Changed">How many of them are new or other than before.</param>
/// <param name="Missing">What is wanted and not published: <c>2024-02 west-mercia</c>.</param>
/// <param name="IsChecked">Whether a checksum was published and agrees; null where nothing was downloaded.</param>
public sealed record FetchedCrime(Month LastUpdated, IReadOnlyList<string> Files, int Changed, IReadOnlyList<string> Missing, bool? IsChecked);

/// <summary>
/// Fetches street-level crime from data.police.uk: the configured forces' files of the newest archive, or the crimes of an area from its API.
/// The archive is the way, being what the police publish; the API leaves out what has no place, the LSOA and whom a crime falls within, and
/// is for a partnership that wants a part of a force and no more.
/// </summary>
/// <param name="folder">Downloads; the files stand in its folder <c>street-level</c>.</param>
public sealed class FetchCrime(Feeds feeds, Outbound outbound, string folder)
{
    /// <exception cref="RefusedException">No crime is configured, or it cannot be had; the files of earlier fetches stay.</exception>
    public async Task<FetchedCrime> FetchAsync(IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var feed = feeds.Crime ?? throw new RefusedException(new Fault("unknown-feed", "crime", null, null, null, "No crime is configured.", "Add crime to the feeds file."));
        var lastUpdated = await LastUpdatedAsync(feed, progress, cancellationToken);
        var files = Path.Combine(folder, "street-level");
        Directory.CreateDirectory(files);
        return feed.Area is { } area
            ? await new CrimeOfArea(feed, area, outbound, files).FetchAsync(lastUpdated, progress, cancellationToken)
            : await new CrimeArchive(feed, outbound, files).FetchAsync(lastUpdated, progress, cancellationToken);
    }

    /// <summary>data.police.uk/docs/method/crime-last-updated: a date whose day means nothing.</summary>
    private async Task<Month> LastUpdatedAsync(CrimeFeed feed, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var address = new Uri($"{feed.Address}/api/crime-last-updated");
        var body = await outbound.ReadAsync(address, progress, null, cancellationToken);
        return Answer.Json(address, body, JsonValueKind.Object).TryGetProperty("date", out var date) && date.ValueKind == JsonValueKind.String
            && Month.TryParse(date.GetString().AsSpan()[..Math.Min(7, date.GetString()!.Length)], out var month)
            ? month : throw Answer.Changed(address, Answer.Start(body), "The answer tells no date such as 2024-02-01.");
    }
}
