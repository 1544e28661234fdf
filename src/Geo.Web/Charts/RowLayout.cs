namespace Geo.Web.Charts;

/// <summary>A line of a key.</summary>
/// <param name="Text">What the mark means.</param>
/// <param name="Class">Its class.</param>
/// <param name="Shape">Its shape.</param>
public sealed record KeyItem(string Text, string Class, MarkShape Shape);

/// <summary>Where the rows of a chart with names at its left stand.</summary>
/// <param name="Names">The names in lines, two at most.</param>
/// <param name="Middles">The middle of each row.</param>
/// <param name="Left">Where the plot begins: the width of the names and a space.</param>
/// <param name="Bottom">Where the last row ends.</param>
public sealed record RowLayout(IReadOnlyList<IReadOnlyList<string>> Names, IReadOnlyList<double> Middles, double Left, double Bottom)
{
    /// <summary>The thickness of a bar.</summary>
    public const double Bar = 18;

    /// <summary>Lays rows out from a top; names take two fifths of the width at most.</summary>
    public static RowLayout Of(IEnumerable<string> names, double width, double top)
    {
        var lines = names.Select(name => TextWidth.Wrap(name, width * 0.4, 2)).ToList();
        var middles = new List<double>();
        foreach (var row in lines)
        {
            var height = 10 + (Math.Max(1, row.Count) * TextWidth.Line);
            middles.Add(top + (height / 2));
            top += height;
        }

        return new(lines, middles, TextWidth.Widest(lines.SelectMany(row => row)) + 10, top);
    }
}
