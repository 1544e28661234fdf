using System.Text;
using Geo.Core.Areas;
using Geo.Core.Tests.Intake;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Areas;

/// <summary>Boundary files that are refused: what is said of each, to the letter (BadBoundariesTests.txt), and that the database stays as it was.</summary>
public sealed class BadBoundariesTests(IntakeDatabase database) : IClassFixture<IntakeDatabase>
{
    private const string Square = "[[[-2.7,52.6],[-2.6,52.6],[-2.6,52.7],[-2.7,52.7],[-2.7,52.6]]]";
    private const string Beside = "[[[-2.6,52.6],[-2.5,52.6],[-2.5,52.7],[-2.6,52.7],[-2.6,52.6]]]";

    private static readonly BoundarySetFile Asked = new() { Path = "", Name = "new", Kind = "ward", CodeProperty = "code", NameProperty = "name" };

    private static readonly Dictionary<string, (Func<string> Text, BoundarySetFile File)> Cases = new()
    {
        ["empty file"] = (() => "", Asked),
        ["not JSON"] = (() => "Ward,Offences\r\nAbbey,3\r\n", Asked),
        ["cut short"] = (() => Collection(Feature("A", Square))[..^30], Asked),
        ["trailing comma"] = (() => Collection(Feature("A", Square) + ","), Asked),
        ["not a collection"] = (() => Feature("A", Square), Asked),
        ["no features"] = (() => Collection(""), Asked),
        ["nested 2,000 deep"] = (() => Collection(Feature("A", Nested(2_000, "GeometryCollection"), "GeometryCollection")), Asked),
        ["JSON 100,000 deep"] = (() => new string('[', 100_000), Asked),
        ["JSON 100,000 deep in a member"] = (() => $$"""{"type":"FeatureCollection","x":{{new string('[', 100_000)}}""", Asked),
        ["five million vertices and one"] = (() => Collection(Feature("A", $"[[{string.Concat(Enumerable.Repeat("[0,0],", 5_000_000))}[0,0]]]")), Asked),
        ["point"] = (() => Collection(Feature("A", "[-2.7,52.6]", "Point")), Asked),
        ["bow-tie"] = (() => Collection(Feature("A", "[[[-2.7,52.6],[-2.6,52.7],[-2.6,52.6],[-2.7,52.7],[-2.7,52.6]]]")), Asked),
        ["unclosed ring"] = (() => Collection(Feature("A", "[[[-2.7,52.6],[-2.6,52.6],[-2.6,52.7],[-2.7,52.7]]]")), Asked),
        ["ring of two"] = (() => Collection(Feature("A", "[[[-2.7,52.6],[-2.6,52.6],[-2.7,52.6]]]")), Asked),
        ["hole outside its shell"] = (() => Collection(Feature("A", Square[..^1] + ",[[-2.4,52.6],[-2.3,52.6],[-2.3,52.7],[-2.4,52.6]]]")), Asked),
        ["overlap"] = (() => Collection($"{Feature("A", Square)},{Feature("B", Square.Replace("-2.7", "-2.65", StringComparison.Ordinal))}"), Asked),
        ["gap"] = (() => SmallMap.Draw("AAB", "A.B", "BBB").GeoJson(), Asked),
        ["wrong coordinates nesting"] = (() => Collection(Feature("A", "[[-2.7,52.6],[-2.6,52.6]]")), Asked),
        ["unknown crs"] = (() => Collection(Feature("A", Square), "EPSG::3857"), Asked),
        ["crs at the end"] = (() => Collection(Feature("A", Square))[..^1] + ""","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}}}""", Asked),
        ["crs against the command"] = (() => Collection(Feature("A", Square), "EPSG::4326"), Asked with { Srid = 27700 }),
        ["national grid said to be degrees"] = (() => Collection(Feature("A", "[[[350000,310000],[351000,310000],[351000,311000],[350000,310000]]]")), Asked),
        ["degrees said to be national grid"] = (() => Collection(Feature("A", Square)), Asked with { Srid = 27700 }),
        ["latitude and longitude swapped"] = (() => Collection(Feature("A", "[[[52.6,-2.7],[52.6,-2.6],[52.7,-2.6],[52.6,-2.7]]]")), Asked),
        ["outside Great Britain"] = (() => Collection(Feature("A", "[[[2.6,48.7],[2.6,48.8],[2.7,48.8],[2.6,48.7]]]")), Asked),
        ["1e308"] = (() => Collection(Feature("A", "[[[1e308,52.6],[-2.6,52.6],[-2.6,52.7],[1e308,52.6]]]")), Asked),
        ["number that overflows"] = (() => Collection(Feature("A", "[[[1e999,52.6],[-2.6,52.6],[-2.6,52.7],[1e999,52.6]]]")), Asked),
        ["coordinate that is text"] = (() => Collection(Feature("A", Square.Replace("-2.7", "\"west\"", StringComparison.Ordinal))), Asked),
        ["position of one number"] = (() => Collection(Feature("A", Square.Replace("-2.7,", "", StringComparison.Ordinal))), Asked),
        ["duplicate code"] = (() => Collection($"{Feature("A", Square)},{Feature("A", Beside)}"), Asked),
        ["missing name"] = (() => Collection(Feature("A", Square).Replace("\"Area A\"", "\"\"", StringComparison.Ordinal)), Asked),
        ["null name"] = (() => Collection(Feature("A", Square).Replace("\"Area A\"", "null", StringComparison.Ordinal)), Asked),
        ["no such property"] = (() => Collection(Feature("A", Square)), Asked with { CodeProperty = "WD13CD" }),
        ["null geometry"] = (() => Collection("""{"type":"Feature","properties":{"code":"A","name":"A"},"geometry":null}"""), Asked),
        ["empty geometry"] = (() => Collection(Feature("A", "[]")), Asked),
        ["property of 5 MB"] = (() => Collection(Feature("A", Square).Replace("Area A", new string('x', 5_000_000), StringComparison.Ordinal)), Asked),
        ["duplicate key"] = (() => Collection(Feature("A", Square).Replace("\"name\"", "\"code\":\"B\",\"name\"", StringComparison.Ordinal)), Asked),
        ["set exists"] = (() => Collection(Feature("A", Square)), Asked with { Name = "wards" }),
        ["bad options"] = (() => Collection(Feature("A", Square)), Asked with { Name = "Wards 2009", Kind = "parish", Srid = 3857, ValidFrom = new DateOnly(2025, 5, 1), ValidTo = new DateOnly(2009, 6, 1) }),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [DatabaseTheory]
    [MemberData(nameof(Names))]
    public async Task Import_OfBadBoundaries_SaysWhatIsWrongAndLeavesTheDatabase(string name)
    {
        var (text, file) = Cases[name];
        var path = Path.Combine(database.NewFolder(), "areas.geojson");
        await File.WriteAllTextAsync(path, text(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var before = await database.StateAsync();

        var refusal = await Should.ThrowAsync<RefusedException>(() => database.ImportAreasAsync(file with { Path = path }));

        refusal.Message.ReplaceLineEndings("\n").ShouldBe(Messages.Of("Areas/BadBoundariesTests.txt", name));
        (await database.StateAsync()).ShouldBe(before);
    }

    [DatabaseFact]
    public async Task Import_OfBoundariesThatAreNotThere_IsRefused() =>
        (await Should.ThrowAsync<RefusedException>(() => database.ImportAreasAsync(Asked with { Path = Path.Combine(database.Folder, "nowhere.geojson") })))
            .Message.ShouldBe("nowhere.geojson: The file cannot be read. Check its path and permissions.");

    private static string Collection(string features, string? crs = null)
    {
        var member = crs is null ? "" : $"\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:def:crs:{crs}\"}}}},";
        return $$"""{"type":"FeatureCollection",{{member}}"features":[{{features}}]}""";
    }

    private static string Feature(string code, string coordinates, string type = "Polygon") =>
        $$"""{"type":"Feature","properties":{"code":"{{code}}","name":"Area {{code}}"},"geometry":{"type":"{{type}}","coordinates":{{coordinates}}""" + "}}";

    private static string Nested(int depth, string type) =>
        string.Concat(Enumerable.Repeat($$"""[{"type":"{{type}}","geometries":""", depth)) + "[]" + string.Concat(Enumerable.Repeat("}]", depth));
}
