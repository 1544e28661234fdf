using System.Globalization;
using Npgsql;

namespace Geo.Core.Backup;

/// <summary>How many rows a table has, and a hash of them all, whatever their order.</summary>
/// <param name="Name">With its schema, such as <c>records.record</c>.</param>
/// <param name="Hash">Half of the MD5 of each row's text, summed: equal where the rows are.</param>
public sealed record TableRows(string Name, long Rows, string Hash)
{
    /// <summary>The scheduler's own schema: what it holds is of the moment and is not restored.</summary>
    internal const string Scheduler = "quartz";

    /// <summary>Every table but those of extensions and of the scheduler, as this session sees it.</summary>
    internal static async Task<IReadOnlyList<TableRows>> OfAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using (var list = new NpgsqlCommand(SqlOfNames, connection) { Parameters = { new() { Value = Scheduler } } })
        await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                names.Add(reader.GetString(0));
        }

        var tables = new List<TableRows>();
        foreach (var name in names)
        {
            await using var count = new NpgsqlCommand($"select count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint), 0)::text from {name} t", connection);
            await using var reader = await count.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            tables.Add(new(name, reader.GetInt64(0), reader.GetString(1)));
        }

        return tables;
    }

    /// <summary>In what restored tables are not those of the backup; empty where they are the same.</summary>
    internal static IReadOnlyList<Fault> Differences(IReadOnlyList<TableRows> backup, IReadOnlyList<TableRows> restored)
    {
        var found = restored.ToDictionary(table => table.Name, StringComparer.Ordinal);
        return
        [
            .. backup.Select(table => found.GetValueOrDefault(table.Name) switch
            {
                null => Wrong(table.Name, "It is in the manifest, and not among what was restored."),
                var other when other.Rows != table.Rows => Wrong(table.Name, string.Create(CultureInfo.InvariantCulture, $"The manifest has {table.Rows:N0} rows, and {other.Rows:N0} were restored.")),
                var other when other.Hash != table.Hash => Wrong(table.Name, "Rows that were restored are not those that the manifest was made of."),
                _ => null,
            }).OfType<Fault>(),
            .. restored.ExceptBy(backup.Select(table => table.Name), table => table.Name).Select(table => Wrong(table.Name, "It was restored, and is not in the manifest.")),
        ];
    }

    private static Fault Wrong(string table, string rule) => new("not-as-backed-up", table, null, null, null, rule, "Use another backup, and make a new one with ./geo backup.");

    // The settings on which the text of a row depends are set along the way.
    private const string SqlOfNames =
        """
        with set as materialized (select set_config('datestyle', 'ISO', false), set_config('bytea_output', 'hex', false), set_config('extra_float_digits', '1', false), set_config('timezone', 'UTC', false))
        select format('%I.%I', n.nspname, c.relname)
        from set cross join pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', $1) and n.nspname not like 'pg\_toast%' and n.nspname not like 'pg\_temp%'
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        order by 1
        """;
}
