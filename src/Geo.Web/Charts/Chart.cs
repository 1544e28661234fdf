using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Geo.Web.Charts;

/// <summary>What all charts have: what they say of themselves, and what <see cref="ChartFrame"/> asks of them.</summary>
public abstract class Chart : ComponentBase
{
    /// <summary>The finding, in a sentence.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What is shown: measure, areas, period.</summary>
    [Parameter, EditorRequired] public string Description { get; set; } = "";

    /// <summary>What the numbers are, for the axis: "Offences per 1,000 people".</summary>
    [Parameter] public string Unit { get; set; } = "";

    /// <summary>How the numbers are written.</summary>
    [Parameter] public NumberStyle Numbers { get; set; } = NumberStyle.Whole;

    /// <summary>What there is no data for when there is none: "No data for" and this.</summary>
    [Parameter] public string Subject { get; set; } = "this chart";

    /// <summary>The line below: source, as at, boundaries, denominator.</summary>
    [Parameter] public string? Note { get; set; }

    /// <summary>The figure's id, needed only where two charts of a page have the same words.</summary>
    [Parameter] public string? Id { get; set; }

    /// <summary>Only the drawing, without figure, caption and table: for a cell of a table that holds the numbers.</summary>
    [Parameter] public bool Bare { get; set; }

    /// <summary>The widths it is drawn in: on paper and screens, and on phones; 0 for one drawing everywhere.</summary>
    protected internal virtual (double Wide, double Narrow) Widths => (640, 320);

    /// <summary>Whether there is nothing to draw.</summary>
    protected internal abstract bool IsEmpty { get; }

    /// <summary>The numbers that are drawn, as a table.</summary>
    protected internal abstract ChartTable Figures();

    /// <summary>The drawing for a width.</summary>
    protected internal abstract Drawing Draw(double width);

    /// <summary>The id that was given, or one that follows from the words.</summary>
    internal string Key =>
        Id ?? "chart-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{GetType().Name}\n{Title}\n{Description}"))[..4]);

    /// <summary>A position as it stands in an attribute: two decimals.</summary>
    internal static string Px(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A line through points, broken where one is missing; a point that stands alone is a dot.</summary>
    internal static string Line(IEnumerable<(double X, double? Y)> points)
    {
        var path = new StringBuilder();
        var run = 0;
        foreach (var (x, y) in points.Append((0, null)))
        {
            if (y is { } there)
                path.Append(run++ == 0 ? 'M' : 'L').Append(Px(x)).Append(' ').Append(Px(there));
            else
            {
                if (run == 1)
                    path.Append("h0");
                run = 0;
            }
        }

        return path.ToString();
    }

    /// <summary>Positions moved apart to a distance, as little as can be, within two ends; in the order given.</summary>
    internal static double[] Spread(IReadOnlyList<double> wanted, double apart, double low, double high)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ToArray();
        var placed = new double[wanted.Count];
        // Neighbours that meet become one block, centred on where its members want to be.
        var blocks = new List<(double Sum, int Count)>();
        double Top((double Sum, int Count) block) =>
            Math.Max(low, Math.Min(high - ((block.Count - 1) * apart), (block.Sum / block.Count) - ((block.Count - 1) * apart / 2)));
        foreach (var i in order)
        {
            blocks.Add((wanted[i], 1));
            while (blocks.Count > 1 && Top(blocks[^1]) < Top(blocks[^2]) + (blocks[^2].Count * apart))
            {
                blocks[^2] = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }

        var next = 0;
        foreach (var block in blocks)
            for (var i = 0; i < block.Count; i++)
                placed[order[next++]] = Top(block) + (i * apart);
        return placed;
    }
}

/// <summary>A drawing: its size and what stands in it.</summary>
/// <param name="Width">Width of the view box.</param>
/// <param name="Height">Height of the view box.</param>
/// <param name="Content">SVG elements.</param>
public sealed record Drawing(double Width, double Height, RenderFragment Content);

/// <summary>The numbers of a chart as a table; the first cell of a row is its heading.</summary>
/// <param name="Columns">Headings of the columns.</param>
/// <param name="Rows">Cells, as many as columns.</param>
public sealed record ChartTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
