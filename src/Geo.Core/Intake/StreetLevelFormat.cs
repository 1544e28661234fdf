using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Geo.Core.Records;

namespace Geo.Core.Intake;

/// <summary>A row that passed its checks. Coordinates are WGS84 in millionths of a degree; null where the source gives no place.</summary>
internal readonly ref struct StreetLevelRow(
    short categoryId, (int Longitude, int Latitude)? position, ReadOnlySpan<char> location, ReadOnlySpan<char> lsoaCode, ReadOnlySpan<char> outcome, ReadOnlySpan<char> reference)
{
    public short CategoryId { get; } = categoryId;

    public (int Longitude, int Latitude)? Position { get; } = position;

    public ReadOnlySpan<char> Location { get; } = location;

    public ReadOnlySpan<char> LsoaCode { get; } = lsoaCode;

    public ReadOnlySpan<char> Outcome { get; } = outcome;

    public ReadOnlySpan<char> Reference { get; } = reference;
}

/// <summary>What is wrong with a row, to be kept with it in quarantine.</summary>
internal sealed record RowFault(string Code, string Column, string Value, string Rule, string Remedy);

/// <summary>The street-level CSV of data.police.uk: its columns, and the rules a row must keep. Source: data.police.uk/about, columns in CSVs.</summary>
internal sealed partial class StreetLevelFormat
{
    public static IReadOnlyList<string> Columns { get; } =
    [
        "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context",
    ];

    private static readonly Dictionary<string, short> CategoryIds = Catalogue.Of(Catalogue.StreetLevel).ToDictionary(category => category.Name, category => category.Id, StringComparer.Ordinal);

    private static readonly Dictionary<string, short>.AlternateLookup<ReadOnlySpan<char>> CategoryIdOf = CategoryIds.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly string _fileName;
    private readonly int _id;
    private readonly int _month;
    private readonly int _reportedBy;
    private readonly int _longitude;
    private readonly int _latitude;
    private readonly int _location;
    private readonly int _lsoa;
    private readonly int _type;
    private readonly int _outcome;
    private readonly int[] _kept;

    private StreetLevelFormat(string fileName, string[] header)
    {
        _fileName = fileName;
        ColumnCount = header.Length;
        _id = At("Crime ID");
        _month = At("Month");
        _reportedBy = At("Reported by");
        _longitude = At("Longitude");
        _latitude = At("Latitude");
        _location = At("Location");
        _lsoa = At("LSOA code");
        _type = At("Crime type");
        _outcome = At("Last outcome category");
        _kept = [_id, _month, _reportedBy, _longitude, _latitude, _location, _lsoa, _type, _outcome];
        int At(string column) => Array.IndexOf(header, column);
    }

    public int ColumnCount { get; }

    /// <summary>Reads the header, wherever its columns stand.</summary>
    /// <exception cref="RefusedException">Columns are missing, unknown or double; each is named.</exception>
    public static StreetLevelFormat ReadHeader(CsvRows rows, string fileName)
    {
        if (!rows.Read())
            throw new RefusedException(new Fault("empty-file", fileName, null, null, null, "The file is empty.", "Download it again."));
        string[] header = [.. Enumerable.Range(0, rows.Count).Select(column => rows[column].ToString())];
        if (header.Length == 1 && (header[0].Contains(';', StringComparison.Ordinal) || header[0].Contains('\t', StringComparison.Ordinal)))
            throw new RefusedException(new Fault("wrong-delimiter", fileName, 1, null, header[0], "The columns are not separated by commas.", "Export it as comma-separated values."));
        if (!header.Intersect(Columns, StringComparer.Ordinal).Any())
            throw new RefusedException(new Fault("wrong-header", fileName, 1, null, string.Join(',', header), $"This is not the header of a street-level file. It has the columns {string.Join(", ", Columns)}.", "Give the file YYYY-MM-force-street.csv as downloaded from data.police.uk."));

        var faults = new List<Fault>();
        foreach (var column in Columns.Except(header, StringComparer.Ordinal))
            faults.Add(new Fault("missing-column", fileName, 1, column, null, "The column is missing.", "Download the file again; keep its header as it is."));
        foreach (var column in header.Except(Columns, StringComparer.Ordinal))
            faults.Add(new Fault("extra-column", fileName, 1, column, null, "A street-level file has no such column; an extra one may hold what must not be kept.", "Take the column out, or download the file again."));
        foreach (var column in header.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            faults.Add(new Fault("duplicate-column", fileName, 1, column.Key, null, "The column stands twice.", "Take one of them out."));
        return faults.Count == 0 ? new StreetLevelFormat(fileName, header) : throw new RefusedException(faults);
    }

    /// <summary>Month and force of a name such as <c>2024-01-west-mercia-street.csv</c>; null where it is another name.</summary>
    /// <exception cref="RefusedException">The name has the pattern, but no such month exists.</exception>
    public static (Month Month, string Force)? FromName(string fileName)
    {
        var match = NamePattern().Match(fileName);
        if (!match.Success)
            return null;
        return Core.Month.TryParse(match.Groups["month"].Value, out var month)
            ? (month, match.Groups["force"].Value)
            : throw new RefusedException(new Fault("bad-month", fileName, null, "file name", match.Groups["month"].Value, "There is no such month.", "Give the file the name it was downloaded with."));
    }

    [GeneratedRegex("^(?<month>[0-9]{4}-[0-9]{2})-(?<force>[a-z0-9-]+)-street\\.csv$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamePattern();

    public ReadOnlySpan<char> Month(CsvRows rows) => rows[_month];

    public ReadOnlySpan<char> ReportedBy(CsvRows rows) => rows[_reportedBy];

    /// <summary>Adds the columns that are kept, wherever they stand; a row of another number of columns as it is.</summary>
    public void Fingerprint(CsvRows rows, RowsFingerprint fingerprint)
    {
        if (rows.Count == ColumnCount)
        {
            foreach (var column in _kept)
                fingerprint.Field(rows[column]);
        }
        else
        {
            for (var column = 0; column < rows.Count; column++)
                fingerprint.Field(rows[column]);
        }

        fingerprint.EndRow();
    }

    /// <summary>Reads a row with the right number of columns; returns what is wrong with it, or null.</summary>
    public RowFault? Read(CsvRows rows, out StreetLevelRow row)
    {
        row = default;
        var month = rows[_month];
        if (!Core.Month.TryParse(month, out _))
            return new RowFault("bad-month", "Month", month.ToString(), "A month is written YYYY-MM, with a month from 01 to 12.", "Correct it at the source.");

        var type = rows[_type];
        if (!CategoryIdOf.TryGetValue(type, out var categoryId))
            return new RowFault("unknown-crime-type", "Crime type", type.ToString(), $"Known types are {string.Join(", ", CategoryIds.Keys)}.", "If the source has a new type, add it to geodata/catalogue/categories.csv.");

        var reference = rows[_id];
        if (reference.Length > 0 && (reference.Length != 64 || reference.ContainsAnyExcept(HexDigits)))
            return new RowFault("bad-crime-id", "Crime ID", reference.ToString(), "A crime ID is 64 hexadecimal digits, or blank.", "Download the file again; a spreadsheet may have changed it.");

        var longitude = rows[_longitude];
        var latitude = rows[_latitude];
        (int, int)? position = null;
        if (longitude.Length > 0 || latitude.Length > 0)
        {
            if (Position(longitude, latitude, out var found) is { } fault)
                return fault;
            position = found;
        }

        row = new StreetLevelRow(categoryId, position, rows[_location], rows[_lsoa], rows[_outcome], reference);
        return null;
    }

    private static RowFault? Position(ReadOnlySpan<char> longitudeText, ReadOnlySpan<char> latitudeText, out (int Longitude, int Latitude) position)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        position = default;
        if (!double.TryParse(longitudeText, Plain, CultureInfo.InvariantCulture, out var longitude) || !double.IsFinite(longitude))
            return NotANumber("Longitude", longitudeText);
        if (!double.TryParse(latitudeText, Plain, CultureInfo.InvariantCulture, out var latitude) || !double.IsFinite(latitude))
            return NotANumber("Latitude", latitudeText);

        if (Positions.Fault(longitude, latitude) is { } fault)
            return fault with { Value = $"{longitudeText}, {latitudeText}" };
        position = ((int)Math.Round(longitude * 1e6), (int)Math.Round(latitude * 1e6));
        return null;
    }

    private static RowFault NotANumber(string column, ReadOnlySpan<char> value) =>
        new("not-a-number", column, value.ToString(), "A coordinate is a decimal number of degrees, such as -2.754321; both are given or both are blank.", "Correct it at the source.");

    /// <summary>The fault of a row with another number of columns than the header.</summary>
    public RowFault Ragged(CsvRows rows) => new(
        "ragged-row", "", $"{rows.Count} columns", $"The header has {ColumnCount} columns and so must every row.", "Look for a stray comma or quote, or download the file again.");

    /// <summary>Refuses a row that goes on over lines because a quote is not closed: in a column that is text or not read, nothing else would miss the rows it swallows.</summary>
    public void CheckQuotes(CsvRows rows, int firstLine)
    {
        if (rows.Line > firstLine && rows.Raw.Count('"') % 2 == 1)
            throw new RefusedException(new Fault("unclosed-quote", _fileName, firstLine, null, rows.Raw.ToString(), "A quote is opened and not closed before the file ends.", "Close or remove the quote, or download the file again."));
    }

    public Fault MonthDiffers(long line, string value, Month expected) => new(
        "month-differs", _fileName, line, "Month", value, $"The file is of {expected}; every row must be.", "Give each month in a file of its own, named as downloaded.");

    public Fault ForceDiffers(long line, string value, string expected) => new(
        "force-differs", _fileName, line, "Reported by", value, $"The file is of {expected}; every row must be.", "Give each force in a file of its own, named as downloaded.");
}
