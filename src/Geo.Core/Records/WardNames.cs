using Npgsql;

namespace Geo.Core.Records;

/// <summary>The names and codes of wards, with the days on which they are in force, so that a source's names are known or refused.</summary>
internal sealed class WardNames
{
    private readonly List<Set> _sets = []; // the latest first

    /// <summary>No ward is known, so that no name can be refused.</summary>
    public static WardNames None { get; } = new();

    public static async Task<WardNames> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new WardNames();
        await using var command = new NpgsqlCommand(
            """
            select s.id, s.name, s.valid_from, s.valid_to, a.code, a.name
            from areas.boundary_set s join areas.area a on a.boundary_set_id = s.id
            where s.kind = 'ward' and not s.is_demonstration
            order by s.valid_from desc nulls last, s.loaded_at desc, s.id desc
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var last = -1;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt32(0) != last)
            {
                last = reader.GetInt32(0);
                names._sets.Add(new(reader.GetString(1), Day(2) ?? DateOnly.MinValue, Day(3) ?? DateOnly.MaxValue));
            }

            names._sets[^1].Wards.Add((reader.GetString(4), reader.GetString(5)));
        }

        return names;

        DateOnly? Day(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
    }

    /// <summary>The code of the ward that a source means by a name or code on a day, by an alias that is declared too; the name where no wards of that day are known.</summary>
    /// <returns>Null where there is no such ward then, or two of that name.</returns>
    public string? Code(string said, DateOnly day)
    {
        var name = Catalogue.AreaAliases.GetValueOrDefault(said, said);
        var isKnown = false;
        foreach (var set in _sets.Where(set => set.From <= day && day < set.To))
        {
            isKnown = true;
            var found = set.Wards.Where(ward => ward.Code == name || ward.Name == name).Take(2).ToList();
            if (found.Count == 1)
                return found[0].Code;
        }

        return isKnown ? null : name;
    }

    /// <summary>The name nearest to an unknown one, for a person to say whether it is meant, and the set it is of.</summary>
    public (string Name, string Set) Nearest(string said, DateOnly day) => _sets.Where(set => set.From <= day && day < set.To)
        .SelectMany(set => set.Wards.Select(ward => (ward.Name, set.Slug))).MinBy(ward => EditDistance.Between(ward.Name, said));

    /// <param name="From">First day in force.</param>
    /// <param name="To">First day no longer in force.</param>
    private sealed record Set(string Slug, DateOnly From, DateOnly To)
    {
        public List<(string Code, string Name)> Wards { get; } = [];
    }
}
