using System.Buffers;
using System.Text.Json;
using Geo.Core.Measures;
using Geo.Web.Areas;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>A league table as GeoJSON: every area with its figures and its class on a shaded map.</summary>
internal static class LeagueTableGeoJson
{
    public static void Write(IBufferWriter<byte> body, LeagueTable table, ClassBreaks breaks, IReadOnlyList<AreaShape> shapes)
    {
        var rows = new Dictionary<string, int>(table.Rows.Count, StringComparer.Ordinal);
        for (var i = 0; i < table.Rows.Count; i++)
            rows[table.Rows[i].Code!] = i;

        using var json = new Utf8JsonWriter(body, JsonAnswer.Options);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartObject("properties");
        json.WriteString("measure", table.Measure.Slug);
        json.WriteString("measureName", table.Measure.Name);
        json.WriteString("boundaries", table.Set.Name);
        json.WriteString("period", table.Period.Span);
        json.WriteString("compare", table.Compare?.Span);
        json.WriteNumber("total", table.Total.Count);
        json.WriteNumber("notLocated", table.NotLocated.Count);
        json.WriteNumber("outside", table.Outside.Count);
        json.WriteBoolean("isDemonstration", table.IsDemonstration);
        json.WriteString("explanation", table.Explanation);
        json.WriteString("shadedBy", breaks.ByRate ? "rate" : "count");
        json.WriteStartArray("classes");
        foreach (var mapClass in breaks.Classes)
        {
            json.WriteStartObject();
            json.WriteNumber("from", mapClass.From);
            json.WriteNumber("to", mapClass.To);
            json.WriteNumber("areas", mapClass.Areas);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("features");
        foreach (var shape in shapes)
        {
            if (!rows.TryGetValue(shape.Code, out var at))
                continue;
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteString("id", shape.Code);
            json.WriteStartObject("properties");
            Properties(json, table.Rows[at]);
            json.WriteNumber("class", breaks.ClassOf(at));
            json.WriteEndObject();
            json.WritePropertyName("geometry");
            json.WriteRawValue(shape.Geometry, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Properties(Utf8JsonWriter json, LeagueTableRow row)
    {
        json.WriteString("code", row.Code);
        json.WriteString("name", row.Name);
        json.WriteNumber("rank", row.Rank!.Value);
        json.WriteNumber("count", row.Count);
        Number(json, "share", Rounding.Share(row.Share));
        Number(json, "previous", row.Previous);
        Number(json, "change", row.Change);
        Number(json, "changePerCent", Rounding.ChangePerCent(row.ChangePerCent));
        Number(json, "ratePer1000", Rounding.Rate(row.Rate));
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
