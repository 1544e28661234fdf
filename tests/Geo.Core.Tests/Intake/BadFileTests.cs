using System.Text;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>Files that are refused whole: what is said of each, to the letter (BadFileTests.txt), and that the database stays as it was.</summary>
public sealed class BadFileTests(IntakeDatabase database) : IClassFixture<IntakeDatabase>
{
    private const string File = "2024-02-west-mercia-street.csv";

    private static readonly Encoding Windows1252 = Encoding.Latin1; // the same for é

    private static readonly Dictionary<string, byte[]> Cases = new()
    {
        ["empty file"] = [],
        ["header only"] = Good(0).Bytes(),
        ["header only, no line end"] = Utf8(StreetFile.Header),
        ["wrong header"] = Utf8("Ward,Offences\r\nAbbey,3\r\n"),
        ["missing column"] = Good(3).WithHeader(StreetFile.Header.Replace("Longitude,", "", StringComparison.Ordinal)).Bytes(),
        ["extra column"] = Good(3).WithHeader(StreetFile.Header + ",Victim name").Bytes(),
        ["duplicate header"] = Good(3).WithHeader(StreetFile.Header.Replace("Falls within", "Month", StringComparison.Ordinal)).Bytes(),
        ["UTF-16 little endian"] = Good(3).WithEncoding(Encoding.Unicode).Bytes(),
        ["UTF-16 big endian"] = Good(3).WithEncoding(Encoding.BigEndianUnicode).Bytes(),
        ["UTF-16 without its mark"] = Encoding.Unicode.GetBytes(Good(3).Text()),
        ["Windows-1252"] = Windows1252.GetBytes(Good(1).AddRow(location: "On or near Caf\u00e9 Row").Text()),
        ["invalid UTF-8"] = [.. Good(2).Bytes(), 0x41, 0xC3, 0x28, 0x0A],
        ["cut within a character"] = [.. Good(2).Bytes(), 0x41, 0xC3],
        ["NUL bytes"] = [.. Good(2).Bytes(), 0x00, 0x00, 0x0A],
        ["unclosed quote"] = Good(2).Line(Good(0).Row(location: "\"On or near High Street")).Add("Burglary", null, 2).Bytes(),
        ["unclosed quote in the last column"] = Good(2).Line(Good(0).Row() + "\"").Add("Burglary", null, 300).Bytes(),
        ["truncated last line"] = Utf8(Good(300).Text()[..^40]),
        ["month 13 in every row"] = Good(0).AddRow(month: "2024-13").AddRow(month: "2024-13").Bytes(),
        ["rows of another month"] = Good(2).AddRow(month: "2024-03").Bytes(),
        ["all rows of another month"] = new StreetFile("2024-05").Add("Burglary", null, 3).Bytes(),
        ["rows of another force"] = Good(2).AddRow(force: "Dyfed-Powys Police").Bytes(),
        ["latitude and longitude swapped"] = Good(0).AddRow(longitude: "52.7", latitude: "-2.75").Bytes(),
        ["0, 0"] = Good(0).AddRow(longitude: "0", latitude: "0").Bytes(),
        ["grid origin"] = Good(0).AddRow(longitude: "-7.557160", latitude: "49.766807").Bytes(),
        ["NaN"] = Good(0).AddRow(longitude: "NaN", latitude: "NaN").Bytes(),
        ["overflowing number"] = Good(0).AddRow(longitude: "1e400", latitude: "52.7").Bytes(),
        ["number with thousands separators"] = Good(0).AddRow(longitude: "\"1.234.567,8\"", latitude: "52.7").Bytes(),
        ["one coordinate of two"] = Good(0).AddRow(longitude: "-2.75").Bytes(),
        ["eastings and northings"] = Good(0).AddRow(longitude: "349415", latitude: "311633").Bytes(),
        ["outside the United Kingdom"] = Good(0).AddRow(longitude: "2.35", latitude: "48.85").Bytes(),
        ["unknown crime type"] = Good(0).AddRow(type: "Piracy").Bytes(),
        ["bad crime ID"] = Good(0).AddRow(reference: "1.23457E+63").Bytes(),
        ["GeoJSON"] = Utf8("""{"type":"FeatureCollection","features":[]}"""),
        ["Excel"] = [0x50, 0x4B, 0x03, 0x04, 0x14, 0x20, 0x06, 0x20],
        ["PDF"] = Utf8("%PDF-1.7\n%"),
        ["HTML"] = Utf8("\r\n<!DOCTYPE html><html><body>Not found</body></html>"),
        ["semicolons"] = Utf8(Good(3).Text().Replace(',', ';')),
        ["tabs"] = Utf8(Good(3).Text().Replace(',', '\t')),
        ["a line sep="] = Utf8("sep=,\r\n" + Good(3).Text()),
        ["total at the foot"] = Good(3).Line("Grand total,3").Bytes(),
        ["first row ragged"] = Utf8(StreetFile.Header + "\r\na,b,c\r\n"),
        ["field of two million letters"] = Good(1).AddRow(location: new string('x', 2_000_000)).Bytes(),
        ["a hundred thousand columns"] = Utf8(string.Join(',', Enumerable.Range(0, 100_000)) + "\r\n"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [DatabaseTheory]
    [MemberData(nameof(Names))]
    public async Task Import_OfABadFile_SaysWhatIsWrongAndLeavesTheDatabase(string name)
    {
        var path = Path.Combine(database.NewFolder(), File);
        await System.IO.File.WriteAllBytesAsync(path, Cases[name]);
        var before = await database.StateAsync();

        var report = await database.ImportAsync(path);

        var refusal = report.Files.ShouldHaveSingleItem().Refusal.ShouldNotBeNull(name);
        refusal.Message.ReplaceLineEndings("\n").ShouldBe(Messages.Of("Intake/BadFileTests.txt", name));
        (await database.StateAsync()).ShouldBe(before);
    }

    private static StreetFile Good(int rows) => new StreetFile("2024-02").Add("Burglary", IntakeDatabase.Map.Inside('A'), rows);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
