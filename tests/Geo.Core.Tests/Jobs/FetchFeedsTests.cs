using Geo.Core.Jobs;
using Geo.Core.Measures;
using Geo.Testing;
using Geo.Testing.Stub;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>Refreshes that find what was published since, with no hand on them.</summary>
public sealed class FetchFeedsTests
{
    [DatabaseFact]
    public async Task Refresh_FollowsThreePublicationsACorrectionAndNewBoundaries()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var stub = await StubServices.StartAsync();
        var map = SmallMap.Draw("AB");
        var host = new JobHost(database.Geo, database.Clock, database.Folder, "one", database.NewFile("feeds.yaml", stub.Feeds()), FeedsMayBeHere: true);
        stub.Geography.Publish("wards-2024", map);
        foreach (var (age, people) in new[] { (200, "1000"), (201, "150"), (204, "20") })
        {
            stub.Nomis.Publish("A", 2024, age, people);
            stub.Nomis.Publish("B", 2024, age, people);
        }

        stub.Police.Publish("2024-01", Crimes("2024-01", 3, 1));
        (await RunAsync(host)).ShouldStartWith("Stored 2 areas of new boundaries. Stored the population of 2 areas. Took in 1 month of crime to 2024-01, 4 rows.");
        stub.Police.Publish("2024-02", Crimes("2024-01", 3, 1), Crimes("2024-02", 2, 2));
        (await RunAsync(host)).ShouldStartWith("Took in 1 month of crime to 2024-02, 4 rows.");
        stub.Police.Publish("2024-03", Crimes("2024-01", 3, 5), Crimes("2024-02", 2, 2), Crimes("2024-03", 0, 1)); // January was corrected
        (await RunAsync(host)).ShouldStartWith("Took in 2 months of crime to 2024-03, 9 rows.");

        var table = LeagueTable.Ask(await CountCube.LoadAsync(database.Geo, default), new MeasureQuestion { Measure = "crime", Period = "2024-01..2024-03" });
        table.Rows.Select(row => (row.Code, row.Count)).ShouldBe([("B", 8), ("A", 5)]);
        (await RunAsync(host)).ShouldNotContain("Took in");
    }

    /// <summary>The first of two sets is not there: it is told, and the second is taken in.</summary>
    [DatabaseFact]
    public async Task Refresh_WhereOneSetIsRefused_TakesTheOthersIn()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var stub = await StubServices.StartAsync();
        var host = new JobHost(database.Geo, database.Clock, database.Folder, "one", database.NewFile("feeds.yaml", stub.Feeds(sets: ["wards-2024", "wards-2025"])), FeedsMayBeHere: true);
        stub.Geography.Publish("wards-2025", SmallMap.Draw("AB"));

        (await RunAsync(host)).ShouldStartWith("fetch boundaries: ");

        (await database.RowsAsync("select name from areas.boundary_set")).ShouldBe(["wards-2025"]);
    }

    [DatabaseFact]
    public async Task Refresh_WithoutAFeedsFileOfItsOwn_AsksNobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        (await RunAsync(new(database.Geo, database.Clock, database.Folder, "one"))).ShouldBe("");
    }

    private static StreetFile Crimes(string month, int inA, int inB)
    {
        var map = SmallMap.Draw("AB");
        return new StreetFile(month).Add("Burglary", map.Inside('A'), inA).Add("Burglary", map.Inside('B'), inB);
    }

    private static async Task<string> RunAsync(JobHost host)
    {
        await RunJob.RunAsync(host, new RefreshChain(), new(RunTrigger.Hand), default);
        return (await RunLog.LatestAsync(host.Database, "refresh", 1, default)).Single().Message;
    }
}
