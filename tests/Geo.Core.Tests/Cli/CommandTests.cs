using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Cli;

public sealed class CommandTests
{
    private static readonly SmallMap Map = SmallMap.Draw("AAB", "AAB");

    [DatabaseFact]
    public async Task Import_TellsWhatBecameOfEveryFile()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = database.NewFolder();
        new StreetFile("2024-01").Add("Burglary", Map.Inside('A'), 3).WriteTo(folder);
        (await CommandRun.OfAsync(database.ConnectionString, "import", folder, "--json")).Json.GetProperty("files")[0].GetProperty("outcome").GetString().ShouldBe("new");

        new StreetFile("2024-02").WithHeader("a,b").WriteTo(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "notes");
        var again = await CommandRun.OfAsync(database.ConnectionString, "import", folder, "--json");
        again.ExitCode.ShouldBe(1, again.Error);
        again.Json.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("outcome").GetString()).ShouldBe(["already-imported", "refused"]);
        again.Json.GetProperty("passedOver")[0].GetString().ShouldBe("notes.txt");
        again.Json.GetProperty("files")[1].GetProperty("faults")[0].GetProperty("line").GetInt32().ShouldBe(1);
    }

    [DatabaseFact]
    public async Task LeagueTable_AnswersAsCsvAndSaysWhatThereIsInstead()
    {
        await using var database = await CountyAsync();
        var csv = await CommandRun.OfAsync(database.ConnectionString, "league-table", "burglary", "--period", "2024-01", "--format", "csv");
        csv.ExitCode.ShouldBe(0, csv.Error);
        var lines = csv.Output.Split("\r\n");
        lines[0].ShouldBe("rank,code,name,count,share,previous,change,change_per_cent,rate_per_1000,population_year,note");
        lines[1].ShouldStartWith("1,A,");
        lines[1].ShouldContain(",3,75.00,");

        var unknown = await CommandRun.OfAsync(database.ConnectionString, "league-table", "burglery");
        unknown.ExitCode.ShouldBe(2, unknown.Error);
        unknown.Error.ShouldContain("burglary");

        var unequal = await CommandRun.OfAsync(database.ConnectionString, "league-table", "burglary", "--period", "2024-01", "--compare", "year-before");
        unequal.ExitCode.ShouldBe(1, unequal.Error);
        unequal.Error.ShouldContain("January 2023");
    }

    [DatabaseFact]
    public async Task Check_WhenDataIsConsistent_Passes()
    {
        await using var database = await CountyAsync();
        var run = await CheckAsync(database, Repository.At("dashboards"));
        run.ExitCode.ShouldBe(0, run.Output);
        run.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString())
            .ShouldBe(["reachable", "disk", "backup", "dashboards", "postgis", "migrated", "roles", "boundaries", "assignment", "batches", "totals", "lattice", "months"]);
    }

    [DatabaseTheory]
    [InlineData("roles", "grant insert on areas.area to geo_reader")]
    [InlineData("assignment", "delete from records.place_area where place_id = (select min(id) from records.place)")]
    [InlineData("batches", "delete from records.record where row_number = (select min(row_number) from records.record)")]
    [InlineData("totals", "update measures.area_count set cumulative[1] = cumulative[1] + 1 where area_id > 0")]
    [InlineData("migrated", "delete from schema_history")]
    public async Task Check_WhenSomethingWasSpoilt_FindsItAndHints(string name, string spoil)
    {
        await using var database = await CountyAsync();
        await database.ExecuteAsync(spoil);
        var run = await CommandRun.OfAsync(database.ConnectionString, "check", "--json");
        run.ExitCode.ShouldBe(1, run.Output);
        var found = run.Json.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == name);
        found.GetProperty("state").GetString().ShouldBe("failed");
        found.GetProperty("hint").GetString().ShouldNotBeNullOrEmpty();
    }

    [DatabaseFact]
    public async Task Check_WhenADashboardBreaksARule_SaysWhereAndWhatToDo()
    {
        await using var database = await CountyAsync();
        var path = database.NewFile("board.yaml", "title: Board\npanels:\n  - { kind: headline, measure: crimes }");

        var run = await CheckAsync(database, Path.GetDirectoryName(path)!);

        run.ExitCode.ShouldBe(1, run.Output);
        var found = run.Json.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "dashboards");
        found.GetProperty("found").GetString().ShouldBe("board.yaml, line 3, column 32, value 'crimes': 'crimes' is no measure; did you mean crime. The catalogue (geodata/catalogue) has them all.");
        found.GetProperty("hint").GetString().ShouldBe($"Mend these lines in {Path.GetDirectoryName(path)}; dashboard.schema.json there lets an editor say so while you write.");
    }

    private static Task<CommandRun> CheckAsync(TestDatabase database, string dashboards) =>
        CommandRun.WithAsync(name => name switch { "GEO_DATABASE" => database.ConnectionString, "GEO_DATA_DIR" => database.Folder, "Geo__Dashboards" => dashboards, _ => null }, CancellationToken.None, "check", "--json");

    private static async Task<TestDatabase> CountyAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        await database.TakeInAsync(new StreetFile("2024-01").Add("Burglary", Map.Inside('A'), 3).Add("Burglary", Map.Inside('B')));
        return database;
    }
}
