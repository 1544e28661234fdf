using Geo.Core.Records;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Measures;

public sealed class GoldenCsvTests(RealHost host) : IClassFixture<RealHost>
{
    [RealDataFact]
    public async Task Csv_HoldsEveryCellOfTheIndependentCounts()
    {
        var slugs = Catalogue.Of(Catalogue.StreetLevel).ToDictionary(category => category.Name, category => category.Code);
        var cells = RealData.Table("golden", "ward_counts.csv").ToList();
        cells.Count.ShouldBe(3_528);
        var differences = new List<string>();
        var compared = 0;

        foreach (var group in cells.Where(cell => slugs.ContainsKey(cell["crime_type"])).GroupBy(cell => (Month: cell["month"], Type: cell["crime_type"])))
            compared += await CompareAsync(slugs[group.Key.Type], group.Key.Month, group);
        foreach (var group in cells.Where(cell => !slugs.ContainsKey(cell["crime_type"])).GroupBy(cell => (Month: cell["month"], Type: cell["crime_type"])))
            differences.Add($"no measure for {group.Key.Type}");

        differences.ShouldBeEmpty();
        compared.ShouldBe(3_528);

        async Task<int> CompareAsync(string measure, string month, IEnumerable<IReadOnlyDictionary<string, string>> expected)
        {
            var csv = await host.TextAsync($"/api/v1/league-tables/{measure}.csv?period={month}");
            using var reader = new CsvHelper.CsvReader(new StringReader(csv), System.Globalization.CultureInfo.InvariantCulture);
            reader.Read();
            reader.ReadHeader();
            var counts = new Dictionary<string, string>(StringComparer.Ordinal);
            while (reader.Read())
            {
                if (reader.GetField("code") is { Length: > 0 } code)
                    counts.Add(code, reader.GetField("count")!);
            }

            var number = 0;
            foreach (var cell in expected)
            {
                number++;
                if (counts.GetValueOrDefault(cell["wd13cd"]) != cell["count"])
                    differences.Add($"{month} {measure} {cell["wd13nm"]}: {counts.GetValueOrDefault(cell["wd13cd"])} instead of {cell["count"]}");
            }

            return number;
        }
    }
}
