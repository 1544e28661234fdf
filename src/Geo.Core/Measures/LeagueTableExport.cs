using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>A league table as it is printed, the same from the API and the command line.</summary>
/// <remarks>After the areas stand, without rank and code, the lines of <see cref="LeagueTable.Footing"/>; the total's note explains the table.</remarks>
public static class LeagueTableExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("rank", ColumnKind.Plain), new("code", ColumnKind.Text), new("name", ColumnKind.Text), new("count", ColumnKind.Count), new("share", "Share, %", ColumnKind.PerCent), .. Changes.Columns,
        new("rate_per_1000", "Rate per 1,000", ColumnKind.Rate), new("population_year", ColumnKind.Plain),
    ];

    public static ExportTable Of(LeagueTable table)
    {
        var origin = table.Origin;
        return new()
        {
            FileName = origin.FileName("league-table"), Title = Title(table), Columns = Columns, Explanation = table.Explanation, IsDemonstration = table.IsDemonstration,
            Rows = [.. table.Rows.Select(row => Row(table, row)), .. table.Footing.Select(row => Row(table, row) with { IsFooting = true, BearsExplanation = ReferenceEquals(row, table.Total) })],
            About = origin.About(table.PopulationYear is { } year ? $"Rates per 1,000 people over the period, population of {year}; shares of the total" : "No population of these areas, so no rates; shares of the total", table.Notes),
        };
    }

    private static string Title(LeagueTable table)
    {
        var (total, inAll) = (table.Total, table.Within is null ? "" : " in all");
        var most = table.Rows.TakeWhile(row => row.Count == table.Rows[0].Count).ToList();
        var where = most switch
        {
            [] or [{ Count: 0 }, ..] => "none in any area",
            [var one] => $"most in {one.Name}, {one.Count:N0} of {total.Count:N0}{inAll}",
            [var one, var other] => $"most in {one.Name} and {other.Name}, {one.Count:N0} of {total.Count:N0}{inAll} each",
            _ => $"most in {most.Count} areas, {most[0].Count:N0} of {total.Count:N0} each",
        };
        return $"{table.Measure.Name}, {table.Period.Name}: {(table.Within is null ? "" : $"in {table.Within} ")}{where}{(table.Compare is null ? "" : $"; the total is {total.Count:N0}{Changes.Clause(total.Previous, total.Count, total.ChangePerCent, table.Compare)}")}";
    }

    private static ExportRow Row(LeagueTable table, LeagueTableRow row) => new(
    [
        row.Rank, row.Code, row.Name, row.Count, Rounding.Share(row.Share), .. Changes.Cells(row.Previous, row.Change, row.ChangePerCent),
        Rounding.Rate(row.Rate), row.Rate is null ? null : table.PopulationYear,
    ]);
}
