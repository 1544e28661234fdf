using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core;
using Geo.Core.Database;
using Geo.Core.Refresh;
using Microsoft.EntityFrameworkCore;

namespace Geo.Cli.Intake;

/// <summary><c>geo batches</c></summary>
internal static class BatchesCommand
{
    public static Command Make(Shell shell)
    {
        var quarantine = Given.Whole("--quarantine", "The rows of this batch that were set aside, with the reasons.", "ID");
        var undo = Given.Whole("--undo", "Undo this batch, with the other months that its file brought: what counted before counts again, and the history keeps both.", "ID");
        var onlyMonth = new Option<bool>("--only-month") { Description = "With --undo: this month alone, whatever else its file brought." };
        return new Command("batches", "What was imported: the batches that count, and those that were replaced or undone.") { quarantine, undo, onlyMonth }
            .Does(shell, (asked, database, cancellationToken) => (asked.GetValue(quarantine), asked.GetValue(undo)) switch
            {
                ({ } id, _) => QuarantineAsync(shell, database, id, asked.GetValue(Commands.Json), cancellationToken),
                (_, { } id) => UndoAsync(shell, database, id, !asked.GetValue(onlyMonth), asked.GetValue(Commands.Json), cancellationToken),
                _ => ListAsync(shell, database, asked.GetValue(Commands.Json), cancellationToken),
            });
    }

    private static async Task<int> UndoAsync(Shell shell, GeoDatabase database, int id, bool wholeFile, bool json, CancellationToken cancellationToken)
    {
        var undone = await UndoBatch.RunAsync(database, id, wholeFile, Environment.UserName, shell.Time, cancellationToken);
        if (json)
        {
            shell.Json(new { undone.Source, undone.File, months = undone.Months.Select(month => new { month = $"{month.Month}", month.Batch, month.Records, month.Before, month.RecordsBefore, month.Restored }) });
            return ExitCode.Done;
        }

        shell.Table(
            ["Month", ">Undone batch", ">Records", "Counts now", ">Records"],
            undone.Months.Select(month => (string[])[$"{month.Month}", $"{month.Batch}", $"{month.Records:N0}", month.Restored is { } now ? $"batch {now}, as batch {month.Before} was" : "nothing", $"{month.RecordsBefore:N0}"]));
        shell.Say($"{undone.File} can be imported again; what was known while it counted is told by --as-at.");
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(Shell shell, GeoDatabase database, bool json, CancellationToken cancellationToken)
    {
        await using var context = database.Context(database.Reader);
        var batches = await (
            from batch in context.Batches
            join source in context.Sources on batch.SourceId equals source.Id
            orderby source.Slug, batch.Month, batch.Id
            select new
            {
                batch.Id, Source = source.Slug, source.Agency, source.IsDemonstration, batch.Month, File = batch.FileName, batch.RowsRead, batch.RowsAccepted, batch.RowsNotLocated,
                batch.RowsQuarantined, batch.RepeatedReferences, batch.LoadedBy, batch.PublishedAt, batch.SupersededAt, batch.SupersededBy, batch.UndoneBy, batch.Restores,
            }).ToListAsync(cancellationToken);
        if (json)
        {
            shell.Json(new { batches });
            return ExitCode.Done;
        }

        if (batches.Count == 0)
        {
            shell.Say("Nothing was imported yet; import street-level files with: ./geo import PATH...");
            return ExitCode.Done;
        }

        shell.Table(
            [">Batch", "Source", "Month", ">Rows", ">Not located", ">Set aside", "Loaded (UTC)", "By", "Counts"],
            batches.Select(batch => (string[])
            [
                $"{batch.Id}", batch.Source, $"{batch.Month:yyyy-MM}", $"{batch.RowsRead:N0}", $"{batch.RowsNotLocated:N0}", $"{batch.RowsQuarantined:N0}",
                $"{batch.PublishedAt:yyyy-MM-dd HH:mm}", batch.LoadedBy,
                batch.UndoneBy is { } undoneBy ? $"no: undone by {undoneBy}" : batch.SupersededBy is { } by ? $"no: replaced by batch {by}" : batch.Restores is { } again ? $"yes: batch {again} again" : "yes",
            ]));
        return ExitCode.Done;
    }

    private static async Task<int> QuarantineAsync(Shell shell, GeoDatabase database, int id, bool json, CancellationToken cancellationToken)
    {
        var rows = (await Quarantine.FindAsync(database, id, withRaw: true, cancellationToken)
            ?? throw new RefusedException(new Fault("unknown-batch", "--quarantine", null, null, $"{id}", "There is no such batch.", "List them with: ./geo batches"))).Rows;
        if (json)
        {
            shell.Json(new { batch = id, rows });
            return ExitCode.Done;
        }

        if (rows.Count == 0)
            shell.Say($"No row of batch {id} was set aside.");
        else
            shell.Table([">Line", "Column", "Value", "Reason"], rows.Select(row => (string[])[$"{row.RowNumber}", row.ColumnName, row.Value, row.Reason]));
        return ExitCode.Done;
    }
}
