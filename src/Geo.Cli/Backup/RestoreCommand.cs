using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core;
using Geo.Core.Backup;
using Geo.Core.Database;

namespace Geo.Cli.Backup;

/// <summary><c>geo restore</c></summary>
internal static class RestoreCommand
{
    private const int BackupsTold = 5;

    public static Command Make(Shell shell)
    {
        var file = new Argument<string?>("FILE") { Description = "A backup: its dump, with the manifest beside it.", Arity = ArgumentArity.ZeroOrOne };
        var yes = new Option<bool>("--yes") { Description = "Do it. Without it nothing is changed." };
        var back = new Option<bool>("--back") { Description = "Instead of a backup put the database back that the latest restored one took the place of." };
        var dropOld = new Option<bool>("--drop-old") { Description = "Drop the databases that restored ones took the place of." };
        return new Command("restore", "Restore a backup beside the database, compare every row with its manifest, and put it in place. What was there before is kept.") { file, yes, back, dropOld }
            .Does(shell, async (asked, database, cancellationToken) =>
            {
                var (path, goesBack, drops) = (asked.GetValue(file), asked.GetValue(back), asked.GetValue(dropOld));
                if (path is null && !goesBack && !drops)
                    throw Which(shell);
                if (path is not null && goesBack)
                    throw new RefusedException(new Fault("both", "--back", null, null, null, "Either a backup is restored, or what was there before is put back.", "Leave out one of the two."));
                var backup = path is null ? null : BackupFile.Open(Path.GetFullPath(path));
                if (!asked.GetValue(yes))
                    throw NotYet(backup, goesBack);
                var restored = backup is not null ? await RestoreBackup.RunAsync(database, backup, shell.Time, shell.Setting("PATH"), shell.Warn, cancellationToken)
                    : goesBack ? await RestoreBackup.BackAsync(database, shell.Time, cancellationToken) : null;
                var dropped = drops ? await RestoreBackup.DropKeptAsync(database, cancellationToken) : [];
                Tell(shell, asked.GetValue(Commands.Json), backup, restored, dropped);
                return ExitCode.Done;
            });
    }

    private static RefusedException Which(Shell shell)
    {
        var backups = shell.DataFolder is { } folder ? BackupFolder.All(BackupFolder.Of(folder)) : [];
        return new(new Fault(
            "which", "FILE", null, null, null, "Which backup?",
            backups.Count == 0 ? "There is none yet; ./geo backup makes one." : $"There are: {string.Join(", ", backups.Take(BackupsTold).Select(backup => backup.Path + (backup.Manifest.CheckedAt is null ? "" : " (checked)")))}."));
    }

    private static RefusedException NotYet(BackupFile? backup, bool goesBack) => new(new Fault(
        "not-confirmed", "--yes", null, null, null,
        backup is not null ? $"Nothing is changed yet. The state of {backup.Manifest.MadeAt.UtcDateTime:d MMMM yyyy HH:mm} UTC, {backup.Manifest.Rows:N0} rows in {backup.Manifest.Tables.Count} tables, would take the place of what is there, and that would be kept."
            : goesBack ? "Nothing is changed yet. What was there before the latest restore would take the place of what is there, and that would be kept."
            : "Nothing is changed yet. The databases that restored ones took the place of would be gone.",
        "Add --yes."));

    private static void Tell(Shell shell, bool json, BackupFile? backup, RestoredBackup? restored, IReadOnlyList<string> dropped)
    {
        if (json)
        {
            shell.Json(new { backup?.Path, restored, dropped });
            return;
        }

        if (restored is not null)
            shell.Say(backup is null ? "What was there before is back." : $"Restored the state of {backup.Manifest.MadeAt.UtcDateTime:d MMMM yyyy HH:mm} UTC: {backup.Manifest.Rows:N0} rows in {backup.Manifest.Tables.Count} tables, each as backed up.");
        if (restored?.Migrated.Count > 0)
            shell.Say($"It was brought up to date: {string.Join(", ", restored.Migrated)}.");
        if (restored is not null && !dropped.Contains(restored.Kept))
            shell.Say($"What it took the place of is kept as the database {restored.Kept}; ./geo restore --back --yes puts it back, ./geo restore --drop-old --yes drops it.");
        if (dropped.Count > 0)
            shell.Say($"Dropped: {string.Join(", ", dropped)}.");
    }
}
