using System.Text;

namespace Geo.Core.Demonstration;

/// <summary>
/// An invented county to try Geo with: wards drawn as a diagram, their populations, and 24 months of synthetic
/// street-level files in the format of data.police.uk. Names and rough sizes are borrowed from Shropshire's
/// divisions; boundaries, streets and records are not real. The same seed gives the same bytes.
/// </summary>
public static class DemonstrationCounty
{
    /// <summary>The slug of the source that its files are loaded under, and part of every file name.</summary>
    public const string SourceSlug = Intake.Source.Demonstration;

    /// <summary>The seed that is used unless another is asked for.</summary>
    public const int DefaultSeed = 20230401;

    /// <summary>First month of the street-level files.</summary>
    public static DateOnly FirstMonth => new(2023, 4, 1);

    /// <summary>Last month of the street-level files, the 24th.</summary>
    public static DateOnly LastMonth => new(2025, 3, 1);

    /// <summary>Writes the county's files into a folder, which is made when missing; files of the same name are replaced.</summary>
    public static async Task WriteAsync(string folder, int seed, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Directory.CreateDirectory(folder);
        var wards = CountyMap.Draw(DemonstrationTables.WardPoints());
        await WriteTextAsync(Path.Combine(folder, "demonstration-wards.geojson"), WardFiles.GeoJson(wards), ct);
        await WriteTextAsync(Path.Combine(folder, "demonstration-population.csv"), WardFiles.Population(wards), ct);

        var layout = SplitMix64.Stream(seed, purpose: 2);
        var streets = wards.Select((ward, i) => StreetPoints.Lay(ward, i + 1, layout)).ToList();
        var file = new StreetFile(streets, SplitMix64.Stream(seed, purpose: 3));
        var months = CrimePlan.Make(wards, CrimeMix.Load(), seed).ToLookup(record => record.Month);
        for (var i = 0; i < CrimePlan.Months; i++)
        {
            var month = FirstMonth.AddMonths(i);
            var monthFolder = Directory.CreateDirectory(Path.Combine(folder, "street", $"{month:yyyy-MM}")).FullName;
            await WriteTextAsync(
                Path.Combine(monthFolder, $"{month:yyyy-MM}-{SourceSlug}-street.csv"), file.Write(month, months[i]), ct);
        }
    }

    private static Task WriteTextAsync(string path, string text, CancellationToken ct) =>
        File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), ct);
}
