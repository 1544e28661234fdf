using System.Text.Json;
using Geo.Core.Intake;
using Geo.Testing;
using NJsonSchema;
using NJsonSchema.Validation;
using Shouldly;
using Xunit;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Geo.Core.Tests.Records;

/// <summary>The JSON schemas that editors complete and check the catalogue, the sources, the feeds, the schedules and the alerts by.</summary>
public sealed class SchemaTests
{
    private const string Measures = "catalogue/measures.schema.json";
    private const string Schedules = "schedules.schema.json";
    private const string Source = "sources/source.schema.json";
    private const string Feeds = "feeds.schema.json";
    private const string Alerts = "alerts.schema.json";

    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string> { { Measures, "catalogue/measures.yaml" }, { Feeds, "feeds.yaml" }, { Schedules, "schedules.yaml" }, { Alerts, "alerts.yaml" } };
            foreach (var name in SourceDescription.Shipped)
                files.Add(Source, $"sources/{name}.yaml");
            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_ThatIsShipped_KeepsToItsSchema(string schema, string file) =>
        (await FaultsAsync(schema, await File.ReadAllTextAsync(Repository.At("geodata", file)))).ShouldBeEmpty();

    [Theory]
    [InlineData(Measures, "catalogue/measures.yaml", "polarity:", "polarty:", "NoAdditionalPropertiesAllowed: #/measures[0].polarty")]
    [InlineData(Measures, "catalogue/measures.yaml", "low-is-good", "low", "NotInEnumeration: #/measures[0].polarity")]
    [InlineData(Feeds, "feeds.yaml", "forces:", "force:", "NoAdditionalPropertiesAllowed: #/crime.force")]
    [InlineData(Feeds, "feeds.yaml", "service: https", "service: http", "PatternMismatch: #/boundaries[0].service")]
    [InlineData(Schedules, "schedules.yaml", "misfire: once", "misfire: never", "NotInEnumeration: #/schedules[0].misfire")]
    [InlineData(Alerts, "alerts.yaml", "hot-spots]", "hot-spot]", "NotInEnumeration: #/tell[4]")]
    [InlineData(Source, "sources/istv.yaml", "blank: true", "blnak: true", "NoAdditionalPropertiesAllowed: #/columns[3].blnak")]
    [InlineData(Source, "sources/istv.yaml", "is: key", "is: keys", "NotInEnumeration: #/columns[0].is")]
    [InlineData(Source, "sources/istv.yaml", "agency:", "agencies:", "PropertyRequired: #/agency")]
    public async Task Schema_RefusesWhatIsMisspelt(string schema, string file, string right, string wrong, string fault)
    {
        var text = await File.ReadAllTextAsync(Repository.At("geodata", file));
        var at = text.IndexOf(right, StringComparison.Ordinal);

        (await FaultsAsync(schema, $"{text[..at]}{wrong}{text[(at + right.Length)..]}")).ShouldContain(fault);
    }

    [Fact]
    public async Task Schema_NamesEveryUseOfAColumn()
    {
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.At("geodata", Source)));

        schema.RootElement.GetProperty("properties").GetProperty("columns").GetProperty("items").GetProperty("properties").GetProperty("is").GetProperty("enum")
            .EnumerateArray().Select(use => use.GetString()).ShouldBe(Enum.GetNames<ColumnUse>().Select(HyphenatedNamingConvention.Instance.Apply));
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(string schema, string yaml)
    {
        var read = await JsonSchema.FromFileAsync(Repository.At("geodata", schema));
        var content = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        return [.. read.Validate(JsonSerializer.Serialize(Named(content))).SelectMany(Told)];
    }

    private static IEnumerable<string> Told(ValidationError error) =>
        error is ChildSchemaValidationError parent ? parent.Errors.SelectMany(child => child.Value).SelectMany(Told) : [$"{error.Kind}: {error.Path}"];

    private static object? Named(object? node) => node switch
    {
        IDictionary<object, object> map => map.ToDictionary(pair => pair.Key.ToString()!, pair => Named(pair.Value)),
        IEnumerable<object> list => list.Select(Named).ToList(),
        _ => node,
    };
}
