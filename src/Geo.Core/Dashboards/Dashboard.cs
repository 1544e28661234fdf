namespace Geo.Core.Dashboards;

/// <summary>A page of panels, as one YAML file declares it.</summary>
/// <param name="Slug">The file's name without its ending; it stands in the address.</param>
/// <param name="Audience">For whom it is.</param>
/// <param name="Period">What is shown unless asked otherwise.</param>
/// <param name="Compare">What that is compared with.</param>
/// <param name="Area">A kind of area that the page can be narrowed to, such as <c>town</c>; null for none.</param>
public sealed record Dashboard(string Slug, string Title, string Audience, string Introduction, string Period, string? Compare, string? Area, IReadOnlyList<Panel> Panels);

/// <summary>One thing that a dashboard shows.</summary>
/// <param name="Line">Of the file, for messages.</param>
public sealed record Panel(string Kind, int Line, IReadOnlyDictionary<string, IReadOnlyList<string>> Told)
{
    public string? this[string option] => Told.TryGetValue(option, out var values) ? values[0] : null;

    public IReadOnlyList<string> List(string option) => Told.GetValueOrDefault(option, []);

    /// <summary><c>full</c>, <c>half</c> or <c>third</c>.</summary>
    public string Width => this["width"] ?? "full";

    public int? Top => this["top"] is { } top ? int.Parse(top, System.Globalization.CultureInfo.InvariantCulture) : null;
}
