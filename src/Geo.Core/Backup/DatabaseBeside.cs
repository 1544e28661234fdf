using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Backup;

/// <summary>A new database of the same cluster, with PostGIS and the same rights as the product's. It is dropped in the end, unless it took that one's place.</summary>
internal sealed class DatabaseBeside : IAsyncDisposable
{
    /// <summary>The code of the fault where the owner may not make databases.</summary>
    public const string NotAllowed = "no-createdb";

    private const string KeptSuffix = "_before_restore_";

    private readonly string _name;
    private readonly GeoDatabase _present;
    private readonly GeoDatabase _cluster;
    private bool _tookPlace;

    private DatabaseBeside(GeoDatabase present, string name)
    {
        (_present, _name, _cluster) = (present, name, ClusterOf(present));
        Geo = present.Other(name);
    }

    public GeoDatabase Geo { get; }

    /// <param name="suffix">Of its name. What an earlier one of that name left is dropped.</param>
    /// <exception cref="RefusedException">The owner may not make databases, or they would have no PostGIS.</exception>
    public static async Task<DatabaseBeside> CreateAsync(GeoDatabase database, string suffix, CancellationToken cancellationToken)
    {
        var beside = new DatabaseBeside(database, $"{database.Name}_{suffix}");
        try
        {
            await beside.CreateAsync(cancellationToken);
            return beside;
        }
        catch
        {
            await beside.DisposeAsync();
            throw;
        }
    }

    /// <summary>The databases that restored ones took the place of, the latest first.</summary>
    public static async Task<IReadOnlyList<string>> KeptAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var command = database.Owner.CreateCommand("select datname from pg_database where starts_with(datname, $1) order by 1 desc");
        command.Parameters.Add(new() { Value = database.Name + KeptSuffix });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            names.Add(reader.GetString(0));
        return names;
    }

    public static async Task DropAsync(GeoDatabase database, string name, CancellationToken cancellationToken)
    {
        await using var cluster = ClusterOf(database);
        await using var drop = cluster.Owner.CreateCommand($"drop database if exists {Quoted(name)} with (force)");
        await drop.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Puts a database in the place of the present one, which is kept under another name; both or neither. Whoever is connected is disconnected, and may come back to the new one.</summary>
    /// <returns>The name under which the present one is kept.</returns>
    /// <exception cref="RefusedException">Somebody stays connected whom none of the three roles may send away.</exception>
    public static async Task<string> PutInPlaceAsync(GeoDatabase database, string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kept = $"{database.Name}{KeptSuffix}{now.UtcDateTime:yyyyMMddHHmmss}";
        await using var cluster = ClusterOf(database);
        await using var connection = await cluster.Owner.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var rename = new NpgsqlCommand($"alter database {Quoted(database.Name)} rename to {Quoted(kept)}; alter database {Quoted(name)} rename to {Quoted(database.Name)}", connection);
        var renaming = rename.ExecuteNonQueryAsync(CancellationToken.None); // lets nobody in, and waits five seconds for those who are in to leave
        try
        {
            while (!renaming.IsCompleted)
            {
                foreach (var role in new[] { cluster.Owner, cluster.Writer, cluster.Reader }) // each may end sessions of its own
                {
                    await using var end = role.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = any ($1) and usename = current_user");
                    end.Parameters.Add(new() { Value = new[] { database.Name, name } });
                    await end.ExecuteNonQueryAsync(CancellationToken.None);
                }

                await Task.WhenAny(renaming, Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None));
            }

            await renaming;
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            throw new RefusedException(new Fault("in-use", database.Name, null, null, null, "Somebody stays connected to the database, and it is as it was.", "End the session (the superuser's psql, perhaps), then restore again."), busy);
        }

        await transaction.CommitAsync(CancellationToken.None);
        database.Clear();
        return kept;
    }

    /// <inheritdoc cref="PutInPlaceAsync(GeoDatabase, string, DateTimeOffset, CancellationToken)"/>
    public async Task<string> PutInPlaceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await Geo.DisposeAsync();
        var kept = await PutInPlaceAsync(_present, _name, now, cancellationToken);
        _tookPlace = true;
        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        await Geo.DisposeAsync();
        await _cluster.DisposeAsync();
        if (!_tookPlace)
            await DropAsync(_present, _name, CancellationToken.None);
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using (var may = _cluster.Owner.CreateCommand("select rolcreatedb or rolsuper from pg_roles where rolname = current_user"))
        {
            if (!(bool)(await may.ExecuteScalarAsync(cancellationToken))!)
                throw new RefusedException(new Fault(NotAllowed, "geo_owner", null, null, null, "The role may not make databases, and a backup is restored into a new one.", "As the superuser: alter role geo_owner createdb."));
        }

        var name = Quoted(_name);
        foreach (var sql in new[] { $"drop database if exists {name} with (force)", $"create database {name}", $"revoke all on database {name} from public", $"grant connect on database {name} to geo_writer, geo_reader", $"grant temporary on database {name} to geo_writer" })
        {
            await using var command = _cluster.Owner.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        try
        {
            await using var postgis = Geo.Owner.CreateCommand("create extension if not exists postgis");
            await postgis.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFile)
        {
            throw new RefusedException(new Fault("no-postgis", "template1", null, null, null, "New databases of this cluster have no PostGIS.", "As the superuser, in template1: create extension postgis."), refused);
        }
    }

    /// <summary>Where one is who makes and renames databases: nobody may be in those.</summary>
    private static GeoDatabase ClusterOf(GeoDatabase database) => database.Other("postgres");

    private static string Quoted(string name)
    {
        using var builder = new NpgsqlCommandBuilder();
        return builder.QuoteIdentifier(name);
    }
}
