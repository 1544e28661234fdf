using System.Net;
using System.Text.Json.Nodes;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.HotSpots;

[Collection(Demonstration.Name)]
public sealed class RepeatApiTests(DemonstrationHost host)
{
    private const string Burglary = "residential-burglary?period=2023-04..2024-03";

    [DatabaseFact]
    public async Task RepeatPlaces_FootToTheLeagueTable_AndSayThatTheyAreInvented()
    {
        var places = await host.JsonAsync($"/api/v1/repeat-places/{Burglary}&top=5");
        var table = await host.JsonAsync($"/api/v1/league-tables/{Burglary}");

        ((long)places["footing"]!["total"]!).ShouldBe((long)table["total"]!["count"]!);
        ((string?)places["withheld"]).ShouldBeNull();
        ((long)places["totals"]!["records"]!).ShouldBe((long)places["footing"]!["mapped"]!);
        var rows = places["places"]!.AsArray();
        rows.Count.ShouldBeInRange(1, 5);
        rows.ShouldAllBe(row => (long)row!["count"]! >= 2);
        Marked(places);
    }

    [DatabaseFact]
    public async Task NearRepeats_TellTheirBandsAndTheFinding_AndSayThatTheyAreInvented()
    {
        var repeats = await host.JsonAsync($"/api/v1/near-repeats/{Burglary}&distance=euclidean");

        ((string)repeats["distance"]!).ShouldBe("euclidean");
        repeats["bands"]!.AsArray().Count.ShouldBe(12);
        ((string)repeats["finding"]!).ShouldStartWith("Residential burglary: ");
        ((long)repeats["records"]!).ShouldBe((long)repeats["footing"]!["mapped"]!);
        Marked(repeats);
    }

    [DatabaseTheory]
    [InlineData("repeat-places", "rank,grid_reference,")]
    [InlineData("near-repeats", "band,from_metres,")]
    public async Task Table_AsCsv_ExplainsItself(string table, string header)
    {
        using var response = await host.Client.GetAsync($"/api/v1/{table}/{Burglary.Replace("?", ".csv?", StringComparison.Ordinal)}");
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");

        response.Content.Headers.ContentDisposition!.FileName.ShouldBe($"{table}-residential-burglary-2023-04-to-2024-03.csv");
        lines[0].ShouldStartWith(header);
        lines[1..^1].ShouldAllBe(line => line.EndsWith(",Demonstration data"));
        lines[^1].ShouldContain("Demonstration data: invented figures on schematic areas.");
    }

    [DatabaseTheory]
    [InlineData("repeat-places/recorded-crime?top=0", "not a whole number from 1 to 1000")]
    [InlineData("repeat-places/recorded-crime?distance=euclidean", "There is no parameter 'distance' here.")]
    [InlineData("near-repeats/recorded-crime?distance=by-bus", "is not a value of 'distance'")]
    [InlineData("near-repeats/recorded-crime?period=2019-04..2024-03", "tested at once; take a shorter period")]
    [InlineData("near-repeats/asb", "Street-level records are published at map points")]
    public async Task Question_ThatIsNotValid_IsRefusedWithTheReason(string asked, string says)
    {
        using var response = await host.Client.GetAsync("/api/v1/" + asked);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal).ShouldContain(says);
    }

    private static void Marked(JsonNode answer)
    {
        ((bool)answer["isDemonstration"]!).ShouldBeTrue();
        ((string)answer["explanation"]!).ShouldStartWith("Demonstration data: invented figures on schematic areas. Residential burglary, April 2023 to March 2024.");
        ((string)answer["explanation"]!).ShouldContain(" records are on the map; ");
    }
}
