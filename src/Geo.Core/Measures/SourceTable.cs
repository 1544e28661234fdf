using System.Globalization;
using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>The sources with the months they have, as a table: what is here, how old it is, and what is missing between.</summary>
public static class SourceTable
{
    private static readonly ExportColumn[] Columns =
        [new("source", ColumnKind.Text), new("from", ColumnKind.Text), new("to", "Data to", ColumnKind.Text), new("months", ColumnKind.Count), new("missing", "Missing between", ColumnKind.Text)];

    /// <param name="today">To say how old each is; without it the table is the same on every day.</param>
    public static ExportTable Of(CountCube cube, DateOnly? today = null)
    {
        var explanation = $"{(cube.IsDemonstration ? $"{DemonstrationMark.Banner} " : "")}As at {cube.AsAt:d MMMM yyyy HH:mm} UTC, data version {cube.Version}.";
        return new()
        {
            FileName = "sources", Title = "Sources and their months", Columns = Columns, Explanation = explanation, IsDemonstration = cube.IsDemonstration, About = [],
            Rows = [.. cube.Sources.Select(source => new ExportRow([$"{source.Agency}, {source.Feed}", $"{source.Months[0]}", $"{source.Months[^1]}{Age(source, today)}", source.Months.Count, Month.Gaps(source.Months) is { Count: > 0 } gaps ? Month.Told(gaps) : "none"]))],
        };
    }

    private static string Age(SourceMonths source, DateOnly? today) =>
        today is { } day && !source.IsDemonstration && Freshness.Of(source, day) is var freshness ? string.Create(CultureInfo.InvariantCulture, $", {freshness.Days:N0} days old{(freshness.IsLate ? ", late" : "")}") : "";
}
