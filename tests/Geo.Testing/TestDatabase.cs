using System.Globalization;
using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Intake;
using Geo.Core.Records;
using Geo.Core.Refresh;
using Npgsql;
using Xunit;

namespace Geo.Testing;

/// <summary>
/// A migrated database with the catalogue and nothing else, and a folder for files; both are gone afterwards.
/// As a class fixture it is shared by the tests of a class; <see cref="CreateAsync"/> makes one for a single test.
/// </summary>
public class TestDatabase : IAsyncLifetime, IAsyncDisposable
{
    private GeoDatabase? _geo;
    private string _name = "";
    private string _connectionString = "";

    public GeoDatabase Geo => _geo ?? throw new InvalidOperationException($"No database for tests: {TestCluster.Setting} is not set. ./geo test sets it.");

    /// <summary>For <c>GEO_DATABASE</c> of a process or a host; without a user.</summary>
    public string ConnectionString => _connectionString;

    public string Name => _name;

    public string Folder { get; private set; } = "";

    /// <summary>Stands still unless a test moves it.</summary>
    public TestClock Clock { get; } = new();

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        return database;
    }

    public virtual async Task InitializeAsync()
    {
        if (!TestCluster.IsThere && Missing.Database is not null)
            return; // the fixture of a class whose tests are all skipped
        _name = await TestCluster.CloneAsync();
        Open(TestCluster.ConnectionTo(_name));
    }

    /// <summary>The one of a server of its own.</summary>
    public static async Task<TestDatabase> OnAsync(PrivateServer server)
    {
        var database = new TestDatabase();
        database.Open(server.ConnectionString);
        await Migrate.RunAsync(database.Geo, default);
        await Catalogue.StoreAsync(database.Geo, default);
        return database;
    }

    private void Open(string connectionString)
    {
        _connectionString = connectionString;
        _geo = new GeoDatabase($"{connectionString};Connection Idle Lifetime=10;Connection Pruning Interval=5");
        Folder = Directory.CreateTempSubdirectory("geo-test-").FullName;
    }

    public async Task DisposeAsync()
    {
        if (_geo is null)
            return;
        await _geo.DisposeAsync();
        if (_name.Length > 0)
            await TestCluster.DropAsync(_name);
        Directory.Delete(Folder, recursive: true);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Imports files, folders or ZIPs; refusals are in the report.</summary>
    public async Task<ImportReport> ImportAsync(params string[] paths)
    {
        using var found = FindFiles.In(paths);
        return await ImportRecords.RunAsync(Geo, found.Files, "tests", Clock, null, default);
    }

    /// <summary>Imports what must be taken in.</summary>
    public async Task<IReadOnlyList<LandedFile>> TakeInAsync(params StreetFile[] files)
    {
        var report = await ImportAsync([.. files.Select(file => file.WriteTo(NewFolder()))]);
        return [.. report.Files.Select(file => file.Landed ?? throw file.Refusal!)];
    }

    /// <summary>Imports an extract that must be taken in.</summary>
    public async Task<LandedExtract> TakeInAsync(SourceDescription source, IReadOnlyList<InputFile> files)
    {
        var report = await ImportExtract.RunAsync(Geo, source, files, "tests", Clock, null, default);
        return report.Files.Single() is { Landed: { } landed } ? landed : throw report.Files[0].Refusal!;
    }

    public Task<LandedExtract> TakeInAsync(ExtractFile file) => TakeInAsync(file.Source, file.In(NewFolder()));

    public Task<LandedExtract> TakeInAsync(SourceFile file) => TakeInAsync(file.Source, file.In(NewFolder()));

    public async Task<StoredBoundarySet> ImportAreasAsync(BoundarySetFile file) => await ImportAreas.RunAsync(Geo, file, Clock, default);

    public async Task<StoredBoundarySet> ImportAreasAsync(SmallMap map, string set = "wards", string kind = "ward") =>
        await ImportAreasAsync(new BoundarySetFile
        {
            Path = map.WriteTo(Path.Combine(NewFolder(), $"{set}.geojson")), Name = set, Kind = kind, CodeProperty = "code", NameProperty = "name", AllowGaps = true,
        });

    public async Task<StoredPopulation> ImportPopulationAsync(PopulationFile file) => await ImportPopulation.RunAsync(Geo, file, Clock, default);

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(Folder, Guid.NewGuid().ToString("N"))).FullName;

    /// <summary>A file of its own in a folder of its own.</summary>
    /// <returns>Its path.</returns>
    public string NewFile(string name, string text)
    {
        var path = Path.Combine(NewFolder(), name);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Geo.Owner.CreateCommand(sql);
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync())!, typeof(T), CultureInfo.InvariantCulture);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Geo.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The rows of a query as text, fields divided by a bar.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var command = Geo.Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }

    /// <summary>Every table with its number of rows, and a hash of the rows themselves: equal exactly when nothing was changed.</summary>
    public async Task<string> StateAsync()
    {
        var tables = await RowsAsync("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('areas', 'intake', 'records', 'measures', 'hotspots') order by 1");
        var union = string.Join(" union all ", tables.Select(table =>
            $"select '{table}' as name, count(*) as rows, coalesce(sum(('x' || left(md5(t::text), 12))::bit(48)::bigint), 0) as hash from {table} t"));
        return string.Join('\n', await RowsAsync($"select name, rows, hash from ({union}) tables order by name"));
    }
}

/// <summary>A clock that moves when it is told.</summary>
public sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now = new(2024, 6, 1, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public DateTimeOffset Advance(TimeSpan by) => _now += by;
}
