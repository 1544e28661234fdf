using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>A breakdown as it is printed, the most first, then the total, whose note explains the table.</summary>
public static class BreakdownExport
{
    private static readonly ExportColumn[] Columns =
        [new("code", ColumnKind.Text), new("name", ColumnKind.Text), new("count", ColumnKind.Count), new("share", "Share, %", ColumnKind.PerCent), .. Changes.Columns, new("verdict", ColumnKind.Text)];

    public static ExportTable Of(Breakdown breakdown) => new()
    {
        FileName = breakdown.Origin.FileName("breakdown"), Title = Title(breakdown), Columns = Columns, Explanation = breakdown.Explanation, IsDemonstration = breakdown.Origin.IsDemonstration,
        Rows = [.. breakdown.Rows.Select(Row), Row(breakdown.Total) with { IsFooting = true, BearsExplanation = true }],
        About = breakdown.Origin.About("Shares of the total", breakdown.Notes),
    };

    private static string Title(Breakdown breakdown)
    {
        var (origin, total) = (breakdown.Origin, breakdown.Total);
        var most = breakdown.Rows is [{ Count: > 0 } first, ..] ? $"most are {first.Name}, {first.Count:N0} of {total.Count:N0}" : "none";
        return $"{origin.Measure.Name}, {origin.Period.Name}: {most}{(total.Verdict is null ? "" : $"; the total is {total.Count:N0}{Changes.Clause(total.Verdict, origin.Compare)}")}";
    }

    private static ExportRow Row(BreakdownRow row) =>
        new([row.Code, row.Name, row.Count, Rounding.Share(row.Share), .. Changes.Cells(row.Previous, row.Change, row.ChangePerCent), row.Verdict?.Text]);
}
