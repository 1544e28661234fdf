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

    /// <summary>All rows of all months, without the header lines.</summary>
    public IReadOnlyList<StreetRow> Rows { get; private set; } = [];

    public IReadOnlyList<string> StreetFiles =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "street"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public async Task InitializeAsync()
    {
        await DemonstrationCounty.WriteAsync(Folder, DemonstrationCounty.DefaultSeed, default);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder, "demonstration-wards.geojson")));
        Wards = [.. json.RootElement.GetProperty("features").EnumerateArray().Select(Ward)];
        Rows = [.. StreetFiles.SelectMany(file => File.ReadAllText(file).Split("\r\n")[1..^1].Select(StreetRow.Parse))];
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

    private static (string Code, string Name, Polygon Polygon) Ward(JsonElement feature)
    {
        var geometry = feature.GetProperty("geometry");
        if (geometry.GetProperty("type").GetString() != "Polygon")
            throw new InvalidOperationException("A ward has one part.");
        var ring = geometry.GetProperty("coordinates").EnumerateArray().Single();
        var corners = ring.EnumerateArray().Select(corner => new Coordinate(corner[0].GetDouble(), corner[1].GetDouble()));
        var properties = feature.GetProperty("properties");
        return (properties.GetProperty("code").GetString()!, properties.GetProperty("name").GetString()!,
            new Polygon(new LinearRing([.. corners])));
    }
}

/// <summary>A row of a street file, its fields as text.</summary>
public sealed record StreetRow(
    string Id, string Month, string ReportedBy, string FallsWithin, string Longitude, string Latitude, string Location,
    string LsoaCode, string LsoaName, string Category, string Outcome, string Context)
{
    public bool IsIncident => Category == "Anti-social behaviour";

    public bool HasPlace => Longitude.Length > 0;

    public string Year => string.CompareOrdinal(Month, "2024-04") < 0 ? "2023-24" : "2024-25";

    /// <summary>Index of the ward that the LSOA name says, -1 where there is none in the county.</summary>
    public int Ward => LsoaName.StartsWith("Demonstration ", StringComparison.Ordinal)
        ? int.Parse(LsoaName.AsSpan(14, 3), System.Globalization.CultureInfo.InvariantCulture) - 1
        : -1;

    public static StreetRow Parse(string line)
    {
        var f = line.Split(',');
        return f.Length == 12
            ? new(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10], f[11])
            : throw new InvalidOperationException($"{f.Length} fields in: {line}");
    }
}
