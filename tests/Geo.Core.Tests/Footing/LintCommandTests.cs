using Geo.Core.Tests.Cli;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Footing;

public sealed class LintCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geo-lint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Lint_WhenAFigureDoesNotFollow_ExitsWith1AndTellsWhereAndWhatIsRight()
    {
        var run = await CommandRun.OfAsync(null, "lint", File("report.txt", "480 visits; 190 (39%) of these visits"));
        run.ExitCode.ShouldBe(1, run.Error);
        run.Error.ShouldBeEmpty();
        var row = run.Output.Split('\n').Single(line => line.Contains("39%", StringComparison.Ordinal));
        row.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ShouldBe(["report.txt", "1", "wrong", "39%", "40%", "190 of 480 (line 1) = 39.58%", "share of a total"]);
        run.Output.TrimEnd().ShouldEndWith("1 figure re-derived in report.txt: 1 wrong, 0 in disagreement.");
    }

    [Fact]
    public async Task Lint_WhenEveryFigureFollows_ExitsWith0()
    {
        var run = await CommandRun.OfAsync(null, "lint", File("report.txt", "480 visits; 190 (40%) of these visits"));
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.TrimEnd().ShouldBe("1 figure re-derived in report.txt: 0 wrong, 0 in disagreement.");
    }

    [Fact]
    public async Task Lint_OfSeveralDocumentsInJson_TellsWhatEachPrints()
    {
        var run = await CommandRun.OfAsync(null, "lint", File("a.csv", "measure,period,value\noffences,2023/24,100\n"), File("b.csv", "measure,period,value\noffences,2023/24,98\n"), "--json");
        run.ExitCode.ShouldBe(1, run.Error);
        run.Json.GetProperty("documents").GetArrayLength().ShouldBe(2);
        run.Json.GetProperty("checkedFigures").GetInt32().ShouldBe(0);
        var finding = run.Json.GetProperty("findings")[0];
        finding.GetProperty("document").GetString().ShouldBe("b.csv");
        finding.GetProperty("line").GetInt32().ShouldBe(2);
        finding.GetProperty("severity").GetString().ShouldBe("disagrees");
        finding.GetProperty("rule").GetString().ShouldBe("two-values");
        finding.GetProperty("printed").GetString().ShouldBe("98");
        finding.GetProperty("follows").GetString().ShouldBe("100");
    }

    [Fact]
    public async Task Lint_OfAFileThatIsNotThere_ExitsWith1AndNamesIt()
    {
        var run = await CommandRun.OfAsync(null, "lint", "no-such-report.docx", "--json");
        run.ExitCode.ShouldBe(1, run.Error);
        run.Json.GetProperty("problems")[0].GetProperty("fault").GetProperty("file").GetString().ShouldBe("no-such-report.docx");
    }

    [Fact]
    public async Task Lint_WithoutAFile_ExitsWith2() => (await CommandRun.OfAsync(null, "lint")).ExitCode.ShouldBe(2);

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
