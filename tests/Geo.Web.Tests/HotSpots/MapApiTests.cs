using System.Net;
using System.Text.Json.Nodes;
using Geo.Core.Areas;
using Geo.Testing;
using Geo.Web.HotSpots;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.HotSpots;

[Collection(Demonstration.Name)]
public sealed class MapApiTests(DemonstrationHost host)
{
    private const string Crime = "recorded-crime";
    private const string Year = "period=2023-24&bandwidth=500";

    [DatabaseFact]
    public async Task Legend_SaysUnitColoursAndWhatIsOnTheMap()
    {
        var legend = await host.JsonAsync($"/api/v1/heat-maps/{Crime}?{Year}");

        ((string)legend["form"]!).ShouldBe("surface");
        ((string)legend["unit"]!).ShouldBe("offences per km² a year");
        ((int)legend["bandwidthMetres"]!).ShouldBe(500);
        var footing = legend["footing"]!;
        ((long)footing["mapped"]! + (long)footing["rough"]! + (long)footing["notLocated"]!).ShouldBe((long)footing["total"]!);
        ((long)footing["total"]!).ShouldBe(18_208);
        legend["steps"]!.AsArray().Select(step => (string)step!["colour"]!).ShouldBeUnique();
    }

    [DatabaseFact]
    public async Task Picture_HasTheLegendsColours_WhereTheSurfaceHasTheirValues()
    {
        var legend = await host.JsonAsync($"/api/v1/heat-maps/{Crime}?{Year}");
        var colours = legend["steps"]!.AsArray().Select(step => (string)step!["colour"]!).ToList();
        var (zoom, tx, ty, _, _) = PixelOf(349_400, 312_600, 10);
        var tile = await TileAsync($"{Crime}/{zoom}/{tx}/{ty}", Year);

        tile.Pixels.Where(colour => colour.Length > 0).Distinct().ShouldBeSubsetOf(colours);
        tile.Pixels.Count(colour => colour.Length > 0).ShouldBeGreaterThan(500);

        // The densest cell of the county lies in the densest colour, and the picture is its own at twice the zoom.
        var cells = (await host.JsonAsync($"/api/v1/hot-spots/{Crime}?period=2023-24&cell=250"))["cells"]!.AsArray();
        var busiest = cells.MaxBy(cell => (long)cell!["count"]!)!;
        var (z, x, y, px, py) = PixelOf((int)busiest["easting"]! + 125, (int)busiest["northing"]! + 125, 13);
        (await TileAsync($"{Crime}/{z}/{x}/{y}", Year))[px, py].ShouldBe(colours[^1]);
    }

    [DatabaseFact]
    public async Task Tiles_JoinWithoutSeams()
    {
        // A picture of four tiles at once, pixel by pixel the four tiles.
        var (z, x, y, _, _) = PixelOf(349_400, 312_600, 11);
        (x, y) = (x & ~1, y & ~1);
        var box = MercatorBox.OfTile(z - 1, x / 2, y / 2);
        var whole = new (double Easting, double Northing)[512 * 512];
        box.EachPixel(512, 512, (at, easting, northing) => whole[at] = (easting, northing));
        for (var part = 0; part < 4; part++)
        {
            var (dx, dy) = (part % 2, part / 2);
            MercatorBox.OfTile(z, x + dx, y + dy).EachPixel(256, 256, (at, easting, northing) =>
            {
                var (e, n) = whole[((at / 256) + (256 * dy)) * 512 + (at % 256) + (256 * dx)];
                if (Math.Abs(e - easting) > 1e-4 || Math.Abs(n - northing) > 1e-4)
                    throw new ShouldAssertException($"pixel {at} of part {part}: {e - easting}, {n - northing}");
            });
        }

        var coarse = await TileAsync($"{Crime}/{z}/{x}/{y}", Year);
        var next = await TileAsync($"{Crime}/{z}/{x + 1}/{y}", Year);
        Enumerable.Range(0, 256).Count(row => coarse[255, row] != next[0, row]).ShouldBeLessThan(64); // steps change from pixel to pixel, not at every one along a seam
        await Task.CompletedTask;
    }

    [DatabaseFact]
    public async Task Projection_OfAPixel_IsTheExactOneToWithinAMetre_AndThatOfTheDatabase()
    {
        MercatorBox.OfTile(8, 125, 84).EachPixel(256, 256, (at, easting, northing) =>
        {
            if (at % 997 != 0)
                return;
            var side = 2 * 20037508.342789244 / 256;
            var (x, y) = ((125 * side) - 20037508.342789244 + (((at % 256) + 0.5) * side / 256), 20037508.342789244 - (84 * side) - (((at / 256) + 0.5) * side / 256));
            var (e, n) = MercatorBox.ToGrid(x, y);
            if (Math.Abs(e - easting) > 1 || Math.Abs(n - northing) > 1)
                throw new ShouldAssertException($"{e - easting} {n - northing}");
        });
        var (longitude, latitude) = BritishNationalGrid.ToDegrees(349_415, 311_633);
        var sql = FormattableString.Invariant($"select ST_Distance(ST_Transform(ST_SetSRID(ST_MakePoint({longitude}, {latitude}), 4326), 27700), ST_SetSRID(ST_MakePoint(349415, 311633), 27700))");
        (await host.Database.ScalarAsync<double>(sql)).ShouldBeLessThan(0.1);
    }

    [DatabaseFact]
    public async Task Tile_OfOneTown_DrawsNothingOutsideIt()
    {
        var areas = (await host.JsonAsync("/api/v1/areas?kind=town"))["features"]!.AsArray();
        var town = (string)areas[0]!["properties"]!["code"]!;
        var asked = $"{Year}&areas=town&area={town}";
        ((string)(await host.JsonAsync($"/api/v1/heat-maps/{Crime}?{asked}"))["area"]!).ShouldBe(town);
        var inside = (await host.Database.RowsAsync($"select ST_XMin(g), ST_YMin(g), ST_XMax(g), ST_YMax(g) from (select ST_Extent(geom) g from areas.area where code = '{town}') e"))[0].Split('|').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var drawn = 0;
        for (var tx = 500; tx <= 508; tx++)
        {
            for (var ty = 332; ty <= 342; ty++)
            {
                var tile = await TileAsync($"{Crime}/10/{tx}/{ty}", asked);
                MercatorBox.OfTile(10, tx, ty).EachPixel(256, 256, (at, easting, northing) =>
                {
                    if (tile[at % 256, at / 256].Length == 0)
                        return;
                    drawn++;
                    if (easting < inside[0] - 100 || easting > inside[2] + 100 || northing < inside[1] - 100 || northing > inside[3] + 100)
                        throw new ShouldAssertException($"a pixel at {easting:0} {northing:0}");
                });
            }
        }

        drawn.ShouldBeGreaterThan(20);
    }

    [DatabaseFact]
    public async Task Cells_AddUp_AsGeoJsonAndCsv()
    {
        var json = await host.JsonAsync($"/api/v1/heat-maps/{Crime}.geojson?period=2024-03&cell=1000");
        var csv = (await host.TextAsync($"/api/v1/heat-maps/{Crime}.csv?period=2024-03&cell=1000")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        json["features"]!.AsArray().Sum(cell => (long)cell!["properties"]!["count"]!).ShouldBe((long)json["properties"]!["mapped"]!);
        csv.Skip(1).SkipLast(4).Sum(line => long.Parse(line.Split(',')[^5], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe((long)json["properties"]!["mapped"]!);
        csv[^1].ShouldContain("Demonstration data: invented figures");
        csv[1].ShouldEndWith("Demonstration data");
        var hexagons = await host.JsonAsync($"/api/v1/heat-maps/{Crime}.geojson?period=2024-03&cell=500&shape=hexagon");
        hexagons["features"]![0]!["geometry"]!["coordinates"]![0]!.AsArray().Count.ShouldBe(7);
        hexagons["features"]!.AsArray().Sum(cell => (long)cell!["properties"]!["count"]!).ShouldBe((long)json["properties"]!["mapped"]!);
    }

    [DatabaseFact]
    public async Task VectorTiles_HoldTheCells_AndAreEmptyElsewhere()
    {
        foreach (var address in new[] { $"heat-maps/{Crime}/9/252/168.mvt?period=2023-24&cell=1000", $"hot-spots/{Crime}/9/252/168.mvt?period=2023-24&cell=1000" })
        {
            using var there = await host.Client.GetAsync("/api/v1/" + address);
            there.StatusCode.ShouldBe(HttpStatusCode.OK);
            System.Text.Encoding.UTF8.GetString(await there.Content.ReadAsByteArrayAsync()).ShouldContain("cells");
            using var elsewhere = await host.Client.GetAsync("/api/v1/" + address.Replace("/252/168", "/10/10", StringComparison.Ordinal));
            (await elsewhere.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }
    }

    [DatabaseFact]
    public async Task HotSpots_TellClassesHistoryAndHowWellTheyWereForetold()
    {
        var spots = await host.JsonAsync($"/api/v1/hot-spots/{Crime}?period=2023-24&cell=1000");

        spots["cells"]!.AsArray().Count(cell => ((string)cell!["class"]!).StartsWith("hot", StringComparison.Ordinal)).ShouldBeGreaterThan(5);
        ((double)spots["foretold"]!["pai"]!).ShouldBeGreaterThan(2);
        ((double)spots["foretold"]!["pei"]!).ShouldBeInRange(0.5, 1);
        ((string)spots["historyMonths"]!["first"]!).ShouldBe("2023-04");
        spots["cells"]!.AsArray().ShouldContain(cell => (string?)cell!["history"] == "persistent");

        var busiest = spots["cells"]![0]!;
        var history = await host.JsonAsync($"/api/v1/hot-spots/{Crime}/history?period=2023-24&cell=1000&easting={busiest["easting"]}&northing={busiest["northing"]}");
        history["months"]!.AsArray().Count.ShouldBe(24);
        history["months"]!.AsArray().TakeLast(12).Sum(month => (long)month!["count"]!).ShouldBe((long)busiest["count"]!);
        ((string)history["cell"]!).ShouldBe((string)busiest["cell"]!);
    }

    [DatabaseTheory]
    [InlineData(400, "heat-maps/recorded-crime?cell=300", "There are cells of 50, 100, 250, 500, 1000 m.")]
    [InlineData(400, "heat-maps/recorded-crime?shape=hexagon&cell=100", "There are hexagons of 250, 500, 1000 m.")]
    [InlineData(400, "heat-maps/recorded-crime?shape=circle", "square")]
    [InlineData(400, "heat-maps/recorded-crime?bandwidth=10", "multiple of 50 m from 250 to 5000 m")]
    [InlineData(400, "heat-maps/recorded-crime?show=change", "compare=year-before")]
    [InlineData(400, "heat-maps/recorded-crime?show=risk", "Risk is held against population or a measure.")]
    [InlineData(404, "heat-maps/recorded-crime?show=risk&against=nothing", "There is no measure 'nothing'.")]
    [InlineData(404, "heat-maps/recorded-crime?area=X", "has no area 'X'")]
    [InlineData(404, "heat-maps/recorded-crime/4/0/0.png", "zoom 5 to 16")]
    [InlineData(404, "heat-maps/recorded-crime/6/64/0.png", "from 0 to 63")]
    [InlineData(404, "heat-maps/nothing", "There is no measure 'nothing'.")]
    [InlineData(400, "hot-spots/recorded-crime?cell=50", "more than are tested at once")]
    [InlineData(400, "hot-spots/recorded-crime/history", "easting and northing")]
    public async Task Refusal_SaysWhatCanBeAsked(int status, string asked, string says)
    {
        using var response = await host.Client.GetAsync("/api/v1/" + asked);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        JsonNode.Parse(text)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldContain(says);
    }

    [DatabaseFact]
    public async Task Maps_OfSafeguarding_AreWithheldOrProtected()
    {
        var contacts = await host.JsonAsync("/api/v1/heat-maps/child-contacts?period=2023-24");
        ((string)contacts["form"]!).ShouldBe("withheld");
        ((string)contacts["reason"]!).ShouldContain("have no point on the map");
        (await host.JsonAsync("/api/v1/heat-maps/child-contacts.geojson?period=2023-24"))["features"]!.AsArray().ShouldBeEmpty();
        (await TileAsync("child-contacts/9/252/168", "period=2023-24")).Pixels.ShouldAllBe(colour => colour.Length == 0);

        var abuse = await host.JsonAsync("/api/v1/heat-maps/domestic-abuse.geojson?period=2024-03&cell=250");
        abuse["features"]!.AsArray().Select(cell => (long)cell!["properties"]!["count"]!).ShouldAllBe(count => count >= 5);
    }

    [DatabaseFact]
    public async Task Answers_CarryTheirDataVersion_AndAreNotSentTwice()
    {
        var address = $"/api/v1/heat-maps/{Crime}/10/504/337.png?{Year}";
        using var first = await host.Client.GetAsync(address);
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await host.Client.SendAsync(again);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        first.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
    }

    private async Task<Picture> TileAsync(string tile, string asked)
    {
        using var response = await host.Client.GetAsync($"/api/v1/heat-maps/{tile}.png?{asked}");
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return Picture.Read(await response.Content.ReadAsByteArrayAsync());
    }

    private static (int Z, int X, int Y, int PixelX, int PixelY) PixelOf(double easting, double northing, int z)
    {
        var (mx, my) = MercatorBox.OfGrid(easting, northing);
        const double half = 20037508.342789244;
        var side = 2 * half / (1 << z);
        var (x, y) = ((mx + half) / side, (half - my) / side);
        return (z, (int)x, (int)y, (int)((x - Math.Floor(x)) * 256), (int)((y - Math.Floor(y)) * 256));
    }
}
