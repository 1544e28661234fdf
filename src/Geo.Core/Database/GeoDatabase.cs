using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Geo.Core.Database;

/// <summary>The product's database: three roles on one connection string. The owner migrates, the writer imports, the reader can only SELECT.</summary>
public sealed class GeoDatabase : IAsyncDisposable
{
    /// <summary>Name of the setting that holds the connection string (host, port, database, password file; no user).</summary>
    public const string Setting = "GEO_DATABASE";

    // Two cores serve 16 requests at once best through few connections: a pool of 16 had five times the p99 of a pool of 4.
    private const int ReaderPoolSize = 4;

    private readonly Lazy<NpgsqlDataSource> _owner;
    private readonly Lazy<NpgsqlDataSource> _writer;
    private readonly Lazy<NpgsqlDataSource> _reader;
    private readonly Lazy<NpgsqlDataSource> _scheduler;
    private readonly ConcurrentDictionary<string, Lazy<Task<object?>>>? _reads;

    /// <param name="connectionString">An Npgsql connection string; a user name in it is replaced by the role's.</param>
    public GeoDatabase(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ConnectionString = connectionString;
        _owner = new(() => Source("geo_owner", poolSize: 4));
        _writer = new(() => Source("geo_writer", poolSize: 8));
        _reader = new(() => Source("geo_reader", ReaderPoolSize));
        _scheduler = new(() => Source("geo_writer", poolSize: 6, schema: "quartz"));
    }

    private GeoDatabase(GeoDatabase other) => (ConnectionString, _owner, _writer, _reader, _scheduler, _reads) = (other.ConnectionString, other._owner, other._writer, other._reader, other._scheduler, new(StringComparer.Ordinal));

    internal string ConnectionString { get; }

    internal string Name => new NpgsqlConnectionStringBuilder(ConnectionString).Database!;

    /// <summary>How long the server may be silent, to who connects or asks something short, before the connection counts as lost.</summary>
    internal TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What else is set up before connections are made.</summary>
    internal Action<NpgsqlDataSourceBuilder>? Building { get; init; }

    public NpgsqlDataSource Owner => _owner.Value;

    public NpgsqlDataSource Writer => _writer.Value;

    public NpgsqlDataSource Reader => _reader.Value;

    /// <summary>The writer's, in the schema of the scheduler's own tables.</summary>
    internal NpgsqlDataSource Scheduler => _scheduler.Value;

    /// <summary>Host, port and database, for messages; never a password.</summary>
    public string Address
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            return $"{builder.Host}:{builder.Port}/{builder.Database}";
        }
    }

    /// <summary>Another database of the same cluster.</summary>
    internal GeoDatabase Other(string name) => new(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString) { Building = Building, Silence = Silence };

    /// <summary>The same database for the questions of one page: what several ask is read once, and those who ask meanwhile wait for it.</summary>
    internal GeoDatabase Shared() => new(this);

    /// <summary>Reads, or gives what is read or being read for the same key where this is <see cref="Shared"/>.</summary>
    /// <param name="key">The statement with its values.</param>
    internal async Task<T> ReadAsync<T>(string key, Func<Task<T>> read) =>
        _reads is null ? await read() : (T)(await _reads.GetOrAdd($"{typeof(T)} {key}", _ => new(async () => await read())).Value)!;

    /// <summary>A context of the model on the given connections.</summary>
    public GeoDbContext Context(NpgsqlDataSource connections) =>
        new(new DbContextOptionsBuilder<GeoDbContext>().UseNpgsql(connections, Configure).Options);

    /// <summary>A context of the model inside a transaction that is under way on <paramref name="connection"/>.</summary>
    internal static async Task<GeoDbContext> ContextAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var context = new GeoDbContext(new DbContextOptionsBuilder<GeoDbContext>().UseNpgsql(connection, Configure).Options);
        context.Database.AutoSavepointsEnabled = false; // the caller sets its own, or none
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        return context;
    }

    private static void Configure(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder options) =>
        options.UseGeometry().MigrationsHistoryTable("schema_history");

    private NpgsqlDataSource Source(string role, int poolSize, string? schema = null)
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.Username = role;
        settings.ApplicationName = role;
        settings.MaxPoolSize = poolSize;
        settings.Timeout = (int)Silence.TotalSeconds;
        settings.CommandTimeout = role == "geo_reader" ? 15 : schema is not null ? 30 : 0;
        // A network that goes away says nothing to who only waits for an answer: after two minutes of silence the system ends the connection.
        (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (true, 30, 10);
        settings.MaxAutoPrepare = 20;
        settings.Timezone = "UTC";
        settings.SearchPath = schema;
        builder.UseGeometry();
        Building?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>Forgets connections that wait to be used again, where the server has ended them: whoever gets one would fail.</summary>
    internal void Clear()
    {
        foreach (var source in Made)
            source.Clear();
    }

    private IEnumerable<NpgsqlDataSource> Made => new[] { _owner, _writer, _reader, _scheduler }.Where(source => source.IsValueCreated).Select(source => source.Value);

    public async ValueTask DisposeAsync()
    {
        foreach (var source in Made)
            await source.DisposeAsync();
    }
}
