using System.Buffers;
using System.Globalization;
using System.Text;
using Geo.Core.Measures;

namespace Geo.Web.Measures;

/// <summary>A league table as a CSV file (RFC 4180, UTF-8).</summary>
/// <remarks>
/// Shares, changes and rates have one decimal, rounded half away from zero; what is more exact follows from the counts.
/// The last column, <c>note</c>, is empty but on the line of the total, where it holds the explanation, and where the data
/// is a demonstration, where every line says so: a line that was copied out still tells.
/// </remarks>
internal static class LeagueTableCsv
{
    public const string Header = "rank,code,name,count,share,previous,change,change_per_cent,rate_per_1000,population_year,note";

    private const string Demonstration = "Demonstration data: invented figures";

    public static void Write(IBufferWriter<byte> body, LeagueTable table)
    {
        var text = new StringBuilder(8 * 1024).Append(Header).Append("\r\n");
        var note = table.IsDemonstration ? Demonstration : "";
        foreach (var row in table.Rows)
            Line(text, table, row, note);
        if (table.Others is { } others)
            Line(text, table, others, note);
        Line(text, table, table.NotLocated, note);
        Line(text, table, table.Outside, note);
        Line(text, table, table.Total, table.Explanation);
        foreach (var chunk in text.GetChunks())
            Encoding.UTF8.GetBytes(chunk.Span, body);
    }

    private static void Line(StringBuilder text, LeagueTable table, LeagueTableRow row, string note)
    {
        var culture = CultureInfo.InvariantCulture;
        text.Append(culture, $"{row.Rank},");
        Text(text, row.Code ?? "");
        Text(text, row.Name);
        text.Append(culture, $"{row.Count},{Tenths(row.Share)},{row.Previous},{row.Change},");
        text.Append(culture, $"{(row.Previous is not null && row.ChangePerCent is null ? Figures.NotApplicable : Tenths(row.ChangePerCent))},");
        text.Append(culture, $"{Tenths(row.Rate)},{(row.Rate is null ? null : table.PopulationYear)},");
        Text(text, note);
        text.Length--; // the comma after the last column
        text.Append("\r\n");
    }

    private static string? Tenths(double? value) => value is { } figure ? Figures.Rounded(figure).ToString("0.0", CultureInfo.InvariantCulture) : null;

    /// <summary>Quoted where it must be; a text that a spreadsheet would run as a formula gets an apostrophe.</summary>
    private static void Text(StringBuilder text, string value)
    {
        if (value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\0')
            value = "'" + value;
        if (value.AsSpan().IndexOfAny(",\"\r\n") >= 0)
            text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else
            text.Append(value);
        text.Append(',');
    }
}
