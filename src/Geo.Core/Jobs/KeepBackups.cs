using System.Globalization;
using Geo.Core.Backup;

namespace Geo.Core.Jobs;

/// <summary>Backs the database up, proves the backup by restoring it beside, and removes old ones. A machine that cannot do so says it and has not failed: it is backed up where its database runs.</summary>
public sealed class KeepBackups : Job
{
    public override string Slug => "backup";

    public override string Name => "Backup";

    public override string Description => "Backs the database up into the folder backups, restores the backup into a scratch database and compares every row, and keeps the last seven daily and four weekly ones.";

    public override IReadOnlyList<string> Inputs => ["the database"];

    public override TimeSpan TimeLimit => TimeSpan.FromHours(4);

    public override bool RenewsFigures => false;

    public override IReadOnlyList<Step> Steps => [new("back up", BackUpAsync), new("check the backup", CheckAsync), new("remove old backups", RemoveOld)];

    private static async Task<StepResult> BackUpAsync(StepRun run, CancellationToken cancellationToken)
    {
        try
        {
            var made = await MakeBackup.RunAsync(run.Database, BackupFolder.NewPath(FolderOf(run), run.Time.GetUtcNow()), run.Time, run.Host.Programs, cancellationToken);
            return new(string.Create(CultureInfo.InvariantCulture, $"Backed up to {Path.GetFileName(made.Path)}, {made.Manifest.Bytes / 1e6:N1} MB."), made.Manifest.Rows);
        }
        catch (RefusedException refused) when (refused.Faults[0].Code == PostgresProgram.Missing)
        {
            return new($"Skipped: {JobTrouble.Told(refused)}");
        }
    }

    /// <summary>Of the latest backup, unless it was checked before; one that a clock dated ahead keeps no other from being checked.</summary>
    private static async Task<StepResult> CheckAsync(StepRun run, CancellationToken cancellationToken)
    {
        if (BackupFolder.All(FolderOf(run)).FirstOrDefault(backup => backup.Manifest.MadeAt <= run.Time.GetUtcNow()) is not { Manifest.CheckedAt: null } latest)
            return new("");
        try
        {
            var proved = await CheckBackup.RunAsync(run.Database, latest, run.Time, run.Host.Programs, step => run.Tell(step, 0), cancellationToken);
            return new(string.Create(CultureInfo.InvariantCulture, $"Restored it beside: {proved.Manifest.Rows:N0} rows in {proved.Manifest.Tables.Count} tables, each as backed up."), proved.Manifest.Rows);
        }
        catch (RefusedException refused) when (refused.Faults[0].Code is DatabaseBeside.NotAllowed or PostgresProgram.Missing)
        {
            return new($"Not checked: {JobTrouble.Told(refused)}");
        }
    }

    private static Task<StepResult> RemoveOld(StepRun run, CancellationToken cancellationToken)
    {
        var removed = BackupFolder.RemoveOld(FolderOf(run), run.Time.GetUtcNow());
        return Task.FromResult(new StepResult(removed == 0 ? "" : $"Removed {removed} old {(removed == 1 ? "backup" : "backups")}."));
    }

    private static string FolderOf(StepRun run) => BackupFolder.Of(run.Folder);
}
