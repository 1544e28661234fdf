using Geo.Core.Areas;

namespace Geo.Testing;

/// <summary>The real sample (nine months of West Mercia, boundaries, populations) and the independent results for it; neither is part of the checkout.</summary>
public static class RealData
{
    public const string Setting = "GEO_SHARED_DATA";

    public const string Divisions = "divisions-2009";

    public const string Districts = "districts-2013";

    public static string Folder { get; } = Path.GetFullPath(Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } set ? set : Repository.At("..", "shared", "data"));

    public static bool IsThere { get; } = File.Exists(At("real", "shropshire_electoral_divisions.geojson")) && File.Exists(At("golden", "ward_counts.csv"));

    public static IReadOnlyList<string> Months { get; } = ["2018-10", "2018-11", "2018-12", "2019-01", "2019-02", "2024-01", "2024-02", "2024-03", "2024-04"];

    public static string At(params string[] path) => Path.Combine([Folder, .. path]);

    public static string StreetFile(string month) => At("real", month, $"{month}-west-mercia-street.csv");

    /// <summary>The 63 electoral divisions of Shropshire.</summary>
    public static BoundarySetFile DivisionsFile { get; } = new()
    {
        Path = At("real", "shropshire_electoral_divisions.geojson"), Name = Divisions, Kind = "ward", CodeProperty = "WD13CD", NameProperty = "WD13NM",
        Vintage = "2009 Order", Source = "ONS wards 2013, generalised", Licence = "Open Government Licence v3.0",
    };

    /// <summary>The nine districts that West Mercia polices.</summary>
    public static BoundarySetFile DistrictsFile { get; } = new()
    {
        Path = At("real", "west_mercia_lads.geojson"), Name = Districts, Kind = "district", CodeProperty = "LAD13CD", NameProperty = "LAD13NM",
    };

    public static PopulationFile PopulationFile { get; } = new()
    {
        Path = At("real", "shropshire_division_population.csv"), BoundarySet = Divisions, CodeColumn = "WD13CD", PeopleColumn = "pop_oa_share", Year = 2015,
    };

    /// <summary>The rows of a CSV of the sample whose fields hold no line breaks, by column.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Table(params string[] path)
    {
        using var reader = new StreamReader(At(path));
        using var csv = new CsvHelper.CsvReader(reader, System.Globalization.CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (csv.Read())
            rows.Add(csv.HeaderRecord!.ToDictionary(column => column, column => csv.GetField(column)!));
        return rows;
    }
}
