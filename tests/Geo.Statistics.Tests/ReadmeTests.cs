using System.Reflection;
using System.Text.RegularExpressions;

namespace Geo.Statistics.Tests;

public sealed partial class ReadmeTests
{
    private static readonly Assembly Library = typeof(Limits).Assembly;

    internal static IReadOnlySet<string> PublicMethods { get; } = Library.GetExportedTypes().Where(type => !type.IsEnum)
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName).Select(method => $"{type.Name}.{method.Name}"))
        .ToHashSet();

    [Fact]
    public void Readme_ListsEveryMethod_AndOnlyMethodsThatExist()
    {
        var listed = MethodCall().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Statistics.README.md")))
            .Select(match => match.Groups["method"].Value).ToHashSet();
        PublicMethods.Except(listed).ShouldBeEmpty();
        listed.Where(name => !name.StartsWith("Polarity.", StringComparison.Ordinal)).Except(PublicMethods).ShouldBeEmpty();
    }

    [Fact]
    public void Library_DependsOnMathNetOnly() =>
        Library.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal)).ShouldBe(["MathNet.Numerics"]);

    [GeneratedRegex(@"\b(?<method>[A-Z]\w+\.[A-Z]\w*)\(", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MethodCall();
}
