using System.Text.Json;

namespace Geo.Core.Fetch;

/// <summary>The folder that fetched files are left in: below <c>GEO_DATA_DIR</c>. A file there is whole; one that is being written ends in .part.</summary>
internal static class Downloads
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a file whole or not at all.</summary>
    /// <returns>False where it was there already, byte for byte.</returns>
    public static async Task<bool> WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && new FileInfo(path).Length == bytes.Length && (await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().SequenceEqual(bytes))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync($"{path}.part", bytes, cancellationToken);
        File.Move($"{path}.part", path, overwrite: true);
        return true;
    }

    /// <summary>What an earlier fetch noted down; null where there is nothing, or nothing that can be read: then all is fetched again.</summary>
    public static async Task<T?> NotedAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(await File.ReadAllBytesAsync(path, cancellationToken), Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static Task NoteAsync<T>(string path, T note, CancellationToken cancellationToken) => WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(note, Options), cancellationToken);
}
