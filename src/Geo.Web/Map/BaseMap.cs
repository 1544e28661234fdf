namespace Geo.Web.Map;

/// <summary>A map of streets below ours, where the installation has one: the settings <c>Geo:BaseMap:Url</c> and <c>Geo:BaseMap:Attribution</c>.</summary>
/// <param name="Url">Address of its pictures with {z}, {x} and {y}; null without one.</param>
/// <remarks>Browsers load from this one host, and from no other than ours: the content security policy names it.</remarks>
internal sealed record BaseMap(string? Url, string Attribution)
{
    private const string Setting = "Geo:BaseMap";

    /// <summary>What the content security policy must let pictures come from besides this host.</summary>
    public string? Origin => Url is null ? null : new Uri(Url.Replace('{', '0').Replace('}', '0')).GetLeftPart(UriPartial.Authority);

    /// <exception cref="InvalidOperationException">The settings name no map that could be shown.</exception>
    public static BaseMap Of(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var (url, attribution) = (section["Url"], section["Attribution"]);
        if (string.IsNullOrEmpty(url))
            return new BaseMap(null, "");
        if (!Uri.TryCreate(url.Replace('{', '0').Replace('}', '0'), UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.UserInfo.Length > 0
            || !new[] { "{z}", "{x}", "{y}" }.All(part => url.Contains(part, StringComparison.Ordinal)) || url.Split('/')[2].Contains('{', StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The setting {Setting}:Url is '{(url.Contains('@', StringComparison.Ordinal) ? "…" : url)}'; a base map is an https address with {{z}}, {{x}} and {{y}} in its path, such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png.");
        }

        return string.IsNullOrEmpty(attribution)
            ? throw new InvalidOperationException($"The setting {Setting}:Attribution is missing; a base map is shown with the words that its licence asks for.")
            : new BaseMap(url, attribution);
    }
}
