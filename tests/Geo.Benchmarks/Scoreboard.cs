using System.Globalization;

namespace Geo.Benchmarks;

/// <summary>Figures, each beside what it is held against in the same run, with its limit; printed as a plain table.</summary>
internal sealed class Scoreboard(string suite)
{
    private static readonly string[] Heading = ["Figure", "Measured", "Held against", "Ratio", "Limit", ""];

    private readonly List<string[]> _lines = [Heading];

    private readonly string _load = File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private int _missed;

    /// <summary>A ratio that may not be larger.</summary>
    public void RatioAtMost(string figure, string measured, string peer, double ratio, double limit) =>
        Add(figure, measured, peer, Text(ratio), $"at most {Text(limit)}", ratio <= limit);

    /// <summary>A ratio that may not be smaller.</summary>
    public void RatioAtLeast(string figure, string measured, string peer, double ratio, double limit) =>
        Add(figure, measured, peer, Text(ratio), $"at least {Text(limit)}", ratio >= limit);

    /// <summary>A figure with a limit of its own.</summary>
    public void Limit(string figure, string measured, string limit, bool met) => Add(figure, measured, "", "", limit, met);

    /// <summary>A limit that could not be tried counts as missed.</summary>
    public void NotMeasured(string figure, string why) => Add(figure, $"not measured: {why}", "", "", "", met: false);

    /// <returns>The number of limits missed.</returns>
    public int Print()
    {
        Console.WriteLine();
        Console.WriteLine($"{suite} ({Environment.ProcessorCount} cores; load of the machine before: {_load}, after: {File.ReadAllText("/proc/loadavg").Split(' ')[0]})");
        var widths = Enumerable.Range(0, Heading.Length).Select(column => _lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in _lines)
            Console.WriteLine("  " + string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        Console.WriteLine();
        return _missed;
    }

    public static void Say(string what) => Console.Error.WriteLine($"  {what}");

    private void Add(string figure, string measured, string peer, string ratio, string limit, bool met)
    {
        _missed += met ? 0 : 1;
        _lines.Add([figure, measured, peer, ratio, limit, met ? "met" : "MISSED"]);
    }

    private static string Text(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);
}

internal static class Runs
{
    public static double Median(this IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Every run, so that the reader sees how far they lie apart.</summary>
    public static string All(this IEnumerable<double> values, string format) =>
        string.Join(", ", values.Select(value => value.ToString(format, CultureInfo.InvariantCulture)));
}
