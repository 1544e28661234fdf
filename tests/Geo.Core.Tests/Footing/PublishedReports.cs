using System.Globalization;
using System.Text;
using CsvHelper;
using Geo.Core.Footing;
using Geo.Testing;

namespace Geo.Core.Tests.Footing;

/// <summary>The text of five published reports, rebuilt line by line from what the sample quotes of each.</summary>
internal static class PublishedReports
{
    public static IReadOnlyList<string> Names { get; } = ["000", "001", "002", "003", "004"];

    /// <summary>The lines that are quoted, at their own numbers; between them blank lines. What is quoted of one line stands on one line.</summary>
    public static IReadOnlyList<string> Lines(string report)
    {
        var lines = new SortedDictionary<int, List<string>>();
        foreach (var row in Rows().Where(row => IsOf(row, report)))
        {
            var line = Line(row);
            if (!lines.TryGetValue(line, out var quoted))
                lines.Add(line, quoted = []);
            if (!quoted.Contains(row["printed_text"]))
                quoted.Add(row["printed_text"]);
        }

        return [.. Enumerable.Range(1, lines.Keys.Last()).Select(line => lines.TryGetValue(line, out var quoted) ? string.Join(". ", quoted) : "")];
    }

    public static Document Text(string report, IReadOnlyList<string> lines) => ReadDocument.Of($"{report}.txt", Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    /// <summary>
    /// The figures of a report with their measure and period, as a tidy CSV: what headings and headers say and quoted lines cannot carry.
    /// A table's total is named by what the table counts.
    /// </summary>
    public static Document Figures(string report)
    {
        var rows = new[] { "totals.csv", "rates_per_10k.csv", "case_reviews.csv", "funding.csv", "context.csv" }.SelectMany(file => RealData.Table("published", file)).Where(row => IsOf(row, report))
            .Select(row => new[] { row["line"], row["period"].Length > 0 ? row["period"] : "undated", row["measure"], row["dimensions"], row["unit"], row["value"] });
        var totals = RealData.Table("published", "breakdowns.csv").Where(row => row["is_total"] == "1" && IsOf(row, report))
            .Select(row => new[] { row["line"], row["period"], row["category"] == AsbTable ? "incidents" : "offences", $"category={Counted(row["category"])}", "count", row["current"] });
        using var text = new StringWriter();
        using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var row in rows.Concat(totals).Prepend(["line", "period", "measure", "part", "unit", "value"]))
        {
            foreach (var field in row)
                csv.WriteField(field);
            csv.NextRecord();
        }

        csv.Flush();
        return ReadDocument.Of($"{report}.csv", Encoding.UTF8.GetBytes(text.ToString()));
    }

    private const string AsbTable = "Anti-social behaviour type";

    private static string Counted(string table) => table switch { AsbTable => "Anti-social behaviour", "Hate strand" => "Hate crime", _ => table };

    private static bool IsOf(IReadOnlyDictionary<string, string> row, string report) => row["source_file"].StartsWith(report, StringComparison.Ordinal);

    private static int Line(IReadOnlyDictionary<string, string> row) => int.Parse(row["line"], CultureInfo.InvariantCulture);

    private static IEnumerable<IReadOnlyDictionary<string, string>> Rows() =>
        Directory.EnumerateFiles(RealData.At("published"), "*.csv").Order(StringComparer.Ordinal)
            .SelectMany(file => RealData.Table("published", Path.GetFileName(file))).Where(row => row.ContainsKey("printed_text"));
}
