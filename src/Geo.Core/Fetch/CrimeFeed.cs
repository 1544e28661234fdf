namespace Geo.Core.Fetch;

/// <summary>Street-level crime: forces' files of the monthly archive, or an area of the API.</summary>
public sealed class CrimeFeed
{
    private const int MostMonths = 240;

    public string Address { get; set; } = "https://data.police.uk";

    /// <summary>As data.police.uk names its files: <c>west-mercia</c>.</summary>
    public List<string> Forces { get; set; } = [];

    /// <summary>How many months are taken, back from the newest.</summary>
    public int Months { get; set; } = 36;

    /// <summary>Instead of forces.</summary>
    public CrimeArea? Area { get; set; }

    internal IEnumerable<(string, string?, string)> Faults()
    {
        if (Forces.Count == 0 == Area is null)
            yield return ("crime", null, "Crime is fetched for forces or for an area, not both: an area's crimes would count twice.");
        foreach (var force in Forces.Where(force => !Feeds.IsName(force)))
            yield return ("forces", force, "A force is named as in its files: small letters, digits and hyphens, such as west-mercia.");
        if (Months is < 1 or > MostMonths)
            yield return ("months", $"{Months}", $"Months are 1 to {MostMonths}.");
        if (Area is { } area && !Feeds.IsName(area.Name))
            yield return ("area", area.Name, "An area has a name of small letters, digits and hyphens.");
        if (Area is { } box && !(box.West >= -9.5 && box.East <= 2.5 && box.South >= 49 && box.North <= 61.5 && box.West < box.East && box.South < box.North))
            yield return ("area", $"{box.West}, {box.South}, {box.East}, {box.North}", "An area has west, south, east and north in degrees, within Great Britain.");
    }
}

/// <summary>A rectangle in degrees (WGS84).</summary>
public sealed class CrimeArea
{
    public string Name { get; set; } = "";

    public double West { get; set; }

    public double South { get; set; }

    public double East { get; set; }

    public double North { get; set; }
}
