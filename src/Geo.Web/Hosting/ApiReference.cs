using System.Text.Json;
using Geo.Core.Measures;
using Geo.Core.Measures.Indicators;
using Geo.Web.Measures;

namespace Geo.Web.Hosting;

/// <summary>The committed description of the API as a page shows it.</summary>
internal static class ApiReference
{
    private static readonly Lazy<IReadOnlyList<ApiAddress>> All = new(Read);

    /// <summary>Every address, by subject.</summary>
    public static IEnumerable<IGrouping<string, ApiAddress>> BySubject => All.Value.GroupBy(address => address.Subject);

    private static IReadOnlyList<ApiAddress> Read()
    {
        using var stream = typeof(ApiReference).Assembly.GetManifestResourceStream("openapi.json") ?? throw new InvalidOperationException("openapi.json is not embedded in Geo.Web.");
        using var json = JsonDocument.Parse(stream);
        return [.. json.RootElement.GetProperty("paths").EnumerateObject().Select(path => Address(path.Name, path.Value.GetProperty("get")))];
    }

    private static ApiAddress Address(string path, JsonElement get)
    {
        var parameters = get.TryGetProperty("parameters", out var told) ? told.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query").Select(Parameter).ToList() : [];
        return new(
            path, get.TryGetProperty("tags", out var tags) ? tags[0].GetString()! : "Other", get.TryGetProperty("summary", out var summary) ? summary.GetString()! : "", parameters);
    }

    private static ApiParameter Parameter(JsonElement parameter) => new(
        parameter.GetProperty("name").GetString()!, parameter.TryGetProperty("description", out var description) ? description.GetString()! : "",
        parameter.GetProperty("schema").TryGetProperty("enum", out var values) ? [.. values.EnumerateArray().Select(value => value.ToString())] : [],
        parameter.TryGetProperty("example", out var example) ? example.ToString() : null);
}

/// <param name="Path">With the names of what is to be filled in, in braces.</param>
internal sealed record ApiAddress(string Path, string Subject, string Summary, IReadOnlyList<ApiParameter> Parameters)
{
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["areaKind"] = "ward", ["z"] = "10", ["x"] = "504", ["y"] = "337", ["funnel"] = "protection-notices", ["indicator"] = "restraint-incidents", ["job"] = "refresh",
    };

    /// <summary>An address that answers with the data that is there.</summary>
    public string Example(CountCube? cube)
    {
        var measures = cube?.Measures ?? [];
        var measure = Path.StartsWith($"{GeoHost.Api}/rates/", StringComparison.Ordinal) ? Indicator.All.Select(indicator => indicator.Measure).FirstOrDefault(own => own is not null && measures.Contains(own))
            : Path.StartsWith($"{GeoHost.Api}/stocks/", StringComparison.Ordinal) ? measures.FirstOrDefault(own => own.Lasts) : null;
        var named = Named.Append(new("id", $"{cube?.Sources.Select(source => source.LastBatch).DefaultIfEmpty(1).Max()}"))
            .Append(new("area", Uri.EscapeDataString(cube?.Sets.SelectMany(set => set.Areas).FirstOrDefault()?.Code ?? "A"))).Append(new("measure", measure?.Slug ?? LeagueTableEndpoints.First(cube)));
        var filled = named.Aggregate(Path, (path, pair) => path.Replace($"{{{pair.Key}}}", pair.Value, StringComparison.Ordinal));
        return filled.EndsWith("/history", StringComparison.Ordinal) ? $"{filled}?easting=349400&northing=312600" : filled.EndsWith("/search", StringComparison.Ordinal) ? $"{filled}?q=burglary" : filled;
    }
}

/// <param name="Values">Those that may be asked for; empty where others may.</param>
internal sealed record ApiParameter(string Name, string Description, IReadOnlyList<string> Values, string? Example);
