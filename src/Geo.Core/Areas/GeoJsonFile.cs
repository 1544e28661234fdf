using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Geo.Core.Areas;

/// <summary>
/// Streams the features of a GeoJSON FeatureCollection: one feature in memory at a time, within limits of depth and size.
/// The file is taken in steps (what stands before the features, each feature, what stands after); a step that runs out of bytes
/// is tried again when more have arrived.
/// </summary>
internal sealed class GeoJsonFile(string fileName)
{
    // FeatureCollection, features, feature, geometry, coordinates, three levels of arrays; the rest is room for properties.
    private const int MaxDepth = 16;
    private const int MaxFeatureBytes = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[1 << 16];
    private int _length;
    private bool _final;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>The value of the collection's <c>crs</c> member; known when a feature has been read or the file is done.</summary>
    public string? Crs { get; private set; }

    /// <exception cref="RefusedException">The file is not a GeoJSON FeatureCollection, or goes beyond a limit.</exception>
    public async IAsyncEnumerable<JsonElement> FeaturesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FillAsync(stream, cancellationToken);
        DropByteOrderMark();
        while (!Try(Before, out _))
            await FillAsync(stream, cancellationToken);

        while (true)
        {
            JsonElement? feature;
            while (!Try(One, out feature))
                await FillAsync(stream, cancellationToken);
            if (feature is null)
                break;
            yield return feature.Value;
        }

        while (!Try(After, out _))
            await FillAsync(stream, cancellationToken);
    }

    private delegate bool Step(ref Utf8JsonReader reader, out JsonElement? result);

    /// <summary>What stands before the first feature.</summary>
    private bool Before(ref Utf8JsonReader reader, out JsonElement? result)
    {
        result = null;
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw NotACollection("The file does not start with a JSON object.");
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                throw NotACollection("There is no \"features\" array.");
            if (reader.ValueTextEquals("features"))
            {
                if (!reader.Read())
                    return false;
                return reader.TokenType == JsonTokenType.StartArray ? true : throw NotACollection("\"features\" is not an array.");
            }

            if (!Member(ref reader))
                return false;
        }

        return false;
    }

    /// <summary>The next feature, or null at the end of them.</summary>
    private bool One(ref Utf8JsonReader reader, out JsonElement? result)
    {
        result = null;
        if (!reader.Read())
            return false;
        if (reader.TokenType == JsonTokenType.EndArray)
            return true;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw NotACollection("A feature is not a JSON object.");
        if (!JsonDocument.TryParseValue(ref reader, out var document))
            return false;
        using (document)
            result = document.RootElement.Clone();
        return true;
    }

    /// <summary>What stands after the last feature.</summary>
    private bool After(ref Utf8JsonReader reader, out JsonElement? result)
    {
        result = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            if (reader.ValueTextEquals("features"))
                throw NotACollection("\"features\" stands twice.");
            if (!Member(ref reader))
                return false;
        }

        return false;
    }

    /// <summary>A member of the collection other than its features.</summary>
    private bool Member(ref Utf8JsonReader reader)
    {
        var isCrs = reader.ValueTextEquals("crs");
        if (!reader.Read() || !JsonDocument.TryParseValue(ref reader, out var document))
            return false;
        using (document)
        {
            if (isCrs && document.RootElement is { ValueKind: JsonValueKind.Object } crs
                && crs.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
                && properties.TryGetProperty("name", out var name))
                Crs = name.ToString();
        }

        return true;
    }

    private bool Try(Step step, out JsonElement? result)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _final, _state);
        try
        {
            if (!step(ref reader, out result))
                return _final ? throw NotACollection("The file ends too early.") : false;
        }
        catch (JsonException error)
        {
            if (error.Message.Contains("Expected depth to be zero", StringComparison.Ordinal))
                throw NotACollection("The file ends too early.");
            var deep = error.Message.Contains("maximum configured depth", StringComparison.Ordinal);
            throw new RefusedException(
                new Fault(
                    deep ? "too-deep" : "not-json", fileName, error.LineNumber + 1, null, null,
                    deep ? $"JSON may be nested {MaxDepth} deep at most." : "The file is not valid JSON here.",
                    "Export the areas again as a GeoJSON FeatureCollection."),
                error);
        }

        _state = reader.CurrentState;
        var consumed = (int)reader.BytesConsumed;
        _buffer.AsSpan(consumed, _length - consumed).CopyTo(_buffer);
        _length -= consumed;
        return true;
    }

    private async Task FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_length == _buffer.Length)
        {
            if (_length >= MaxFeatureBytes)
                throw new RefusedException(new Fault("feature-too-large", fileName, null, null, null, $"A feature may have {MaxFeatureBytes / 1024 / 1024} MB at most.", "Simplify the boundaries or split the feature."));
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
        _final = read == 0;
        _length += read;
        if (_length == 0)
            throw new RefusedException(new Fault("empty-file", fileName, null, null, null, "The file is empty.", "Export it again."));
    }

    private void DropByteOrderMark()
    {
        if (!_buffer.AsSpan(0, _length).StartsWith("\uFEFF"u8))
            return;
        _buffer.AsSpan(3, _length - 3).CopyTo(_buffer);
        _length -= 3;
    }

    private RefusedException NotACollection(string what) =>
        new(new Fault("not-geojson", fileName, null, null, null, what, "Give a GeoJSON FeatureCollection of polygons."));
}
