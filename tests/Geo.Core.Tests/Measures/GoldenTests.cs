using System.Globalization;
using Geo.Core.Measures;
using Geo.Core.Records;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

/// <summary>The real sample against independent results for it (PostGIS, GeoPandas and R on the same files).</summary>
public sealed class GoldenTests(RealCounty county) : IClassFixture<RealCounty>
{
    [RealDataFact]
    public void WardCounts_EveryCell_EqualsTheIndependentCount()
    {
        var golden = RealData.Table("golden", "ward_counts.csv");
        golden.Count.ShouldBe(3528);

        var tables = new Dictionary<(string, string), Dictionary<string, LeagueTableRow>>();
        var wrong = new List<string>();
        foreach (var cell in golden)
        {
            if (!tables.TryGetValue((cell["month"], cell["crime_type"]), out var rows))
            {
                rows = Ask(Slug(cell["crime_type"]), cell["month"]).Rows.ToDictionary(row => row.Code!);
                tables.Add((cell["month"], cell["crime_type"]), rows);
            }

            var row = rows[cell["wd13cd"]];
            row.Name.ShouldBe(cell["wd13nm"]);
            if (row.Count != Number(cell["count"]))
                wrong.Add($"{cell["month"]} {cell["crime_type"]} {cell["wd13nm"]}: {row.Count}, not {cell["count"]}");
        }

        wrong.ShouldBeEmpty();
        tables.Count.ShouldBe(56);
        tables.Values.ShouldAllBe(rows => rows.Count == 63);
    }

    [RealDataFact]
    public async Task MonthQuality_EveryMonth_EqualsTheIndependentFigures()
    {
        var golden = RealData.Table("golden", "month_quality.csv");
        golden.Count.ShouldBe(4);
        foreach (var month in golden)
        {
            var name = month["month"];
            var batch = (await county.RowsAsync($"select rows_read, rows_accepted, rows_quarantined, rows_not_located, rows_without_reference, repeated_references from intake.batch where month = '{name}-01'")).ShouldHaveSingleItem();
            batch.ShouldBe($"{month["rows"]}|{month["rows"]}|0|{month["no_coordinates"]}|{month["no_crime_id"]}|{month["repeated_crime_id_rows"]}", name);

            (Outside("crime", name, "district") + Outside("asb", name, "district")).ShouldBe(Number(month["outside_west_mercia_polygon"]), name);
            InWards("crime", name).ShouldBe(Number(month["in_shropshire_excl_asb"]), name);
            InWards("asb", name).ShouldBe(Number(month["in_shropshire_asb"]), name);
            (InWards("crime", name) + InWards("asb", name)).ShouldBe(Number(month["in_shropshire"]), name);
            (await county.ScalarAsync<long>($"select count(*) from records.record r join records.category c on c.id = r.category_id where month = '{name}-01' and c.kind = 'incident'")).ShouldBe(Number(month["asb_rows"]));
            (await county.ScalarAsync<long>($"select count(distinct place_id) from records.record where month = '{name}-01'")).ShouldBe(Number(month["distinct_points"]));
            (await county.ScalarAsync<long>($"select count(*) from records.record where month = '{name}-01' and lsoa_id is null")).ShouldBe(Number(month["no_lsoa"]));
        }
    }

    [RealDataFact]
    public void LeagueTable_OfEveryMeasureAndMonth_Foots()
    {
        foreach (var kind in new[] { "ward", "district" })
        {
            foreach (var month in RealData.Months)
            {
                var located = 0L;
                var records = 0L;
                foreach (var measure in county.Cube.Measures)
                {
                    var table = Ask(measure.Slug, month, kind);
                    (table.Rows.Sum(row => row.Count) + table.NotLocated.Count).ShouldBe(table.Total.Count);
                    if (measure.Slug is "crime" or "asb")
                        records += table.Total.Count + table.Outside.Count;
                    else
                        located += table.Total.Count + table.Outside.Count;
                }

                records.ShouldBe(File.ReadLines(RealData.StreetFile(month)).Count() - 1);
                located.ShouldBe(records);
            }
        }
    }

    [RealDataFact]
    public void LeagueTable_OfOneMonth_RatesAgainstThePopulationOf2015()
    {
        var people = RealData.Table("real", "shropshire_division_population.csv").ToDictionary(row => row["WD13CD"], row => double.Parse(row["pop_oa_share"], CultureInfo.InvariantCulture));
        var table = Ask("crime", "2024-03");

        table.PopulationYear.ShouldBe(2015);
        table.Rows.ShouldAllBe(row => Math.Abs(row.Rate!.Value - (1000 * row.Count / people[row.Code!])) < 1e-9);
        table.Total.Rate!.Value.ShouldBe(1000 * table.Total.Count / people.Values.Sum(), 1e-9);
    }

    [RealDataFact]
    public async Task Cube_ForRandomMeasuresAndPeriods_EqualsPlainSqlOverTheRecords()
    {
        var random = new Random(20240301);
        var measures = county.Cube.Measures.ToList();
        var months = RealData.Months.Select(month => Month.TryParse(month, out var parsed) ? parsed : throw new FormatException(month)).ToList();
        for (var i = 0; i < 60; i++)
        {
            var measure = measures[random.Next(measures.Count)];
            var (one, other) = (months[random.Next(months.Count)], months[random.Next(months.Count)]);
            var (first, last) = one < other ? (one, other) : (other, one);
            var set = county.Cube.Sets[random.Next(county.Cube.Sets.Count)];
            var table = LeagueTable.Ask(county.Cube, new MeasureQuestion { Measure = measure.Slug, Areas = set.Set.Kind, Period = $"{first}..{last}" });
            var plain = await AreaCounts.AsAtAsync(county.Geo, set.Set.Id, measure, table.Period, county.Clock.GetUtcNow(), default);

            var counted = set.Areas.ToDictionary(area => area.Id, area => table.Rows.Single(row => row.Code == area.Code).Count);
            counted.Add(0, table.Outside.Count);
            counted.Add(-1, table.NotLocated.Count);
            foreach (var (area, count) in counted)
                plain.GetValueOrDefault(area).ShouldBe(count, $"{measure.Slug} {table.Period.Span} area {area} of {set.Set.Name}");
        }
    }

    private LeagueTable Ask(string measure, string period, string areas = "ward") =>
        LeagueTable.Ask(county.Cube, new MeasureQuestion { Measure = measure, Areas = areas, Period = period });

    private long Outside(string measure, string month, string areas) => Ask(measure, month, areas).Outside.Count;

    private long InWards(string measure, string month) => Ask(measure, month).Rows.Sum(row => row.Count);

    private static string Slug(string crimeType) => Catalogue.Of(Catalogue.StreetLevel).Single(category => category.Name == crimeType).Code;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
