using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core;
using Geo.Core.Backup;

namespace Geo.Cli.Backup;

/// <summary><c>geo backup</c></summary>
internal static class BackupCommand
{
    public static Command Make(Shell shell)
    {
        var to = new Option<string?>("--to") { Description = "A file, where it ends in .dump, or a folder; without it the folder backups of GEO_DATA_DIR.", HelpName = "FILE|FOLDER" };
        return new Command("backup", "Back up the database into a dump with a manifest beside it. It is used on meanwhile.") { to }.Does(shell, async (asked, database, cancellationToken) =>
        {
            var place = asked.GetValue(to) ?? Folder(shell);
            var path = Path.GetFullPath(place.EndsWith(BackupFile.Ending, StringComparison.Ordinal) ? place : BackupFolder.NewPath(place, shell.Time.GetUtcNow()));
            var made = await MakeBackup.RunAsync(database, path, shell.Time, shell.Setting("PATH"), cancellationToken);
            if (asked.GetValue(Commands.Json))
            {
                shell.Json(made);
                return ExitCode.Done;
            }

            shell.Say($"Backed up to {made.Path}: {made.Manifest.Rows:N0} rows in {made.Manifest.Tables.Count} tables, {made.Manifest.Bytes / 1e6:N1} MB.");
            shell.Say("Keep it as safe as the database, with the manifest beside it: it holds the key that references and persons are hashed with. Files of your own (feeds, alerts, schedules, sources, dashboards) are not in it.");
            return ExitCode.Done;
        });
    }

    /// <summary>Where backups are kept unless another place is named.</summary>
    private static string Folder(Shell shell) => shell.DataFolder is { } folder ? BackupFolder.Of(folder)
        : throw new RefusedException(new Fault("no-data-folder", "GEO_DATA_DIR", null, null, null, "There is no folder for backups.", "Name a place with --to, or start commands with ./geo."));
}
