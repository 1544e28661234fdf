namespace Geo.Core.Exports;

/// <summary>What the cells of a column are; how their numbers are printed follows from it.</summary>
public enum ColumnKind
{
    Text,

    /// <summary>A number that nobody adds up: a rank, a year.</summary>
    Plain,
    Count,

    /// <summary>Per cents as printed: 12.5 is 12.5 per cent.</summary>
    PerCent,
    Rate,

    /// <summary>A figure of another kind, with the decimals that it came with.</summary>
    Number,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">As CSV has it, such as <c>change_per_cent</c>.</param>
/// <param name="Heading">As people read it.</param>
/// <param name="IsSigned">Whether a number above zero bears a plus, as changes do.</param>
public sealed record ExportColumn(string Name, string Heading, ColumnKind Kind, bool IsSigned = false)
{
    public ExportColumn(string name, ColumnKind kind) : this(name, Worded(name), kind)
    {
    }

    /// <summary>Whether only files need it: codes, and what the same fact of every row is told in words elsewhere.</summary>
    internal bool IsForMachines => Name is "code" or "population_year" or "note";

    private static string Worded(string name) => name.Length == 0 ? name : $"{char.ToUpperInvariant(name[0])}{name[1..].Replace('_', ' ')}";
}
