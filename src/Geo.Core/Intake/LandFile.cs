using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Geo.Core.Database;
using Geo.Core.Records;
using Microsoft.EntityFrameworkCore;
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
public sealed record LandedFile(string File, LandedState State, Batch Batch, Source Source, Batch? Superseded);

/// <summary>
/// Takes one inspected street-level file into the records, inside the caller's transaction and lock: streams its rows
/// into the database, sets refused rows aside with their reasons, and lets the batch take the place of an earlier one of the month.
/// </summary>
/// <remarks>
/// Rows are checked and typed as they stream by, so only refused rows are kept as text; landing every row as text first would cost the
/// import twice the time and hold nothing that the file, known by its hash, does not.
/// </remarks>
internal sealed class LandFile(NpgsqlConnection connection, GeoDbContext context, PlaceBook places, string loadedBy, DateTimeOffset now)
{
    /// <summary>Above this share of refused rows the file is refused: something is wrong with all of it.</summary>
    public const double MaxQuarantinedShare = 0.01;

    private const int MaxFieldCharacters = 1 << 20;
    private const int FaultsTold = 20;
    private const int BufferCharacters = 1 << 15; // 64 kB: a larger array costs a full collection each file

    private readonly HashSet<UInt128> _references = []; // kept from file to file: it is large

    /// <param name="progress">Told the rows read so far.</param>
    /// <exception cref="RefusedException">The file breaks a rule. Roll back to before the call.</exception>
    public async Task<LandedFile> RunAsync(InputFile file, FileInspection inspection, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        context.ChangeTracker.Clear();
        if (await context.Batches.FirstOrDefaultAsync(batch => batch.ContentSha256 == inspection.ContentSha256 && batch.SupersededAt == null, cancellationToken) is { } same)
            return new LandedFile(file.Name, LandedState.AlreadyImported, same, await context.Sources.SingleAsync(source => source.Id == same.SourceId, cancellationToken), null);

        await using var stream = file.Open();
        using var csv = new CsvParser(new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferCharacters), Configuration());
        try
        {
            return await LandAsync(file, inspection, csv, progress, cancellationToken);
        }
        catch (MaxFieldSizeException error)
        {
            throw new RefusedException(new Fault("field-too-long", file.Name, csv.RawRow, null, null, $"A field may have {MaxFieldCharacters:N0} characters at most; a quote may not be closed.", "Look for a quote that is opened and not closed."), error);
        }
    }

    private async Task<LandedFile> LandAsync(
        InputFile file, FileInspection inspection, CsvParser csv, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var format = StreetLevelFormat.ReadHeader(csv, file.Name);
        if (!csv.Read())
            throw new RefusedException(new Fault("no-rows", file.Name, 2, null, null, "The file has a header and no rows.", "Download the file again; a month without a record does not exist."));
        var named = StreetLevelFormat.FromName(file.FileName);
        CheckQuotes(file, csv, firstLine: 2);
        if (csv.Count != format.ColumnCount)
            throw new RefusedException(Told(file, csv.RawRow, format.Ragged(csv)));
        var month = named?.Month ?? (Month.TryParse(format.Month(csv), out var first) ? first : throw new RefusedException(new Fault("bad-month", file.Name, csv.RawRow, "Month", format.Month(csv), "A month is written YYYY-MM, with a month from 01 to 12.", "Correct it at the source.")));
        var agency = format.ReportedBy(csv);
        var source = await SourceAsync(named?.Force ?? Slug(agency), agency, cancellationToken);

        var batchId = await NextBatchIdAsync(cancellationToken);
        var counts = await CopyRowsAsync(file, inspection, csv, format, batchId, month, agency, progress, cancellationToken);

        var superseded = await context.Batches.FirstOrDefaultAsync(batch => batch.SourceId == source.Id && batch.Month == month.FirstDay && batch.SupersededAt == null, cancellationToken);
        if (superseded is not null && superseded.RowsFingerprint.AsSpan().SequenceEqual(counts.Fingerprint))
            return new LandedFile(file.Name, LandedState.AlreadyImported, superseded, source, null); // the caller rolls the rows back

        await places.StoreNewAsync(connection, cancellationToken);
        var batch = new Batch
        {
            Id = batchId, SourceId = source.Id, Month = month.FirstDay, FileName = file.Name, ContentSha256 = inspection.ContentSha256,
            RowsFingerprint = counts.Fingerprint, RowsRead = counts.Read, RowsAccepted = counts.Read - counts.Quarantine.Count, RowsQuarantined = counts.Quarantine.Count,
            RowsNotLocated = counts.NotLocated, RowsWithoutReference = counts.WithoutReference, RepeatedReferences = counts.Repeated, LoadedBy = loadedBy, PublishedAt = now,
        };
        if (superseded is not null)
        {
            superseded.SupersededAt = now;
            superseded.SupersededBy = batchId;
            await context.SaveChangesAsync(cancellationToken); // before the new batch: a month has one that counts
        }

        context.Add(batch);
        context.AddRange(counts.Quarantine);
        await context.SaveChangesAsync(cancellationToken);
        return new LandedFile(file.Name, superseded is null ? LandedState.New : LandedState.Replaced, batch, source, superseded);
    }

    private async Task<RowCounts> CopyRowsAsync(
        InputFile file, FileInspection inspection, CsvParser csv, StreetLevelFormat format, int batchId, Month month, string agency, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var monthText = month.ToString();
        var counts = new RowCounts();
        var fingerprint = new RowsFingerprint();
        _references.Clear();
        var reference = new byte[32];
        var (line, whole) = (1, true);
        var copy = await RecordCopy.BeginAsync(connection, batchId, month, cancellationToken);
        try
        {
            do
            {
                counts.Read++;
                CheckQuotes(file, csv, line + 1);
                line = csv.RawRow;
                whole = csv.Count == format.ColumnCount;
                format.Fingerprint(csv, fingerprint);

                StreetLevelRow row = default;
                var fault = whole ? format.Read(csv, out row) : format.Ragged(csv);
                if (whole && !string.Equals(format.Month(csv), monthText, StringComparison.Ordinal) && Month.TryParse(format.Month(csv), out _))
                    throw new RefusedException(format.MonthDiffers(csv.RawRow, format.Month(csv), month));
                if (whole && !string.Equals(format.ReportedBy(csv), agency, StringComparison.Ordinal))
                    throw new RefusedException(format.ForceDiffers(csv.RawRow, format.ReportedBy(csv), agency));
                if (fault is not null)
                {
                    counts.Quarantine.Add(Quarantined(batchId, csv, fault));
                    continue;
                }

                int? place = row.Position is { } position ? places.Place(new(Position.Wgs84, position.Longitude, position.Latitude), row.Location) : null;
                var hasReference = row.Reference.Length > 0;
                if (hasReference)
                {
                    Convert.FromHexString(row.Reference, reference, out _, out _);
                    counts.Repeated += _references.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(reference)) ? 0 : 1;
                }

                counts.NotLocated += place is null ? 1 : 0;
                counts.WithoutReference += hasReference ? 0 : 1;
                var record = new RecordRow(
                    csv.RawRow, row.CategoryId, place, places.Term("outcome", row.Outcome), places.Term("lsoa", row.LsoaCode), hasReference ? reference : []);
                if (copy.Write(record))
                {
                    await copy.FlushAsync(cancellationToken);
                    progress?.Report(counts.Read);
                }
            }
            while (csv.Read());

            if (!whole && !inspection.EndsWithLineEnd)
                throw new RefusedException(new Fault("truncated", file.Name, line, null, counts.Quarantine[^1].Raw, "The last line breaks off; the file was cut short.", "Download the file again."));
            CheckShare(file, counts);
            counts.Fingerprint = fingerprint.ToArray();
            await copy.CompleteAsync(cancellationToken);
            progress?.Report(counts.Read);
            return counts;
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

    /// <summary>Refuses a row that goes on over lines because a quote is not closed: in a column that is text or not read, nothing else would miss the rows it swallows.</summary>
    private static void CheckQuotes(InputFile file, CsvParser csv, int firstLine)
    {
        if (csv.RawRow <= firstLine)
            return;
        var raw = csv.RawRecord;
        if (raw.Count(letter => letter == '"') % 2 == 1)
            throw new RefusedException(new Fault("unclosed-quote", file.Name, firstLine, null, raw, "A quote is opened and not closed before the file ends.", "Close or remove the quote, or download the file again."));
    }

    /// <summary>Refuses a file that is wrong as a whole.</summary>
    private static void CheckShare(InputFile file, RowCounts counts)
    {
        if (counts.Quarantine.Count <= counts.Read * MaxQuarantinedShare)
            return;
        var told = counts.Quarantine.Take(FaultsTold).Select(row => new Fault(row.Code, file.Name, row.RowNumber, row.ColumnName, row.Value, row.Reason, ""));
        throw new RefusedException(
        [
            new Fault("too-many-faults", file.Name, null, null, $"{counts.Quarantine.Count} of {counts.Read} rows", $"More than {MaxQuarantinedShare:P0} of the rows break a rule, so the file is refused.".Replace(" %", "%", StringComparison.Ordinal), "Correct what follows, or download the file again."),
            .. told,
        ]);
    }

    private static Fault Told(InputFile file, long line, RowFault fault) => new(fault.Code, file.Name, line, fault.Column, fault.Value, fault.Rule, fault.Remedy);

    private static QuarantinedRow Quarantined(int batchId, CsvParser csv, RowFault fault) => new()
    {
        BatchId = batchId, RowNumber = csv.RawRow, Code = fault.Code, ColumnName = fault.Column, Value = Fault.Shown(fault.Value),
        Reason = $"{fault.Rule} {fault.Remedy}", Raw = csv.RawRecord.Length > 2000 ? csv.RawRecord[..2000] : csv.RawRecord,
    };

    private async Task<Source> SourceAsync(string force, string agency, CancellationToken cancellationToken)
    {
        var slug = $"{force}-street";
        if (await context.Sources.FirstOrDefaultAsync(source => source.Slug == slug, cancellationToken) is { } known)
            return known;
        var isDemonstration = force == Source.Demonstration;
        var source = new Source
        {
            Slug = slug, Agency = agency, Feed = "street-level crime", Classification = Catalogue.StreetLevel, IsDemonstration = isDemonstration,
            Licence = isDemonstration ? "Demonstration data" : "Open Government Licence v3.0 (data.police.uk)",
        };
        context.Add(source);
        await context.SaveChangesAsync(cancellationToken);
        return source;
    }

    private async Task<int> NextBatchIdAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select nextval('intake.batch_id')::int", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary><c>West Mercia Police</c> to <c>west-mercia</c>, as data.police.uk names its files.</summary>
    private static string Slug(string agency) => string.Join('-', agency.ToLowerInvariant()
        .Split([' ', '&', '-', '.', '\''], StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("police" or "constabulary")));

    private static CsvConfiguration Configuration() => new(CultureInfo.InvariantCulture)
    {
        Mode = CsvMode.RFC4180,
        BufferSize = BufferCharacters,
        MaxFieldSize = MaxFieldCharacters,
        BadDataFound = null, // a quote inside an unquoted field is text; an unclosed one is found at the end
        DetectColumnCountChanges = false,
        IgnoreBlankLines = true,
    };

    private sealed class RowCounts
    {
        public int Read { get; set; }

        public int NotLocated { get; set; }

        public int WithoutReference { get; set; }

        public int Repeated { get; set; }

        public List<QuarantinedRow> Quarantine { get; } = [];

        public byte[] Fingerprint { get; set; } = [];
    }
}
