using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Measures;

[Collection(Demonstration.Name)]
public sealed class LeagueTableApiTests(DemonstrationHost host)
{
    private const string Crime = "/api/v1/league-tables/recorded-crime";
    private const string AgainstYearBefore = Crime + "?period=2024-04&compare=year-before";

    [DatabaseFact]
    public async Task Json_Foots_AndRoundsFromUnroundedValues()
    {
        var table = await host.JsonAsync(Crime + "?period=last-12-months&compare=year-before");

        var rows = table["rows"]!.AsArray();
        rows.Count.ShouldBe(63);
        var total = (long)table["total"]!["count"]!;
        (rows.Sum(row => (long)row!["count"]!) + (long)table["notLocated"]!["count"]!).ShouldBe(total);
        (rows.Sum(row => (long)row!["previous"]!) + (long)table["notLocated"]!["previous"]!).ShouldBe((long)table["total"]!["previous"]!);
        foreach (var row in rows)
        {
            var (count, previous) = ((decimal)row!["count"]!, (decimal)row["previous"]!);
            ((decimal)row["share"]!).ShouldBe(decimal.Round(100 * count / total, 2, MidpointRounding.AwayFromZero));
            ((long)row["change"]!).ShouldBe((long)(count - previous));
            ((decimal?)row["changePerCent"]).ShouldBe(previous == 0 ? null : decimal.Round(100 * (count - previous) / previous, 1, MidpointRounding.AwayFromZero));
        }

        ((string)table["explanation"]!).ShouldStartWith("Demonstration data");
        ((bool)table["isDemonstration"]!).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task Trend_AndBreakdown_FootWithTheLeagueTable()
    {
        const string question = "?period=2024-04..2025-03&compare=year-before";
        var total = (await host.JsonAsync(Crime + question))["total"]!;

        var trend = await host.JsonAsync("/api/v1/trends/recorded-crime?period=2024-04..2025-03");
        var breakdown = await host.JsonAsync("/api/v1/breakdowns/recorded-crime" + question);

        trend["rows"]!.AsArray().Count.ShouldBe(12);
        trend["rows"]!.AsArray().Sum(row => (long)row!["count"]!).ShouldBe((long)total["count"]!);
        ((long)trend["total"]!, (long)trend["previous"]!).ShouldBe(((long)total["count"]!, (long)total["previous"]!));
        ((string)trend["verdict"]!).ShouldEndWith("chance explains");
        breakdown["rows"]!.AsArray().Sum(row => (long)row!["count"]!).ShouldBe((long)total["count"]!);
        breakdown["rows"]!.AsArray().Sum(row => (long)row!["previous"]!).ShouldBe((long)total["previous"]!);
        ((string)breakdown["explanation"]!).ShouldStartWith("Demonstration data");
        var area = (await host.JsonAsync(Crime + question))["rows"]![0]!;
        ((long)(await host.JsonAsync($"/api/v1/trends/recorded-crime?period=2024-04..2025-03&area={area["code"]}"))["total"]!).ShouldBe((long)area["count"]!);
        (await host.TextAsync("/api/v1/trends/recorded-crime.csv?period=2024-04..2025-03")).ShouldStartWith("period,count,previous,");
        (await host.TextAsync("/api/v1/breakdowns/recorded-crime.csv" + question)).ShouldStartWith("code,name,count,");
    }

    [DatabaseTheory]
    [InlineData(404, "trends/nope", "There is no measure 'nope'")]
    [InlineData(404, "trends/recorded-crime?area=E1", "demonstration-wards has no area 'E1'")]
    [InlineData(400, "trends/recorded-crime?compare=2023-03", "There is no parameter 'compare'")]
    [InlineData(409, "trends/recorded-crime?period=2001-01", "There is no data for January 2001")]
    [InlineData(400, "breakdowns/recorded-crime?by=ward", "'ward' is not a value of 'by'")]
    [InlineData(409, "breakdowns/crime", "No street-level records have been imported")]
    public async Task TrendAndBreakdown_RefuseByName(int status, string address, string detail)
    {
        using var response = await host.Client.GetAsync("/api/v1/" + address);

        ((int)response.StatusCode).ShouldBe(status);
        ((string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!).ShouldStartWith(detail);
    }

    [DatabaseFact]
    public async Task Top_KeepsALineForAllOthers_AndTheSameTotal()
    {
        var all = await host.JsonAsync(AgainstYearBefore);
        var top = await host.JsonAsync(AgainstYearBefore + "&top=10");

        top["rows"]!.AsArray().Count.ShouldBe(10);
        ((string)top["others"]!["name"]!).ShouldBe("All other wards (53)");
        ((long)top["others"]!["count"]!).ShouldBe(all["rows"]!.AsArray().Skip(10).Sum(row => (long)row!["count"]!));
        top["total"]!.ToJsonString().ShouldBe(all["total"]!.ToJsonString());
        all["others"].ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Csv_BeginsWithTheAgreedColumns_AndEndsWithTheFootingLines()
    {
        var lines = (await host.TextAsync(Crime + ".csv?period=2024-03")).Split("\r\n");

        lines[0].ShouldBe("rank,code,name,count,share,previous,change,change_per_cent,rate_per_1000,population_year,note");
        lines.Length.ShouldBe(1 + 63 + 3 + 1);
        lines[1].ShouldStartWith("1,DEMO");
        lines[1].Split(',')[5..8].ShouldBe(["", "", ""], "no comparison was asked for");
        lines.Skip(1).SkipLast(1).ShouldAllBe(line => line.Contains("Demonstration data"));
        lines[64].ShouldStartWith(",,Not located,");
        lines[65].ShouldStartWith(",,Outside the area (not in the total),");
        lines[66].ShouldStartWith(",,Total,");
    }

    [DatabaseTheory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("application/geo+json", "application/geo+json")]
    [InlineData("application/json;q=0.5, text/csv", "text/csv")]
    [InlineData("text/html, */*;q=0.1", "application/json")]
    public async Task Accept_ChoosesTheForm(string accept, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Crime);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await host.Client.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.ShouldBe(expected);
        response.Headers.Vary.ShouldContain("Accept");
    }

    [DatabaseFact]
    public async Task Export_CarriesItsExplanation_AndAFileName()
    {
        using var response = await host.Client.GetAsync(Crime + ".csv?period=2024-01..2024-03");

        response.Headers.GetValues("Geo-Explanation").Single().ShouldContain("Demonstration data");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("league-table-recorded-crime-2024-01-to-2024-03.csv");
    }

    [DatabaseFact]
    public async Task GeoJson_HoldsEveryArea_InAClassThatTheLegendNames()
    {
        var map = await host.JsonAsync(Crime + ".geojson?period=2024-03");

        var classes = map["properties"]!["classes"]!.AsArray();
        classes.Count.ShouldBeInRange(2, 5);
        var features = map["features"]!.AsArray();
        features.Count.ShouldBe(63);
        foreach (var feature in features)
        {
            var shown = (decimal)feature!["properties"]!["ratePer1000"]!;
            var mapClass = classes[(int)feature["properties"]!["class"]!]!;
            shown.ShouldBeInRange((decimal)mapClass["from"]!, (decimal)mapClass["to"]!);
        }

        ((string)map["properties"]!["shadedBy"]!).ShouldBe("rate");
        ((string)(await host.JsonAsync(Crime + ".geojson?period=2024-03&shade=count"))["properties"]!["shadedBy"]!).ShouldBe("count");
    }

    [DatabaseTheory]
    [InlineData(404, "nope", "There is no measure 'nope'", "crime")]
    [InlineData(404, "recorded-crime?boundaries=old", "There is no boundary set 'old'", "demonstration-wards")]
    [InlineData(404, "recorded-crime?areas=lsoa", "No boundary set of kind lsoa", "ward")]
    [InlineData(400, "recorded-crime?areas=parish", "'parish' is not a kind of area", "policing-area")]
    [InlineData(400, "recorded-crime?period=2024-13", "There is no month 13", "last-12-months")]
    [InlineData(400, "recorded-crime?period=yesterday", "It is not a period", "2023-24")]
    [InlineData(400, "recorded-crime?period=2024-03..2024-01", "ends (2024-01) before it starts", "")]
    [InlineData(400, "recorded-crime?period=2024-03&compare=2023-01..2023-03", "only spans of equal length", "allow-missing")]
    [InlineData(400, "recorded-crime?top=0", "'0' is not a whole number from 1", "")]
    [InlineData(400, "recorded-crime?top=ten", "'ten' is not a whole number", "")]
    [InlineData(400, "recorded-crime?allow-missing=yes", "'yes' is neither true nor false", "true")]
    [InlineData(400, "recorded-crime?perod=2024-03", "There is no parameter 'perod'", "period")]
    [InlineData(400, "recorded-crime?period=2024-03&period=2024-02", "'period' is given more than once", "compare")]
    [InlineData(400, "recorded-crime.geojson?top=3", "There is no parameter 'top'", "shade")]
    [InlineData(409, "recorded-crime?period=2010-01", "There is no data for January 2010", "2010-01 (Demonstration)")]
    [InlineData(409, "recorded-crime?period=2020-09&compare=2020-08", "There is no data for August 2020", "2020-08 (Demonstration)")]
    [InlineData(409, "recorded-crime?period=2020-09..2020-11&compare=2020-07..2020-09", "Months are missing", "2020-08 (Demonstration)")]
    public async Task Refusal_IsAProblem_ThatSaysWhatIsAllowed(int status, string asked, string says, string offers)
    {
        using var response = await host.Client.GetAsync("/api/v1/league-tables/" + asked);
        var text = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(text)!;
        ((int)problem["status"]!).ShouldBe(status);
        ((string)problem["detail"]!).ShouldContain(says);
        text.ShouldContain(offers);
        text.ShouldNotContain(" at Geo.", customMessage: "no stack trace");
    }

    [DatabaseFact]
    public async Task MissingMonths_AreComparedWhenAskedFor_AndNamed()
    {
        var table = await host.JsonAsync(Crime + "?period=2020-09..2020-11&compare=2020-07..2020-09&allow-missing=true");

        table["missing"]!.AsArray().Select(month => (string)month!).ShouldBe(["2020-07 (Demonstration)", "2020-08 (Demonstration)"]);
        ((string)table["explanation"]!).ShouldContain("No data for 2020-07");
    }

    [DatabaseFact]
    public async Task EntityTag_AnswersNotModified_AndDiffersByQuestionAndForm()
    {
        using var first = await host.Client.GetAsync(AgainstYearBefore);
        using var request = new HttpRequestMessage(HttpMethod.Get, AgainstYearBefore);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await host.Client.SendAsync(request);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        using var other = await host.Client.GetAsync(AgainstYearBefore + "&top=3");
        using var csv = await host.Client.GetAsync(AgainstYearBefore.Replace("crime?", "crime.csv?", StringComparison.Ordinal));
        new[] { first.Headers.ETag!.Tag, other.Headers.ETag!.Tag, csv.Headers.ETag!.Tag }.Distinct().Count().ShouldBe(3);
    }

    [DatabaseTheory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Answer_IsCompressed_WhenAccepted(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AgainstYearBefore);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var response = await host.Client.SendAsync(request);

        response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        (await response.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(8_000);
    }
}
