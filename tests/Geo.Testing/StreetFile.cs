using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Geo.Testing;

/// <summary>
/// A street-level file as data.police.uk writes it, small and valid until a test spoils it. References and outcomes are filled in
/// as the source does: a blank one of each for anti-social behaviour, and otherwise 64 digits that no other row has.
/// </summary>
public sealed class StreetFile
{
    public const string Header =
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";

    public const string Asb = "Anti-social behaviour";

    private readonly List<string> _lines = [];
    private string _header = Header;

    public StreetFile(string month = "2024-01", string force = "West Mercia Police")
    {
        (Month, Force) = (month, force);
        Name = $"{month}-{Slug(force)}-street.csv";
    }

    public string Month { get; }

    public string Force { get; }

    public string Name { get; private set; }

    public string LineEnd { get; private set; } = "\r\n";

    public string ByteOrderMark { get; private set; } = "";

    public bool EndsWithLineEnd { get; private set; } = true;

    public Encoding Encoding { get; private set; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public int Count => _lines.Count;

    public StreetFile Named(string name) => With(() => Name = name);

    public StreetFile WithLineEnd(string lineEnd) => With(() => LineEnd = lineEnd);

    public StreetFile WithByteOrderMark() => With(() => ByteOrderMark = "\uFEFF");

    public StreetFile WithHeader(string header) => With(() => _header = header);

    public StreetFile WithEncoding(Encoding encoding) => With(() => Encoding = encoding);

    public StreetFile WithoutLastLineEnd() => With(() => EndsWithLineEnd = false);

    /// <summary>A line as it is, fault and all.</summary>
    public StreetFile Line(string line) => With(() => _lines.Add(line));

    /// <summary>As many records of a type at a place; null is nowhere.</summary>
    public StreetFile Add(string type, (double Longitude, double Latitude)? place, int count = 1)
    {
        for (var i = 0; i < count; i++)
            _lines.Add(Row(type: type, place: place));
        return this;
    }

    /// <summary>A record with chosen fields, which may be wrong.</summary>
    public StreetFile AddRow(
        string type = "Burglary", (double Longitude, double Latitude)? place = null, string? reference = null, string? month = null, string? force = null,
        string? longitude = null, string? latitude = null, string? location = null, string? outcome = null, string? lsoa = null) =>
        With(() => _lines.Add(Row(type, place, reference, month, force, longitude, latitude, location, outcome, lsoa)));

    public string Text() => ByteOrderMark + _header + LineEnd + string.Join(LineEnd, _lines) + (EndsWithLineEnd && _lines.Count > 0 ? LineEnd : "");

    public byte[] Bytes() => [.. Encoding.GetPreamble(), .. Encoding.GetBytes(Text())];

    /// <returns>The path of the file.</returns>
    public string WriteTo(string folder)
    {
        var path = Path.Combine(folder, Name);
        File.WriteAllBytes(path, Bytes());
        return path;
    }

    /// <summary>The text of a row of this file.</summary>
    public string Row(
        string type = "Burglary", (double Longitude, double Latitude)? place = null, string? reference = null, string? month = null, string? force = null,
        string? longitude = null, string? latitude = null, string? location = null, string? outcome = null, string? lsoa = null)
    {
        var asb = type == Asb;
        reference ??= asb ? "" : Reference($"{Month} {Force} {_lines.Count}");
        outcome ??= asb ? "" : "Under investigation";
        longitude ??= place?.Longitude.ToString("0.000000", CultureInfo.InvariantCulture) ?? "";
        latitude ??= place?.Latitude.ToString("0.000000", CultureInfo.InvariantCulture) ?? "";
        location ??= place is null ? "No Location" : "On or near High Street";
        lsoa ??= place is null ? "" : "E01028843";
        return string.Join(',', reference, month ?? Month, force ?? Force, Force, longitude, latitude, location, lsoa, lsoa.Length == 0 ? "" : "Shropshire 017A", type, outcome, "");
    }

    /// <summary>A made-up Crime ID.</summary>
    public static string Reference(string seed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));

    private static string Slug(string force) => force.Replace(" Police", "", StringComparison.Ordinal).ToLowerInvariant().Replace(' ', '-');

    private StreetFile With(Action change)
    {
        change();
        return this;
    }
}
