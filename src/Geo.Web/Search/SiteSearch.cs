using System.Globalization;
using System.Text;
using Geo.Core.Measures;
using Geo.Core.Records;
using Geo.Web.Dashboards;
using Geo.Web.Hosting;
using Geo.Web.Map;

namespace Geo.Web.Search;

/// <summary>Something that can be found.</summary>
/// <param name="Kind">As it is shown: Ward, Measure, Dashboard, Page.</param>
/// <param name="Detail">What tells it from others of the name.</param>
/// <param name="Weak">Words that it is found by after those of its name and detail.</param>
internal sealed record Findable(string Kind, string Name, string Detail, string Address, string Weak = "")
{
    /// <summary>The words it is found by, as <see cref="SiteSearch.Words"/> makes them.</summary>
    public IReadOnlyList<string> Words { get; } = SiteSearch.Words($"{Name} {Detail}");

    public IReadOnlyList<string> WeakWords { get; } = SiteSearch.Words(Weak);
}

/// <summary>What a search found, the nearest first.</summary>
/// <param name="IsNearly">Whether nothing bears the words and these are spelt nearly alike.</param>
/// <param name="More">How many there are beyond those told.</param>
internal sealed record Found(IReadOnlyList<Findable> Results, bool IsNearly, int More);

/// <summary>Finds areas, measures, dashboards and pages by words, parts of words and words spelt nearly right.</summary>
internal sealed class SiteSearch(DashboardFolder dashboards)
{
    public const int MostLetters = 100;

    private const int NoMatch = int.MaxValue;
    private const int LeastPart = 3;
    private const int Weakness = 6;
    private const string NoData = "no data yet";

    private static readonly IReadOnlyList<Findable> Pages =
    [
        new("Page", "Home", "", "/", "news new signals fresh sources"), new("Page", "Dashboards", "", "/dashboards"), new("Page", "League tables", "", "/league-tables", "rank wards"), new("Page", "Maps", "", "/map", "heat map hot spots"),
        new("Page", "Data", "", "/data", "sources files batches upload freshness"), new("Page", "Why a count changed", "", "/data/reconcile", "reconcile reconciliation as at"), new("Page", "Boundaries and populations", "", "/data/boundaries", "wards areas people"),
        new("Page", "Check a report", "", "/lint", "lint totals shares"), new("Page", "How we count", "", "/how-we-count", "definitions methods measures"), new("Page", "API reference", "", "/api-reference", "json csv excel download"),
    ];

    public async Task<Found> FindAsync(Snapshot? snapshot, string query, int most)
    {
        var words = Words(query);
        if (words.Count == 0)
            return new([], IsNearly: false, 0);
        var all = (snapshot is null ? [] : await snapshot.KeptAsync("search", () => Task.FromResult(Of(snapshot.Cube)))).Concat(Shipped()).Concat(Pages).ToList();
        var (found, nearly) = (Ranked(all, words, isNearly: false), false);
        if (found.Count == 0)
            (found, nearly) = (Ranked(all, words, isNearly: true), true);
        return new([.. found.Take(most)], nearly && found.Count > 0, Math.Max(0, found.Count - most));
    }

    /// <summary>Letters and digits in lower case, cut where there is anything else.</summary>
    internal static IReadOnlyList<string> Words(string text)
    {
        var plain = new StringBuilder();
        foreach (var letter in text.Replace("&", " and ", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && letter is not ('\'' or '’'))
                plain.Append(char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ');
        }

        return plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IReadOnlyList<Findable> Of(CountCube cube)
    {
        var areas = cube.Sets.GroupBy(set => set.Set.Kind).Select(kind => kind.OrderByDescending(set => set.Set.ValidFrom).ThenByDescending(set => set.Set.Id).First())
            .SelectMany(set => set.Areas.Select(area => new Findable(MapView.Capital(set.Set.Kind.Replace('-', ' ')), area.Name, area.Code, $"/areas/{Uri.EscapeDataString(area.Code)}")));
        var counted = cube.Measures.ToHashSet();
        var measures = Measure.All.Select(measure => new Findable(
            "Measure", measure.Name, counted.Contains(measure) ? "" : NoData,
            counted.Contains(measure) && measure.Counting != Counting.People ? $"/league-tables/{measure.Slug}?period=last-12-months&compare=year-before" : $"/how-we-count#{measure.Slug}",
            $"{measure.Slug} {measure.Description}"));
        return [.. areas, .. measures];
    }

    private IEnumerable<Findable> Shipped() => dashboards.All().Where(item => item.Dashboard is not null).Select(item => new Findable("Dashboard", item.Dashboard!.Title, item.Dashboard.Audience, $"/dashboards/{item.Slug}", item.Slug));

    private static List<Findable> Ranked(IReadOnlyList<Findable> all, IReadOnlyList<string> words, bool isNearly) =>
    [
        .. all.Select((item, at) => (Item: item, At: at, Distance: Distance(item, words, isNearly))).Where(item => item.Distance != NoMatch)
            .OrderBy(item => item.Distance).ThenBy(item => item.Item.Name.Length).ThenBy(item => item.At).Select(item => item.Item),
    ];

    /// <summary>How far an item is from what was asked: every word must be found in it.</summary>
    private static int Distance(Findable item, IReadOnlyList<string> words, bool isNearly)
    {
        var sum = (item.Words.Count > 0 && item.Words[0].StartsWith(words[0], StringComparison.Ordinal) ? 0 : 1) + (item.Detail == NoData ? Weakness : 0);
        foreach (var word in words)
        {
            var nearest = Nearest(item.Words, word, isNearly);
            if (nearest == NoMatch && Nearest(item.WeakWords, word, isNearly) is not NoMatch and var weak)
                nearest = Weakness + weak;
            if (nearest == NoMatch)
                return NoMatch;
            sum += nearest;
        }

        return sum;
    }

    private static int Nearest(IReadOnlyList<string> among, string word, bool isNearly)
    {
        var least = NoMatch;
        foreach (var other in among)
            least = Math.Min(least, isNearly ? Nearly(other, word) : other == word ? 0 : other.StartsWith(word, StringComparison.Ordinal) ? 1 : word.Length >= LeastPart && other.Contains(word, StringComparison.Ordinal) ? 3 : NoMatch);
        return least;
    }

    /// <summary>One letter wrong from four letters on, two from seven; the end of a word may still be missing.</summary>
    private static int Nearly(string other, string word)
    {
        var allowed = word.Length >= 7 ? 2 : word.Length >= 4 ? 1 : 0;
        if (other.Length < word.Length - allowed)
            return NoMatch;
        var distance = Math.Min(EditDistance.Between(other, word), 1 + EditDistance.Between(other[..Math.Min(other.Length, word.Length)], word));
        return distance <= allowed + 1 && Math.Min(EditDistance.Between(other, word), EditDistance.Between(other[..Math.Min(other.Length, word.Length)], word)) <= allowed ? distance : NoMatch;
    }
}
