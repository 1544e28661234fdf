using System.Globalization;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Core.Records;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Geo.Core.Backup;

/// <param name="Kept">The name of the database that was there before.</param>
/// <param name="Migrated">What was applied to bring an older backup up to date.</param>
/// <param name="DataVersion">Under which it is published: above all that were.</param>
public sealed record RestoredBackup(string Kept, IReadOnlyList<string> Migrated, long DataVersion);

/// <summary>
/// Restores a backup into a new database beside the product's, where every table is compared with the manifest before it takes the place of
/// the present one. That one is kept under another name. Whatever fails or is killed on the way leaves the present one as it was.
/// </summary>
public static class RestoreBackup
{
    /// <summary>The end of the name of a database that is being restored into.</summary>
    internal const string Suffix = "restoring";

    /// <exception cref="RefusedException">It is damaged, of a newer program, or what was restored is not what the manifest tells.</exception>
    public static async Task<RestoredBackup> RunAsync(GeoDatabase database, BackupFile backup, TimeProvider time, string? programs, Action<string> tell, CancellationToken cancellationToken)
    {
        var (seen, now) = (await CountCube.LatestVersionAsync(database, cancellationToken), time.GetUtcNow());
        await using var beside = await FilledAsync(database, Suffix, backup, programs, tell, cancellationToken);
        tell("bringing it up to date");
        var (migrated, version) = await RenewAsync(beside.Geo, $"the backup of {Told(backup.Manifest.MadeAt)} was restored", now, seen, cancellationToken);
        tell("putting it in place");
        return new(await beside.PutInPlaceAsync(now, cancellationToken), migrated, version);
    }

    /// <summary>Puts back the database that the latest restored one took the place of; what is there now is kept in its turn.</summary>
    /// <exception cref="RefusedException">None is kept.</exception>
    public static async Task<RestoredBackup> BackAsync(GeoDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = (await KeptAsync(database, cancellationToken)).FirstOrDefault()
            ?? throw new RefusedException(new Fault("none-kept", database.Name, null, null, null, "No database of before a restore is kept.", "Restore a backup with ./geo restore FILE."));
        var (seen, now) = (await CountCube.LatestVersionAsync(database, cancellationToken), time.GetUtcNow());
        await using var kept = database.Other(before);
        var (migrated, version) = await RenewAsync(kept, "what was there before a restore was put back", now, seen, cancellationToken);
        await kept.DisposeAsync();
        return new(await DatabaseBeside.PutInPlaceAsync(database, before, now, cancellationToken), migrated, version);
    }

    /// <summary>The databases that restored ones took the place of, the latest first.</summary>
    public static Task<IReadOnlyList<string>> KeptAsync(GeoDatabase database, CancellationToken cancellationToken) => DatabaseBeside.KeptAsync(database, cancellationToken);

    /// <returns>The names of those that were dropped.</returns>
    public static async Task<IReadOnlyList<string>> DropKeptAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        var names = await KeptAsync(database, cancellationToken);
        foreach (var name in names)
            await DatabaseBeside.DropAsync(database, name, cancellationToken);
        return names;
    }

    /// <summary>A database beside the present one that holds what the backup does, every row compared with the manifest.</summary>
    internal static async Task<DatabaseBeside> FilledAsync(GeoDatabase database, string suffix, BackupFile backup, string? programs, Action<string> tell, CancellationToken cancellationToken)
    {
        var server = await ServerAsync(database, cancellationToken);
        RefuseNewer(database, backup, server);
        tell("reading the backup");
        await backup.VerifyAsync(cancellationToken);
        var program = await PostgresProgram.FindAsync("pg_restore", server, programs, cancellationToken);
        var beside = await DatabaseBeside.CreateAsync(database, suffix, cancellationToken);
        try
        {
            tell("restoring it into a new database");
            var noRoom = new Fault("no-room", backup.Path, null, null, null, "The database has no room for a second copy.", "Free some space where the database lies; the present one is as it was.");
            await program.RunAsync(beside.Geo, [$"--dbname={beside.Geo.Name}", "--jobs=2", "--exit-on-error", "--no-password", backup.Path], noRoom, "The present database is as it was.", cancellationToken);
            tell("comparing every row with the manifest");
            await using var connection = await beside.Geo.Owner.OpenConnectionAsync(cancellationToken);
            var faults = TableRows.Differences(backup.Manifest.Tables, await TableRows.OfAsync(connection, cancellationToken));
            if (faults.Count > 0)
                throw new RefusedException(faults);
            await using var analyse = new NpgsqlCommand($"analyze {string.Join(", ", backup.Manifest.Tables.Select(table => table.Name))}", connection);
            await analyse.ExecuteNonQueryAsync(cancellationToken);
            return beside;
        }
        catch
        {
            await beside.DisposeAsync();
            throw;
        }
    }

    private static async Task<int> ServerAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellationToken);
        return connection.PostgreSqlVersion.Major;
    }

    private static void RefuseNewer(GeoDatabase database, BackupFile backup, int server)
    {
        using var context = database.Context(database.Owner);
        if (!context.Database.GetMigrations().Contains(backup.Manifest.Migration))
            throw new RefusedException(new Fault("newer", backup.Path, null, null, null, $"It was made by a newer program, {backup.Manifest.Product}: this one does not know the migration {backup.Manifest.Migration}.", "Install that version of Geo, then restore it."));
        if (backup.Manifest.Postgres > server)
            throw new RefusedException(new Fault("newer", backup.Path, null, null, null, $"It was made on PostgreSQL {backup.Manifest.Postgres}, and the server is {server}.", $"Restore it on PostgreSQL {backup.Manifest.Postgres} or later."));
    }

    /// <summary>Makes an earlier state fit to be the present one: of this program's schema, with nothing running, and published anew.</summary>
    private static async Task<(IReadOnlyList<string> Migrated, long DataVersion)> RenewAsync(GeoDatabase earlier, string reason, DateTimeOffset now, long seen, CancellationToken cancellationToken)
    {
        var migrated = await Migrate.RunAsync(earlier, cancellationToken);
        await Catalogue.StoreAsync(earlier, cancellationToken);
        await using var connection = await earlier.Owner.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        object? version = null;
        foreach (var sql in SqlFile.Statements("Backup/RestoreBackup.sql"))
        {
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = reason }, new() { Value = now }, new() { Value = seen } } };
            version = await command.ExecuteScalarAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return (migrated, (long)version!);
    }

    private static string Told(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{moment.UtcDateTime:d MMMM yyyy HH:mm} UTC");
}
