using Geo.Core.Database;
using Geo.Core.Records;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Geo.Core.Intake;

/// <summary>What became of a month of an extract.</summary>
/// <param name="Batch">The batch that holds its rows; where nothing changed, the earlier one.</param>
public sealed record LandedMonth(Month Month, LandedState State, Batch Batch, Batch? Superseded)
{
    /// <summary>Its rows that break a rule.</summary>
    public IReadOnlyList<QuarantinedRow> SetAside { get; init; } = [];
}

/// <summary>Records whose place no boundary set tells that is imported.</summary>
/// <param name="Kind">Of the boundary set that is missing, such as <c>lsoa</c>.</param>
/// <param name="Example">One of the codes or names.</param>
public sealed record MissingPolygons(string Kind, int Records, string Example);

/// <param name="NotKept">Columns of the file that are not taken in.</param>
public sealed record LandedExtract(string File, Source Source, IReadOnlyList<LandedMonth> Months, IReadOnlyList<string> NotKept, IReadOnlyList<MissingPolygons> Missing);

/// <summary>
/// Takes one extract of a partner into the records, inside the caller's transaction and lock. A file holds every record of each month
/// from its first to its last: a month that differs from what was known becomes a new batch in the place of the earlier one, so late,
/// changed, reclassified and cancelled rows are the difference of two batches.
/// </summary>
internal sealed class LandExtract(NpgsqlConnection connection, GeoDbContext context, PlaceBook places, Pseudonyms pseudonyms, string loadedBy, DateTimeOffset now)
{
    /// <summary>Refused rows that a short file may have although they are more than a hundredth of it.</summary>
    private const int MostQuarantined = 10;

    private const int MostRows = 2_000_000;
    private const int FaultsTold = 20;

    private readonly List<CoarseLocation> _missing = [];

    /// <param name="progress">Told the rows read so far.</param>
    /// <exception cref="RefusedException">The file breaks a rule. Roll back to before the call.</exception>
    public async Task<LandedExtract> RunAsync(InputFile file, SourceDescription description, FileInspection inspection, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var wards = description.Having(ColumnUse.Area).Any() ? await WardNames.LoadAsync(connection, cancellationToken) : WardNames.None;
        var (format, months) = Read(file, description, inspection, wards, progress, cancellationToken);
        var source = await SourceAsync(description, cancellationToken);
        var landed = new List<LandedMonth>();
        foreach (var month in months)
            landed.Add(await LandAsync(file, inspection, source, month, cancellationToken));
        return new(file.Name, source, landed, format.NotKept, [.. _missing.GroupBy(place => place.Kind).Select(kind => new MissingPolygons(kind.Key, kind.Count(), kind.First().Code))]);
    }

    private (ExtractFormat Format, IReadOnlyList<ExtractMonth> Months) Read(
        InputFile file, SourceDescription description, FileInspection inspection, WardNames wards, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var rows = ExtractRows.Open(file, description);
        var format = ExtractFormat.ReadHeader(rows, description, file.Name, DateOnly.FromDateTime(now.UtcDateTime), wards);
        var reading = new ExtractReading();
        while (rows.Read())
        {
            if (++reading.Rows > MostRows)
                throw new RefusedException(new Fault("too-many-rows", file.Name, rows.Line, null, null, $"An extract may have {MostRows:N0} rows at most.", "Split it by month."));
            if (reading.Rows % 10_000 == 0)
            {
                progress?.Report(reading.Rows);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (format.Total(rows) is { } total)
                throw new RefusedException(new Fault("totals-row", file.Name, rows.Line, null, total, "A totals row stands among the records.", "Export the records without it."));
            if (rows.Count != format.ColumnCount)
                reading.Refuse(rows, format.Ragged(rows), format);
            else if (format.Read(rows, out var row) is { } fault)
                reading.Refuse(rows, fault.Code == ExtractFormat.MonthFirst ? throw new RefusedException(Told(file, rows.Line, fault)) : fault, format);
            else
                reading.Take(rows, row, format);
        }

        progress?.Report(reading.Rows);
        if (reading.Rows == 0)
            throw new RefusedException(new Fault("no-rows", file.Name, 2, null, null, "The file has a header and no rows.", "Export it again."));
        if (!inspection.EndsWithLineEnd && reading.LastIsRagged)
            throw new RefusedException(new Fault("truncated", file.Name, rows.Line, null, null, "The last line breaks off; the file was cut short.", "Export it again."));
        if (file.DeclaredRecords is { } declared && declared != reading.Rows)
            throw new RefusedException(new Fault("control-total", file.Name, null, null, null, $"The file holds {reading.Rows} records, and {declared} were declared.", "Ask whoever sent it which number is right, and for the rest."));
        CheckShare(file, reading);
        return (format, reading.Months());
    }

    private static Fault Told(InputFile file, int line, RowFault fault) => new(fault.Code, file.Name, line, fault.Column, fault.Value, fault.Rule, fault.Remedy);

    private static void CheckShare(InputFile file, ExtractReading reading)
    {
        var refused = reading.Refused;
        if (refused.Count <= Math.Max(MostQuarantined, reading.Rows * StreetLevelReading.MaxQuarantinedShare) && refused.Count < reading.Rows)
            return;
        throw new RefusedException(
        [
            new Fault("too-many-faults", file.Name, null, null, $"{refused.Count} of {reading.Rows} rows", $"More than 1% of the rows (and more than {MostQuarantined}, or all) break a rule, so the file is refused.", "Correct what follows, or the description of the source."),
            .. refused.Take(FaultsTold).Select(row => Told(file, row.Line, row.Fault)),
        ]);
    }

    private async Task<LandedMonth> LandAsync(InputFile file, FileInspection inspection, Source source, ExtractMonth month, CancellationToken cancellationToken)
    {
        var fingerprint = month.Fingerprint.ToArray();
        var superseded = await context.Batches.FirstOrDefaultAsync(batch => batch.SourceId == source.Id && batch.Month == month.Month.FirstDay && batch.SupersededAt == null, cancellationToken);
        if (superseded is not null && superseded.RowsFingerprint.AsSpan().SequenceEqual(fingerprint) && superseded.RowsQuarantined == month.Refused.Count)
            return new(month.Month, LandedState.AlreadyImported, superseded, null);

        await using var next = new NpgsqlCommand("select nextval('intake.batch_id')::int", connection);
        var batchId = (int)(await next.ExecuteScalarAsync(cancellationToken))!;
        if (superseded is not null)
        {
            superseded.SupersededAt = now;
            superseded.SupersededBy = batchId;
            await context.SaveChangesAsync(cancellationToken); // before the new batch: a month has one that counts
        }

        var records = month.Rows.ConvertAll(row => Stored(row, batchId, source));
        await places.StoreNewAsync(connection, cancellationToken);
        await StoreExtract.RunAsync(connection, records, cancellationToken);
        _missing.AddRange(month.Rows.Select(row => row.Coarse).OfType<CoarseLocation>().Where(place => !places.IsLocated(places.Place(place))));
        var batch = new Batch
        {
            Id = batchId, SourceId = source.Id, Month = month.Month.FirstDay, FileName = file.Name, ContentSha256 = inspection.ContentSha256, RowsFingerprint = fingerprint,
            RowsRead = month.Rows.Count + month.Refused.Count, RowsAccepted = month.Rows.Count, RowsQuarantined = month.Refused.Count,
            RowsNotLocated = records.Count(record => record.PlaceId is not { } place || !places.IsLocated(place)), RowsWithoutReference = 0, RepeatedReferences = 0, LoadedBy = loadedBy, PublishedAt = now,
        };
        context.Add(batch);
        var setAside = month.Refused.ConvertAll(row => new QuarantinedRow
        {
            BatchId = batchId, RowNumber = row.Line, Code = row.Fault.Code, ColumnName = row.Fault.Column, Value = Fault.Shown(row.Fault.Value), Reason = $"{row.Fault.Rule} {row.Fault.Remedy}", Raw = row.Raw,
        });
        context.AddRange(setAside);
        await context.SaveChangesAsync(cancellationToken);
        return new(month.Month, superseded is null ? LandedState.New : LandedState.Replaced, batch, superseded) { SetAside = setAside };
    }

    private StoredRecord Stored(ExtractRow row, int batchId, Source source) => new(
        batchId, row.Line, row.Month, row.Recorded, row.From, row.To, row.CategoryId, row.Flags,
        row.Position is { } position ? places.Place(position, row.Location) : row.Coarse is { } coarse ? places.Place(coarse) : null,
        pseudonyms.Of(source.Slug, row.Key),
        [.. row.Details.Select(detail => places.Term(detail.Kind, detail.Value)!.Value)],
        [.. row.Roles.Select(role => new StoredRole(role.Role, role.Person.Length == 0 ? null : pseudonyms.Of("person", role.Person), role.Age, role.AgeBand, role.Sex, role.Ethnicity))]);

    private async Task<Source> SourceAsync(SourceDescription description, CancellationToken cancellationToken)
    {
        if (await context.Sources.FirstOrDefaultAsync(source => source.Slug == description.Source, cancellationToken) is { } known)
        {
            if (known.Classification != description.Classification)
                throw new RefusedException(new Fault("classification-differs", description.Source, null, "classification", description.Classification, $"The source's records are held as {known.Classification}.", "Give the source another name."));
            (known.Rhythm, known.LateAfterDays) = (description.Rhythm, Rhythm.Days(description.LateAfter)); // stored with the batches
            return known;
        }

        var source = new Source
        {
            Slug = description.Source, Agency = description.Agency, Feed = description.Feed, Licence = description.Licence, Classification = description.Classification,
            IsDemonstration = description.IsDemonstration, Rhythm = description.Rhythm, LateAfterDays = Rhythm.Days(description.LateAfter),
        };
        context.Add(source);
        await context.SaveChangesAsync(cancellationToken);
        return source;
    }
}
