using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core.Database;
using Geo.Core.Intake;
using Geo.Core.Refresh;

namespace Geo.Cli.Intake;

/// <summary>Tells what became of a partner's extracts, or what would.</summary>
internal static class ExtractDisplay
{
    public static async Task<int> ImportAsync(
        Shell shell, ParseResult asked, GeoDatabase database, SourceDescription source, IReadOnlyList<InputFile> files, string by, CancellationToken cancellationToken) => Tell(
            shell, asked,
            await ImportDisplay.ShowAsync(shell, progress => ImportExtract.RunAsync(database, source, files, by, shell.Time, progress, cancellationToken)), wasKept: true);

    public static int Tell(Shell shell, ParseResult asked, ExtractReport report, bool wasKept)
    {
        if (asked.GetValue(Commands.Json))
            shell.Json(Answer(report));
        else
            Tell(shell, report, wasKept);
        return report.Files.Any(file => file.Refusal is not null) ? ExitCode.Refused : ExitCode.Done;
    }

    private static void Tell(Shell shell, ExtractReport report, bool wasKept)
    {
        shell.Table(
            ["File", "Month", "Outcome", ">Rows", ">Not located", ">Set aside"],
            report.Files.SelectMany(file => file.Landed is { } landed
                ? landed.Months.Select(month => (string[])[file.File, $"{month.Month}", Outcome(month, wasKept), $"{month.Batch.RowsRead:N0}", $"{month.Batch.RowsNotLocated:N0}", $"{month.Batch.RowsQuarantined:N0}"])
                : [[file.File, "", "refused", "", "", ""]]));
        foreach (var problem in report.Files.SelectMany(file => file.Refusal?.Faults ?? []).Select(Problem.Of))
        {
            shell.Warn($"geo: {problem.Message}");
            if (problem.Remedy.Length > 0)
                shell.Warn($"     {problem.Remedy}");
        }

        foreach (var (file, landed) in report.Files.Where(file => file.Landed is not null).Select(file => (file.File, file.Landed!)))
        {
            if (landed.NotKept.Count > 0)
                shell.Say($"Columns of {file} that are not kept: {string.Join(", ", landed.NotKept)}");
            foreach (var missing in landed.Missing)
                shell.Say($"{missing.Records:N0} record(s) of {file} tell their place by {missing.Kind}, and no boundary set that is imported holds it (such as {missing.Example}): they are not located. Import one with: ./geo areas import FILE --kind {missing.Kind}");
            var setAside = landed.Months.Where(month => month.Batch.RowsQuarantined > 0).ToList();
            if (setAside.Count > 0 && wasKept)
                shell.Say($"{setAside.Sum(month => month.Batch.RowsQuarantined):N0} row(s) of {file} set aside and not counted; see them with: ./geo batches --quarantine {setAside[0].Batch.Id}");
        }

        if (report.DemonstrationRemoved)
            shell.Say("The demonstration data was removed: the database now holds real data.");
    }

    private static string Outcome(LandedMonth month, bool wasKept) => month.State switch
    {
        LandedState.New => wasKept ? $"new: batch {month.Batch.Id}" : "would be new",
        LandedState.Replaced => wasKept ? $"batch {month.Batch.Id} replaces batch {month.Superseded?.Id}" : $"would replace batch {month.Superseded?.Id}",
        _ => $"unchanged since batch {month.Batch.Id}",
    };

    private static object Answer(ExtractReport report) => new
    {
        files = report.Files.Select(file => new
        {
            file.File,
            outcome = file.Landed is null ? "refused" : "taken-in",
            months = file.Landed?.Months.Select(month => new
            {
                month = $"{month.Month}",
                state = month.State switch { LandedState.New => "new", LandedState.Replaced => "replaced", _ => "unchanged" },
                batch = month.Batch.Id, replacedBatch = month.Superseded?.Id, month.Batch.RowsRead, month.Batch.RowsNotLocated, month.Batch.RowsQuarantined,
            }),
            notKept = file.Landed?.NotKept,
            missingPolygons = file.Landed?.Missing,
            faults = file.Refusal?.Faults ?? [],
        }),
        report.DemonstrationRemoved,
    };
}
