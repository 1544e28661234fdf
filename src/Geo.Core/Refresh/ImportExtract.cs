using Geo.Core.Database;
using Geo.Core.Intake;
using Geo.Core.Records;

namespace Geo.Core.Refresh;

/// <summary>What became of one extract: it was taken in, or refused.</summary>
public sealed record ExtractOutcome(string File, LandedExtract? Landed, RefusedException? Refusal);

public sealed record ExtractReport(IReadOnlyList<ExtractOutcome> Files, bool DemonstrationRemoved);

/// <summary>Takes extracts of a partner into the records and publishes them: each file in one transaction, all or nothing.</summary>
public static class ImportExtract
{
    public static Task<ExtractReport> RunAsync(
        GeoDatabase database, SourceDescription source, IReadOnlyList<InputFile> files, string loadedBy, TimeProvider time, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(database, source, files, loadedBy, time, progress, keep: true, cancellationToken);

    /// <summary>Does everything and keeps nothing: what an import would say.</summary>
    public static Task<ExtractReport> TryAsync(GeoDatabase database, SourceDescription source, IReadOnlyList<InputFile> files, TimeProvider time, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(database, source, files, "nobody", time, progress, keep: false, cancellationToken);

    private static async Task<ExtractReport> RunAsync(
        GeoDatabase database, SourceDescription source, IReadOnlyList<InputFile> files, string loadedBy, TimeProvider time, IProgress<ImportProgress>? progress, bool keep, CancellationToken cancellationToken)
    {
        var outcomes = new List<ExtractOutcome>();
        var demonstrationRemoved = false;
        await using var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
        foreach (var (i, file) in files.Index())
        {
            void Say(long rows, string step) => progress?.Report(new ImportProgress(file.Name, i + 1, files.Count, rows, step));

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await Publication.LockAsync(connection, () => Say(0, "waiting for another import"), cancellationToken);
            await using var context = await GeoDatabase.ContextAsync(connection, transaction, cancellationToken);
            try
            {
                var places = await PlaceBook.LoadAsync(connection, cancellationToken);
                var lastOldPlace = places.LastPlaceId;
                var now = time.GetUtcNow();
                var land = new LandExtract(connection, context, places, await Pseudonyms.LoadAsync(connection, cancellationToken), loadedBy, now);
                var inspection = await ExtractRows.InspectAsync(file, cancellationToken);
                var landed = await land.RunAsync(file, source, inspection, new Reading(rows => Say(rows, "reading")), cancellationToken);
                outcomes.Add(new(file.Name, landed, null));
                var changed = landed.Months.Where(month => month.State != LandedState.AlreadyImported).Select(month => month.Month).ToHashSet();
                if (!keep || changed.Count == 0)
                    continue; // the transaction is rolled back
                Say(0, "counting");
                var demonstration = source.IsDemonstration ? null : await Publication.RemoveDemonstrationAsync(connection, cancellationToken);
                demonstrationRemoved |= demonstration is not null;
                changed.UnionWith(demonstration ?? []);
                await Publication.RunAsync(
                    connection, await Publication.BoundarySetsAsync(connection, cancellationToken), lastOldPlace, changed, $"{source.Source}: {file.FileName} imported", now, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                Say(0, "published");
            }
            catch (RefusedException refusal)
            {
                outcomes.Add(new(file.Name, null, refusal));
            }
        }

        return new(outcomes, demonstrationRemoved);
    }

    /// <summary>Reports on the thread that reads; <see cref="Progress{T}"/> would report out of order.</summary>
    private sealed class Reading(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
