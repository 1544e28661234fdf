using Geo.Core.Measures;

namespace Geo.Core.Dashboards;

/// <summary>A page of panels, as one YAML file declares it.</summary>
/// <param name="Slug">The file's name without its ending; it stands in the address.</param>
/// <param name="Audience">For whom it is.</param>
/// <param name="Period">What is shown unless asked otherwise.</param>
/// <param name="Compare">What that is compared with.</param>
/// <param name="Area">A kind of area that the page can be narrowed to, such as <c>town</c>; null for none.</param>
public sealed record Dashboard(string Slug, string Title, string Audience, string Introduction, string Period, string? Compare, string? Area, IReadOnlyList<Panel> Panels)
{
    /// <summary>What stands above a panel.</summary>
    public string HeadingOf(Panel panel) => panel["title"] ?? Measure.Find(panel["measure"] ?? "")?.Name ?? PanelKind.Find(panel.Kind)!.Name;

    /// <summary>What a panel shows, for the notes on it: <c>trend-recorded-crime</c>. Panels that show the same are numbered.</summary>
    public string NameOf(Panel panel)
    {
        var same = Panels.TakeWhile(other => other != panel).Count(other => other.Shows == panel.Shows);
        return same == 0 ? panel.Shows : $"{panel.Shows}-{same + 1}";
    }
}

/// <summary>One thing that a dashboard shows.</summary>
/// <param name="Line">Of the file, for messages.</param>
public sealed record Panel(string Kind, int Line, IReadOnlyDictionary<string, IReadOnlyList<string>> Told)
{
    /// <summary>Its kind and all that it was told but for how it looks and when.</summary>
    internal string Shows => string.Join('-', new[] { Kind }.Concat(
        Told.Where(pair => pair.Key != "top" && pair.Key != "text" && PanelKind.Common.All(option => option.Name != pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value))).Replace(':', '-');

    public string? this[string option] => Told.TryGetValue(option, out var values) ? values[0] : null;

    public IReadOnlyList<string> List(string option) => Told.GetValueOrDefault(option, []);

    /// <summary><c>full</c>, <c>half</c> or <c>third</c>.</summary>
    public string Width => this["width"] ?? "full";

    public int? Top => Number("top");

    /// <summary>Months that it covers up to the end of the period; null for the period itself.</summary>
    public int? Months => Number("months");

    private int? Number(string option) => this[option] is { } number ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : null;
}
