using System.Text.Json;

namespace Geo.Core.Fetch;

/// <summary>Reads answers that are JSON, and says what is wrong with one that is not as the service documents it.</summary>
internal static class Answer
{
    private const int ShownOfText = 60;

    /// <exception cref="RefusedException">It is not JSON of that kind.</exception>
    public static JsonElement Json(Uri address, byte[] body, JsonValueKind kind)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == kind ? document.RootElement.Clone() : throw Changed(address, Start(body), $"The answer is no JSON {kind.ToString().ToLowerInvariant()}.");
        }
        catch (JsonException error)
        {
            throw Changed(address, Start(body), "The answer is not JSON.", error);
        }
    }

    public static RefusedException Changed(Uri address, string? value, string rule, Exception? cause = null) =>
        new(new Fault("changed-format", address.GetLeftPart(UriPartial.Path), null, null, value, rule, $"{address.Host} may have changed, or may be out of order; look at the address with a browser, and fetch again later."), cause);

    public static string Start(byte[] body) => System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, ShownOfText)));
}
