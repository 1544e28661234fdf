using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core;
using Geo.Core.Database;
using Geo.Core.Intake;
using Geo.Core.Refresh;

namespace Geo.Cli.Intake;

/// <summary><c>geo import</c></summary>
internal static class ImportCommand
{
    private const int PassedOverTold = 10;

    public static Command Make(Shell shell)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files, folders or ZIPs as downloaded from data.police.uk; with --source, files of that partner (CSV or .xlsx).", Arity = ArgumentArity.OneOrMore };
        var by = new Option<string>("--loaded-by") { Description = "Whom the batches name as having loaded them.", DefaultValueFactory = _ => Environment.UserName };
        var source = new Option<string?>("--source") { Description = $"Take in extracts of a partner as this description says ({string.Join(", ", SourceDescription.Shipped)}, or a YAML file).", HelpName = "NAME" };
        var expect = Given.Whole("--expect", "With --source: refuse the file when it holds another number of records than this, by its sender's word.", "N");
        return new Command("import", "Take in street-level files or a partner's extracts; a month that is there already is replaced, the same content is left alone.") { paths, source, expect, by }
            .Does(shell, async (asked, database, cancellationToken) =>
            {
                if (asked.GetValue(source) is { } name)
                    return await ExtractDisplay.ImportAsync(shell, asked, database, SourceDescription.Find(name), ExtractFiles.Of(asked.GetRequiredValue(paths), asked.GetValue(expect)), asked.GetRequiredValue(by), cancellationToken);
                if (asked.GetValue(expect) is not null)
                    throw new RefusedException(new Fault("control-total", "--expect", null, null, null, "The number of records is said of a partner's extract.", "Name its source: --source NAME."));
                using var found = FindFiles.In(asked.GetRequiredValue(paths));
                if (found.Files.Count == 0)
                {
                    shell.Warn("geo: there is no street-level file (…-street.csv) in what was named");
                    TellPassedOver(shell, found.PassedOver);
                    return ExitCode.Refused;
                }

                var report = await ImportDisplay.ShowAsync(shell, progress =>
                    ImportRecords.RunAsync(database, found.Files, asked.GetRequiredValue(by), shell.Time, progress, cancellationToken));
                if (asked.GetValue(Commands.Json))
                    shell.Json(Answer(report, found.PassedOver));
                else
                    Tell(shell, report, found.PassedOver);
                return report.Files.Any(file => file.Refusal is not null) ? ExitCode.Refused : ExitCode.Done;
            });
    }

    public static void Tell(Shell shell, ImportReport report, IReadOnlyList<string> passedOver)
    {
        shell.Table(
            ["File", "Month", "Force", "Outcome", ">Rows", ">Not located", ">Set aside"],
            report.Files.Select(file => file.Landed is { } landed
                ? [file.File, $"{landed.Batch.Month:yyyy-MM}", landed.Source.Agency, Outcome(landed), $"{landed.Batch.RowsRead:N0}", $"{landed.Batch.RowsNotLocated:N0}", $"{landed.Batch.RowsQuarantined:N0}"]
                : (string[])[file.File, "", "", "refused", "", "", ""]));
        foreach (var fault in report.Files.SelectMany(file => file.Refusal?.Faults ?? []))
        {
            var problem = Problem.Of(fault);
            shell.Warn($"geo: {problem.Message}");
            if (problem.Remedy.Length > 0)
                shell.Warn($"     {problem.Remedy}");
        }

        foreach (var landed in report.Files.Select(file => file.Landed).OfType<LandedFile>().Where(landed => landed.Batch.RowsQuarantined > 0))
            shell.Say($"{landed.Batch.RowsQuarantined:N0} row{(landed.Batch.RowsQuarantined == 1 ? "" : "s")} of {landed.File} set aside and not counted; see them with: ./geo batches --quarantine {landed.Batch.Id}");
        if (report.DemonstrationRemoved)
            shell.Say("The demonstration data was removed: the database now holds real data.");
        TellPassedOver(shell, passedOver);
    }

    private static void TellPassedOver(Shell shell, IReadOnlyList<string> passedOver)
    {
        if (passedOver.Count == 0)
            return;
        var more = passedOver.Count > PassedOverTold ? $" and {passedOver.Count - PassedOverTold:N0} more" : "";
        shell.Say($"Passed over, being no street-level files: {string.Join(", ", passedOver.Take(PassedOverTold))}{more}");
    }

    private static string Outcome(LandedFile landed) => landed.State switch
    {
        LandedState.New => $"new: batch {landed.Batch.Id}",
        LandedState.Replaced => $"batch {landed.Batch.Id} replaces batch {landed.Superseded?.Id}",
        _ => $"already imported as batch {landed.Batch.Id}",
    };

    public static object Answer(ImportReport report, IReadOnlyList<string> passedOver) => new
    {
        files = report.Files.Select(file => new
        {
            file.File,
            outcome = file.Landed is { } landed ? landed.State switch { LandedState.New => "new", LandedState.Replaced => "replaced", _ => "already-imported" } : "refused",
            batch = file.Landed?.Batch.Id,
            month = file.Landed is { } of ? $"{of.Batch.Month:yyyy-MM}" : null,
            force = file.Landed?.Source.Agency,
            replacedBatch = file.Landed?.Superseded?.Id,
            rowsRead = file.Landed?.Batch.RowsRead,
            rowsNotLocated = file.Landed?.Batch.RowsNotLocated,
            rowsQuarantined = file.Landed?.Batch.RowsQuarantined,
            faults = file.Refusal?.Faults ?? [],
        }),
        report.DemonstrationRemoved,
        passedOver,
    };
}
