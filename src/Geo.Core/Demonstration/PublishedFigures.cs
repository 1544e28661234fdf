using System.Globalization;

namespace Geo.Core.Demonstration;

/// <summary>The printed counts among the <see cref="Facts"/>, by what they are of.</summary>
internal sealed class PublishedFigures
{
    /// <summary>Needs Assessment and Annual Report 2023-24.</summary>
    public const string First = "000";

    /// <summary>Annual Report 2024-25, from a later extract.</summary>
    public const string Second = "001";

    private readonly List<Figure> _figures;

    private PublishedFigures(List<Figure> figures) => _figures = figures;

    public static PublishedFigures Load() => new([.. Facts.All
        .Where(row => row.Unit == "count" && row.From.Length > 0 && int.TryParse(row.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        .Select(row => new Figure(
            row.Report, Day(row.From), Day(row.To), row.Measure, Dimensions(row.Of), int.Parse(row.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)))]);

    /// <summary>The figure of a measure for exactly these dimensions, written as in the file; null where none is printed.</summary>
    public int? Find(string report, string measure, DateOnly from, DateOnly to, params (string Name, string Value)[] of) =>
        _figures.Find(figure => figure.Report == report && figure.Measure == measure && figure.From == from && figure.To == to
            && figure.Of.Count == of.Length && Array.TrueForAll(of, one => figure.Of.GetValueOrDefault(one.Name) == one.Value))?.Count;

    /// <summary>As <see cref="Find"/>, where it must be printed.</summary>
    public int Of(string report, string measure, DateOnly from, DateOnly to, params (string Name, string Value)[] of) =>
        Find(report, measure, from, to, of) ?? throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"facts.csv has no {measure} of {string.Join(", ", of)} from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}."));

    /// <summary>The first report's count of a line such as an offence, wherever the report has it; null where it has none.</summary>
    public int? Line(string name, DateOnly from, DateOnly to) => _figures.Find(figure =>
        figure.Measure == "offences" && figure.From == from && figure.To == to && !figure.Of.ContainsKey("area")
        && (figure.Of.GetValueOrDefault("offence") == name || (figure.Of.Count == 1 && figure.Of.GetValueOrDefault("category") == name)))?.Count;

    /// <summary>The printed wards of a table, in its order.</summary>
    public IReadOnlyList<(string Ward, int Count)> Wards(string table) =>
        [.. _figures.Where(figure => figure.Measure == table && figure.Of.ContainsKey("rank")).Select(figure => (figure.Of["area"], figure.Count))];

    /// <summary>All figures of a measure, with their dimensions.</summary>
    public IEnumerable<Figure> All(string measure) => _figures.Where(figure => figure.Measure == measure);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Dimensions(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2)).ToDictionary(part => part[0].Trim(), part => part[^1].Trim(), StringComparer.Ordinal);
}

/// <summary>A printed count.</summary>
internal sealed record Figure(string Report, DateOnly From, DateOnly To, string Measure, IReadOnlyDictionary<string, string> Of, int Count);
