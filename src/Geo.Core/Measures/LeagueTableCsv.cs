namespace Geo.Core.Measures;

/// <summary>A league table as CSV (RFC 4180), the same from the API and the command line.</summary>
/// <remarks>
/// After the areas stand, without rank and code: the lines of <see cref="LeagueTable.Footing"/>. Numbers are plain and
/// invariant; comparison columns are empty without a comparison, and a change from zero is <c>N/A</c>. The total's note explains the table.
/// </remarks>
public static class LeagueTableCsv
{
    /// <summary>The names of the columns, as the first line has them.</summary>
    public static string Header => string.Join(',', Columns);

    private static readonly string[] Columns =
        ["rank", "code", "name", "count", "share", "previous", "change", "change_per_cent", "rate_per_1000", "population_year", "note"];

    public static void Write(TextWriter writer, LeagueTable table)
    {
        using var csv = new FiguresCsv(writer, Columns);
        var note = FiguresCsv.Note(table.Origin);
        foreach (var row in table.Rows)
            Write(csv, table, row, note);
        foreach (var row in table.Footing)
            Write(csv, table, row, ReferenceEquals(row, table.Total) ? table.Explanation : note);
    }

    private static void Write(FiguresCsv csv, LeagueTable table, LeagueTableRow row, string note) => csv
        .Number(row.Rank).Text(row.Code).Text(row.Name).Number(row.Count).Number(Rounding.Share(row.Share))
        .Change(row.Previous, row.Change, row.ChangePerCent)
        .Number(Rounding.Rate(row.Rate)).Number(row.Rate is null ? null : table.PopulationYear).Text(note).End();
}
