using System.Globalization;
using System.Net;
using System.Text;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.HotSpots;

/// <summary>Map layers as GeoPackages, read as any program would that knows SQLite and the standard.</summary>
[Collection(Demonstration.Name)]
public sealed class GeoPackageTests(DemonstrationHost host)
{
    [DatabaseTheory]
    [InlineData("heat-maps/recorded-crime", "?period=2024-03&cell=1000", "heat_map", "POLYGON")]
    [InlineData("heat-maps/recorded-crime", "?period=2024-03&cell=500&shape=hexagon", "heat_map", "POLYGON")]
    [InlineData("hot-spots/recorded-crime", "?period=2023-24&cell=1000", "hot_spots", "POLYGON")]
    [InlineData("league-tables/recorded-crime", "?period=2023-24&compare=year-before", "league_table", "MULTIPOLYGON")]
    public async Task Layer_HoldsTheLinesOfTheCsv_WithTheirShapes_AndSaysWhatTheyAre(string map, string question, string layer, string kind)
    {
        using var response = await host.Client.GetAsync($"/api/v1/{map}.gpkg{question}");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/geopackage+sqlite3");
        response.Content.Headers.ContentDisposition!.FileName!.ShouldEndWith(".gpkg");
        Encoding.ASCII.GetString(bytes[68..72]).ShouldBe("GPKG");

        using var file = Open(bytes);
        Rows(file, "pragma integrity_check").ShouldBe(["ok"]);
        Rows(file, "pragma foreign_key_check").ShouldBeEmpty();
        Rows(file, "select data_type, srs_id, last_change from gpkg_contents order by table_name = 'about'").ShouldBe([$"features|27700|{AsAt(file)}", $"attributes||{AsAt(file)}"]);
        Rows(file, "select * from gpkg_geometry_columns").ShouldBe([$"{layer}|geom|{kind}|27700|0|0"]);
        var description = Rows(file, $"select description from gpkg_contents where table_name = '{layer}'").Single();
        description.ShouldStartWith("Demonstration data: invented figures on schematic areas.");
        response.Headers.GetValues("Geo-Explanation").Single().Length.ShouldBe(description.Length);
        Rows(file, "select name from about").ShouldBe(["Title", "Measure", "Definition", "What is counted", "Period", "Compared with", "As at", "Batches", "Data to", "Boundaries", "Denominator", "Protection", "Caveats", "Months without data", "Explanation", "Address"]);
        Rows(file, "select value from about where name = 'Address'").ShouldBe([$"/api/v1/{map}{question}"]);

        using var csv = new CsvHelper.CsvReader(new StringReader(await host.TextAsync($"/api/v1/{map}.csv{question}")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var columns = csv.HeaderRecord![..^1];
        var lines = new List<string>();
        while (csv.Read())
            lines.Add(string.Join('|', columns.Select(column => Plain(csv[column]))));
        lines.RemoveRange(lines.Count - (layer == "league_table" ? 3 : 4), layer == "league_table" ? 3 : 4); // what is nowhere, and the sums
        Rows(file, $"select {string.Join(", ", columns)} from {layer} order by fid").Select(line => string.Join('|', line.Split('|').Select(Plain))).ShouldBe(lines);
    }

    [DatabaseFact]
    public async Task Shapes_AreThoseOfTheNationalGrid()
    {
        using var cells = Open(await host.Client.GetByteArrayAsync("/api/v1/heat-maps/recorded-crime.gpkg?period=2024-03&cell=1000"));
        using var wards = Open(await host.Client.GetByteArrayAsync("/api/v1/league-tables/recorded-crime.gpkg?period=2023-24"));

        var (shape, easting, northing) = Shapes(cells, "select geom, easting, northing from heat_map limit 1").Select(row => (row.Shape, Convert.ToDouble(row.Values[1], null), Convert.ToDouble(row.Values[2], null))).Single();
        shape.EnvelopeInternal.ShouldBe(new Envelope(easting, easting + 1000, northing, northing + 1000));
        var extent = Shapes(wards, "select geom from league_table").Select(row => row.Shape).ToList();
        extent.Count.ShouldBe(63);
        extent.Sum(ward => ward.Area).ShouldBe(await host.Database.ScalarAsync<double>("select sum(ST_Area(a.geom)) from areas.area a join areas.boundary_set s on s.id = a.boundary_set_id where s.kind = 'ward'"), 1);
        var all = extent.Aggregate(new Envelope(), (box, ward) => box.ExpandedBy(ward.EnvelopeInternal));
        Rows(wards, "select min_x, min_y, max_x, max_y from gpkg_contents where table_name = 'league_table'").ShouldBe([FormattableString.Invariant($"{all.MinX}|{all.MinY}|{all.MaxX}|{all.MaxY}")]);
    }

    [DatabaseFact]
    public async Task Layer_OfASensitiveMeasure_HasNoCellOfOneToFour_AndTheSameFileTwice()
    {
        const string address = "/api/v1/heat-maps/domestic-abuse.gpkg?period=2024-03&cell=500";
        var bytes = await host.Client.GetByteArrayAsync(address);
        using var file = Open(bytes);
        Rows(file, "select min(count) from heat_map").Single().ShouldBe("5");
        Rows(file, "select value from about where name = 'Protection'").Single().ShouldContain("Cells with fewer than 5 records are left out of the lines, not of the total.");
        await using var other = GeoHostFactory.Start(host.Database.ConnectionString);
        using var client = other.Client();
        (await client.GetByteArrayAsync(address)).ShouldBe(bytes);
    }

    private static string AsAt(SqliteConnection file) => Rows(file, "select last_change from gpkg_contents limit 1").Single();

    private SqliteConnection Open(byte[] bytes)
    {
        var path = host.Database.NewFile("layer.gpkg", "");
        File.WriteAllBytes(path, bytes);
        var file = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        file.Open();
        return file;
    }

    private static List<string> Rows(SqliteConnection file, string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
        return rows;
    }

    /// <summary>Geometries without the header of the standard, whose extent must be theirs.</summary>
    private static List<(Geometry Shape, object[] Values)> Shapes(SqliteConnection file, string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var shapes = new List<(Geometry, object[])>();
        while (reader.Read())
        {
            var blob = (byte[])reader.GetValue(0);
            (blob[0], blob[1], blob[2], blob[3], BitConverter.ToInt32(blob, 4)).ShouldBe(((byte)'G', (byte)'P', (byte)0, (byte)3, 27700));
            var shape = new WKBReader().Read(blob[40..]);
            shape.IsValid.ShouldBeTrue();
            new Envelope(BitConverter.ToDouble(blob, 8), BitConverter.ToDouble(blob, 16), BitConverter.ToDouble(blob, 24), BitConverter.ToDouble(blob, 32)).ShouldBe(shape.EnvelopeInternal);
            shapes.Add((shape, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]));
        }

        return shapes;
    }

    private static string Plain(string? cell) => decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? $"{number:0.######}" : cell ?? "";
}
