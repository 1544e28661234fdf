using System.Globalization;
using System.Text;

namespace Geo.Core.Intake;

/// <summary>Drafts the description of a source from a file's header and first rows, for somebody to finish.</summary>
public static class DraftDescription
{
    private const int RowsLookedAt = 1_000;
    private const int MostValues = 20;
    private static readonly string[] DateFormats = ["dd/MM/yyyy", "dd/MM/yyyy HH:mm", "dd/MM/yyyy HH:mm:ss", "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "d MMMM yyyy", "d MMM yyyy"];

    /// <returns>YAML; columns that may not be kept are named in comments and left out.</returns>
    /// <exception cref="RefusedException">The file cannot be read, or has no header.</exception>
    public static async Task<string> OfAsync(InputFile file, CancellationToken cancellationToken)
    {
        await ExtractRows.InspectAsync(file, cancellationToken);
        using var rows = ExtractRows.Open(file, null);
        if (!rows.Read())
            throw new RefusedException(new Fault("empty-file", file.Name, null, null, null, "The file is empty.", "Give one with a header and some rows."));
        var header = rows.Record();
        var values = header.Select(_ => new List<string>()).ToList();
        for (var row = 0; row < RowsLookedAt && rows.Read(); row++)
        {
            for (var column = 0; column < Math.Min(rows.Count, header.Length); column++)
                values[column].Add(rows[column].Trim());
        }

        var draft = new StringBuilder("# Finish what is marked FILL-IN: who it comes from, and what each column is (CONTRIBUTING.md lists the uses).\n");
        draft.Append(CultureInfo.InvariantCulture, $"source: {Slug(Path.GetFileNameWithoutExtension(file.FileName))}\nagency: FILL-IN\nfeed: FILL-IN\nlicence: \"\"\nclassification: FILL-IN\n");
        if (rows is CsvExtractRows { Delimiter: "\t" })
            draft.Append("delimiter: \"\\t\"\n");
        draft.Append(Rhythmically(Months(rows, values)));
        draft.Append("columns:\n");
        foreach (var (name, column) in header.Zip(values))
            draft.Append(PersonalColumns.LooksPersonal(name) ? $"  # {name}: {PersonalColumns.Rule} Take it out at the source.\n" : Column(name, column));
        return draft.ToString();
    }

    /// <summary>The months that the file has records of, by its first column of days, or of times where there is none; reads it to its end.</summary>
    private static IReadOnlyList<Month> Months(IExtractRows rows, List<List<string>> values)
    {
        var dated = values.Select((column, i) => (i, format: DateFormatOf(column))).Where(column => column.format is not null).OrderBy(column => HasTime(column.format!)).ToList();
        if (dated is not [var (day, format), ..])
            return [];
        var months = new SortedSet<Month>();
        void Add(string text)
        {
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
                months.Add(Month.Of(DateOnly.FromDateTime(read)));
        }

        values[day].ForEach(Add);
        while (rows.Read())
            Add(day < rows.Count ? rows[day].Trim() : "");
        return [.. months];
    }

    /// <summary>How often it comes, where the months of one file let that be seen: it holds one month, a quarter or a year, or a month in every three or twelve.</summary>
    private static string Rhythmically(IReadOnlyList<Month> months)
    {
        var steps = months.Zip(months.Skip(1), (one, next) => next.Number - one.Number).Distinct().ToList();
        var seen = (months.Count, steps) switch
        {
            (1, _) => "monthly",
            (3, [1]) when months[0].OfYear % 3 == 1 => "quarterly",
            (12, [1]) when months[0].OfYear is 1 or 4 => "yearly",
            (_, [3]) => "quarterly",
            (_, [12]) => "yearly",
            _ => null,
        };
        var held = months.Count switch { 0 => "no month is seen in the file", 1 => $"the file holds {months[0]} alone", var count => $"the file holds {count} months from {months[0]} to {months[^1]}" };
        return seen is null ? $"# rhythm: monthly # or quarterly, yearly: how often it comes; {held}. Without it the source is never late.\n# late-after: 45 days # from the end of the month, quarter or year that is due; its sender knows\n"
            : $"rhythm: {seen} # {held}; there are {string.Join(", ", Rhythm.Names)}\nlate-after: {(seen == "yearly" ? 120 : 45)} days # from the end of the {(seen == "monthly" ? "month" : seen == "yearly" ? "year" : "quarter")} that is due; its sender knows\n";
    }

    private static string? DateFormatOf(List<string> values)
    {
        var filled = values.Where(value => value.Length > 0).ToList();
        return filled.Count == 0 ? null : DateFormats.FirstOrDefault(format => filled.TrueForAll(value => DateTime.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));
    }

    private static bool HasTime(string format) => format.Contains('H', StringComparison.Ordinal);

    private static string Column(string name, List<string> values)
    {
        var filled = values.Where(value => value.Length > 0).ToList();
        var distinct = filled.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var blank = filled.Count < values.Count ? ", blank: true" : "";
        var written = Quoted(name);
        if (DateFormatOf(values) is { } date)
            return $"  - {{ name: {written}, is: {(HasTime(date) ? "occurred-from" : "recorded")}, format: {Quoted(date)}{blank} }}\n";
        var lower = name.ToLowerInvariant();
        foreach (var use in (string[])["easting", "northing", "longitude", "latitude", "lsoa", "sex", "ethnicity", "outcome"])
        {
            if (lower.Contains(use, StringComparison.Ordinal))
                return use == "outcome" ? $"  - {{ name: {written}, is: detail, detail: outcome{blank} }}\n" : $"  - {{ name: {written}, is: {use}{(use is "sex" or "ethnicity" ? ", role: FILL-IN" : "")}{blank} }}\n";
        }

        if (filled.Count > 1 && distinct.Count == filled.Count && blank.Length == 0)
            return $"  - {{ name: {written}, is: key }}\n";
        if (distinct.Count is > 0 and <= 2 && distinct.TrueForAll(value => value is "Y" or "N" or "Yes" or "No" or "1" or "0"))
            return $"  - {{ name: {written}, is: flag, flag: FILL-IN, values: {{ {string.Join(", ", distinct.Select(value => $"{Quoted(value)}: \"{(value is "Y" or "Yes" or "1" ? "yes" : "no")}\""))} }}{blank} }}\n";
        var seen = distinct.Count is > 0 and <= MostValues ? $" # seen: {string.Join(", ", distinct)}" : "";
        return $"  - {{ name: {written}, is: FILL-IN{blank} }}{seen}\n";
    }

    private static string Quoted(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') && !char.IsAsciiDigit(text[0]) && text is not ("Y" or "N" or "Yes" or "No" or "on" or "off")
            ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Slug(string name) => string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
}
