using System.Text.RegularExpressions;
using static Geo.Core.Footing.SentenceWords;

namespace Geo.Core.Footing;

/// <summary>Places that two documents name as the most deprived: those that share one name and not all contradict each other.</summary>
internal static partial class NamedPlaces
{
    private static readonly HashSet<string> NoPlaces = ["England", "English", "Wales", "Britain", "Great Britain", "UK", "Index", "Indices", "Multiple Deprivation", "Lower", "Super Output Areas", "The", "This", "These", "Both", "One", "Two"];

    public static IEnumerable<Finding> Between(IReadOnlyList<Document> documents)
    {
        var said = documents.SelectMany(document => Texts(document).SelectMany(text => In(document.Name, text))).ToList();
        foreach (var (at, one) in said.Index())
        {
            foreach (var other in said.Skip(at + 1).Where(other => other.Document != one.Document && other.Share == one.Share && other.Names.Overlaps(one.Names) && !other.Names.SetEquals(one.Names)))
                yield return new Finding(other.Document, other.Line, Severity.Disagrees, FootingRule.NamedPlaces, other.Told, one.Told, $"the {one.Share}% most deprived: {one.Document}, line {one.Line}");
        }
    }

    private static IEnumerable<Statement> Texts(Document document) =>
        document.Statements.Concat(document.Figures.Select(figure => new Statement(figure.Line, figure.Measure)).Distinct());

    private static IEnumerable<Said> In(string document, Statement text) =>
        Deprived().Matches(text.Text)
            .Select(match => new Said(document, text.Line, match.Groups["share"].Value, [.. Name().Matches(match.Groups["places"].Value).Select(name => name.Value).Where(name => !NoPlaces.Contains(name))]))
            .Where(said => said.Names.Count > 0);

    private sealed record Said(string Document, int Line, string Share, HashSet<string> Names)
    {
        public string Told => string.Join(" and ", Names);
    }

    // Names stand in the same sentence or in the one after it.
    [GeneratedRegex(@"(?<share>\d{1,2})% most deprived(?<places>[^.]{0,200}(\.[^.]{0,200})?)", Options, TimeoutMilliseconds)]
    private static partial Regex Deprived();

    [GeneratedRegex(@"\b\p{Lu}\p{Ll}+( (of )?\p{Lu}\p{Ll}+)*", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Name();
}
