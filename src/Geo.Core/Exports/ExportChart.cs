namespace Geo.Core.Exports;

public enum ChartKind
{
    /// <summary>Numbers over time.</summary>
    Line,

    /// <summary>Numbers side by side, the first on top.</summary>
    Bar,
}

/// <summary>A line or a set of bars.</summary>
/// <param name="Values">One for each category; null leaves a gap.</param>
public sealed record ExportSeries(string Name, IReadOnlyList<decimal?> Values);

/// <summary>A chart that the programs of an office draw and can edit: its numbers go with it as a workbook.</summary>
public sealed record ExportChart
{
    public required ChartKind Kind { get; init; }

    /// <summary>States the finding.</summary>
    public required string Title { get; init; }

    /// <summary>What the categories are, such as month.</summary>
    public required string CategoryName { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    public required IReadOnlyList<ExportSeries> Series { get; init; }

    /// <summary>What the numbers are, such as offences.</summary>
    public required string Unit { get; init; }

    /// <summary>What it shows, for those who do not see it.</summary>
    public required string Alternative { get; init; }

    /// <summary>Its numbers as a table, which the chart's own workbook is written from.</summary>
    internal ExportTable Table(bool isDemonstration) => new()
    {
        FileName = "chart", Title = Title, Explanation = Alternative, About = [new("Numbers", Unit)], IsDemonstration = isDemonstration,
        Columns = [new(CategoryName, CategoryName, ColumnKind.Text), .. Series.Select(series => new ExportColumn(series.Name, series.Name, ColumnKind.Number))],
        Rows = Categories.Select((category, i) => new ExportRow([category, .. Series.Select(series => (ExportCell)series.Values[i])])),
    };
}
