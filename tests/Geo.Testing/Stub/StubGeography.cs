using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Geo.Testing.Stub;

/// <summary>
/// A feature layer of the ONS Open Geography Portal (ArcGIS REST), at <c>/arcgis/rest/services/NAME/FeatureServer/0</c>. Documentation:
/// https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/ (resultOffset, resultRecordCount,
/// exceededTransferLimit, returnCountOnly, orderByFields, outSR, f=geojson). Faults come with status 200 and a member <c>error</c>; in GeoJSON
/// exceededTransferLimit stands in <c>properties</c>, and only when it is true.
/// </summary>
public sealed class StubGeography
{
    private readonly Dictionary<string, Layer> _layers = new(StringComparer.Ordinal);

    /// <summary>Publishes a layer, or its next edition. Its coordinates are answered in the map's own system.</summary>
    /// <param name="service">The layer's name; that of a set for <see cref="StubServices.Feeds"/>.</param>
    /// <param name="code">Name of the field of codes; that of names has NM for CD.</param>
    /// <param name="mostRecords">Features of an answer.</param>
    public void Publish(string service, SmallMap map, string code = "WD24CD", int mostRecords = 2000) => _layers[service] = new(map, code, mostRecords);

    internal async Task<bool> AnswerAsync(HttpContext context)
    {
        if ((context.Request.Path.Value ?? "").Split('/') is not ["", "arcgis", "rest", "services", var service, "FeatureServer", "0", .. var rest] || !_layers.TryGetValue(service, out var layer))
            return false;
        var query = context.Request.Query;
        var answer = rest is [] ? layer.Description(service)
            : query["returnCountOnly"] == "true" ? new JsonObject { ["count"] = layer.Features.Count }
            : layer.Query(query);
        await StubFault.WriteAsync(context, answer.ToJsonString(), "application/json");
        return true;
    }

    private sealed record Layer(SmallMap Map, string Code, int MostRecords)
    {
        public List<JsonElement> Features { get; } = [.. JsonDocument.Parse(Map.GeoJson()).RootElement.GetProperty("features").EnumerateArray()];

        private string Name => Code.Replace("CD", "NM", StringComparison.Ordinal);

        public JsonObject Description(string service) => new()
        {
            ["currentVersion"] = 11.5,
            ["id"] = 0,
            ["name"] = service,
            ["type"] = "Feature Layer",
            ["geometryType"] = "esriGeometryPolygon",
            ["copyrightText"] = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data © Crown copyright and database right 2024",
            ["objectIdField"] = "FID",
            ["fields"] = new JsonArray(Field("FID", "OID"), Field(Code, "String"), Field(Name, "String")),
            ["maxRecordCount"] = MostRecords,
            ["supportedQueryFormats"] = "JSON, geoJSON, PBF",
            ["advancedQueryCapabilities"] = new JsonObject { ["supportsPagination"] = true },
        };

        public JsonObject Query(IQueryCollection query)
        {
            var fields = query["outFields"].ToString().Split(',');
            if (fields.Except([Code, Name, "FID", "*"]).FirstOrDefault() is { } unknown)
                return Error(400, $"'outFields' parameter is invalid: {unknown}");
            if (query["f"] != "geojson")
                return Error(400, "Invalid format");
            var offset = StubFault.Number(query["resultOffset"], 0);
            var count = Math.Min(StubFault.Number(query["resultRecordCount"], MostRecords), MostRecords);
            var page = Features.Skip(offset).Take(count).Select((feature, i) => (JsonNode?)new JsonObject
            {
                ["type"] = "Feature",
                ["id"] = offset + i + 1,
                ["geometry"] = JsonNode.Parse(feature.GetProperty("geometry").GetRawText()),
                ["properties"] = new JsonObject
                {
                    [Code] = feature.GetProperty("properties").GetProperty("code").GetString(), [Name] = feature.GetProperty("properties").GetProperty("name").GetString(),
                },
            });
            var answer = new JsonObject
            {
                ["type"] = "FeatureCollection",
                ["crs"] = new JsonObject { ["type"] = "name", ["properties"] = new JsonObject { ["name"] = $"EPSG:{Map.Srid}" } },
                ["features"] = new JsonArray([.. page]),
            };
            if (offset + count < Features.Count)
                answer["properties"] = new JsonObject { ["exceededTransferLimit"] = true };
            return answer;
        }

        private static JsonObject Error(int code, string detail) =>
            new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = "Cannot perform query. Invalid query parameters.", ["details"] = new JsonArray(detail) } };

        private static JsonObject Field(string name, string type) => new() { ["name"] = name, ["type"] = $"esriFieldType{type}", ["alias"] = name };
    }
}
