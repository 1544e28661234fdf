using System.Globalization;
using System.Text;
using Geo.Core.Intake;
using Geo.Core.Refresh;

namespace Geo.Core.Jobs;

/// <summary>What became of a file of the inbox.</summary>
/// <param name="Text">For whoever sent it.</param>
internal sealed record InboxReport(bool IsTaken, long Rows, IReadOnlyList<Fault> Faults, string Text);

/// <summary>Takes in one file of the inbox.</summary>
internal static class InboxFile
{
    private const string By = "inbox";

    public static async Task<InboxReport> TakeAsync(StepRun run, FileInfo file, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{file.Directory!.Name}/{file.Name}, {file.Length:N0} bytes, looked at {run.Time.GetUtcNow():yyyy-MM-dd HH:mm} UTC\n\n");
        var lines = new List<string>();
        var faults = new List<Fault>();
        var rows = 0L;
        try
        {
            if (file.LinkTarget is not null)
                throw new RefusedException(new Fault("link", file.Name, null, null, null, "It is a link and no file.", "Send the file itself."));
            rows = file.Directory.Name == Inbox.StreetLevel
                ? await StreetLevelAsync(run, file, lines, faults, cancellationToken)
                : await ExtractAsync(run, file, lines, faults, cancellationToken);
        }
        catch (RefusedException refusal)
        {
            faults.AddRange(refusal.Faults);
        }

        text.Append(faults.Count == 0 ? "Taken in.\n" : lines.Count == 0 ? "Refused; nothing of it is stored.\n" : "Refused in part.\n");
        foreach (var line in lines)
            text.Append("  ").Append(line).Append('\n');
        foreach (var fault in faults)
            text.Append("- ").Append(fault).Append('\n');
        return new(faults.Count == 0, rows, faults, text.ToString());
    }

    private static async Task<long> StreetLevelAsync(StepRun run, FileInfo file, List<string> lines, List<Fault> faults, CancellationToken cancellationToken)
    {
        using var found = FindFiles.In([file.FullName]);
        if (found.Files.Count == 0)
            throw new RefusedException(new Fault("no-street-file", file.Name, null, null, null, "There is no street-level file (…-street.csv) in it.", "Send files as data.police.uk has them."));
        var report = await ImportRecords.RunAsync(run.Database, found.Files, By, run.Time, new Progress(run), cancellationToken);
        faults.AddRange(report.Files.SelectMany(outcome => outcome.Refusal?.Faults ?? []));
        var landed = report.Files.Select(outcome => outcome.Landed).OfType<LandedFile>().ToList();
        lines.AddRange(landed.Select(one => Line(Month.Of(one.Batch.Month), one.State, one.Batch)));
        return landed.Where(one => one.State != LandedState.AlreadyImported).Sum(one => (long)one.Batch.RowsRead);
    }

    private static async Task<long> ExtractAsync(StepRun run, FileInfo file, List<string> lines, List<Fault> faults, CancellationToken cancellationToken)
    {
        var source = Inbox.DescriptionOf(file.Directory!);
        var report = await ImportExtract.RunAsync(run.Database, source, ExtractFiles.Of([file.FullName]), By, run.Time, new Progress(run), cancellationToken);
        faults.AddRange(report.Files.SelectMany(outcome => outcome.Refusal?.Faults ?? []));
        var landed = report.Files.SelectMany(outcome => outcome.Landed?.Months ?? []).ToList();
        lines.AddRange(landed.Select(one => Line(one.Month, one.State, one.Batch)));
        return landed.Where(one => one.State != LandedState.AlreadyImported).Sum(one => (long)one.Batch.RowsRead);
    }

    private static string Line(Month month, LandedState state, Batch batch)
    {
        var became = state switch { LandedState.New => "new", LandedState.Replaced => "takes the place of an earlier file", _ => "was there already" };
        return string.Create(CultureInfo.InvariantCulture, $"{month}: {became}; {batch.RowsRead:N0} rows, {batch.RowsNotLocated:N0} not located, {batch.RowsQuarantined:N0} set aside (batch {batch.Id})");
    }

    internal sealed class Progress(StepRun run) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => run.Tell($"{value.File}: {value.Step}", value.Rows);
    }
}
