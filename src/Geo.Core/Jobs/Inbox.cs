using System.Globalization;
using Geo.Core.Intake;

namespace Geo.Core.Jobs;

/// <summary>
/// The folder where partners drop their files: <c>inbox/SOURCE/</c>, which an SFTP server may serve. A file is taken when it is complete:
/// the same size over two looks, open for writing nowhere, and of no name that means under way. It goes to <c>done</c> or <c>refused</c>
/// beside it, with a report. A run that is killed leaves it where it is; taken in twice, it counts once.
/// </summary>
public static class Inbox
{
    /// <summary>The source of files as data.police.uk has them; the others are those of <see cref="SourceDescription"/>.</summary>
    public const string StreetLevel = "street-level";

    /// <summary>A description beside the files of a source that is not shipped.</summary>
    private const string Description = "source.yaml";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly string[] UnderWay = [".part", ".partial", ".filepart", ".tmp", ".crdownload"];

    public static string FolderOf(string dataFolder) => Path.Combine(dataFolder, "inbox");

    public static async Task<StepResult> TakeAsync(StepRun run, CancellationToken cancellationToken)
    {
        var folder = FolderOf(run.Folder);
        foreach (var source in SourceDescription.Shipped.Append(StreetLevel))
            Directory.CreateDirectory(Path.Combine(folder, source)); // so that it is seen where a file goes
        var (taken, refused, left, rows) = (0, 0, 0, 0L);
        foreach (var file in await CompleteAsync(folder, run.Time, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = $"{file.Directory!.Name}/{file.Name}";
            try
            {
                var report = await InboxFile.TakeAsync(run, file, cancellationToken);
                run.Say($"{name}: {(report.IsTaken ? $"taken in, {report.Rows:N0} rows" : $"refused, {report.Faults.Count:N0} fault(s); its report lies beside it")}.");
                await TellAsync(run, file, report, cancellationToken);
                File.WriteAllText(Beside(file, report) + ".txt", report.Text);
                file.MoveTo(Beside(file, report), overwrite: true);
                (taken, refused, rows) = (taken + (report.IsTaken ? 1 : 0), refused + (report.IsTaken ? 0 : 1), rows + report.Rows);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                run.Say($"{name}: left where it is. {error.Message}");
                left++;
            }
        }

        if (left > 0)
            throw new IOException($"{Files(left)} of the inbox could not be read or moved.");
        var told = string.Join(" ", new[] { taken > 0 ? $"Took in {Files(taken)} of the inbox, {rows.ToString("N0", CultureInfo.InvariantCulture)} rows." : "", refused > 0 ? $"Refused {Files(refused)}." : "" }.Where(text => text.Length > 0));
        return new(told, rows);
    }

    private static string Files(int count) => count == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} files");

    /// <summary>By the time it was written, so that a run that repeats it finds the same name.</summary>
    private static string Beside(FileInfo file, InboxReport report) => Path.Combine(
        Directory.CreateDirectory(Path.Combine(file.DirectoryName!, report.IsTaken ? "done" : "refused")).FullName,
        string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc:yyyyMMdd'T'HHmmss'Z'}-{file.Name}"));

    private static Task TellAsync(StepRun run, FileInfo file, InboxReport report, CancellationToken cancellationToken)
    {
        var source = file.Directory!.Name;
        return Findings.StoreAsync(
            run.Database, [FindingKind.RefusedFile], [source],
            report.IsTaken ? [] : [new(FindingKind.RefusedFile, source, null, $"A file for {source} was refused with {report.Faults.Count:N0} fault(s); inbox/{source}/refused has it with its report.")],
            run.Time.GetUtcNow(), cancellationToken);
    }

    /// <summary>The files that are complete, source by source in order of name.</summary>
    private static async Task<IReadOnlyList<FileInfo>> CompleteAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var first = Look(folder);
        if (first.Count == 0)
            return [];
        await Task.Delay(BetweenLooks, time, cancellationToken);
        var second = Look(folder).ToDictionary(file => file.FullName, StringComparer.Ordinal);
        var written = OpenForWriting(folder);
        return [.. first.Where(file => second.TryGetValue(file.FullName, out var again) && again.Length == file.Length && again.LastWriteTimeUtc == file.LastWriteTimeUtc && !written.Contains(file.FullName))];
    }

    private static List<FileInfo> Look(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateDirectories().OrderBy(source => source.Name, StringComparer.Ordinal)
            .SelectMany(source => source.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
            .Where(file => !file.Name.StartsWith('.') && file.Name != Description && !UnderWay.Contains(file.Extension.ToLowerInvariant())),
    ];

    /// <summary>Files that some process of this machine has open for writing, as far as this one may see that.</summary>
    private static HashSet<string> OpenForWriting(string folder)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        if (!OperatingSystem.IsLinux())
            return open;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            foreach (var descriptor in Unless([], () => Directory.GetFileSystemEntries(Path.Combine(process, "fd"))))
            {
                if (Unless(null, () => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName) is { } target && target.StartsWith(folder, StringComparison.Ordinal) && Unless(false, () => Writes(process, descriptor)))
                    open.Add(target);
            }
        }

        return open;
    }

    /// <summary>What is seen of a process, unless it is another user's or gone meanwhile.</summary>
    private static T Unless<T>(T gone, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return gone;
        }
    }

    private static bool Writes(string process, string descriptor)
    {
        var flags = File.ReadLines(Path.Combine(process, "fdinfo", Path.GetFileName(descriptor))).First(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return (Convert.ToInt32(flags[6..].Trim(), 8) & 3) != 0; // O_WRONLY or O_RDWR
    }

    /// <summary>How the files of a folder are described.</summary>
    /// <exception cref="RefusedException">There is no description.</exception>
    internal static SourceDescription DescriptionOf(DirectoryInfo source)
    {
        var own = Path.Combine(source.FullName, Description);
        if (File.Exists(own))
            return SourceDescription.Find(own);
        return SourceDescription.Shipped.Contains(source.Name) ? SourceDescription.Find(source.Name) : throw new RefusedException(new Fault(
            "unknown-source", $"inbox/{source.Name}", null, null, null, $"There is no description of such a source; there are {string.Join(", ", SourceDescription.Shipped.Append(StreetLevel))}.",
            $"Move the file into the folder of its source, or describe the source in inbox/{source.Name}/{Description}."));
    }
}
