using Geo.Core.Refresh;
using Geo.Testing;
using Geo.Testing.Stub;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Fetch;

/// <summary>Boundaries and populations from what stands in for the Open Geography Portal and Nomis; their documentation is named in <see cref="StubGeography"/> and <see cref="StubNomis"/>.</summary>
public sealed class FetchAreasTests
{
    private const string Later = "127.0.0.1 may have changed, or may be out of order; look at the address with a browser, and fetch again later.";

    private static readonly SmallMap Map = SmallMap.Draw("ABCD", "EFGH");

    [DatabaseFact]
    public async Task Fetch_OfBoundariesAndPopulations_InPages_StoresThemOnce_AndRefusesOthersUnderTheSameName()
    {
        await using var stub = await StubFeeds.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        stub.Services.Geography.Publish("wards-2024", Map, mostRecords: 3);
        Publish(stub.Services.Nomis, "ABCDEFGHXY");
        stub.Services.Nomis.MostRows = 7;

        var fetched = await stub.BoundariesAsync();
        var stored = await ImportFetched.BoundariesAsync(database.Geo, fetched, database.Clock, default);
        (await ImportFetched.BoundariesAsync(database.Geo, await stub.BoundariesAsync(), database.Clock, default)).ShouldBeNull();
        var codes = await ImportFetched.CodesAsync(database.Geo, "wards-2024", default);
        var population = await stub.PopulationAsync([.. codes]);
        var people = await ImportFetched.PopulationAsync(database.Geo, population, database.Clock, default);
        (await ImportFetched.PopulationAsync(database.Geo, await stub.PopulationAsync([.. codes]), database.Clock, default)).ShouldBeNull();

        stored!.Areas.ShouldBe(8);
        stub.Requests("resultOffset=").Take(3).Select(request => request[request.IndexOf("&outSR", StringComparison.Ordinal)..]).ShouldBe(
        [
            "&outSR=27700&orderByFields=FID&resultOffset=0&resultRecordCount=3&f=geojson", "&outSR=27700&orderByFields=FID&resultOffset=3&resultRecordCount=3&f=geojson",
            "&outSR=27700&orderByFields=FID&resultOffset=6&resultRecordCount=3&f=geojson",
        ]);
        (await database.RowsAsync("select vintage, valid_from, source, licence, transformation from areas.boundary_set")).ShouldBe(
            ["December 2024|12/31/2024|Office for National Statistics|Open Government Licence v3.0. Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data © Crown copyright and database right 2024|none: supplied in EPSG:27700"]);
        stub.Requests("/api/v01/").Take(5).Select(request => request[(request.LastIndexOf('=') + 1)..]).ShouldBe(["0", "7", "14", "21", "28"]);
        stub.Requests("/api/v01/")[0].ShouldBe("GET /api/v01/dataset/NM_2014_1.data.csv?geography=E06000051TYPE182&date=latest&gender=0&measures=20100&c_age=200,201,204&select=date_name,geography_code,c_age,obs_value,obs_status,record_count&recordoffset=0");
        (population.Areas, population.Elsewhere).ShouldBe((8, 2));
        people!.Rows.ShouldBe(16);
        (await database.RowsAsync("select p.year, p.age_group, p.people from areas.population p join areas.area a on a.id = p.area_id where a.code = 'B' order by 2")).ShouldBe(["2024|0-17|230", "2024|all|1001"]);

        stub.Services.Geography.Publish("wards-2024", SmallMap.Draw("AABB"));
        var other = await stub.BoundariesAsync();
        (await Should.ThrowAsync<RefusedException>(() => ImportFetched.BoundariesAsync(database.Geo, other, database.Clock, default))).Message
            .ShouldBe("wards-2024.geojson, column set, value 'wards-2024': The set was stored at 2024-06-01 09:00 UTC with other boundaries than the service has now. Name the new ones otherwise in the feeds file, with valid-from, so that both can be asked for; or remove the old ones first: geo areas remove wards-2024.");
        (await Should.ThrowAsync<RefusedException>(() => ImportFetched.CodesAsync(database.Geo, "wards-1066", default))).Message
            .ShouldBe("populations, column set, value 'wards-1066': There is no such boundary set yet. Fetch its boundaries first: geo fetch boundaries wards-1066; or import them with geo areas import.");
    }

    [Theory]
    [InlineData("field", "STUB/arcgis/rest/services/wards-2024/FeatureServer/0, column code, value 'WD24CD': The layer has no such field; it has FID, WD25CD, WD25NM. The nearest is WD25CD; correct code in the feeds file.")]
    [InlineData("none", "STUB/arcgis/rest/services/wards-2024/FeatureServer/0, column where, value '1=1': The service has no such area. Correct where in the feeds file.")]
    [InlineData("degrees", "STUB/arcgis/rest/services/wards-2024/FeatureServer/0/query, column crs, value 'EPSG:4326': Coordinates in EPSG 27700 were asked for, and others came. Try the other of out-sr 27700 and 4326 in the feeds file.")]
    [InlineData("error", "STUB/arcgis/rest/services/wards-2024/FeatureServer/0/query: 127.0.0.1 answers: Cannot perform query. Invalid query parameters. 'where' parameter is invalid. Correct the feed in the feeds file.")]
    [InlineData("busy inside", "STUB/arcgis/rest/services/wards-2024/FeatureServer/0/query: 127.0.0.1 answered 504 Gateway Timeout, 5 times. Fetch again later; what was fetched before stays.")]
    [InlineData("short", "STUB/arcgis/rest/services/wards-2024/FeatureServer/0, value '1': The service says that there are 8 areas, and answers another number of them. Fetch again: it may have been changed meanwhile.")]
    [InlineData("page", "STUB/arcgis/rest/services/wards-2024/FeatureServer/0, value '<html></html>': The answer is not JSON. " + Later)]
    public async Task Fetch_OfBoundariesThatAreNotAsDocumented_IsRefused(string fault, string message)
    {
        const string Query = "/arcgis/rest/services/wards-2024/FeatureServer/0/query";
        await using var stub = await StubFeeds.StartAsync();
        stub.Services.Geography.Publish("wards-2024", fault == "degrees" ? SmallMap.DrawInDegrees("AB") : fault == "none" ? SmallMap.Draw("..") : Map, fault == "field" ? "WD25CD" : "WD24CD");
        switch (fault)
        {
            case "error":
                stub.Services.Next(Query, StubFault.Text("""{"error":{"code":400,"message":"Cannot perform query. Invalid query parameters.","details":["'where' parameter is invalid"]}}""", "application/json"));
                break;
            case "busy inside":
                stub.Services.Next(Query, [.. Enumerable.Repeat(StubFault.Text("""{"error":{"code":504,"message":"Your request has timed out.","details":[]}}""", "application/json"), 5)]);
                break;
            case "short":
                stub.Services.Next(Query, StubFault.Text("""{"count":8}""", "application/json"), StubFault.Text("""{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:27700"}},"features":[{}]}""", "application/json"));
                break;
            case "page":
                stub.Services.Next("/arcgis", StubFault.Text("<html></html>"));
                break;
        }

        stub.Plain((await Should.ThrowAsync<RefusedException>(() => stub.BoundariesAsync())).Message).ShouldBe(message);
        Directory.Exists(Path.Combine(stub.Folder, "boundaries")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("another area", "STUB/api/v01/dataset/NM_2014_1.data.csv, column GEOGRAPHY_CODE, value 'Z': The dataset has no number of this area of wards-2024. Correct geography in the feeds file: it must be of the same areas and vintage as the set.")]
    [InlineData("no number", "STUB/api/v01/dataset/NM_2014_1.data.csv, column GEOGRAPHY_CODE, value 'Z': There is not one number of 2024 for each code of age group 0-17, 201,204. Correct ages and parameters in the feeds file.")]
    [InlineData("nothing", "STUB/api/v01/dataset/NM_2014_1.data.csv, column geography, value 'E06000051TYPE182': The dataset has no rows for it. Correct geography, ages and parameters in the feeds file; Nomis answers nothing where a code does not exist.")]
    [InlineData("short", "STUB/api/v01/dataset/NM_2014_1.data.csv, value '3': The dataset says that there are 4 rows, and answers fewer. Fetch again later.")]
    [InlineData("page", "STUB/api/v01/dataset/NM_2014_1.data.csv, value '<html></html>': The answer is no CSV with the columns DATE_NAME, GEOGRAPHY_CODE, C_AGE, OBS_VALUE, OBS_STATUS, RECORD_COUNT. " + Later)]
    public async Task Fetch_OfPopulationsThatAreNotAsDocumented_IsRefused(string fault, string message)
    {
        const string Dataset = "/api/v01/dataset/";
        const string Header = "\"DATE_NAME\",\"GEOGRAPHY_CODE\",\"C_AGE\",\"OBS_VALUE\",\"OBS_STATUS\",\"RECORD_COUNT\"\n";
        await using var stub = await StubFeeds.StartAsync();
        if (fault != "nothing")
            Publish(stub.Services.Nomis, "A");
        switch (fault)
        {
            case "no number":
                stub.Services.Nomis.Publish("Z", 2024, 200, "100");
                stub.Services.Nomis.Publish("Z", 2024, 201, "20");
                stub.Services.Nomis.Publish("Z", 2024, 204, "");
                break;
            case "short":
                stub.Services.Next(Dataset, StubFault.Text(Header + string.Concat(Enumerable.Repeat("2024,A,200,5,A,4\n", 3))), StubFault.Text(Header));
                break;
            case "page":
                stub.Services.Next(Dataset, StubFault.Text("<html></html>"));
                break;
        }

        stub.Plain((await Should.ThrowAsync<RefusedException>(() => stub.PopulationAsync("A", "Z"))).Message).ShouldBe(message);
        Directory.Exists(Path.Combine(stub.Folder, "populations")).ShouldBeFalse();
    }

    private static void Publish(StubNomis nomis, string codes)
    {
        foreach (var (i, code) in codes.Index())
        {
            nomis.Publish($"{code}", 2023, 200, "999");
            nomis.Publish($"{code}", 2024, 200, $"{1000 + i}");
            nomis.Publish($"{code}", 2024, 201, "200");
            nomis.Publish($"{code}", 2024, 204, "30");
        }
    }
}
