using System.Net;
using System.Text.RegularExpressions;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Journeys;

/// <summary>Headings and findings in words that a child of twelve can read: Flesch and Kincaid's grade, to which five is added for the age.</summary>
[Collection(Demonstration.Name)]
public sealed partial class ReadingAgeTests(DemonstrationHost host)
{
    private const double GradeOfTwelve = 7;
    private const double HardestGrade = 10;
    private const int FewestWords = 5; // the grade of a name or two says nothing

    [DatabaseFact]
    public async Task HeadingsAndFindings_AreReadAtTwelve()
    {
        var names = await NamesAsync();
        var graded = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var address in new[]
        {
            "/", "/areas/DEMO0042?period=2023-24", "/areas/DEMO0001?period=2023-24", "/league-tables/recorded-crime?period=2023-24&compare=year-before", "/map?measure=recorded-crime&period=2023-24&layer=hot-spots",
            "/map?measure=recorded-crime&period=2023-24&layer=wards-change", "/map?measure=recorded-crime&period=2023-24&layer=persistence", "/how-we-count", "/lint", "/search?q=xyzzy",
        })
        {
            foreach (Match told in Told().Matches(await host.TextAsync(address)))
                Grade(WebUtility.HtmlDecode(Tag().Replace(told.Groups["words"].Value.Replace("</h3>", ". ", StringComparison.Ordinal), "")));
        }

        foreach (var measure in new[] { "recorded-crime", "violence-with-injury", "hate-crime", "drug-offences", "asb-incidents" })
            Grade((string)(await host.JsonAsync($"/api/v1/sentences/{measure}?period=2023-24"))["text"]!);

        graded.Count.ShouldBeGreaterThan(60);
        graded.Where(sentence => sentence.Value > HardestGrade).Select(sentence => $"{sentence.Value:0.0}: {sentence.Key}").ShouldBeEmpty();
        graded.Values.Count(grade => grade <= GradeOfTwelve).ShouldBeGreaterThan((int)(0.9 * graded.Count));

        void Grade(string text)
        {
            // Names are not ours to make easier, nor are dates.
            foreach (var sentence in End().Split(names.Aggregate(Month().Replace(text, "May"), (masked, name) => masked.Replace(name, "it", StringComparison.OrdinalIgnoreCase))))
            {
                var words = Word().Matches(sentence).Select(word => word.Value).ToList();
                if (words.Count >= FewestWords)
                    graded[sentence.Trim()] = (0.39 * words.Count) + (11.8 * words.Average(Syllables)) - 15.59;
            }
        }
    }

    /// <summary>Names of measures and areas, the longest first.</summary>
    private async Task<IReadOnlyList<string>> NamesAsync()
    {
        var names = (await host.JsonAsync("/api/v1/measures"))["measures"]!.AsArray().Select(measure => (string)measure!["name"]!).ToList();
        foreach (var kind in new[] { "ward", "town" })
            names.AddRange((await host.JsonAsync($"/api/v1/areas?kind={kind}"))["features"]!.AsArray().Select(area => (string)area!["properties"]!["name"]!));
        return [.. names.OrderByDescending(name => name.Length)];
    }

    /// <summary>Runs of vowels, but for an e that is not heard.</summary>
    private static int Syllables(string word)
    {
        var plain = word.ToLowerInvariant();
        var runs = Vowels().Count(plain);
        var isSilent = (plain.EndsWith('e') && !plain.EndsWith("le", StringComparison.Ordinal)) || (plain.EndsWith("ed", StringComparison.Ordinal) && !plain.EndsWith("ted", StringComparison.Ordinal) && !plain.EndsWith("ded", StringComparison.Ordinal));
        return Math.Max(1, isSilent ? runs - 1 : runs);
    }

    [GeneratedRegex("""<(?<tag>h[1-3]|li|p)( class="govuk-(heading|body)[^>]*)?>(?<words>.*?)</\k<tag>>|geo-chart__title">(?<words>.*?)</span>""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Told();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[.!?;:]\s+", RegexOptions.None, 5000)]
    private static partial Regex End();

    [GeneratedRegex("[A-Za-z'-]+", RegexOptions.None, 5000)]
    private static partial Regex Word();

    [GeneratedRegex("[aeiouy]+", RegexOptions.None, 5000)]
    private static partial Regex Vowels();

    [GeneratedRegex(@"(January|February|March|April|May|June|July|August|September|October|November|December) \d{4}", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Month();
}
