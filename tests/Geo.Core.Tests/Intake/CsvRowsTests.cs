using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Geo.Core.Intake;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>Rows that are read by hand, held against CsvHelper.</summary>
public sealed class CsvRowsTests
{
    private const int Texts = 5_000;
    private const int BufferCharacters = 1 << 15;

    [Theory]
    [InlineData("a,b\r\nc,d\r\n", "1: a|b", "2: c|d")]
    [InlineData("a,b\nc,d", "1: a|b", "2: c|d")]
    [InlineData("a,b\rc,\r", "1: a|b", "2: c|")]
    [InlineData("\r\n\na\n\n,\n", "3: a", "5: |")]
    [InlineData("a,", "1: a|")]
    [InlineData("\"a,b\",c", "1: a,b|c")]
    [InlineData("\"a\r\nb\rc\nd\",e\nf", "4: a\r\nb\rc\nd|e", "5: f")]
    [InlineData("\"a \"\"b\"\" c\",\"\",\"\"\"\"", "1: a \"b\" c||\"")]
    [InlineData("6\" nail,\"a\" b\",c", "1: 6\" nail|a b\"|c")]
    [InlineData("a,\"b\nc,d", "2: a|b\nc,d")]
    [InlineData("")]
    [InlineData("\r\n")]
    public void Read_OfAText_FindsRowsAndFields(string text, params string[] rows) => Read(text).ConvertAll(row => row.Fields).ShouldBe(rows);

    /// <summary>Compared without the quotes, of which CsvHelper takes too many from a field that goes on after its closing quote.</summary>
    [Theory]
    [InlineData("ab,\n")]
    [InlineData("a,\r\n")]
    [InlineData("a\",\r\n")]
    [InlineData("a\"\"\",,\n")]
    public void Read_OfAnyText_ReadsAsCsvHelper(string letters)
    {
        var random = new Random(letters.Length);
        for (var i = 0; i < Texts; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(16)).Select(_ => letters[random.Next(letters.Length)]));
            Plain(Read(text)).ShouldBe(Plain(ReadByCsvHelper(text)), Uri.EscapeDataString(text));
        }
    }

    [Theory]
    [InlineData("a,b\r\n")]
    [InlineData("\"a\"\"b\",\r\n")]
    [InlineData("a,b\r\n\r\n\r\n")]
    [InlineData("\"\r\n\",c\r\n")]
    public void Read_OfRowsAcrossTheEndOfTheBuffer_ReadsAsCsvHelper(string around)
    {
        for (var before = -8; before <= 8; before++)
        {
            var text = $"{new string('x', BufferCharacters + before)}\r\n{around}{new string('y', 3 * BufferCharacters)},z\r\n{around}";
            Plain(Read($"{around}{text}")).ShouldBe(Plain(ReadByCsvHelper($"{around}{text}")));
            Plain(Read(text[3..])).ShouldBe(Plain(ReadByCsvHelper(text[3..])));
        }
    }

    private static List<string> Plain(IEnumerable<(string Fields, string Raw)> rows) => [.. rows.Select(row => $"{row.Fields.Replace("\"", "", StringComparison.Ordinal)} = {row.Raw}")];

    private static List<(string Fields, string Raw)> Read(string text)
    {
        var rows = new CsvRows(new StringReader(text), "a file");
        var read = new List<(string, string)>();
        while (rows.Read())
            read.Add(($"{rows.Line}: {string.Join('|', Enumerable.Range(0, rows.Count).Select(field => rows[field].ToString()))}", rows.Raw.ToString()));
        return read;
    }

    private static List<(string Fields, string Raw)> ReadByCsvHelper(string text)
    {
        using var csv = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { Mode = CsvMode.RFC4180, BadDataFound = null, IgnoreBlankLines = true });
        var read = new List<(string, string)>();
        while (csv.Read())
            read.Add(($"{csv.RawRow}: {string.Join('|', csv.Record!)}", csv.RawRecord));
        return read;
    }
}
