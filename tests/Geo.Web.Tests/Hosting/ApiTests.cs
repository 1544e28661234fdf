using System.Net;
using System.Text.Json.Nodes;
using Geo.Core.Areas;
using Geo.Core.Refresh;
using Geo.Testing;
using Geo.Web.Areas;
using Geo.Web.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Hosting;

[Collection(Demonstration.Name)]
public sealed class ApiTests(DemonstrationHost host)
{
    [DatabaseFact]
    public async Task ApiDescription_IsTheCommittedOne()
    {
        var path = Repository.At("src", "Geo.Web", "openapi.json");
        var current = (await host.TextAsync("/api/v1/openapi.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("GEO_UPDATE_OPENAPI") is "true" or "1")
            await File.WriteAllTextAsync(path, current);

        (await File.ReadAllTextAsync(path)).ShouldBe(current, "src/Geo.Web/openapi.json is stale; run this test with GEO_UPDATE_OPENAPI=true to renew it");
    }

    [DatabaseFact]
    public async Task ApiDescription_NamesEveryAddress()
    {
        var description = await host.JsonAsync("/api/v1/openapi.json");

        description["paths"]!.AsObject().Select(path => path.Key).ShouldBe(
        [
            "/api/v1/areas",
            "/api/v1/batches", "/api/v1/batches/{id}/quarantine", "/api/v1/batches/{id}/quarantine.csv", "/api/v1/batches/{id}/quarantine.xlsx",
            "/api/v1/breakdowns/{measure}", "/api/v1/breakdowns/{measure}.csv", "/api/v1/breakdowns/{measure}.xlsx",
            "/api/v1/exceptions/{measure}", "/api/v1/exceptions/{measure}.csv", "/api/v1/exceptions/{measure}.xlsx",
            "/api/v1/funnels", "/api/v1/funnels/{funnel}", "/api/v1/funnels/{funnel}.csv", "/api/v1/funnels/{funnel}.xlsx",
            "/api/v1/health/live", "/api/v1/health/ready",
            "/api/v1/heat-maps/{measure}", "/api/v1/heat-maps/{measure}.csv", "/api/v1/heat-maps/{measure}.xlsx", "/api/v1/heat-maps/{measure}.geojson", "/api/v1/heat-maps/{measure}.gpkg", "/api/v1/heat-maps/{measure}/{z}/{x}/{y}.mvt", "/api/v1/heat-maps/{measure}/{z}/{x}/{y}.png",
            "/api/v1/hot-spots/{measure}", "/api/v1/hot-spots/{measure}.csv", "/api/v1/hot-spots/{measure}.xlsx", "/api/v1/hot-spots/{measure}.geojson", "/api/v1/hot-spots/{measure}.gpkg", "/api/v1/hot-spots/{measure}/history", "/api/v1/hot-spots/{measure}/{z}/{x}/{y}.mvt",
            "/api/v1/hours/{measure}", "/api/v1/hours/{measure}.csv", "/api/v1/hours/{measure}.xlsx",
            "/api/v1/indicators", "/api/v1/indicators/{indicator}", "/api/v1/indicators/{indicator}.csv", "/api/v1/indicators/{indicator}.xlsx",
            "/api/v1/jobs", "/api/v1/jobs/{job}/runs",
            "/api/v1/league-tables/{measure}", "/api/v1/league-tables/{measure}.csv", "/api/v1/league-tables/{measure}.xlsx", "/api/v1/league-tables/{measure}.geojson", "/api/v1/league-tables/{measure}.gpkg",
            "/api/v1/measures",
            "/api/v1/movers/{measure}", "/api/v1/movers/{measure}.csv", "/api/v1/movers/{measure}.xlsx",
            "/api/v1/profiles/{area}", "/api/v1/profiles/{area}.csv", "/api/v1/profiles/{area}.xlsx",
            "/api/v1/rates/{measure}", "/api/v1/rates/{measure}.csv", "/api/v1/rates/{measure}.xlsx",
            "/api/v1/reconciliations/{measure}", "/api/v1/reconciliations/{measure}.csv", "/api/v1/reconciliations/{measure}.xlsx",
            "/api/v1/search",
            "/api/v1/sentences/{measure}",
            "/api/v1/signals/{measure}", "/api/v1/signals/{measure}.csv", "/api/v1/signals/{measure}.xlsx",
            "/api/v1/sources",
            "/api/v1/stocks/{measure}", "/api/v1/stocks/{measure}.csv", "/api/v1/stocks/{measure}.xlsx",
            "/api/v1/tables/{measure}", "/api/v1/tables/{measure}.csv", "/api/v1/tables/{measure}.xlsx",
            "/api/v1/tiles/{areaKind}/{z}/{x}/{y}.mvt",
            "/api/v1/near-repeats/{measure}", "/api/v1/near-repeats/{measure}.csv", "/api/v1/near-repeats/{measure}.xlsx",
            "/api/v1/repeat-places/{measure}", "/api/v1/repeat-places/{measure}.csv", "/api/v1/repeat-places/{measure}.xlsx",
            "/api/v1/trends/{measure}", "/api/v1/trends/{measure}.csv", "/api/v1/trends/{measure}.xlsx",
        ], ignoreOrder: true);
    }

    [DatabaseFact]
    public async Task Areas_AreGeoJson_WithOuterRingsAnticlockwise()
    {
        var areas = await host.JsonAsync("/api/v1/areas?kind=ward&boundaries=demonstration-wards");

        var features = areas["features"]!.AsArray();
        features.Count.ShouldBe(63);
        ((bool)areas["properties"]!["isDemonstration"]!).ShouldBeTrue();
        foreach (var feature in features)
        {
            ((string)feature!["geometry"]!["type"]!).ShouldBe("MultiPolygon");
            var ring = feature["geometry"]!["coordinates"]![0]![0]!.AsArray().Select(point => ((double)point![0]!, (double)point[1]!)).ToList();
            ring[0].ShouldBe(ring[^1]);
            ring.Zip(ring.Skip(1), (a, b) => (a.Item1 * b.Item2) - (b.Item1 * a.Item2)).Sum().ShouldBeGreaterThan(0);
            ring.ShouldAllBe(point => point.Item1 > -4 && point.Item1 < -2 && point.Item2 > 52 && point.Item2 < 54);
        }
    }

    [DatabaseFact]
    public async Task Tile_HoldsTheAreas_AndIsEmptyElsewhere()
    {
        using var there = await host.Client.GetAsync("/api/v1/tiles/ward/8/125/84.mvt");
        using var elsewhere = await host.Client.GetAsync("/api/v1/tiles/ward/8/0/0.mvt");

        there.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.mapbox-vector-tile");
        System.Text.Encoding.UTF8.GetString(await there.Content.ReadAsByteArrayAsync()).ShouldContain("Bishop's Castle");
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [DatabaseTheory]
    [InlineData(404, "tiles/ward/99/0/0.mvt", "zoom 0 to 22")]
    [InlineData(404, "tiles/ward/3/8/0.mvt", "from 0 to 7")]
    [InlineData(404, "tiles/ward/3/-1/0.mvt", "from 0 to 7")]
    [InlineData(404, "tiles/ward/a/0/0.mvt", "Nothing answers")]
    [InlineData(404, "tiles/parish/3/0/0.mvt", "policing-area")]
    [InlineData(404, "areas?kind=lsoa", "geo areas import")]
    [InlineData(400, "areas?kind=parish", "policing-area")]
    [InlineData(400, "areas?zoom=23", "from 0 to 22")]
    [InlineData(400, "batches?month=2024-3", "write it as 2024-03")]
    [InlineData(400, "measures?x=1", "takes none")]
    [InlineData(404, "nothing/here", "/api/v1/openapi.json")]
    public async Task Refusal_IsAProblem(int status, string asked, string says)
    {
        using var response = await host.Client.GetAsync("/api/v1/" + asked);
        var text = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        text.ShouldContain(says);
    }

    [DatabaseFact]
    public async Task WrongMethod_AndUnknownForm_AreProblems()
    {
        using var post = await host.Client.PostAsync("/api/v1/measures", new StringContent(""));
        using var image = new HttpRequestMessage(HttpMethod.Get, "/api/v1/league-tables/recorded-crime");
        image.Headers.TryAddWithoutValidation("Accept", "image/png");
        using var notAcceptable = await host.Client.SendAsync(image);

        post.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        post.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        post.Content.Headers.Allow.ShouldContain("GET");
        notAcceptable.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
        (await notAcceptable.Content.ReadAsStringAsync()).ShouldContain("text/csv");
    }

    [DatabaseFact]
    public async Task Head_IsGetWithoutTheBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/v1/measures");
        using var response = await host.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.ETag.ShouldNotBeNull();
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Measures_SayWhatCanBeAsked()
    {
        var measures = await host.JsonAsync("/api/v1/measures");

        measures["measures"]!.AsArray().Select(measure => (string)measure!["slug"]!).Take(2).ShouldBe(["recorded-crime", "violence-with-injury"]);
        ((int)measures["boundarySets"]![0]!["areas"]!).ShouldBe(63);
        measures["sources"]!.AsArray().Single(source => (string)source!["slug"]! == "demonstration-police-offences")!["months"]!.AsArray().Count.ShouldBe(55);
    }

    [DatabaseFact]
    public async Task Batches_TellEveryFile_AndCanBeNarrowed()
    {
        var march = (await host.JsonAsync("/api/v1/batches?month=2024-03&state=current"))["batches"]!.AsArray().Single(batch => (string)batch!["source"]! == "demonstration-police-offences")!;

        ((string)march["month"]!).ShouldBe("2024-03");
        ((string)march["state"]!).ShouldBe("current");
        ((string)march["sha256"]!).Length.ShouldBe(64);
        ((int)march["rowsRead"]!).ShouldBe((int)march["rowsAccepted"]! + (int)march["rowsQuarantined"]!);
    }

    [DatabaseTheory]
    [InlineData("/api/v1/measures")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/league-tables/recorded-crime")]
    [InlineData("/league-tables/nope")]
    [InlineData("/dist/app.css")]
    public async Task EveryAnswer_CarriesTheSecurityHeaders(string address)
    {
        using var response = await host.Client.GetAsync(address);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public void WhatTheHostKnowsOfCore_IsSo()
    {
        AreaShapes.Zooms.ShouldBe(StoreBoundarySet.Zooms);
        CurrentCube.Channel.ShouldBe(Publication.Channel);
        new[] { 0, 6, 7, 14, 22 }.Select(zoom => (int)AreaShapes.StoredZoom(zoom)).ShouldBe([6, 6, 8, 14, 14]);
    }
}
