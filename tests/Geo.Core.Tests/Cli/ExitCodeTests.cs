using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Cli;

public sealed class ExitCodeTests
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Database=geo;Timeout=5";

    [Theory]
    [InlineData("there is no command 'improt'", "improt", "x")]
    [InlineData("which command?", "areas")]
    [InlineData("Required argument missing", "import")]
    [InlineData("--top: 'many' is not a whole number.", "league-table", "crime", "--top", "many")]
    [InlineData("--crs: '4277' is not taken", "areas", "import", "f", "--kind", "ward", "--set", "s", "--code", "c", "--name", "n", "--crs", "4277")]
    [InlineData("--valid-from: '2/5/2013' is not a day", "areas", "import", "f", "--kind", "ward", "--set", "s", "--code", "c", "--name", "n", "--valid-from", "2/5/2013")]
    [InlineData("Argument 'shire' not recognized", "areas", "import", "f", "--kind", "shire", "--set", "s", "--code", "c", "--name", "n")]
    [InlineData("Argument 'xml' not recognized", "league-table", "crime", "--format", "xml")]
    public async Task Command_WhenUsedWrongly_ExitsWith2AndSaysWhere(string told, params string[] args)
    {
        var run = await CommandRun.OfAsync(Nowhere, args);
        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldContain(told);
        run.Error.ShouldContain("--help");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_WhenNoDatabaseIsNamed_ExitsWith3AndSaysHow()
    {
        var run = await CommandRun.OfAsync(null, "batches");
        run.ExitCode.ShouldBe(3, run.Error);
        run.Error.ShouldContain("GEO_DATABASE is not set");
        run.Error.ShouldContain("./geo");
    }

    [Fact]
    public async Task Command_WhenDatabaseIsNotThere_ExitsWith3AndTellsItInJson()
    {
        var run = await CommandRun.OfAsync(Nowhere, "batches", "--json");
        run.ExitCode.ShouldBe(3, run.Error);
        run.Json.GetProperty("exitCode").GetInt32().ShouldBe(3);
        run.Json.GetProperty("problems")[0].GetProperty("remedy").GetString()!.ShouldContain("./geo up");
    }

    [Fact]
    public async Task Check_WhenDatabaseIsNotThere_ExitsWith3AndPrintsAHint()
    {
        var run = await CommandRun.OfAsync(Nowhere, "check");
        run.ExitCode.ShouldBe(3, run.Output);
        run.Output.ShouldContain("FAILED  reachable");
        run.Output.ShouldContain("Start it with ./geo up");
    }

    [Fact]
    public async Task Import_WhenPathDoesNotExist_ExitsWith1AndNamesIt()
    {
        var run = await CommandRun.OfAsync(Nowhere, "import", "no-such-file.csv", "--json");
        run.ExitCode.ShouldBe(1, run.Error);
        run.Json.GetProperty("problems")[0].GetProperty("fault").GetProperty("file").GetString().ShouldBe("no-such-file.csv");
    }

    [Fact]
    public async Task Command_WhenCancelled_ExitsWith4()
    {
        var run = await CommandRun.OfAsync(null, new CancellationToken(canceled: true), "demo", "write", Path.Combine(Path.GetTempPath(), "geo-never-written"));
        run.ExitCode.ShouldBe(4, run.Error);
        run.Error.ShouldContain("cancelled");
    }

    [Fact]
    public async Task Help_NamesEveryExitCode()
    {
        var run = await CommandRun.OfAsync(null, "--help");
        run.ExitCode.ShouldBe(0, run.Error);
        foreach (var code in new[] { "0 done", "1 input was refused", "2 wrong usage", "3 the database", "4 cancelled", "70 internal error" })
            run.Output.ShouldContain(code);
    }
}
