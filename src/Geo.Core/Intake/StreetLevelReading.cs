using System.Buffers.Binary;
using Geo.Core.Records;

namespace Geo.Core.Intake;

/// <summary>
/// Reads a street-level file from its first row to its last: hands the rows that pass their checks to the database's COPY, counts them,
/// and sets the others aside with their reasons.
/// </summary>
/// <param name="references">An empty set, or one that may be cleared.</param>
internal sealed class StreetLevelReading(
    string file, CsvRows rows, StreetLevelFormat format, PlaceBook places, HashSet<UInt128> references, int batchId, Month month, string agency)
{
    /// <summary>Above this share of refused rows the file is refused: something is wrong with all of it.</summary>
    public const double MaxQuarantinedShare = 0.01;

    private const int FaultsTold = 20;
    private const int LongestRaw = 2000;

    private readonly string _month = month.ToString();
    private readonly RowsFingerprint _fingerprint = new();
    private readonly byte[] _reference = new byte[32];
    private int _line = 1;
    private int _notLocated;
    private int _withoutReference;
    private int _repeated;
    private bool _lastIsWhole;

    public int BatchId => batchId;

    public Month Month => month;

    /// <summary>Rows read so far.</summary>
    public int Read { get; private set; }

    public List<QuarantinedRow> Quarantine { get; } = [];

    public byte[] Fingerprint => _fingerprint.ToArray();

    /// <summary>Takes the row that was read last and those after it, until the copy is full; false when the file has ended.</summary>
    /// <exception cref="RefusedException">A row shows that the file is not what it says.</exception>
    public bool CopyTo(RecordCopy copy)
    {
        if (Read == 0)
            references.Clear();
        else if (!rows.Read())
            return false;
        do
        {
            if (Take(copy))
                return true;
        }
        while (rows.Read());

        return false;
    }

    /// <summary>Refuses a file that is wrong as a whole.</summary>
    public void Check(bool endsWithLineEnd)
    {
        if (!_lastIsWhole && !endsWithLineEnd)
            throw new RefusedException(new Fault("truncated", file, _line, null, Quarantine[^1].Raw, "The last line breaks off; the file was cut short.", "Download the file again."));
        if (Quarantine.Count <= Read * MaxQuarantinedShare)
            return;
        throw new RefusedException(
        [
            new Fault("too-many-faults", file, null, null, $"{Quarantine.Count} of {Read} rows", $"More than {MaxQuarantinedShare:P0} of the rows break a rule, so the file is refused.".Replace(" %", "%", StringComparison.Ordinal), "Correct what follows, or download the file again."),
            .. Quarantine.Take(FaultsTold).Select(row => new Fault(row.Code, file, row.RowNumber, row.ColumnName, row.Value, row.Reason, "")),
        ]);
    }

    public Batch Batch(Source source, byte[] contentSha256, string loadedBy, DateTimeOffset now) => new()
    {
        Id = batchId, SourceId = source.Id, Month = month.FirstDay, FileName = file, ContentSha256 = contentSha256, RowsFingerprint = Fingerprint,
        RowsRead = Read, RowsAccepted = Read - Quarantine.Count, RowsQuarantined = Quarantine.Count,
        RowsNotLocated = _notLocated, RowsWithoutReference = _withoutReference, RepeatedReferences = _repeated, LoadedBy = loadedBy, PublishedAt = now,
    };

    /// <summary>Takes a row; true when the copy is full.</summary>
    private bool Take(RecordCopy copy)
    {
        Read++;
        format.CheckQuotes(rows, _line + 1);
        _line = rows.Line;
        _lastIsWhole = rows.Count == format.ColumnCount;
        format.Fingerprint(rows, _fingerprint);

        StreetLevelRow row = default;
        var fault = _lastIsWhole ? format.Read(rows, out row) : format.Ragged(rows);
        if (_lastIsWhole)
            CheckIsOfTheFile();
        if (fault is not null)
        {
            Quarantine.Add(Quarantined(fault));
            return false;
        }

        int? place = row.Position is { } position ? places.Place(new(Position.Wgs84, position.Longitude, position.Latitude), row.Location) : null;
        ReadOnlySpan<byte> reference = [];
        if (row.Reference.Length > 0)
        {
            Convert.FromHexString(row.Reference, _reference, out _, out _);
            reference = _reference;
            _repeated += references.Add(BinaryPrimitives.ReadUInt128BigEndian(reference)) ? 0 : 1;
        }

        _notLocated += place is null ? 1 : 0;
        _withoutReference += reference.IsEmpty ? 1 : 0;
        return copy.Write(new RecordRow(_line, row.CategoryId, place, places.Term("outcome", row.Outcome), places.Term("lsoa", row.LsoaCode), reference));
    }

    private void CheckIsOfTheFile()
    {
        if (!format.Month(rows).SequenceEqual(_month) && Month.TryParse(format.Month(rows), out _))
            throw new RefusedException(format.MonthDiffers(_line, format.Month(rows).ToString(), month));
        if (!format.ReportedBy(rows).SequenceEqual(agency))
            throw new RefusedException(format.ForceDiffers(_line, format.ReportedBy(rows).ToString(), agency));
    }

    private QuarantinedRow Quarantined(RowFault fault) => new()
    {
        BatchId = batchId, RowNumber = _line, Code = fault.Code, ColumnName = fault.Column, Value = Fault.Shown(fault.Value),
        Reason = $"{fault.Rule} {fault.Remedy}", Raw = rows.Raw[..Math.Min(rows.Raw.Length, LongestRaw)].ToString(),
    };
}
