using System.Net;
using System.Text.Json;
using Geo.Core.Areas;
using Geo.Core.Records;

namespace Geo.Core.Fetch;

/// <param name="File">What to import.</param>
/// <param name="Changed">False where it is, byte for byte, what was fetched before.</param>
public sealed record FetchedBoundaries(BoundarySetFile File, int Areas, bool Changed);

/// <summary>
/// Fetches a boundary set from a layer of a feature service, such as those of the ONS Open Geography Portal, page by page, as a GeoJSON file
/// with its vintage and attribution. Documentation: developers.arcgis.com, Query (Feature Service/Layer).
/// </summary>
/// <param name="folder">Downloads; the file stands in its folder <c>boundaries</c>.</param>
public sealed class FetchBoundaries(Outbound outbound, string folder)
{
    private const int MostPages = 10_000;
    private const int AreasOfAPage = 500;
    private const int LongestBeforeError = 20;

    /// <exception cref="RefusedException">It cannot be had, or is not what the feed says; the file of an earlier fetch stays.</exception>
    public async Task<FetchedBoundaries> FetchAsync(BoundaryFeed feed, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var layer = await LayerAsync(feed, progress, cancellationToken);
        var count = (await AskAsync(Query(feed, "&returnCountOnly=true&f=json"), progress, cancellationToken)).TryGetProperty("count", out var told) && told.TryGetInt32(out var number)
            ? number : throw Answer.Changed(new Uri(feed.Service), null, "The service does not tell how many areas there are.");
        if (count == 0)
            throw new RefusedException(new Fault("no-features", feed.Service, null, "where", feed.Where, "The service has no such area.", "Correct where in the feeds file."));
        var features = await FeaturesAsync(feed, layer, count, progress, cancellationToken);
        var path = Path.Combine(folder, "boundaries", $"{feed.Set}.geojson");
        var changed = await Downloads.WriteAsync(path, GeoJson(feed, layer, features), cancellationToken);
        return new(
            new BoundarySetFile
            {
                Path = path, Name = feed.Set, Kind = feed.Kind, CodeProperty = feed.Code, NameProperty = feed.Name, Vintage = feed.Vintage, ValidFrom = feed.ValidFrom, ValidTo = feed.ValidTo,
                Source = feed.Source, Licence = string.Join(". ", ((string[])[feed.Licence, layer.Attribution]).Where(words => words.Length > 0)), Repair = feed.Repair, AllowGaps = feed.AllowGaps,
            },
            features.Count, changed);
    }

    private sealed record Layer(string ObjectId, int MostRecords, string Attribution);

    private async Task<Layer> LayerAsync(BoundaryFeed feed, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var address = new Uri($"{feed.Service}?f=json");
        var layer = await AskAsync(address, progress, cancellationToken);
        if (!layer.TryGetProperty("fields", out var told) || told.ValueKind != JsonValueKind.Array || !layer.TryGetProperty("objectIdField", out var objectId))
            throw Answer.Changed(address, layer.GetRawText(), "The address is not that of a layer with fields.");
        var fields = told.EnumerateArray().Select(field => field.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "").ToList();
        foreach (var (what, field) in (ReadOnlySpan<(string, string)>)[("code", feed.Code), ("name", feed.Name)])
        {
            if (!fields.Contains(field))
                throw new RefusedException(new Fault("missing-property", feed.Service, null, what, field, $"The layer has no such field; it has {string.Join(", ", fields)}.", $"The nearest is {fields.MinBy(other => EditDistance.Between(field, other))}; correct {what} in the feeds file."));
        }

        if (layer.TryGetProperty("geometryType", out var type) && type.GetString() != "esriGeometryPolygon")
            throw new RefusedException(new Fault("not-a-polygon", feed.Service, null, null, type.GetString(), "An area is a polygon, and the layer has none.", "Correct service in the feeds file."));
        return new(
            objectId.GetString() ?? "", layer.TryGetProperty("maxRecordCount", out var most) && most.TryGetInt32(out var records) ? records : AreasOfAPage,
            layer.TryGetProperty("copyrightText", out var words) ? words.GetString()?.Trim() ?? "" : "");
    }

    /// <summary>All pages. As the documentation has it, whether there are more is told by exceededTransferLimit, never by the number of features.</summary>
    private async Task<List<JsonElement>> FeaturesAsync(BoundaryFeed feed, Layer layer, int count, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var features = new List<JsonElement>();
        var size = Math.Clamp(layer.MostRecords, 1, AreasOfAPage);
        for (var page = 0; page < MostPages; page++)
        {
            var address = Query(feed, $"&outFields={Uri.EscapeDataString($"{feed.Code},{feed.Name}")}&outSR={feed.OutSr}&orderByFields={layer.ObjectId}&resultOffset={page * size}&resultRecordCount={size}&f=geojson");
            var answer = await AskAsync(address, progress, cancellationToken);
            if (!answer.TryGetProperty("features", out var told) || told.ValueKind != JsonValueKind.Array)
                throw Answer.Changed(address, answer.GetRawText(), "The answer is no GeoJSON FeatureCollection.");
            CheckCrs(feed, address, answer);
            features.AddRange(told.EnumerateArray());
            progress?.Report(new(feed.Set, $"{features.Count:N0} of {count:N0} areas", (double)features.Count / count));
            if (!IsExceeded(answer))
                break;
        }

        return features.Count == count ? features
            : throw new RefusedException(new Fault("cut-short", feed.Service, null, null, $"{features.Count}", $"The service says that there are {count:N0} areas, and answers another number of them.", "Fetch again: it may have been changed meanwhile."));
    }

    private static bool IsExceeded(JsonElement answer) =>
        (answer.TryGetProperty("exceededTransferLimit", out var told) || (answer.TryGetProperty("properties", out var properties) && properties.TryGetProperty("exceededTransferLimit", out told))) && told.ValueKind == JsonValueKind.True;

    /// <summary>Coordinates in another system than was asked for would lie elsewhere. Where no system is told, the import looks at the coordinates.</summary>
    private static void CheckCrs(BoundaryFeed feed, Uri address, JsonElement answer)
    {
        var crs = answer.TryGetProperty("crs", out var told) && told.TryGetProperty("properties", out var properties) && properties.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "";
        if (crs.Length > 0 && !crs.EndsWith($":{feed.OutSr}", StringComparison.Ordinal) && !(feed.OutSr == 4326 && crs.EndsWith("CRS84", StringComparison.Ordinal)))
            throw new RefusedException(new Fault("wrong-crs", address.GetLeftPart(UriPartial.Path), null, "crs", crs, $"Coordinates in EPSG {feed.OutSr} were asked for, and others came.", "Try the other of out-sr 27700 and 4326 in the feeds file."));
    }

    /// <summary>An answer of the service; its faults come with status 200.</summary>
    private async Task<JsonElement> AskAsync(Uri address, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var body = await outbound.ReadAsync(address, progress, Told, cancellationToken);
        var answer = Answer.Json(address, body, JsonValueKind.Object);
        return answer.TryGetProperty("error", out var error)
            ? throw new RefusedException(new Fault("service-error", address.GetLeftPart(UriPartial.Path), null, null, null, $"{address.Host} answers: {Fault.Shown(Words(error))}.", "Correct the feed in the feeds file."))
            : answer;
    }

    /// <summary>A passing fault that is told in the text.</summary>
    private static HttpStatusCode? Told(byte[] body)
    {
        if (body.AsSpan(0, Math.Min(body.Length, LongestBeforeError)).IndexOf("\"error\""u8) < 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("error").GetProperty("code").TryGetInt32(out var code) && code is 429 or (>= 500 and < 600) ? (HttpStatusCode)code : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // read as any answer, and told what is wrong with it
        }
    }

    private static string Words(JsonElement error)
    {
        var message = error.TryGetProperty("message", out var told) ? told.ToString() : "";
        var details = error.TryGetProperty("details", out var list) && list.ValueKind == JsonValueKind.Array ? string.Join("; ", list.EnumerateArray()) : "";
        return $"{message} {details}".Trim().TrimEnd('.');
    }

    private static Uri Query(BoundaryFeed feed, string rest) => new($"{feed.Service}/query?where={Uri.EscapeDataString(feed.Where)}{rest}");

    /// <summary>The same features give the same bytes.</summary>
    private static byte[] GeoJson(BoundaryFeed feed, Layer layer, List<JsonElement> features)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "FeatureCollection");
            writer.WriteString("name", feed.Set);
            writer.WriteString("service", feed.Service);
            writer.WriteString("vintage", feed.Vintage);
            writer.WriteString("attribution", layer.Attribution);
            writer.WriteStartObject("crs");
            writer.WriteString("type", "name");
            writer.WriteStartObject("properties");
            writer.WriteString("name", $"urn:ogc:def:crs:EPSG::{feed.OutSr}");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartArray("features");
            foreach (var feature in features)
                feature.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
