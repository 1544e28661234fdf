using Geo.Core.Database;
using Geo.Core.Intake;
using Geo.Core.Records;
using Npgsql;

namespace Geo.Core.Refresh;

/// <param name="Rows">Rows of this file read so far.</param>
public sealed record ImportProgress(string File, int FileNumber, int Files, long Rows, string Step);

/// <summary>What became of one file: it was taken in, or refused.</summary>
public sealed record FileOutcome(string File, LandedFile? Landed, RefusedException? Refusal);

public sealed record ImportReport(IReadOnlyList<FileOutcome> Files, bool DemonstrationRemoved);

/// <summary>
/// Takes files into the records and publishes them. Files are landed in groups, a group in one transaction with its assignment and
/// counts: each file is all or nothing, a reader sees whole groups only, and what a killed import did not publish never was.
/// </summary>
public static class ImportRecords
{
    /// <summary>A group is published when it has this many rows, so that a long import shows its progress and loses little.</summary>
    private const int RowsPerGroup = 500_000;

    public static Task<ImportReport> RunAsync(
        GeoDatabase database, IReadOnlyList<InputFile> files, string loadedBy, TimeProvider time, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(database, files, loadedBy, time, progress, keep: true, cancellationToken);

    /// <summary>Does everything but count, and keeps nothing: what an import would say.</summary>
    public static Task<ImportReport> TryAsync(
        GeoDatabase database, IReadOnlyList<InputFile> files, TimeProvider time, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(database, files, "nobody", time, progress, keep: false, cancellationToken);

    private static async Task<ImportReport> RunAsync(
        GeoDatabase database, IReadOnlyList<InputFile> files, string loadedBy, TimeProvider time, IProgress<ImportProgress>? progress, bool keep, CancellationToken cancellationToken)
    {
        var outcomes = new List<FileOutcome>();
        var demonstrationRemoved = false;
        await using var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
        await using var inspections = new InspectAhead(files, cancellationToken);
        for (var next = 0; next < files.Count;)
        {
            var number = next + 1;
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await Publication.LockAsync(
                connection, () => progress?.Report(new ImportProgress(files[number - 1].Name, number, files.Count, 0, "waiting for another import")), cancellationToken);
            var group = new Group(connection, transaction, loadedBy, time.GetUtcNow());
            next = await group.LandAsync(files, inspections, next, outcomes, progress, cancellationToken);
            if (!keep)
                continue; // the transaction is rolled back
            progress?.Report(new ImportProgress(files[next - 1].Name, next, files.Count, 0, "counting"));
            demonstrationRemoved |= await group.PublishAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            progress?.Report(new ImportProgress(files[next - 1].Name, next, files.Count, 0, "published"));
        }

        return new ImportReport(outcomes, demonstrationRemoved);
    }

    private sealed class Group(NpgsqlConnection connection, NpgsqlTransaction transaction, string loadedBy, DateTimeOffset now)
    {
        private readonly HashSet<Month> _months = [];
        private int _files;
        private int _lastOldPlace;
        private bool _real;

        public async Task<int> LandAsync(
            IReadOnlyList<InputFile> files, InspectAhead inspections, int next, List<FileOutcome> outcomes, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
        {
            var places = await PlaceBook.LoadAsync(connection, cancellationToken);
            _lastOldPlace = places.LastPlaceId;
            var land = new LandFile(connection, places, loadedBy, now);
            for (var rows = 0; next < files.Count && rows < RowsPerGroup;)
            {
                var file = files[next++];
                var number = next;
                await transaction.SaveAsync("file", cancellationToken);
                try
                {
                    var reading = progress is null ? null : new Reading(read => progress.Report(new ImportProgress(file.Name, number, files.Count, read, "reading")));
                    var landed = await land.RunAsync(file, await inspections.AtAsync(number - 1), reading, cancellationToken);
                    outcomes.Add(new FileOutcome(file.Name, landed, null));
                    if (landed.State == LandedState.AlreadyImported)
                    {
                        await BackAsync(places, cancellationToken);
                        continue;
                    }

                    rows += landed.Batch.RowsRead;
                    _files++;
                    _months.Add(Publication.MonthOf(landed.Batch));
                    _real |= !landed.Source.IsDemonstration;
                }
                catch (RefusedException refusal)
                {
                    await BackAsync(places, cancellationToken);
                    outcomes.Add(new FileOutcome(file.Name, null, refusal));
                }
            }

            return next;
        }

        /// <returns>True when demonstration data made way for real data.</returns>
        public async Task<bool> PublishAsync(CancellationToken cancellationToken)
        {
            if (_files == 0)
                return false;
            var demonstrationMonths = _real ? await Publication.RemoveDemonstrationAsync(connection, cancellationToken) : null;
            _months.UnionWith(demonstrationMonths ?? []);
            var sets = await Publication.BoundarySetsAsync(connection, cancellationToken);
            await Publication.RunAsync(connection, sets, _lastOldPlace, _months, $"{_files} file(s) imported", now, cancellationToken);
            return demonstrationMonths is not null;
        }

        private async Task BackAsync(PlaceBook places, CancellationToken cancellationToken)
        {
            await transaction.RollbackAsync("file", cancellationToken);
            places.ForgetNew();
        }
    }

    /// <summary>Reports on the thread that reads; <see cref="Progress{T}"/> would report out of order.</summary>
    private sealed class Reading(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
