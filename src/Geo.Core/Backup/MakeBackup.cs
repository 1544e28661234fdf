using System.Reflection;
using Geo.Core.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Geo.Core.Backup;

/// <summary>
/// Dumps the database to a file while it is in use: <c>pg_dump</c> and the counts and hashes of the manifest see the same moment, through one
/// exported snapshot. The scheduler's tables are left out: it makes them itself, and what they hold is of the moment.
/// </summary>
public static class MakeBackup
{
    private const long LockKey = 0x47656f_426b70; // "GeoBkp"

    /// <param name="path">Of the dump; its folder is made where it is missing. There is nothing under this name until all of it is there.</param>
    /// <param name="programs">Where <c>pg_dump</c> is, written like PATH; null for PATH itself.</param>
    /// <exception cref="RefusedException">It cannot be made; nothing of it is left.</exception>
    public static async Task<BackupFile> RunAsync(GeoDatabase database, string path, TimeProvider time, string? programs, CancellationToken cancellationToken)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellationToken);
        var program = await PostgresProgram.FindAsync("pg_dump", connection.PostgreSqlVersion.Major, programs, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        await using (var only = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = LockKey } } })
        {
            if (!(bool)(await only.ExecuteScalarAsync(cancellationToken))!)
                throw new RefusedException(new Fault("under-way", path, null, null, null, "Another backup of this database is under way.", "Wait until it is done."));
        }

        var (folder, part) = (Path.GetDirectoryName(Path.GetFullPath(path))!, $"{path}.part");
        BackupFolder.Make(folder);
        BackupFolder.ClearLeftovers(folder, time.GetUtcNow());
        if (File.Exists(path))
            throw new RefusedException(new Fault("exists", path, null, null, null, "There is such a file already.", "Name another."));
        try
        {
            await BackupFolder.NewFile(part).DisposeAsync(); // made here, so that nobody else can read what is dumped into it
            var manifest = await ManifestOfAsync(connection, transaction, time.GetUtcNow(), cancellationToken);
            var tables = await DumpAsync(database, program, connection, part, cancellationToken);
            manifest = manifest with { Tables = tables, Bytes = new FileInfo(part).Length, Sha256 = await BackupFile.Sha256Async(part, cancellationToken) };
            await manifest.WriteAsync(BackupFile.ManifestOf(path), cancellationToken);
            File.Move(part, path);
            return new(path, manifest);
        }
        catch
        {
            foreach (var left in new[] { part, BackupFile.ManifestOf(path), $"{BackupFile.ManifestOf(path)}.part" })
                File.Delete(left);
            throw;
        }
    }

    private static async Task<BackupManifest> ManifestOfAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = await GeoDatabase.ContextAsync(connection, transaction, cancellationToken);
        var migration = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault()
            ?? throw new RefusedException(new Fault("empty", connection.Database, null, null, null, "The database is empty.", "Bring it up to date first with ./geo migrate."));
        await using var version = new NpgsqlCommand("select coalesce(max(version), 0) from measures.data_version", connection);
        var product = typeof(MakeBackup).Assembly.GetName().Version!.ToString(3);
        return new(now, product, connection.PostgreSqlVersion.Major, migration, (long)(await version.ExecuteScalarAsync(cancellationToken))!, 0, "", null, []);
    }

    /// <summary>Dumps and counts at the same time; what fails first stops the other.</summary>
    private static async Task<IReadOnlyList<TableRows>> DumpAsync(GeoDatabase database, PostgresProgram program, NpgsqlConnection connection, string part, CancellationToken cancellationToken)
    {
        await using var export = new NpgsqlCommand("select pg_export_snapshot()", connection);
        var snapshot = (string)(await export.ExecuteScalarAsync(cancellationToken))!;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var noRoom = new Fault("no-room", part, null, null, null, "There is no room for the backup on this disk.", "Free some space, or name a folder on another disk with --to.");
        var dumping = program.RunAsync(
            database, ["--format=custom", $"--snapshot={snapshot}", $"--exclude-table={TableRows.Scheduler}.*", "--extension=plpgsql", "--no-password", $"--file={part}"], noRoom,
            "Nothing of the backup is kept; run it again when that is mended.", stop.Token);
        var counting = TableRows.OfAsync(connection, stop.Token);
        try
        {
            await await Task.WhenAny(dumping, counting);
            await dumping;
            return await counting;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(dumping, counting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
