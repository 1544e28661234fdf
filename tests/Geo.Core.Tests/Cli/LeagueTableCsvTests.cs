using Geo.Core.Areas;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Cli;

public sealed class LeagueTableCsvTests
{
    [Theory]
    [InlineData(0.25, 1, "0.3")]
    [InlineData(-0.25, 1, "-0.3")]
    [InlineData(1.005, 2, "1.01")]
    [InlineData(-0.04, 1, "0.0")]
    [InlineData(66.666666, 2, "66.67")]
    public void Rounding_IsHalfAwayFromZero(double value, int decimals, string printed) =>
        Rounding.Round(value, decimals).ToString($"F{decimals}", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(printed);

    [Fact]
    public void Rounding_IsDecimalsRounding_ForEveryShareAndChange()
    {
        for (var total = 1; total <= 1600; total += total < 300 ? 1 : 37)
        {
            for (var count = -total; count <= 3 * total; count++)
            {
                var share = 100.0 * count / total;
                foreach (var decimals in (ReadOnlySpan<int>)[0, 1, 2])
                {
                    var rounded = Rounding.Round(share, decimals);
                    rounded.ShouldBe(decimal.Round(100m * count / total, decimals, MidpointRounding.AwayFromZero), $"{count} of {total}");
                    rounded.Scale.ShouldBe((byte)decimals);
                }
            }
        }
    }

    [Fact]
    public void Csv_PutsFootingsLastAndLeavesNumbersPlain()
    {
        var lines = Write(Table(
            [
                new LeagueTableRow(1, "E1", "=HYPERLINK(\"x\")", 1234, 12.345, 1300, -66, -5.0769, 2.125),
                new LeagueTableRow(2, "E2", "Bayston Hill, Column and Sutton", 5, 0.05, 0, 5, null, null),
            ],
            others: new LeagueTableRow(null, null, "All other wards (61)", 8, 1, 8, 0, 0, null)));
        lines[1].ShouldBe("1,E1,\"'=HYPERLINK(\"\"x\"\")\",1234,12.35,1300,-66,-5.1,2.13,2015,");
        lines[2].ShouldBe("2,E2,\"Bayston Hill, Column and Sutton\",5,0.05,0,5,N/A,,,");
        lines[3].ShouldBe(",,All other wards (61),8,1.00,8,0,0.0,,,");
        lines[4].ShouldStartWith(",,Not located,");
        lines[5].ShouldStartWith(",,Outside,");
        lines[6].ShouldStartWith(",,Total,");
        lines[6].ShouldContain("Boundaries: wards.");
        lines.Length.ShouldBe(7);
    }

    [Theory]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@x")]
    [InlineData("\tx")]
    public void Csv_WhenNameLooksLikeAFormula_MakesItText(string name) =>
        Write(Table([new LeagueTableRow(1, "E1", name, 1, 1, null, null, null, null)], null))[1].ShouldBe($"1,E1,'{name},1,1.00,,,,,,");

    [Fact]
    public void Csv_WhenDemonstration_SaysSoOnEveryLine() =>
        Write(Table([new LeagueTableRow(1, "E1", "A", 1, 1, null, null, null, null)], null) with { IsDemonstration = true })[1..].ShouldAllBe(line => line.Contains("Demonstration data"));

    private static string[] Write(LeagueTable table)
    {
        using var writer = new StringWriter();
        CsvTableWriter.Write(writer, LeagueTableExport.Of(table));
        return writer.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static LeagueTable Table(IReadOnlyList<LeagueTableRow> rows, LeagueTableRow? others) => new()
    {
        Measure = Measure.Find("crime")!,
        Set = new BoundarySet { Name = "wards", Kind = "ward", Transformation = "", ContentSha256 = [], LoadedAt = default },
        Period = Period.Parse("2024-01", Month.Of(2024, 1), out _)!,
        Compare = null, Rows = rows, Others = others,
        Outside = new LeagueTableRow(null, null, "Outside", 1, null, null, null, null, null),
        NotLocated = new LeagueTableRow(null, null, "Not located", 1, 1, null, null, null, null),
        Total = new LeagueTableRow(null, null, "Total", 1, 100, null, null, null, null),
        PopulationYear = 2015, Missing = [], Sources = [], Version = 1, AsAt = default, IsDemonstration = false,
    };
}
