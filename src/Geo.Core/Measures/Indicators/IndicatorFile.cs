using System.Globalization;
using CsvHelper;

namespace Geo.Core.Measures.Indicators;

/// <summary>Reads a CSV of ready-made figures as a whole.</summary>
internal static class IndicatorFile
{
    private const int MostFaults = 20;
    private const double Level = 0.95;

    /// <summary>How far a value may lie from its numerator over its denominator: half of the last digit that figures of reports have.</summary>
    private const double Tolerance = 0.06;

    private static readonly string[] Columns = ["indicator", "area", "from", "to", "numerator", "denominator", "value", "lower_95", "upper_95", "comparator", "source", "commentary"];

    /// <exception cref="RefusedException">The file breaks a rule; every breach found is told.</exception>
    public static IReadOnlyList<IndicatorValue> Read(string path, bool isDemonstration)
    {
        var file = Path.GetFileName(path);
        using var csv = CsvInput.Open(path);
        var missing = Columns.Except(csv.HeaderRecord!, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw new RefusedException(new Fault("missing-column", file, 1, string.Join(", ", missing), null, missing.Count == 1 ? "The column is missing." : "The columns are missing.", $"A file of indicators has the columns {string.Join(", ", Columns)}."));

        var faults = new List<Fault>();
        var values = new Dictionary<(string, string, DateOnly, DateOnly), IndicatorValue>();
        while (csv.Read() && faults.Count < MostFaults)
        {
            var row = new Row(csv, file, faults);
            if (row.Value(isDemonstration) is not { } value)
                continue;
            if (!values.TryAdd((value.Indicator, value.Area, value.FirstDay, value.LastDay), value))
                row.Wrong("repeated-row", "area", value.Area, "The indicator has a value for that area and period already.", "Leave one of the rows out.");
        }

        if (values.Count == 0 && faults.Count == 0)
            faults.Add(new Fault("no-rows", file, 2, null, null, "The file has a header and no rows.", "Export it again."));
        return faults.Count == 0 ? [.. values.Values] : throw new RefusedException(faults);
    }

    private sealed class Row(CsvReader csv, string file, List<Fault> faults)
    {
        private bool _isWrong;

        public IndicatorValue? Value(bool isDemonstration)
        {
            var indicator = Indicator.Find(Text("indicator"));
            if (indicator is null)
                Wrong("unknown-indicator", "indicator", Text("indicator"), $"There is no such indicator; there are {string.Join(", ", Indicator.All.Select(known => known.Slug))}.", "Name one of them, or declare it in geodata/catalogue/indicators.yaml.");
            if (Text("area").Length == 0)
                Wrong("blank", "area", "", "The cell may not be blank.", "Name the area.");
            var (from, to) = (Day("from"), Day("to"));
            if (to < from)
                Wrong("end-before-start", "to", Text("to"), "It ends before it begins.", "Correct the value.");
            var (numerator, denominator, number, lower, upper) = (Number("numerator"), Number("denominator"), Number("value"), Number("lower_95"), Number("upper_95"));
            if (number is null && !_isWrong)
                Wrong("blank", "value", "", "The cell may not be blank.", "Give the value.");
            if (lower is null != upper is null || lower > number || upper < number)
                Wrong("bad-limits", "lower_95", Text("lower_95"), "Limits come in pairs and hold the value between them.", "Correct them, or leave both blank.");
            if (indicator is { Per: > 0 } && numerator is { } over && denominator is > 0 and var under && number is { } given && Math.Abs((indicator.Per * over / under) - given) > Tolerance)
                Wrong("does-not-follow", "value", Text("value"), string.Create(CultureInfo.InvariantCulture, $"{over} of {under} is {indicator.Per * over / under:0.0##} {indicator.Unit}."), "Correct the value, or leave numerator and denominator blank where it has another base.");
            if (Text("comparator") is not ("yes" or "no"))
                Wrong("unknown-value", "comparator", Text("comparator"), "Known values are yes, no.", "Say whether the area is one to compare with.");
            return _isWrong ? null : new(
                indicator!.Slug, Text("area"), from!.Value, to!.Value, numerator, denominator, number!.Value, lower is { } low ? new(low, upper!.Value, Level) : null,
                Text("comparator") == "yes", Text("source"), Text("commentary"), isDemonstration);
        }

        public void Wrong(string code, string column, string value, string rule, string remedy)
        {
            _isWrong = true;
            faults.Add(new Fault(code, file, csv.Parser.RawRow, column, value, rule, remedy));
        }

        private string Text(string column) => csv.GetField(column)?.Trim() ?? "";

        private DateOnly? Day(string column)
        {
            if (DateOnly.TryParseExact(Text(column), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            Wrong("bad-date", column, Text(column), "There is no such day, or it is not written yyyy-MM-dd, as in 2024-09-30.", "Correct the value.");
            return null;
        }

        private double? Number(string column)
        {
            if (Text(column).Length == 0)
                return null;
            if (double.TryParse(Text(column), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                return number;
            Wrong("not-a-number", column, Text(column), "A figure is a plain number with a point for decimals.", "Correct the value.");
            return null;
        }
    }
}
