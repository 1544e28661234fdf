using System.Security.Cryptography;
using System.Text;
using Geo.Core.Database;
using Geo.Core.Records;
using Npgsql;

namespace Geo.Testing;

/// <summary>
/// The PostgreSQL that tests make their databases on. The first that wants one migrates a template; everybody clones it.
/// A template is known by the text of the migrations, so that several checkouts and several processes share a cluster.
/// </summary>
public static class TestCluster
{
    /// <summary>Connection string to any database of the cluster, as a role that may create databases from <c>geo_template_base</c> (has PostGIS).</summary>
    public const string Setting = "GEO_TEST_DATABASE";

    /// <summary>The same as the superuser, for tests that break things.</summary>
    public const string AdminSetting = "GEO_TEST_ADMIN";

    private const string Base = "geo_template_base";
    private const long LockKey = 0x47656f_546573; // "GeoTes"

    private static readonly Lazy<NpgsqlDataSource> Connections = new(() => Source(ConnectionString));
    private static readonly Lazy<Task<string>> Template = new(MigratedTemplateAsync);

    public static bool IsThere { get; } = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 };

    public static string ConnectionString => Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } set
        ? set
        : throw new InvalidOperationException($"No database for tests: {Setting} is not set. ./geo test sets it.");

    /// <summary>The connection string of a database of the cluster; roles bring their own user and password.</summary>
    public static string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database, Username = null, Password = null }.ConnectionString;

    /// <summary>Null where the superuser is not known.</summary>
    public static string? AdminConnectionTo(string database) => Environment.GetEnvironmentVariable(AdminSetting) is { Length: > 0 } set
        ? new NpgsqlConnectionStringBuilder(set) { Database = database, Pooling = false }.ConnectionString
        : null;

    public static async Task<string> CloneAsync()
    {
        var name = $"geo_test_{Guid.NewGuid():N}"[..25]; // leaves room for the endings of databases beside it
        await CreateAsync(name, await Template.Value);
        return name;
    }

    /// <summary>Drops a database, whoever is still connected; only the superuser can end the sessions of another role.</summary>
    public static async Task DropAsync(string name)
    {
        try
        {
            if (AdminConnectionTo("postgres") is not { } admin)
            {
                await ExecuteAsync($"drop database if exists {name}"); // waits 5 s for others to leave
                return;
            }

            await using var connection = new NpgsqlConnection(admin);
            await connection.OpenAsync();
            await using var drop = new NpgsqlCommand($"drop database if exists {name} with (force)", connection);
            await drop.ExecuteNonQueryAsync();
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            // ./geo test removes at its start what an earlier run left.
        }
    }

    public static async Task ExecuteAsync(string sql)
    {
        await using var command = Connections.Value.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> MigratedTemplateAsync()
    {
        var name = $"geo_template_{Fingerprint()}";
        await using var connection = await Connections.Value.OpenConnectionAsync();
        await using (var wait = new NpgsqlCommand($"select pg_advisory_lock({LockKey})", connection))
            await wait.ExecuteNonQueryAsync();
        try
        {
            await using var ask = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection) { Parameters = { new() { Value = name } } };
            if ((bool)(await ask.ExecuteScalarAsync())!)
                return name;

            // Under another name until it is whole.
            var making = $"{name}_{Environment.ProcessId}";
            await ExecuteAsync($"drop database if exists {making}");
            await CreateAsync(making, Base);
            await using (var database = new GeoDatabase(ConnectionTo(making)))
            {
                await Migrate.RunAsync(database, default);
                await Catalogue.StoreAsync(database, default);
            }

            await ExecuteAsync($"alter database {making} rename to {name}");
            return name;
        }
        finally
        {
            await using var done = new NpgsqlCommand($"select pg_advisory_unlock({LockKey})", connection);
            await done.ExecuteNonQueryAsync();
        }
    }

    private static async Task CreateAsync(string name, string template)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExecuteAsync($"create database {name} template {template}");
                return;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.ObjectInUse && attempt < 10)
            {
                await Task.Delay(200 * attempt); // somebody is still connected to the template: autovacuum, or its maker leaving
            }
        }
    }

    private static string Fingerprint()
    {
        var assembly = typeof(Migrate).Assembly;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith("Database/Migrations/", StringComparison.Ordinal) && !name.StartsWith("geodata/catalogue/", StringComparison.Ordinal))
                continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{reader.ReadToEnd()}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static NpgsqlDataSource Source(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.Username ??= "geo_owner";
        builder.ConnectionStringBuilder.CommandTimeout = 120;
        builder.ConnectionStringBuilder.MaxPoolSize = 4;
        builder.ConnectionStringBuilder.ConnectionIdleLifetime = 5;
        builder.ConnectionStringBuilder.ConnectionPruningInterval = 2;
        return builder.Build();
    }
}
