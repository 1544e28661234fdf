using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Cli;

/// <summary>What is said of partners' extracts, and of how far an import has come.</summary>
public sealed class ExtractCommandTests
{
    [Fact]
    public async Task SourceListAndNew_NeedNoDatabase()
    {
        var folder = Directory.CreateTempSubdirectory("geo-test-").FullName;
        var file = new SpreadsheetFile().Sheet("x", [["ref", "lsoa"], ["1", "E01000001"], ["2", "E01000001"]]).In(folder)[0];

        (await CommandRun.OfAsync(null, "source", "list", "--json")).Json.GetProperty("sources").GetArrayLength().ShouldBeGreaterThan(10);
        (await CommandRun.OfAsync(null, "source", "new", Path.Combine(folder, file.Name))).Output.ShouldEndWith("  - { name: ref, is: key }\n  - { name: lsoa, is: lsoa }\n");
        Directory.Delete(folder, recursive: true);
    }

    [DatabaseFact]
    public async Task Import_WithoutATerminal_PrintsALineForEachStep()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = database.NewFolder();
        foreach (var month in (string[])["2024-01", "2024-02", "2024-03"])
            new StreetFile(month).Add("Burglary", SmallMap.Draw("A").Inside('A'), 3).WriteTo(folder);

        var run = await CommandRun.OfAsync(database.ConnectionString, "import", folder);

        run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).ShouldBe(["reading: file 1 of 3", "counting: file 3 of 3", "published: file 3 of 3"]);
    }

    [DatabaseFact]
    public async Task Import_OfAnExtract_TellsWhichBoundariesAreMissing_AndHoldsItToTheNumberDeclared()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = database.NewFolder();
        new SourceFile("child-exploitation").Valid("1", new(2024, 2, 3), ("lsoa", "E01000001")).Valid("2", new(2024, 2, 3), ("lsoa", "E01000002")).In(folder);
        var path = Path.Combine(folder, "child-exploitation.csv");

        var other = await CommandRun.OfAsync(database.ConnectionString, "import", "--source", "child-exploitation", path, "--expect", "3");
        var run = await CommandRun.OfAsync(database.ConnectionString, "import", "--source", "child-exploitation", path, "--expect", "2");
        var street = await CommandRun.OfAsync(database.ConnectionString, "import", path, "--expect", "2");

        other.ExitCode.ShouldBe(1, other.Output);
        other.Error.ShouldContain("geo: child-exploitation.csv: The file holds 2 records, and 3 were declared.");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("2 record(s) of child-exploitation.csv tell their place by lsoa, and no boundary set that is imported holds it (such as E01000001): they are not located. Import one with: ./geo areas import FILE --kind lsoa");
        street.ExitCode.ShouldBe(1, street.Output);
        street.Error.ShouldContain("The number of records is said of a partner's extract.");
    }
}
