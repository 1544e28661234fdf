using System.Globalization;

namespace Geo.Core.Jobs;

/// <summary>Removes what is kept no longer: runs after two years, those that found nothing to do after a week, cleared findings and resolved alerts after two years, files of the inbox after 90 days.</summary>
public static class TidyUp
{
    private const int DaysOfIdleRuns = 7;
    private const int DaysOfFiles = 90;

    private static readonly string[] Folders = ["done", "refused"];

    public static async Task<StepResult> RunAsync(StepRun run, CancellationToken cancellationToken)
    {
        var now = run.Time.GetUtcNow();
        await using var command = run.Database.Writer.CreateCommand(
            """
            with runs as (delete from jobs.run where ended_at < $1 or (ended_at < $2 and ((outcome = 'done' and message = '') or outcome = 'skipped')) returning 1),
                 findings as (delete from jobs.finding where cleared_at < $1 returning 1),
                 alerts as (delete from jobs.alert where resolved_at < $1 returning 1)
            select (select count(*) from runs) + (select count(*) from findings) + (select count(*) from alerts)
            """);
        command.Parameters.Add(new() { Value = now.AddMonths(-RunLog.KeptMonths) });
        command.Parameters.Add(new() { Value = now.AddDays(-DaysOfIdleRuns) });
        var rows = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        var files = Old(Inbox.FolderOf(run.Folder), now.AddDays(-DaysOfFiles).UtcDateTime);
        foreach (var file in files)
            file.Delete();
        return new(rows + files.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Removed {rows:N0} old entries of the log and {files.Count:N0} old files."), rows);
    }

    private static List<FileInfo> Old(string inbox, DateTime before) => !Directory.Exists(inbox) ? [] :
    [
        .. new DirectoryInfo(inbox).EnumerateDirectories().SelectMany(source => Folders.Select(name => new DirectoryInfo(Path.Combine(source.FullName, name)))).Where(folder => folder.Exists)
            .SelectMany(folder => folder.EnumerateFiles()).Where(file => file.CreationTimeUtc < before),
    ];
}
