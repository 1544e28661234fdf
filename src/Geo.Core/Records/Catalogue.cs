using System.Globalization;
using CsvHelper;
using Geo.Core.Database;
using Microsoft.EntityFrameworkCore;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Geo.Core.Records;

/// <summary>Categories and flags as shipped in <c>geodata/catalogue</c>.</summary>
public static class Catalogue
{
    /// <summary>The classes of data.police.uk's street-level files.</summary>
    public const string StreetLevel = "street-level";

    private static readonly Lazy<IReadOnlyList<Category>> ShippedCategories = new(ReadCategories);

    private static readonly Lazy<Dictionary<short, Category>> ById = new(() => Categories.ToDictionary(category => category.Id));

    private static readonly Lazy<IReadOnlyList<Flag>> ShippedFlags = new(() =>
        [.. Read<FlagFile>("flags.yaml").Flags.Select(entry => new Flag(entry.Bit, entry.Slug, entry.Name, entry.Group))]);

    private static readonly Lazy<Dictionary<string, string>> ShippedAliases = new(ReadAliases);

    public static IReadOnlyList<Category> Categories => ShippedCategories.Value;

    public static IReadOnlyList<Flag> Flags => ShippedFlags.Value;

    /// <summary>The name of an area by another that sources write for it.</summary>
    public static IReadOnlyDictionary<string, string> AreaAliases => ShippedAliases.Value;

    /// <exception cref="KeyNotFoundException">There is no category of that id.</exception>
    public static Category Find(short id) => ById.Value[id];

    public static IEnumerable<Category> Of(string classification) => Categories.Where(category => category.Classification == classification);

    /// <summary>Brings the database's categories in line with the shipped ones; a category once stored is never removed.</summary>
    public static async Task StoreAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.Context(database.Owner);
        var known = await context.Categories.AsNoTracking().ToDictionaryAsync(category => category.Id, cancellationToken);
        foreach (var category in Categories)
        {
            if (!known.TryGetValue(category.Id, out var stored))
                context.Add(category);
            else if (stored != category)
                context.Update(category);
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    /// <exception cref="InvalidOperationException">The file is not embedded, or says what it may not; a fault of the build.</exception>
    internal static T Read<T>(string file)
    {
        using var reader = Open(file);
        return Read<T>(reader, $"geodata/catalogue/{file}");
    }

    internal static T Read<T>(TextReader reader, string file)
    {
        try
        {
            return new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build().Deserialize<T>(reader);
        }
        catch (YamlException error)
        {
            throw new InvalidOperationException($"{file}, line {error.Start.Line}: {error.InnerException?.Message ?? error.Message}", error);
        }
    }

    /// <summary>The rows of a CSV of the catalogue.</summary>
    internal static IReadOnlyList<T> Rows<T>(string file, Func<CsvReader, T> row)
    {
        using var csv = new CsvReader(Open(file), CultureInfo.InvariantCulture);
        var rows = new List<T>();
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
            rows.Add(row(csv));
        return rows;
    }

    private static IReadOnlyList<Category> ReadCategories() => Rows("categories.csv", csv => new Category
    {
        Id = csv.GetField<short>("id"), Classification = csv.GetField("classification")!, Kind = csv.GetField("kind")!, Code = csv.GetField("code")!,
        Name = csv.GetField("name")!, Subgroup = csv.GetField("subgroup")!, Group = csv.GetField("group")!, StreetLevel = csv.GetField("street_level")!,
        ValidFrom = csv.GetField("valid_from")!, ValidTo = csv.GetField("valid_to")!,
    });

    private static Dictionary<string, string> ReadAliases()
    {
        using var csv = new CsvReader(Open("area_aliases.csv"), CultureInfo.InvariantCulture);
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
            aliases.Add(csv.GetField("name")!, csv.GetField("alias_of")!);
        return aliases;
    }

    private static StreamReader Open(string file) => new(typeof(Catalogue).Assembly.GetManifestResourceStream($"geodata/catalogue/{file}")
        ?? throw new InvalidOperationException($"geodata/catalogue/{file} is not embedded in Geo.Core."));

    private sealed class FlagFile
    {
        public List<Entry> Flags { get; set; } = [];
    }

    private sealed class Entry
    {
        public int Bit { get; set; }

        public string Slug { get; set; } = "";

        public string Name { get; set; } = "";

        public string Group { get; set; } = "";
    }
}
