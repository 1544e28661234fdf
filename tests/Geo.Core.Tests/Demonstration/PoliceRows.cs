using System.Globalization;
using CsvHelper;
using Geo.Core.Demonstration;
using Geo.Core.Records;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace Geo.Core.Tests.Demonstration;

public sealed record PersonCell(string Reference, int Age, string Sex, string Ethnicity);

/// <summary>A row of an extract of the police.</summary>
/// <param name="Code">Of the catalogue.</param>
/// <param name="Ward">Name of the ward it lies in; null without a place.</param>
/// <param name="Flags">Names of the columns that say Y.</param>
public sealed record PoliceRow(
    string Reference, DateOnly Recorded, string Code, string? Ward, IReadOnlySet<string> Flags, IReadOnlyList<string> Strands, PersonCell? Victim, PersonCell? Suspect)
{
    public string Month => Recorded.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public bool IsHate => Strands.Count > 0;

    public bool IsSerious => Flags.Contains("serious_violence");

    public bool IsDomestic => Flags.Contains("domestic_abuse");
}

/// <summary>The rows of the demonstration's extracts, read as anybody would; without those that lie outside the county.</summary>
public sealed class PoliceRows
{
    public const string Earlier = "2024-06-30";
    public const string Later = "2025-06-30";

    private static readonly IReadOnlyList<DemonstrationWard> Wards = CountyMap.Draw(DemonstrationTables.WardPoints());
    private static readonly Dictionary<string, Category> Categories = Catalogue.Of("home-office").ToDictionary(category => category.Code);
    private static readonly IReadOnlyList<(DemonstrationWard Ward, IndexedPointInAreaLocator Locator)> Locators = [.. Wards.Select(ward => (ward, new IndexedPointInAreaLocator(ward.Polygon)))];

    private readonly Dictionary<(string On, string File), List<PoliceRow>> _rows = [];
    private readonly Dictionary<(int, int), string?> _wards = [];

    public PoliceRows(int seed)
    {
        foreach (var extract in DemonstrationCounty.Extracts(Wards, seed).Where(extract => extract.Source.StartsWith("police-", StringComparison.Ordinal)))
            _rows.Add((extract.ExtractedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), extract.FileName), [.. Read(extract.Text)]);
    }

    public static string Subgroup(PoliceRow row) => Categories[row.Code].Subgroup;

    public static string Group(PoliceRow row) => Categories[row.Code].Group;

    public static bool IsNotifiable(PoliceRow row) => Group(row) != "Not notifiable";

    /// <summary>Every row, investigations too.</summary>
    public IReadOnlyList<PoliceRow> All(string on, string year, string source = "police-offences") => _rows[(on, $"{source}-{year}.csv")];

    public IReadOnlyList<PoliceRow> Offences(string on, string year) => [.. All(on, year).Where(IsNotifiable)];

    private IEnumerable<PoliceRow> Read(string text)
    {
        using var csv = new CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var header = csv.HeaderRecord!;
        string Cell(string name) => header.Contains(name) ? csv.GetField(name)! : "";
        while (csv.Read())
        {
            var (easting, northing) = (Cell("easting"), Cell("northing"));
            string? ward = null;
            if (easting.Length > 0 && (ward = WardAt(Whole(easting), Whole(northing))) is null)
                continue;
            yield return new(
                csv.GetField(0)!, DateOnly.ParseExact(csv.GetField(1)!, "dd/MM/yyyy", CultureInfo.InvariantCulture), csv.GetField(2) switch { "8/01" => "8N", "105/01" => "105A", var code => code! }, ward,
                header.Where(name => csv.GetField(name) == "Y").ToHashSet(), Cell("hate_strands").Split(';', StringSplitOptions.RemoveEmptyEntries), Person("victim"), Person("suspect"));
        }

        PersonCell? Person(string role) => Cell($"{role}_reference") is { Length: > 0 } reference
            ? new(reference, Whole(Cell($"{role}_age")), Cell($"{role}_sex"), Cell($"{role}_ethnicity")) : null;
    }

    private string? WardAt(int easting, int northing)
    {
        if (!_wards.TryGetValue((easting, northing), out var ward))
            _wards.Add((easting, northing), ward = Locators.FirstOrDefault(pair => pair.Locator.Locate(new Coordinate(easting, northing)) == Location.Interior).Ward?.Name);
        return ward;
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
