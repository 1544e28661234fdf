using System.Globalization;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Intake;
using Geo.Core.Records;
using Microsoft.EntityFrameworkCore;

namespace Geo.Core.Refresh;

/// <summary>The rows of a batch that were set aside, with the reasons.</summary>
/// <param name="Rows">In the order of the file. Without what identifies anybody: that is never kept.</param>
/// <param name="HasRaw">Whether the rows themselves are told.</param>
public sealed record Quarantine(Source Source, Batch Batch, IReadOnlyList<QuarantinedRow> Rows, bool HasRaw)
{
    private static readonly ExportColumn[] Columns =
        [new("line", ColumnKind.Plain), new("column", ColumnKind.Text), new("value", ColumnKind.Text), new("code", ColumnKind.Text), new("reason", ColumnKind.Text), new("raw", "Row as it stands in the file", ColumnKind.Text)];

    public Month Month => Month.Of(Batch.Month);

    /// <summary>What the rows are, in one line.</summary>
    public string Explanation =>
        $"Rows of {Batch.FileName} that were set aside when batch {Batch.Id} ({Source.Agency}, {Source.Feed}, {Month}) was taken in, and are not counted. {Withheld}";

    private string Withheld => HasRaw ? "What identifies a record or a person is left out (…)." : "The rows themselves are told only on the machine that runs Geo.";

    /// <summary>Null where there is no such batch.</summary>
    /// <param name="withRaw">Whether whoever asks may see a partner's rows; those of street-level files are published.</param>
    public static async Task<Quarantine?> FindAsync(GeoDatabase database, int batchId, bool withRaw, CancellationToken cancellationToken)
    {
        await using var context = database.Context(database.Reader);
        if (await context.Batches.AsNoTracking().FirstOrDefaultAsync(batch => batch.Id == batchId, cancellationToken) is not { } batch)
            return null;
        var source = await context.Sources.AsNoTracking().FirstAsync(source => source.Id == batch.SourceId, cancellationToken);
        var rows = await context.Quarantine.AsNoTracking().Where(row => row.BatchId == batchId).OrderBy(row => row.RowNumber).ToListAsync(cancellationToken);
        return new(source, batch, rows, withRaw || source.Classification == Catalogue.StreetLevel);
    }

    public ExportTable Table() => new()
    {
        FileName = string.Create(CultureInfo.InvariantCulture, $"set-aside-batch-{Batch.Id}"), Title = $"{Rows.Count:N0} of {Batch.RowsRead:N0} rows of {Batch.FileName} were set aside",
        Columns = Columns, Explanation = Explanation, IsDemonstration = Source.IsDemonstration,
        Rows = Rows.Select((row, i) => new ExportRow([row.RowNumber, row.ColumnName, row.Value, row.Code, row.Reason, HasRaw ? row.Raw.TrimEnd('\r', '\n') : null]) { BearsExplanation = i == 0 }),
        About =
        [
            new("Source", $"{Source.Agency}, {Source.Feed}{(Source.Licence.Length > 0 ? $" ({Source.Licence})" : "")}"), new("File", Batch.FileName), new("Month", $"{Month}"),
            new("Batch", string.Create(CultureInfo.InvariantCulture, $"{Batch.Id}, taken in {Batch.PublishedAt.UtcDateTime:d MMMM yyyy HH:mm} UTC by {Batch.LoadedBy}")),
            new("Rows", $"{Batch.RowsRead:N0} read, {Batch.RowsAccepted:N0} taken in, {Batch.RowsQuarantined:N0} set aside"), new("Protection", Withheld),
        ],
    };
}
