using System.Text;
using Geo.Core.Records;
using Npgsql;

namespace Geo.Core.Intake;

/// <summary>What became of a file.</summary>
public enum LandedState
{
    /// <summary>A month that was not there.</summary>
    New,

    /// <summary>A month that was there and is replaced.</summary>
    Replaced,

    /// <summary>The same content is in already; nothing was done.</summary>
    AlreadyImported,
}

/// <param name="Batch">The batch that holds the file's rows; for <see cref="LandedState.AlreadyImported"/> the earlier one.</param>
/// <param name="Superseded">The batch that no longer counts.</param>
public sealed record LandedFile(string File, LandedState State, Batch Batch, Source Source, Batch? Superseded)
{
    /// <summary>Its rows that break a rule.</summary>
    public IReadOnlyList<QuarantinedRow> SetAside { get; init; } = [];
}

/// <summary>
/// Takes one inspected street-level file into the records, inside the caller's transaction and lock: streams its rows
/// into the database, sets refused rows aside with their reasons, and lets the batch take the place of an earlier one of the month.
/// </summary>
/// <remarks>
/// Rows are checked and typed as they stream by, so only refused rows are kept as text; landing every row as text first would cost the
/// import twice the time and hold nothing that the file, known by its hash, does not.
/// </remarks>
internal sealed class LandFile(NpgsqlConnection connection, PlaceBook places, string loadedBy, DateTimeOffset now)
{
    private const int BufferBytes = 1 << 14;

    private readonly StreetLevelBatches _batches = new(connection);
    private readonly HashSet<UInt128> _references = []; // kept from file to file: it is large

    /// <param name="progress">Told the rows read so far.</param>
    /// <exception cref="RefusedException">The file breaks a rule. Roll back to before the call.</exception>
    public async Task<LandedFile> RunAsync(InputFile file, FileInspection inspection, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (await _batches.FindAsync(inspection.ContentSha256, cancellationToken) is { } same)
            return new LandedFile(file.Name, LandedState.AlreadyImported, same.Batch, same.Source, null);

        await using var stream = file.Open();
        using var text = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferBytes);
        using var rows = new CsvRows(text, file.Name);
        return await LandAsync(file, inspection, rows, progress, cancellationToken);
    }

    private async Task<LandedFile> LandAsync(InputFile file, FileInspection inspection, CsvRows rows, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var format = StreetLevelFormat.ReadHeader(rows, file.Name);
        if (!rows.Read())
            throw new RefusedException(new Fault("no-rows", file.Name, 2, null, null, "The file has a header and no rows.", "Download the file again; a month without a record does not exist."));
        var named = StreetLevelFormat.FromName(file.FileName);
        format.CheckQuotes(rows, firstLine: 2);
        if (rows.Count != format.ColumnCount && format.Ragged(rows) is var ragged)
            throw new RefusedException(new Fault(ragged.Code, file.Name, rows.Line, ragged.Column, ragged.Value, ragged.Rule, ragged.Remedy));
        var month = named?.Month ?? (Month.TryParse(format.Month(rows), out var first) ? first : throw new RefusedException(new Fault("bad-month", file.Name, rows.Line, "Month", format.Month(rows).ToString(), "A month is written YYYY-MM, with a month from 01 to 12.", "Correct it at the source.")));
        var agency = format.ReportedBy(rows).ToString();
        var force = named?.Force ?? Slug(agency);
        var (batchId, known, superseded) = await _batches.NextAsync($"{force}-street", month, cancellationToken);
        var source = known ?? await _batches.StoreAsync(NewSource(force, agency), cancellationToken);

        var reading = new StreetLevelReading(file.Name, rows, format, places, _references, batchId, month, agency);
        await CopyRowsAsync(reading, inspection.EndsWithLineEnd, progress, cancellationToken);
        if (superseded is not null && superseded.RowsFingerprint.AsSpan().SequenceEqual(reading.Fingerprint))
            return new LandedFile(file.Name, LandedState.AlreadyImported, superseded, source, null); // the caller rolls the rows back

        await places.StoreNewAsync(connection, cancellationToken);
        var batch = reading.Batch(source, inspection.ContentSha256, loadedBy, now);
        if (superseded is not null)
            (superseded.SupersededAt, superseded.SupersededBy) = (now, batchId);
        await _batches.StoreAsync(batch, reading.Quarantine, superseded, cancellationToken);
        return new LandedFile(file.Name, superseded is null ? LandedState.New : LandedState.Replaced, batch, source, superseded) { SetAside = reading.Quarantine };
    }

    private async Task CopyRowsAsync(StreetLevelReading reading, bool endsWithLineEnd, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var copy = await RecordCopy.BeginAsync(connection, reading.BatchId, reading.Month, cancellationToken);
        try
        {
            while (reading.CopyTo(copy))
            {
                await copy.FlushAsync(cancellationToken);
                progress?.Report(reading.Read);
            }

            reading.Check(endsWithLineEnd);
            await copy.CompleteAsync(cancellationToken);
            progress?.Report(reading.Read);
        }
        catch
        {
            await CancelAsync(copy);
            throw;
        }
    }

    private static async Task CancelAsync(RecordCopy copy)
    {
        try
        {
            await copy.CancelAsync();
        }
        catch (Exception error) when (error is NpgsqlException or IOException or ObjectDisposedException)
        {
            // The connection is gone with the copy; the first error is the one to tell.
        }
    }

    private static Source NewSource(string force, string agency) => new()
    {
        Slug = $"{force}-street", Agency = agency, Feed = "street-level crime", Classification = Catalogue.StreetLevel, IsDemonstration = force == Source.Demonstration,
        Rhythm = Rhythm.StreetLevel.Name, LateAfterDays = Rhythm.StreetLevel.LateAfterDays,
        Licence = force == Source.Demonstration ? "Demonstration data" : "Open Government Licence v3.0 (data.police.uk)",
    };

    /// <summary><c>West Mercia Police</c> to <c>west-mercia</c>, as data.police.uk names its files.</summary>
    private static string Slug(string agency) => string.Join('-', agency.ToLowerInvariant()
        .Split([' ', '&', '-', '.', '\''], StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("police" or "constabulary")));
}
