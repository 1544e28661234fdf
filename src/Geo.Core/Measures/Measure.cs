using System.Globalization;
using System.Numerics;
using Geo.Core.Records;

namespace Geo.Core.Measures;

/// <summary>What of a record counts.</summary>
public enum Counting
{
    Records,

    /// <summary>A record counts once for each of the measure's flags that it bears.</summary>
    Flags,

    /// <summary>Each person counts once, however many records tell of them.</summary>
    People,
}

/// <summary>What is counted, as <c>geodata/catalogue/measures.yaml</c> declares it.</summary>
/// <param name="Slug">Name in addresses and commands.</param>
/// <param name="Classification">The classification its records are in; sources of another do not feed it.</param>
/// <param name="Categories">Ids of the categories whose records count.</param>
/// <param name="Flags">Only records that bear any of these flags count; 0 for all.</param>
/// <param name="Counting">Whether records count, the flags that they bear, or people.</param>
/// <param name="Polarity"><c>low-is-good</c>, <c>high-is-good</c> or <c>none</c>.</param>
public sealed record Measure(
    string Slug, string Name, string Description, string Kind, string Classification, IReadOnlyList<short> Categories, int Flags, Counting Counting, string Polarity)
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["offence"] = "offences", ["incident"] = "incidents", ["referral"] = "referrals", ["attendance"] = "attendances",
        ["casualty"] = "casualties", ["notice"] = "notices", ["case"] = "cases",
    };

    private static readonly Lazy<IReadOnlyList<Measure>> Shipped = new(Load);

    private static readonly Lazy<Dictionary<string, Measure>> BySlug = new(() => All.ToDictionary(measure => measure.Slug, StringComparer.Ordinal));

    /// <summary>Only records that bear all of these flags count.</summary>
    public int EveryFlag { get; init; }

    /// <summary>Records that bear any of these flags do not count.</summary>
    public int WithoutFlags { get; init; }

    /// <summary>Whether a record lasts until it ends, so that those under way on a day can be counted.</summary>
    public bool Lasts { get; init; }

    /// <summary>What is counted, in words: offences, contacts, people.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The age group that rates are of: <c>all</c>, <c>0-17</c>, <c>18+</c>.</summary>
    public string Denominator { get; init; } = "all";

    /// <summary><c>sensitive</c> where a small count may point to a person, else <c>ordinary</c>.</summary>
    public string Protection { get; init; } = "ordinary";

    /// <summary>The measures there are, the broad ones first.</summary>
    public static IReadOnlyList<Measure> All => Shipped.Value;

    public static Measure? Find(string slug) => BySlug.Value.GetValueOrDefault(slug);

    /// <summary>So many of them: <c>1 offence</c>, <c>1,234 casualties</c>.</summary>
    public string Counted(long count) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count != 1 ? Unit : Unit.EndsWith("ies", StringComparison.Ordinal) ? $"{Unit[..^3]}y" : Unit.EndsWith('s') ? Unit[..^1] : Unit)}";

    /// <summary>How often a record of a category with flags counts.</summary>
    public int Times(short categoryId, int flags)
    {
        if (!Categories.Contains(categoryId) || (flags & EveryFlag) != EveryFlag || (flags & WithoutFlags) != 0)
            return 0;
        if (Flags == 0)
            return 1;
        var borne = BitOperations.PopCount((uint)(flags & Flags));
        return Counting == Counting.Flags ? borne : Math.Min(borne, 1);
    }

    /// <summary>Measures as they are declared in YAML.</summary>
    /// <exception cref="InvalidOperationException">One of them names what there is not, or counts nothing.</exception>
    internal static IReadOnlyList<Measure> Read(TextReader yaml, string file) => [.. Catalogue.Read<MeasureFile>(yaml, file).Measures.Select(Declared)];

    private static IReadOnlyList<Measure> Load()
    {
        var declared = Catalogue.Read<MeasureFile>("measures.yaml").Measures.Select(Declared);
        var single = Catalogue.Of(Catalogue.StreetLevel).Select(category => new Measure(
            category.Code, category.Name, $"Police-recorded street-level records classed as {category.Name.ToLowerInvariant()}.",
            category.Kind, category.Classification, [category.Id], 0, Counting.Records, "low-is-good")
        { Unit = Units[category.Kind] });
        return [.. declared, .. single];
    }

    private static Measure Declared(Entry entry)
    {
        var known = Catalogue.Of(entry.Classification).ToList();
        var categories = known.Where(category => entry.Kind.Length == 0 || category.Kind == entry.Kind)
            .Where(category => entry.Groups.Count == 0 || entry.Groups.Contains(category.Group))
            .Where(category => entry.Subgroups.Count == 0 || entry.Subgroups.Contains(category.Subgroup))
            .Where(category => !entry.WithoutGroups.Contains(category.Group))
            .Where(category => entry.Codes.Count == 0 || entry.Codes.Contains(category.Code)).ToList();
        Known(entry, "group", entry.Groups.Concat(entry.WithoutGroups), known.Select(category => category.Group));
        Known(entry, "subgroup", entry.Subgroups, known.Select(category => category.Subgroup));
        Known(entry, "code", entry.Codes, known.Select(category => category.Code));
        Known(entry, "flag", entry.Flags.Concat(entry.EveryFlag).Concat(entry.WithoutFlags), [.. Catalogue.Flags.Select(flag => flag.Slug), .. Catalogue.Flags.Select(flag => flag.Group)]);
        Known(entry, "polarity", [entry.Polarity], ["low-is-good", "high-is-good", "none"]);
        Known(entry, "counting", [entry.Counting], ["records", "flags", "people"]);
        Known(entry, "denominator", [entry.Denominator], ["all", "0-17", "18+"]);
        Known(entry, "protection", [entry.Protection], ["ordinary", "sensitive"]);
        var kinds = categories.Select(category => category.Kind).Distinct().ToList();
        if (kinds.Count != 1)
            throw Wrong(entry, kinds.Count == 0 ? "no category is left" : $"it mixes {string.Join(" and ", kinds)}; name one kind");
        return new(
            entry.Slug, entry.Name, entry.Description, kinds[0], entry.Classification, [.. categories.Select(category => category.Id)],
            Mask(entry.Flags), Enum.Parse<Counting>(entry.Counting, ignoreCase: true), entry.Polarity)
        {
            EveryFlag = Mask(entry.EveryFlag), WithoutFlags = Mask(entry.WithoutFlags), Lasts = entry.Lasts, Unit = entry.Unit.Length > 0 ? entry.Unit : Units[kinds[0]],
            Denominator = entry.Denominator, Protection = entry.Protection,
        };
    }

    private static int Mask(List<string> flags) => Catalogue.Flags.Where(flag => flags.Contains(flag.Slug) || flags.Contains(flag.Group)).Aggregate(0, (mask, flag) => mask | flag.Mask);

    private static void Known(Entry entry, string what, IEnumerable<string> named, IEnumerable<string> known)
    {
        var there = known.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in named.Except(there, StringComparer.Ordinal))
            throw Wrong(entry, $"there is no {what} '{name}'; there are {string.Join(", ", there)}");
    }

    private static InvalidOperationException Wrong(Entry entry, string why) => new($"geodata/catalogue/measures.yaml, measure '{entry.Slug}': {why}.");

    private sealed class MeasureFile
    {
        public List<Entry> Measures { get; set; } = [];
    }

    private sealed class Entry
    {
        public string Slug { get; set; } = "";

        public string Name { get; set; } = "";

        public string Description { get; set; } = "";

        public string Classification { get; set; } = "";

        public string Kind { get; set; } = "";

        public List<string> Groups { get; set; } = [];

        public List<string> WithoutGroups { get; set; } = [];

        public List<string> Subgroups { get; set; } = [];

        public List<string> Codes { get; set; } = [];

        public List<string> Flags { get; set; } = [];

        public List<string> EveryFlag { get; set; } = [];

        public List<string> WithoutFlags { get; set; } = [];

        public string Counting { get; set; } = "records";

        public string Polarity { get; set; } = "none";

        public bool Lasts { get; set; }

        public string Unit { get; set; } = "";

        public string Denominator { get; set; } = "all";

        public string Protection { get; set; } = "ordinary";
    }
}
