using Geo.Core.Measures;

namespace Geo.Web.Measures;

/// <summary>One class of a shaded map: the least and the most that its areas have.</summary>
internal sealed record MapClass(decimal From, decimal To, int Areas);

/// <summary>Areas cut into at most five classes of about equal size; areas with the same figure stand in the same class.</summary>
/// <remarks>The figures are cut as they are shown, so that the legend's ends are figures of the table and no area seems to be in the wrong class.</remarks>
internal sealed class ClassBreaks
{
    public const int Most = 5;

    private readonly decimal[] _values;

    private ClassBreaks(bool byRate, decimal[] values, IReadOnlyList<MapClass> classes) => (ByRate, _values, Classes) = (byRate, values, classes);

    /// <summary>True for rates per 1,000 people, false for counts.</summary>
    public bool ByRate { get; }

    /// <summary>From the least to the most.</summary>
    public IReadOnlyList<MapClass> Classes { get; }

    public static ClassBreaks Of(LeagueTable table, bool byRate)
    {
        byRate &= table.PopulationYear is not null;
        var values = new decimal[table.Rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(table.Rows[i], byRate);
        var sorted = values.Order().ToArray();

        var classes = new List<MapClass>();
        for (var start = 0; start < sorted.Length;)
        {
            // As many of those that are left as make the classes that are left equal; then to the end of a tie.
            var end = start + (int)Math.Ceiling((sorted.Length - start) / (double)(Most - classes.Count));
            if (classes.Count == Most - 1)
                end = sorted.Length;
            while (end < sorted.Length && sorted[end] == sorted[end - 1])
                end++;
            classes.Add(new MapClass(sorted[start], sorted[end - 1], end - start));
            start = end;
        }

        return new ClassBreaks(byRate, values, classes);
    }

    /// <summary>Class of a row of the table, 0 for the least.</summary>
    public int ClassOf(int row)
    {
        for (var i = 0; i < Classes.Count - 1; i++)
        {
            if (_values[row] <= Classes[i].To)
                return i;
        }

        return Classes.Count - 1;
    }

    private static decimal Value(LeagueTableRow row, bool byRate) => byRate ? Rounding.Round(row.Rate ?? 0, Rounding.RateDecimals) : row.Count;
}
