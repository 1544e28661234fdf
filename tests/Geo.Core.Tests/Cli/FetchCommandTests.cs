using Geo.Core.Fetch;
using Geo.Testing;
using Geo.Testing.Stub;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Cli;

/// <summary>Fetching and taking in from the command line.</summary>
public sealed class FetchCommandTests
{
    [DatabaseFact]
    public async Task Commands_FetchAndTakeIn()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var stub = await StubServices.StartAsync();
        var map = SmallMap.Draw("AB");
        stub.Police.Publish("2024-02", new StreetFile("2024-02").Add("Burglary", map.Inside('A'), 3));
        stub.Geography.Publish("wards-2024", map);
        foreach (var (age, people) in new[] { (200, "1000"), (201, "150"), (204, "20") })
        {
            stub.Nomis.Publish("A", 2024, age, people);
            stub.Nomis.Publish("B", 2024, age, people);
        }

        var feeds = database.NewFile("feeds.yaml", stub.Feeds());
        Task<CommandRun> Run(params string[] args) => CommandRun.WithAsync(
            name => name switch { "GEO_DATABASE" => database.ConnectionString, "GEO_DATA_DIR" => database.Folder, Feeds.Setting => feeds, Feeds.LoopbackSetting => "1", _ => null }, default, args);

        var boundaries = await Run("fetch", "boundaries");
        var population = await Run("fetch", "population", "wards-2024", "--json");
        var crime = await Run("fetch", "crime");
        var again = await Run("fetch", "crime", "--json");
        var unknown = await Run("fetch", "boundaries", "wards-1066");
        var remote = await CommandRun.WithAsync(name => name switch { "GEO_DATABASE" => database.ConnectionString, "GEO_DATA_DIR" => database.Folder, Feeds.Setting => feeds, _ => null }, default, "fetch", "crime");

        boundaries.Output.ShouldBe("wards-2024: 2 areas are stored, and the records counted in them.\n".ReplaceLineEndings());
        population.Json.GetProperty("sets")[0].GetProperty("areas").GetInt32().ShouldBe(2);
        crime.Output.ShouldStartWith("data.police.uk has data to 2024-02: 1 files, 1 of them new or changed.");
        crime.Output.ShouldContain("new: batch");
        crime.Error.ShouldContain("2024-02.zip: unpacking");
        again.Json.GetProperty("import").GetProperty("files")[0].GetProperty("outcome").GetString().ShouldBe("already-imported");
        unknown.ExitCode.ShouldBe(1, unknown.Error);
        remote.Error.ShouldContain("feeds.yaml, column hosts, value '127.0.0.1': A host is a name such as data.police.uk");
        (await database.ScalarAsync<int>("select count(*) from areas.population")).ShouldBe(4);
    }
}
