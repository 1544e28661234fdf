using Geo.Core.Exports;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Exports;

public sealed class CsvTableWriterTests
{
    [Fact]
    public void Csv_EndsEveryLineWithItsNote_AndExplainsOnOne()
    {
        var lines = Lines(Sample.Table(rows: 2));

        lines.ShouldBe(
        [
            "rank,name,count,share,change,change_per_cent,population_year,note", "1,Area 1,1233,12.30,-66,-5.1,2015,Demonstration data", "2,Area 2,1232,12.30,,N/A,2015,Demonstration data",
            $",Total,5000,100.00,12,0.2,2015,\"{Sample.Table().Explanation}\"",
        ]);
        Lines(Sample.Table(rows: 1, isDemonstration: false))[1].ShouldEndWith("2015,");
    }

    [Fact]
    public void Csv_WhenAColumnOrTextLooksLikeAFormula_MakesItText()
    {
        var table = Sample.Table(rows: 1, name: "=1+1") with { Columns = [new("=2+2", ColumnKind.Plain), .. Sample.Columns[1..]] };

        Lines(table)[0].ShouldStartWith("'=2+2,name");
        Lines(table)[1].ShouldStartWith("1,'=1+1,");
    }

    [Theory]
    [InlineData("=1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\0=1")]
    [InlineData("\uFF0B1")]
    public void Csv_TextThatASpreadsheetWouldCount_BeginsWithAnApostrophe(string name) =>
        Lines(Sample.Table(rows: 1, name: name))[1].Split(',')[1].Trim('"').ShouldBe($"'{name}");

    private static string[] Lines(ExportTable table)
    {
        using var writer = new StringWriter();
        CsvTableWriter.Write(writer, table);
        return writer.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
