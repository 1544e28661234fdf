using System.Globalization;
using CsvHelper;

namespace Geo.Core.Demonstration;

/// <summary>
/// Name, label point (EPSG:27700, metres, rounded to 100 m), size and population (mid-2015) of a ward that the
/// demonstration county borrows.
/// </summary>
internal sealed record WardPoint(string Name, double Easting, double Northing, double AreaKm2, int Population);

/// <summary>The tables under geodata/demo, which are embedded in this assembly.</summary>
internal static class DemonstrationTables
{
    public static IReadOnlyList<WardPoint> WardPoints() => Read("ward_points.csv", row => new WardPoint(
        row.GetField("name")!,
        row.GetField<double>("easting_100m"),
        row.GetField<double>("northing_100m"),
        row.GetField<double>("area_km2"),
        row.GetField<int>("population_2015")));

    /// <summary>The town of each ward that lies in one.</summary>
    public static IReadOnlyDictionary<string, string> TownOfWard() =>
        Read("towns.csv", row => (Ward: row.GetField("ward")!, Town: row.GetField("town")!)).ToDictionary(row => row.Ward, row => row.Town);

    /// <summary>The county's people of an age group in a year.</summary>
    public static IReadOnlyList<(int Year, string AgeGroup, int People)> Populations() => Read("populations.csv", row => (row.GetField<int>("year"), row.GetField("age_group")!, row.GetField<int>("people")));

    /// <summary>The text of a table.</summary>
    public static string Text(string file)
    {
        using var reader = new StreamReader(Open(file));
        return reader.ReadToEnd();
    }

    public static List<T> Read<T>(string file, Func<CsvReader, T> row)
    {
        using var csv = new CsvReader(new StreamReader(Open(file)), CultureInfo.InvariantCulture);
        var rows = new List<T>();
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
            rows.Add(row(csv));
        return rows;
    }

    private static Stream Open(string file)
    {
        var name = $"geodata/demo/{file}";
        return typeof(DemonstrationTables).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded in Geo.Core.");
    }
}
