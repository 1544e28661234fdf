using System.Globalization;
using System.Text;
using Geo.Core.Demonstration.Agencies;
using Geo.Core.Demonstration.Police;

namespace Geo.Core.Demonstration;

/// <summary>
/// An invented county to try Geo with: wards drawn as a diagram, towns, populations, and extracts as agencies would send them, which give
/// the figures that reports of a partnership print. Names and rough sizes are borrowed from Shropshire's divisions; boundaries, places,
/// people and records are not real. The same seed gives the same bytes.
/// </summary>
public static class DemonstrationCounty
{
    /// <summary>The seed that is used unless another is asked for.</summary>
    public const int DefaultSeed = 20230401;

    internal const string Wards = "demonstration-wards";
    internal const string Towns = "demonstration-towns";
    internal const string Indicators = "demonstration-indicators.csv";

    /// <summary>The day of the first extracts, and of the ready-made figures.</summary>
    internal static readonly DateOnly FirstExtract = new(2024, 6, 30);

    /// <summary>Writes the county's files into a folder, which is made when missing; files of the same name are replaced.</summary>
    public static async Task WriteAsync(string folder, int seed, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var wards = CountyMap.Draw(DemonstrationTables.WardPoints());
        Directory.CreateDirectory(folder);
        await WriteAreasAsync(folder, wards, ct);
        foreach (var extract in Extracts(wards, seed))
        {
            ct.ThrowIfCancellationRequested();
            var on = Directory.CreateDirectory(Path.Combine(folder, Day(extract.ExtractedOn))).FullName;
            await WriteTextAsync(Path.Combine(on, extract.FileName), extract.Text, ct);
        }
    }

    internal static async Task WriteAreasAsync(string folder, IReadOnlyList<DemonstrationWard> wards, CancellationToken ct)
    {
        await WriteTextAsync(Path.Combine(folder, $"{Wards}.geojson"), WardFiles.GeoJson(wards), ct);
        await WriteTextAsync(Path.Combine(folder, $"{Towns}.geojson"), WardFiles.TownGeoJson(wards, DemonstrationTables.TownOfWard()), ct);
        await WriteTextAsync(Path.Combine(folder, "demonstration-population.csv"), WardFiles.Population(wards), ct);
        await WriteTextAsync(Path.Combine(folder, Indicators), DemonstrationTables.Text("indicators.csv"), ct);
    }

    /// <summary>The files of every agency, first those extracted first.</summary>
    internal static IEnumerable<DemonstrationExtract> Extracts(IReadOnlyList<DemonstrationWard> wards, int seed)
    {
        var layout = SplitMix64.Stream(seed, (int)Purpose.Streets);
        var streets = wards.Select(ward => StreetPoints.Lay(ward, layout)).ToList();
        IEnumerable<DemonstrationExtract> extracts =
        [
            .. PoliceExtracts.Make(wards, DemonstrationTables.TownOfWard(), streets, seed),
            .. AgencyExtracts.Make(wards, seed),
        ];
        return extracts.OrderBy(extract => extract.ExtractedOn);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Task WriteTextAsync(string path, string text, CancellationToken ct) =>
        File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), ct);
}
