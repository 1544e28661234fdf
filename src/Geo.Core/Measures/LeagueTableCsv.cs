using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Geo.Core.Measures;

/// <summary>A league table as CSV (RFC 4180), the same from the API and the command line.</summary>
/// <remarks>
/// After the areas stand, without rank and code: the lines of <see cref="LeagueTable.Footing"/>. Numbers are plain and
/// invariant; comparison columns are empty without a comparison, and a change from zero is <c>N/A</c>. The total's note explains the table.
/// </remarks>
public static class LeagueTableCsv
{
    public const string NotApplicable = "N/A";

    private const string Demonstration = "Demonstration data";

    /// <summary>The names of the columns, as the first line has them.</summary>
    public static string Header => string.Join(',', Columns);

    private static readonly string[] Columns =
        ["rank", "code", "name", "count", "share", "previous", "change", "change_per_cent", "rate_per_1000", "population_year", "note"];

    public static void Write(TextWriter writer, LeagueTable table)
    {
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }, leaveOpen: true);
        foreach (var column in Columns)
            csv.WriteField(column);
        csv.NextRecord();

        var note = table.IsDemonstration ? Demonstration : "";
        foreach (var row in table.Rows)
            Write(csv, table, row, note);
        foreach (var row in table.Footing)
            Write(csv, table, row, ReferenceEquals(row, table.Total) ? table.Explanation : note);
        csv.Flush();
    }

    private static void Write(CsvWriter csv, LeagueTable table, LeagueTableRow row, string note)
    {
        csv.WriteField(Number(row.Rank));
        csv.WriteField(Text(row.Code ?? ""));
        csv.WriteField(Text(row.Name));
        csv.WriteField(Number(row.Count));
        csv.WriteField(Number(Rounding.Share(row.Share)));
        csv.WriteField(Number(row.Previous));
        csv.WriteField(Number(row.Change));
        csv.WriteField(row is { Previous: not null, ChangePerCent: null } ? NotApplicable : Number(Rounding.ChangePerCent(row.ChangePerCent)));
        csv.WriteField(Number(Rounding.Rate(row.Rate)));
        csv.WriteField(Number(row.Rate is null ? null : table.PopulationYear));
        csv.WriteField(Text(note));
        csv.NextRecord();
    }

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Number(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A spreadsheet takes a cell that begins like this for a formula; the apostrophe makes it text again.</summary>
    private static string Text(string value) => value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{value}" : value;
}
