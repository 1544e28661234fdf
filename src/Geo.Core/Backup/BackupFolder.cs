using System.Globalization;

namespace Geo.Core.Backup;

/// <summary>The folder of backups below <c>GEO_DATA_DIR</c>. A dump there is whole; one that is being written ends in .part, and one whose check failed in .failed.dump.</summary>
public static class BackupFolder
{
    /// <summary>Of so many days and weeks that have a backup one is kept.</summary>
    private const int Days = 7;
    private const int Weeks = 4;

    private const string Failed = ".failed";
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan LeftAfter = TimeSpan.FromHours(1);

    public static string Of(string dataFolder) => Path.Combine(dataFolder, "backups");

    /// <summary>The path of a backup that is made now.</summary>
    public static string NewPath(string folder, DateTimeOffset now) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"geo-{now.UtcDateTime:yyyy-MM-dd-HHmmss}{BackupFile.Ending}"));

    /// <summary>Those that are whole, the latest first; not those whose check failed.</summary>
    public static IReadOnlyList<BackupFile> All(string folder) =>
        [.. Dumps(folder).Where(path => !IsFailed(path) && File.Exists(BackupFile.ManifestOf(path))).Select(BackupFile.Open).OrderByDescending(backup => backup.Manifest.MadeAt)];

    /// <summary>When the latest was made that was restored and found equal; null where there is none. Not one that a clock dated ahead.</summary>
    public static DateTimeOffset? LatestChecked(string dataFolder, DateTimeOffset now) => All(Of(dataFolder)).FirstOrDefault(backup => backup.Manifest.CheckedAt is not null && backup.Manifest.MadeAt <= now)?.Manifest.MadeAt;

    /// <summary>For its owner alone to read.</summary>
    internal static FileStream NewFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnFile;
        return new(path, options);
    }

    internal static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnFile | UnixFileMode.UserExecute);
    }

    /// <summary>Removes what backups left that were killed: what nobody has written to for an hour.</summary>
    internal static void ClearLeftovers(string folder, DateTimeOffset now)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "geo-*.part").Concat(Directory.EnumerateFiles(folder, "geo-*.json").Where(path => !File.Exists(path[..^".json".Length]))))
        {
            if (File.GetLastWriteTimeUtc(path) < (now - LeftAfter).UtcDateTime)
                File.Delete(path);
        }
    }

    /// <summary>Keeps a backup whose check failed under another name.</summary>
    internal static void SetAside(BackupFile backup)
    {
        var path = backup.Path[..^BackupFile.Ending.Length] + Failed + BackupFile.Ending;
        File.Move(backup.Path, path);
        File.Move(BackupFile.ManifestOf(backup.Path), BackupFile.ManifestOf(path));
    }

    /// <summary>Removes what is not the best of one of the last seven days or four weeks that have a backup, and after four weeks those whose check failed.</summary>
    /// <returns>How many.</returns>
    internal static int RemoveOld(string folder, DateTimeOffset now)
    {
        var all = All(folder).Where(backup => backup.Manifest.MadeAt <= now).ToList(); // one that a clock dated ahead stays until then
        var kept = Kept([.. all.Select(backup => (backup.Manifest.MadeAt, backup.Manifest.CheckedAt is not null))]);
        var old = all.Where(backup => !kept.Contains(backup.Manifest.MadeAt)).Select(backup => backup.Path)
            .Concat(Dumps(folder).Where(path => IsFailed(path) && File.GetLastWriteTimeUtc(path) < now.AddDays(-7 * Weeks).UtcDateTime)).ToList();
        foreach (var path in old)
        {
            File.Delete(path);
            File.Delete(BackupFile.ManifestOf(path));
        }

        return old.Count;
    }

    /// <summary>The latest, and of each day and week the latest that was checked or, where none was, the latest.</summary>
    /// <param name="latestFirst">When each was made.</param>
    internal static IReadOnlySet<DateTimeOffset> Kept(IReadOnlyList<(DateTimeOffset MadeAt, bool IsChecked)> latestFirst)
    {
        IEnumerable<DateTimeOffset> BestOf<T>(Func<DateTime, T> span, int most) => latestFirst.GroupBy(backup => span(backup.MadeAt.UtcDateTime)).Take(most).Select(backups => backups.OrderByDescending(backup => backup.IsChecked).First().MadeAt);
        return latestFirst.Take(1).Select(backup => backup.MadeAt)
            .Concat(BestOf(moment => moment.Date, Days)).Concat(BestOf(moment => (ISOWeek.GetYear(moment), ISOWeek.GetWeekOfYear(moment)), Weeks)).ToHashSet();
    }

    private static IEnumerable<string> Dumps(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"geo-*{BackupFile.Ending}") : [];

    private static bool IsFailed(string path) => path.EndsWith(Failed + BackupFile.Ending, StringComparison.Ordinal);
}
