using Geo.Core.Database;
using Microsoft.EntityFrameworkCore;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Geo.Core.Records;

/// <summary>The classification as shipped in <c>geodata/catalogue</c>.</summary>
public static class Catalogue
{
    private static readonly Lazy<IReadOnlyList<Category>> Shipped = new(() =>
        [.. Read<CategoryFile>("street-level-crime.yaml").Categories.Select(entry => new Category { Id = entry.Id, Slug = entry.Slug, Name = entry.Name, Kind = entry.Kind })]);

    public static IReadOnlyList<Category> Categories => Shipped.Value;

    /// <summary>Brings the database's categories in line with the shipped ones; a category once stored is never removed.</summary>
    public static async Task StoreAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.Context(database.Owner);
        var known = await context.Categories.AsNoTracking().ToDictionaryAsync(category => category.Id, cancellationToken);
        foreach (var category in Categories)
        {
            if (!known.TryGetValue(category.Id, out var stored))
                context.Add(category);
            else if (stored.Slug != category.Slug || stored.Name != category.Name || stored.Kind != category.Kind)
                context.Update(category);
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    internal static T Read<T>(string file)
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream($"geodata/catalogue/{file}")
            ?? throw new InvalidOperationException($"geodata/catalogue/{file} is not embedded in Geo.Core.");
        using var reader = new StreamReader(stream);
        return new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build().Deserialize<T>(reader);
    }

    private sealed class CategoryFile
    {
        public List<Entry> Categories { get; set; } = [];
    }

    private sealed class Entry
    {
        public short Id { get; set; }

        public string Slug { get; set; } = "";

        public string Name { get; set; } = "";

        public string Kind { get; set; } = "";
    }
}
