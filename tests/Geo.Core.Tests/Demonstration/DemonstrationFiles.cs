using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Geo.Core.Demonstration;
using NetTopologySuite.Geometries;
using Xunit;

namespace Geo.Core.Tests.Demonstration;

/// <summary>The demonstration county of the default seed, written once and read back as any reader would.</summary>
public sealed class DemonstrationFiles : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("geo-demonstration-").FullName;

    /// <summary>Wards in file order; coordinates are WGS84 degrees.</summary>
    public IReadOnlyList<(string Code, string Name, Polygon Polygon)> Wards { get; private set; } = [];

    public IReadOnlyList<(string Code, string Name, Geometry Area)> Towns { get; private set; } = [];

    /// <summary>Paths of the extracts, relative to the folder.</summary>
    public IReadOnlyList<string> Extracts =>
        [.. Directory.EnumerateFiles(Folder, "*.csv", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Where(path => path.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public async Task InitializeAsync()
    {
        await DemonstrationCounty.WriteAsync(Folder, DemonstrationCounty.DefaultSeed, default);
        Wards = [.. (await ReadAsync("demonstration-wards.geojson")).Select(feature => (feature.Code, feature.Name, (Polygon)feature.Area))];
        Towns = await ReadAsync("demonstration-towns.geojson");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>SHA-256 over relative path and content of every file, in ordinal order of the paths.</summary>
    public static string TreeHash(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')));
        foreach (var (path, name) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n"));
            hash.AppendData(File.ReadAllBytes(path));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task<IReadOnlyList<(string Code, string Name, Geometry Area)>> ReadAsync(string file)
    {
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder, file)));
        return [.. json.RootElement.GetProperty("features").EnumerateArray().Select(Feature)];
    }

    private static (string Code, string Name, Geometry Area) Feature(JsonElement feature)
    {
        var (properties, geometry) = (feature.GetProperty("properties"), feature.GetProperty("geometry"));
        var coordinates = geometry.GetProperty("coordinates");
        Geometry area = geometry.GetProperty("type").GetString() == "Polygon" ? Part(coordinates) : new MultiPolygon([.. coordinates.EnumerateArray().Select(Part)]);
        return (properties.GetProperty("code").GetString()!, properties.GetProperty("name").GetString()!, area);
    }

    private static Polygon Part(JsonElement rings)
    {
        LinearRing[] all = [.. rings.EnumerateArray().Select(ring => new LinearRing([.. ring.EnumerateArray().Select(corner => new Coordinate(corner[0].GetDouble(), corner[1].GetDouble()))]))];
        return new Polygon(all[0], all[1..]);
    }
}
