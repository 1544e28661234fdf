using System.Globalization;

namespace Geo.Statistics.Tests;

/// <summary>Independent values kept as files: our own under References, and the shared golden results.</summary>
internal static class Reference
{
    private const string Variable = "GEO_SHARED_DATA";

    public static string? GoldenFolder { get; } = FindGolden();

    public static IReadOnlyList<Row> Rows(string file) => Read(Path.Combine(AppContext.BaseDirectory, "References", file));

    /// <summary>One of the named values of values.csv.</summary>
    public static double Value(string name) => Named.Value[name];

    private static readonly Lazy<Dictionary<string, double>> Named = new(() => Rows("values.csv").ToDictionary(row => row["name"], row => row.Double("value")));

    public static IReadOnlyList<Row> Golden(string file) => Read(Path.Combine(GoldenFolder!, file));

    public static string GoldenText(string file) => File.ReadAllText(Path.Combine(GoldenFolder!, file));

    public static double Number(string text) => text switch
    {
        "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    public static double[] Numbers(string text, char separator = ';') =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Number).ToArray();

    private static List<Row> Read(string path)
    {
        var lines = File.ReadAllLines(path).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        var header = Cells(lines[0]);
        return lines.Skip(1).Select(line => new Row(header, Cells(line))).ToList();
    }

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"')
                quoted = !quoted;
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
                cell.Append(letter);
        }

        cells.Add(cell.ToString().Trim());
        return [.. cells];
    }

    private static string? FindGolden()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder))
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "Geo.sln")))
                root = root.Parent;
            folder = root is null ? null : Path.Combine(root.FullName, "..", "shared", "data");
        }

        return folder is not null && File.Exists(Path.Combine(folder, "golden", "unit_values.txt")) ? Path.Combine(folder, "golden") : null;
    }

    internal sealed class Row(string[] header, string[] cells)
    {
        public string this[string column] => cells[Array.IndexOf(header, column)];

        public double Double(string column) => Number(this[column]);

        public long Long(string column) => long.Parse(this[column], NumberStyles.Integer, CultureInfo.InvariantCulture);

        public double[] Doubles(string column) => Numbers(this[column]);
    }
}

/// <summary>A fact that needs the shared golden results: skipped where they are absent, failed in CI.</summary>
internal sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenFactAttribute()
    {
        if (Reference.GoldenFolder is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "The golden results are not here: set GEO_SHARED_DATA to the folder that holds golden/.";
    }
}

internal static class CloseTo
{
    /// <summary>Within a relative difference, 1e-9 unless said; absolute for an expected zero.</summary>
    public static void ShouldBeClose(this double actual, double expected, string? what = null, double relative = 1e-9)
    {
        if (double.IsInfinity(expected) || expected == 0)
        {
            if (double.IsInfinity(expected))
                actual.ShouldBe(expected, what);
            else
                Math.Abs(actual).ShouldBeLessThan(relative, what);
            return;
        }

        var difference = Math.Abs(actual - expected) / Math.Abs(expected);
        if (!(difference <= relative))
            actual.ShouldBe(expected, $"{what}: relative difference {difference:g3}");
    }
}
