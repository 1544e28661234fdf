using System.Net;
using System.Text.Json.Nodes;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Hosting;

public sealed class CurrentCubeTests
{
    [Fact]
    public async Task WithoutADatabase_TheHostStarts_AndSaysWhyItCannotAnswer()
    {
        await using var host = GeoHostFactory.Start("Host=127.0.0.1;Port=1;Database=nowhere;Timeout=2");
        using var client = host.Client();

        using var live = await client.GetAsync("/api/v1/health/live");
        using var ready = await client.GetAsync("/api/v1/health/ready");
        using var table = await client.GetAsync("/api/v1/league-tables/crime");
        using var page = await client.GetAsync("/league-tables/crime");

        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var problem = JsonNode.Parse(await ready.Content.ReadAsStringAsync())!;
        ((string)problem["detail"]!).ShouldBe("The database 127.0.0.1:1/nowhere cannot be reached.");
        table.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        table.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        table.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await page.Content.ReadAsStringAsync()).ShouldContain("cannot be reached");
    }

    [DatabaseFact]
    public async Task Host_StartedBeforeItsDatabase_SaysSo_AndServesWithinSecondsOnceItIsThere()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var network = new Network(database.ConnectionString, isUp: false);
        await using var host = GeoHostFactory.Start(network.ConnectionString);
        using var client = host.Client();
        using (var refused = await client.GetAsync("/api/v1/health/ready"))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            ((string)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["detail"]!).ShouldEndWith($"/{database.Name} cannot be reached.");
        }

        network.Restore();

        await EventuallyAsync(async () =>
        {
            using var ready = await client.GetAsync("/api/v1/health/ready");
            return ready.IsSuccessStatusCode;
        });
    }

    [DatabaseFact]
    public async Task EmptyDatabase_SaysWhatToDoNext_AndServesWhatIsImportedWithoutARestart()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var host = GeoHostFactory.Start(database.ConnectionString);
        using var client = host.Client();

        (await client.GetStringAsync("/league-tables/crime")).ShouldContain("./geo import");
        using (var refused = await client.GetAsync("/api/v1/league-tables/crime"))
            (await refused.Content.ReadAsStringAsync()).ShouldContain("geo areas import");
        using (var before = await client.GetAsync("/api/v1/measures"))
        {
            var version = await client.GetStringAsync("/api/v1/health/ready");
            await Core.Demonstration.LoadDemonstration.RunAsync(database.Geo, 1, onlyIfEmpty: false, database.Clock, null, default);

            await EventuallyAsync(async () => (await client.GetStringAsync("/api/v1/health/ready")) != version && (await client.GetStringAsync("/league-tables/recorded-crime")).Contains("DEMO0001"));
            using var after = await client.GetAsync("/api/v1/measures");
            after.Headers.ETag.ShouldNotBe(before.Headers.ETag);
        }

        (await client.GetStringAsync("/league-tables/recorded-crime")).ShouldContain("invented figures on schematic wards");
    }

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await isSo())
            await Task.Delay(50, limit.Token);
    }
}
