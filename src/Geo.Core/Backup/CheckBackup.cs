using Geo.Core.Database;

namespace Geo.Core.Backup;

/// <summary>Proves a backup by restoring it into a scratch database, which is dropped afterwards; one that a killed check left is dropped by the next.</summary>
public static class CheckBackup
{
    /// <summary>The end of the scratch database's name.</summary>
    internal const string Suffix = "backup_check";

    /// <summary>What keeps a backup from being checked, and says nothing against it.</summary>
    private static readonly string[] Hindrances = [PostgresProgram.Missing, PostgresProgram.Lost, "old-program", DatabaseBeside.NotAllowed, "no-postgis", "no-room"];

    /// <returns>The backup, its manifest saying when it was checked.</returns>
    /// <exception cref="RefusedException">It could not be checked; or it is no good, and is kept under another name.</exception>
    public static async Task<BackupFile> RunAsync(GeoDatabase database, BackupFile backup, TimeProvider time, string? programs, Action<string> tell, CancellationToken cancellationToken)
    {
        try
        {
            await using var scratch = await RestoreBackup.FilledAsync(database, Suffix, backup, programs, tell, cancellationToken);
        }
        catch (RefusedException refused) when (!Hindrances.Contains(refused.Faults[0].Code))
        {
            BackupFolder.SetAside(backup);
            throw;
        }

        var proved = backup with { Manifest = backup.Manifest with { CheckedAt = time.GetUtcNow() } };
        await proved.Manifest.WriteAsync(BackupFile.ManifestOf(proved.Path), cancellationToken);
        return proved;
    }
}
