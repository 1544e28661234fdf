using System.Globalization;
using System.Text.RegularExpressions;
using Geo.Core.Records;

namespace Geo.Core.Intake;

/// <summary>A row of an extract that passed its checks. Coordinates are as <see cref="PlaceBook"/> keeps them.</summary>
/// <param name="Coarse">Where no position is told, the place that is told only roughly.</param>
internal sealed record ExtractRow(
    int Line, DateOnly Recorded, DateTime? From, DateTime? To, short CategoryId, int Flags, Position? Position, string Location, CoarseLocation? Coarse,
    string Key, IReadOnlyList<ExtractDetail> Details, IReadOnlyList<ExtractRole> Roles)
{
    public Month Month => Month.Of(Recorded);
}

internal readonly record struct ExtractDetail(string Kind, string Value);

/// <param name="Person">The source's reference of the person, or empty.</param>
internal sealed record ExtractRole(string Role, string Person, short? Age, string AgeBand, string Sex, string Ethnicity)
{
    public bool IsBlank => Person.Length == 0 && Age is null && AgeBand.Length == 0 && Sex.Length == 0 && Ethnicity.Length == 0;
}

/// <summary>Reads rows as a description says. Nothing is guessed: a value that is not declared is a fault.</summary>
internal sealed partial class ExtractFormat
{
    /// <summary>The code of a fault that refuses the file with the row.</summary>
    public const string MonthFirst = "month-first";

    private const int LongestTotal = 40;
    private const char KeyEnd = '\u001F';
    private static readonly string[] SpreadsheetErrors = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"];

    private readonly SourceDescription _source;
    private readonly Dictionary<string, short> _categories;
    private readonly (ColumnDescription Column, int At)[] _columns;
    private readonly DateOnly _today;
    private readonly WardNames _wards;

    private ExtractFormat(SourceDescription source, string[] header, DateOnly today, WardNames wards)
    {
        _source = source;
        _today = today;
        _wards = wards;
        _categories = Catalogue.Of(source.Classification).ToDictionary(category => category.Code, category => category.Id, StringComparer.Ordinal);
        _columns = [.. source.Columns.Select(column => (column, Array.IndexOf(header, column.Name)))];
        ColumnCount = header.Length;
        NotKept = [.. header.Except(source.Columns.Where(column => column.Is != ColumnUse.NotKept).Select(column => column.Name), StringComparer.Ordinal)];
    }

    public int ColumnCount { get; }

    /// <summary>Columns of the file that are not taken in.</summary>
    public IReadOnlyList<string> NotKept { get; }

    /// <summary>Reads the header, wherever its columns stand.</summary>
    /// <exception cref="RefusedException">Columns are missing, double, or look like what may not be kept; each is named.</exception>
    public static ExtractFormat ReadHeader(IExtractRows rows, SourceDescription source, string file, DateOnly today, WardNames wards)
    {
        if (!rows.Read())
            throw new RefusedException(new Fault("empty-file", file, null, null, null, "The file is empty.", "Export it again."));
        var header = rows.Record();
        var line = rows.Line;
        var declared = source.Columns.ConvertAll(column => column.Name);
        if (!header.Intersect(declared, StringComparer.Ordinal).Any())
            throw new RefusedException(new Fault("wrong-header", file, line, null, string.Join(',', header), $"This is not the header of {source.Source}. It has the columns {string.Join(", ", declared)}.", $"Give a file of {source.Agency}'s {source.Feed}, or describe this one: geo source new FILE."));
        var faults = new List<Fault>();
        foreach (var column in declared.Except(header, StringComparer.Ordinal))
            faults.Add(new Fault("missing-column", file, line, column, null, "The column is missing.", "Export the file again with all its columns, or change the description."));
        foreach (var column in header.Except(declared, StringComparer.Ordinal).Where(PersonalColumns.LooksPersonal))
            faults.Add(new Fault("personal-column", file, line, column, null, PersonalColumns.Rule, "Take the column out before the file leaves the agency."));
        foreach (var column in header.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            faults.Add(new Fault("duplicate-column", file, line, column.Key, null, "The column stands twice.", "Take one of them out."));
        return faults.Count == 0 ? new ExtractFormat(source, header, today, wards) : throw new RefusedException(faults);
    }

    /// <summary>Adds the columns that are kept.</summary>
    public void Fingerprint(IExtractRows rows, RowsFingerprint fingerprint)
    {
        foreach (var (column, at) in _columns)
        {
            if (column.Is != ColumnUse.NotKept)
                fingerprint.Field(rows[at]);
        }

        fingerprint.EndRow();
    }

    /// <summary>The row as it may be shown: what identifies a record or a person is left out, and all of a row whose cells may stand in other columns.</summary>
    public string Masked(IExtractRows rows) => string.Join(',', Enumerable.Range(0, rows.Count).Select(i => rows.Count == ColumnCount && MaySay(i) ? rows[i] : "…"));

    /// <summary>What a totals or subtotals row calls itself in its first cell, or where the key, the day or the category should be; null for a record.</summary>
    public string? Total(IExtractRows rows) =>
        _columns.Where(pair => pair.Column.Is is ColumnUse.Key or ColumnUse.Recorded or ColumnUse.Category && pair.At < rows.Count).Select(pair => rows[pair.At]).Append(rows[0])
            .FirstOrDefault(cell => cell.Length < LongestTotal && cell.Contains("total", StringComparison.OrdinalIgnoreCase) && Totals().IsMatch(cell));

    public RowFault Ragged(IExtractRows rows) => new("ragged-row", "", $"{rows.Count} columns", $"The header has {ColumnCount} columns and so must every row.", "Look for a stray delimiter or quote, or export the file again.");

    /// <summary>Reads a row with the right number of columns.</summary>
    public RowFault? Read(IExtractRows rows, out ExtractRow row)
    {
        row = null!;
        var (recorded, from, to) = (default(DateOnly), default(DateTime?), default(DateTime?));
        double? easting = null, northing = null, longitude = null, latitude = null;
        short categoryId = 0;
        var (flags, location, key) = (0, "", "");
        (ColumnDescription Column, string Text)? rough = null;
        List<ExtractDetail> details = [];
        var roles = new Dictionary<string, ExtractRole>(StringComparer.Ordinal);
        foreach (var (column, at) in _columns)
        {
            var text = rows[at].Trim();
            if (text.Length == 0 && column.Is != ColumnUse.NotKept)
            {
                if (!column.Blank)
                    return Fault(column, "blank", text, "The cell may not be blank.", "Fill it in at the source.");
                continue;
            }

            if (text is ['#', ..] && column.Is != ColumnUse.NotKept && SpreadsheetErrors.Contains(text))
                return Fault(column, "spreadsheet-error", text, "The cell holds a spreadsheet's error.", "Correct the formula at the source.");
            var fault = column.Is switch
            {
                ColumnUse.Key => Key(column, text) ?? Then(() => key += text + KeyEnd),
                ColumnUse.Recorded => Time(column, text, out var day) ?? Then(() => recorded = DateOnly.FromDateTime(day)),
                ColumnUse.OccurredFrom => Time(column, text, out var start) ?? Then(() => from = start),
                ColumnUse.OccurredTo or ColumnUse.Ended => Time(column, text, out var end) ?? Then(() => to = end),
                ColumnUse.Category => Category(column, text, out categoryId),
                ColumnUse.Easting => Number(column, text, out easting),
                ColumnUse.Northing => Number(column, text, out northing),
                ColumnUse.Longitude => Number(column, text, out longitude),
                ColumnUse.Latitude => Number(column, text, out latitude),
                ColumnUse.Location => Then(() => location = text),
                ColumnUse.Lsoa or ColumnUse.GridSquare or ColumnUse.PostcodeDistrict or ColumnUse.Area => Then(() => rough ??= (column, text)),
                ColumnUse.Flag => Known(column, text, out var yes) ?? Then(() => flags |= yes == "yes" ? Mask(column.Flag) : 0),
                ColumnUse.Flags => Each(column, text, flag => flags |= Mask(flag)),
                ColumnUse.Detail => Each(column, text, value => details.Add(new(column.Detail, value))),
                ColumnUse.NotKept => null,
                _ => Person(column, text, roles),
            };
            if (fault is not null)
                return fault;
        }

        if (recorded > _today)
            return Fault(Column(ColumnUse.Recorded), "future-date", $"{recorded:yyyy-MM-dd}", "The day lies in the future.", "Correct it at the source.");
        if (_source.Having(ColumnUse.Ended).Any())
        {
            if (to is { } ended && DateOnly.FromDateTime(ended) < recorded)
                return Fault(Column(ColumnUse.Ended), "end-before-start", $"{recorded:yyyy-MM-dd} to {ended:yyyy-MM-dd}", "It ends before it begins.", "Correct it at the source.");
        }
        else if (to < from)
            return Fault(Column(ColumnUse.OccurredTo), "end-before-start", $"{from:yyyy-MM-dd HH:mm} to {to:yyyy-MM-dd HH:mm}", "It ends before it begins.", "Correct it at the source.");
        if ((Positions.Grid(easting, northing, out var position) ?? Positions.Degrees(longitude, latitude, ref position)) is { } misplaced)
            return Fault(Column(easting is null && northing is null ? ColumnUse.Longitude : ColumnUse.Easting), misplaced.Code, misplaced.Value, misplaced.Rule, misplaced.Remedy);
        CoarseLocation? coarse = null;
        if (rough is { } said && position is null)
        {
            if (Positions.Coarse(said.Column.Is, said.Text, recorded, _wards, out var found) is { } unknown)
                return unknown with { Column = said.Column.Name };
            coarse = found;
        }

        row = new(rows.Line, recorded, from, _source.Having(ColumnUse.Ended).Any() ? to : to ?? from, categoryId, flags, position, location, coarse, key, details, [.. roles.Values.Where(role => !role.IsBlank)]);
        return null;
    }

    private static RowFault? Then(Action take)
    {
        take();
        return null;
    }

    private ColumnDescription Column(ColumnUse use) => _source.Having(use).First();

    private bool MaySay(int at) => !_columns.Any(pair => pair.At == at && pair.Column.Is is ColumnUse.Key or ColumnUse.Person)
        && _columns.Any(pair => pair.At == at && pair.Column.Is != ColumnUse.NotKept);

    private static RowFault? Key(ColumnDescription column, string text) => !SpoiltKey().IsMatch(text) ? null
        : Fault(column, "spoilt-key", text, "A spreadsheet has made a number of the key (such as 12345.0 or 1.23E+15); the record would not be known again.", "Format the column as text before the keys are entered, and export it again.");

    private static RowFault? Time(ColumnDescription column, string text, out DateTime time)
    {
        if (IsTime(text, column.Format, out time))
            return null;
        var monthFirst = DayFirst().Replace(column.Format, "${month}${between}${day}");
        return monthFirst != column.Format && IsTime(text, monthFirst, out _)
            ? Fault(column, MonthFirst, text, $"Dates are written month first, and the description says {column.Format}: then no row's day can be trusted, for 01/02/2024 may be either.", "Export it again with the day first, or correct the format in the description.")
            : Fault(column, "bad-date", text, $"There is no such day or time, or it is not written {column.Format}, as in {new DateTime(2024, 9, 30, 17, 5, 0).ToString(column.Format, CultureInfo.InvariantCulture)}.", "Correct it at the source, or the format in the description.");
    }

    private static bool IsTime(string text, string format, out DateTime time) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out time) && time.Year is >= 1900 and <= 2100;

    private RowFault? Category(ColumnDescription column, string text, out short id) =>
        _categories.TryGetValue(column.Values.GetValueOrDefault(text, text), out id) ? null
            : Fault(column, "unknown-code", text, $"{_source.Classification} has no such code.", "If the source has a new code, add it to geodata/catalogue/categories.csv, or say in the description what it stands for.");

    private static RowFault? Number(ColumnDescription column, string text, out double? number)
    {
        var isNumber = double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
        number = value;
        return isNumber ? null : Fault(column, "not-a-number", text, "A coordinate is a plain number with a point for decimals.", "Correct it at the source.");
    }

    private static RowFault? Known(ColumnDescription column, string text, out string meaning)
    {
        meaning = text;
        if (column.Values.Count == 0)
            return null;
        return column.Values.TryGetValue(text, out meaning!) ? null
            : Fault(column, "unknown-value", text, $"Known values are {string.Join(", ", column.Values.Keys)}.", "If the source has a new value, say in the description what it stands for.");
    }

    private static RowFault? Each(ColumnDescription column, string text, Action<string> take)
    {
        foreach (var part in column.Separator.Length == 0 ? [text] : text.Split(column.Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Known(column, part, out var meaning) is { } fault)
                return fault;
            take(meaning);
        }

        return null;
    }

    private static RowFault? Person(ColumnDescription column, string text, Dictionary<string, ExtractRole> roles)
    {
        if (Known(column, text, out var meaning) is { } fault)
            return fault;
        var role = roles.GetValueOrDefault(column.Role) ?? new ExtractRole(column.Role, "", null, "", "", "");
        short? age = null;
        if (column.Is == ColumnUse.Age)
        {
            if (!short.TryParse(meaning, NumberStyles.None, CultureInfo.InvariantCulture, out var years) || years > 120)
                return Fault(column, "bad-age", text, "An age is a whole number of years from 0 to 120.", "Correct it at the source, or leave it blank.");
            age = years;
        }

        roles[column.Role] = column.Is switch
        {
            ColumnUse.Person => role with { Person = meaning },
            ColumnUse.Age => role with { Age = age },
            ColumnUse.AgeBand => role with { AgeBand = meaning },
            ColumnUse.Sex => role with { Sex = meaning },
            _ => role with { Ethnicity = meaning },
        };
        return null;
    }

    private static int Mask(string flag) => Catalogue.Flags.First(known => known.Slug == flag).Mask;

    private static RowFault Fault(ColumnDescription column, string code, string value, string rule, string remedy) =>
        new(code, column.Name, column.Is is ColumnUse.Key or ColumnUse.Person ? "…" : value, rule, remedy);

    [GeneratedRegex(@"^\s*((sub|grand)[ -]?)?totals?\b|\btotals?:?\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Totals();

    [GeneratedRegex(@"^(?<day>dd?)(?<between>[^dM])(?<month>MM?)(?!M)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"^\d+\.0+$|^\d(\.\d+)?E\+?\d+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpoiltKey();
}
