using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Geo.Core.Areas;

namespace Geo.Core.Dashboards;

/// <summary>The JSON schema of dashboards, for editors; <c>dashboards/dashboard.schema.json</c> is its committed copy.</summary>
public static class DashboardSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static string Json() => new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "A dashboard of Geo",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("title", "panels"),
        ["properties"] = new JsonObject
        {
            ["title"] = Text("Stands above the page."),
            ["audience"] = Text("For whom it is."),
            ["introduction"] = Text("A paragraph below the title."),
            ["period"] = Text("What is shown unless asked otherwise: a month (2024-03), a span, a financial year (2023-24) or last-12-months (default)."),
            ["compare"] = Text("What that is compared with: year-before, or a period."),
            ["area"] = new JsonObject { ["enum"] = Strings(AreaKinds.All), ["description"] = "A kind of area that the page can be narrowed to." },
            ["panels"] = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["oneOf"] = new JsonArray([.. PanelKind.All.Select(Panel)]) } },
        },
    }.ToJsonString(Indented) + "\n";

    private static JsonObject Panel(PanelKind kind)
    {
        var options = PanelKind.Common.Concat(kind.Options).ToList();
        return new()
        {
            ["description"] = kind.Description,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = Strings(options.Where(option => option.IsRequired).Select(option => option.Name)),
            ["properties"] = new JsonObject(options.Select(option => KeyValuePair.Create<string, JsonNode?>(option.Name, option.Name == "kind" ? new JsonObject { ["const"] = kind.Slug } : Option(option)))),
        };
    }

    private static JsonObject Option(PanelOption option)
    {
        var value = option.Value == PanelValue.Measures ? new JsonObject { ["type"] = new JsonArray("string", "array"), ["minItems"] = 1, ["items"] = new JsonObject { ["enum"] = Strings(PanelKind.ValuesOf(option)!) } }
            : PanelKind.ValuesOf(option) is { } values ? new JsonObject { ["enum"] = Strings(values) }
            : option.Value == PanelValue.Number ? new JsonObject { ["type"] = "integer", ["minimum"] = 1 }
            : option.Value == PanelValue.List ? new JsonObject { ["type"] = new JsonArray("string", "array"), ["items"] = new JsonObject { ["type"] = "string" } }
            : new JsonObject { ["type"] = "string" };
        value["description"] = option.Description;
        return value;
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
