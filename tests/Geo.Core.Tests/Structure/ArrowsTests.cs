using System.Text.RegularExpressions;
using System.Xml.Linq;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Structure;

/// <summary>Which project and which folder may know which: left may not know right.</summary>
public sealed partial class ArrowsTests
{
    /// <summary>The folders of Geo.Core from left to right. All may use Database and what stands in the root.</summary>
    private static readonly string[] Order =
        ["Areas", "Records", "Intake", "Exports", "Measures", "Footing", "HotSpots", "Disclosure", "Releases", "Dashboards", "Meetings", "Fetch", "Backup", "Refresh", "Jobs", "Demonstration"];

    private static readonly string Core = Repository.At("src", "Geo.Core");

    [Theory]
    [InlineData("Geo.Statistics", "")]
    [InlineData("Geo.Core", "Geo.Statistics")]
    [InlineData("Geo.Cli", "Geo.Core")]
    [InlineData("Geo.Web", "Geo.Core")]
    public void Project_KnowsOnlyThoseLeftOfIt(string project, string mayKnow)
    {
        var path = Repository.At("src", project, $"{project}.csproj");
        XDocument.Load(path).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')))
            .ShouldBe(mayKnow.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public void Folders_OfCore_AreAllInTheOrder() =>
        Directory.EnumerateDirectories(Core).Select(folder => Path.GetFileName(folder)!).Where(folder => folder is not ("Database" or "bin" or "obj"))
            .ShouldBeSubsetOf(Order);

    [Fact]
    public void Folder_KnowsOnlyThoseLeftOfIt()
    {
        var folders = Order.Where(folder => Directory.Exists(Path.Combine(Core, folder))).ToArray();
        folders.Length.ShouldBeGreaterThan(3);
        var wrong = new List<string>();
        foreach (var folder in folders)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Core, folder), "*.cs", SearchOption.AllDirectories))
                wrong.AddRange(Known(File.ReadAllText(file)).Where(known => Array.IndexOf(Order, known) > Array.IndexOf(Order, folder)).Select(known => $"{folder}/{Path.GetFileName(file)} knows {known}"));
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Root_OfCore_KnowsNoFolder() =>
        Directory.EnumerateFiles(Core, "*.cs").SelectMany(file => Known(File.ReadAllText(file)).Select(known => $"{Path.GetFileName(file)} knows {known}")).ShouldBeEmpty();

    [Fact]
    public void Namespace_IsTheFolder()
    {
        foreach (var file in Directory.EnumerateFiles(Core, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(Core, Path.GetDirectoryName(file)!).Replace('/', '.');
            File.ReadAllText(file).ShouldContain($"namespace Geo.Core{(folder == "." ? "" : "." + folder)};", customMessage: file);
        }
    }

    [Theory]
    [InlineData("using Geo.Core.Refresh;", "Refresh")]
    [InlineData("using static Geo.Core.Refresh.Publication;", "Refresh")]
    [InlineData("using Cube = Geo.Core.Measures.CountCube;", "Measures")]
    [InlineData("global::Geo.Core.Refresh.Publication.Channel", "Refresh")]
    [InlineData("var x = Geo.Core.Refresh.Publication.Channel;", "Refresh")]
    [InlineData("var x = Core.Refresh.Publication.Channel;", "Refresh")]
    [InlineData("var x = Refresh.Publication.Channel;", "Refresh")]
    [InlineData("Task<Measures.CountCube> Load()", "Measures")]
    [InlineData("// the import (Refresh.ImportRecords) sees to it", "")]
    [InlineData("/// <see cref=\"Refresh.ImportRecords\"/>", "")]
    [InlineData("var sql = SqlFile.Read(\"Measures/AreaCounts.sql\"); set.Areas.Count", "")]
    public void Reading_OfASource_FindsTheFoldersItKnows(string source, string known) =>
        Known(source).ShouldBe(known.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The folders whose types a source names, by a using or qualified in any of the ways that C# allows inside <c>Geo.Core</c>.</summary>
    private static IEnumerable<string> Known(string source) =>
        Qualified().Matches(Uncounted().Replace(source, "")).Select(match => match.Groups["folder"].Value).Where(Order.Contains).Distinct();

    [GeneratedRegex(""""//[^\n]*|/\*.*?\*/|"""[\s\S]*?"""|"(\\.|[^"\\\n])*["]"""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uncounted();

    // Geo.Core.X, Core.X, or X followed by a type's name, unless X is a member of something (set.Areas.Count).
    [GeneratedRegex(@"\b(Geo\.)?Core\.(?<folder>[A-Z]\w+)\b|(?<![\w.])(?<folder>[A-Z]\w+)(?=\.[A-Z]\w+[\s.(<>?)\[,;])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Qualified();
}
