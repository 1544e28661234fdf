using System.Text.RegularExpressions;
using Geo.Core.Database;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Structure;

/// <summary>What holds of the files of the checkout.</summary>
public sealed partial class TreeTests
{
    private static readonly string[] Passed = ["artifacts", "node_modules", ".git", ".geo", "bin", "obj", "dist", "_framework"];
    private static readonly string[] Forbidden = ["Common", "Helpers", "Utils", "Services", "Models"];

    [Fact]
    public void SourceFile_HasAtMostFourHundredLines() =>
        Files("*.cs").Select(file => (file, lines: File.ReadLines(file).Count())).Where(file => file.lines > 400).Select(file => $"{Relative(file.file)}: {file.lines}").ShouldBeEmpty();

    [Fact]
    public void Folder_SaysWhatTheProductDoes() =>
        Files("*.cs").SelectMany(file => Relative(file).Split('/')[..^1]).Distinct().Intersect(Forbidden).ShouldBeEmpty();

    [Fact]
    public void OtherMachines_AreAskedThroughTheOneWayOut()
    {
        var asking = Files("*.cs").Select(Relative).Where(file => file.StartsWith("src/", StringComparison.Ordinal) && WayOut().IsMatch(File.ReadAllText(Repository.At(file)))).Select(file => file[..file.LastIndexOf('/')]).Distinct();
        asking.ShouldBe(["src/Geo.Core/Fetch", "src/Geo.Cli/Dashboards"], ignoreOrder: true, "besides, geo export asks this installation's own host, at the address that ./geo gives it");
    }

    [Fact]
    public void SqlFile_IsEmbeddedAndHasItsCallerBesideIt()
    {
        var core = Repository.At("src", "Geo.Core");
        var embedded = typeof(GeoDatabase).Assembly.GetManifestResourceNames();
        var files = Directory.EnumerateFiles(core, "*.sql", SearchOption.AllDirectories).Where(file => !Passed.Intersect(file.Split('/')).Any()).ToList();
        files.Count.ShouldBeGreaterThan(3);
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(core, file).Replace('\\', '/');
            embedded.ShouldContain(name);
            var folder = Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "*.cs").Select(File.ReadAllText);
            var isMigration = name.StartsWith("Database/Migrations/", StringComparison.Ordinal);
            folder.ShouldContain(source => source.Contains(isMigration ? $"[DbContext(typeof(GeoDbContext)), Migration(\"{Path.GetFileNameWithoutExtension(name)}\")]" : $"\"{name}\"", StringComparison.Ordinal), $"a caller beside {name}");
        }
    }

    [Fact]
    public void Paths_NamedInDocuments_Exist()
    {
        var wrong = new List<string>();
        foreach (var document in Files("*.md"))
        {
            foreach (Match match in Named().Matches(File.ReadAllText(document)))
            {
                var path = match.Groups["path"].Value.TrimEnd('/');
                if (path.Contains('*', StringComparison.Ordinal) || path.Contains('{', StringComparison.Ordinal) || path.Contains("...", StringComparison.Ordinal))
                    continue;
                if (!Exists(Repository.Root, path) && !Exists(Path.GetDirectoryName(document)!, path) && !Exists(Repository.At("src", "Geo.Core"), path))
                    wrong.Add($"{Relative(document)} names {path}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static bool Exists(string folder, string path) => Path.Exists(Path.Combine(folder, path));

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Repository.Root, pattern, SearchOption.AllDirectories).Where(file => !Passed.Intersect(Relative(file).Split('/')).Any());

    [GeneratedRegex(@"\b(HttpClient|HttpClientHandler|HttpMessageInvoker|SocketsHttpHandler|WebRequest|WebClient|IHttpClientFactory)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WayOut();

    // In backticks or as a link: what begins with a folder of the checkout, or is a file name with an ending of ours and a slash.
    [GeneratedRegex(@"`(?<path>(src|tests|geodata|dashboards|deploy|docs|\.ci)/[^`\s:#]*|[A-Za-z][\w./-]*/[\w.-]+\.(cs|sql|md|yaml|yml|json|csv|sh|razor|ts|js))`|\]\((?!https?:|#|mailto:)(?<path>[^)#\s]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
