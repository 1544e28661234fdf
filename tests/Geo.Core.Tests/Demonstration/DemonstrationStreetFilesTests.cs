using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Geo.Core.Demonstration;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Demonstration;

public sealed class DemonstrationStreetFilesTests(DemonstrationFiles files) : IClassFixture<DemonstrationFiles>
{
    private const string Header =
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\r\n";

    private static readonly string[] Categories =
    [
        "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
        "Other theft", "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person",
        "Vehicle crime", "Violence and sexual offences",
    ];

    [Fact]
    public void Files_AreOneForEachOf24Months()
    {
        files.StreetFiles.Select(path => Path.GetRelativePath(Path.Combine(files.Folder, "street"), path).Replace('\\', '/')).ShouldBe(
            Enumerable.Range(0, 24).Select(i => DemonstrationCounty.FirstMonth.AddMonths(i))
                .Select(month => $"{month:yyyy-MM}/{month:yyyy-MM}-demonstration-street.csv"));
        DemonstrationCounty.FirstMonth.AddMonths(23).ShouldBe(DemonstrationCounty.LastMonth);
    }

    [Fact]
    public void Files_HaveTheHeaderAndLineEndsOfDataPoliceUk()
    {
        foreach (var path in files.StreetFiles)
        {
            var text = Encoding.ASCII.GetString(File.ReadAllBytes(path));
            text.ShouldStartWith(Header);
            text.ShouldEndWith(",\r\n");
            text.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\n');
            var months = text.Split("\r\n")[1..^1].Select(line => StreetRow.Parse(line).Month).Distinct();
            months.ShouldBe([Path.GetFileName(path)[..7]]);
        }
    }

    [Fact]
    public void Files_AreSortedByLsoaName_WithRowsWithoutPlaceLast()
    {
        foreach (var path in files.StreetFiles)
        {
            var names = File.ReadAllText(path).Split("\r\n")[1..^1].Select(line => StreetRow.Parse(line).LsoaName).ToList();
            names.ShouldBe(names.Where(name => name != "").Order(StringComparer.Ordinal).Concat(names.Where(name => name == "")));
        }
    }

    [Fact]
    public void Rows_HaveIdAndOutcome_ExceptIncidents()
    {
        files.Rows.Where(row => row.IsIncident).ShouldAllBe(row => row.Id == "" && row.Outcome == "");
        var crimes = files.Rows.Where(row => !row.IsIncident).ToList();
        crimes.ShouldAllBe(row => row.Outcome != "" && Regex.IsMatch(row.Id, "^[0-9a-f]{64}$", RegexOptions.None, TimeSpan.FromSeconds(5)));
        crimes.Select(row => row.Id).Distinct().Count().ShouldBe(crimes.Count);
    }

    [Fact]
    public void Rows_NameTheForceAndKnownCategories()
    {
        files.Rows.ShouldAllBe(row =>
            row.ReportedBy == "Demonstration Police" && row.FallsWithin == row.ReportedBy && row.Context == "");
        files.Rows.Select(row => row.Category).Distinct().Order(StringComparer.Ordinal).ShouldBe(Categories);
    }

    [Fact]
    public void Rows_WithPlace_HaveSixDecimalsAndALocation_AndTheOthersNone()
    {
        var (placed, others) = (files.Rows.Where(row => row.HasPlace), files.Rows.Where(row => !row.HasPlace));
        placed.ShouldAllBe(row =>
            Regex.IsMatch(row.Longitude + row.Latitude, @"^-?\d\.\d{6}5\d\.\d{6}$", RegexOptions.None, TimeSpan.FromSeconds(5))
            && row.Location.StartsWith("On or near ") && row.LsoaCode.StartsWith("DEMO") && row.LsoaName != "");
        others.ShouldAllBe(row =>
            row.Location == "No Location" && row.Latitude == "" && row.LsoaCode == "" && row.LsoaName == "" && !row.IsIncident);
    }

    [Fact]
    public void Counts_OfTheCountyAreThePublishedOnes()
    {
        foreach (var (period, measure, count) in Targets("county_targets.csv", row => (row[0], row[1], Count(row[2]))))
        {
            files.Rows.Count(row => (row.Year == period || row.Month == period) && Is(measure, row)).ShouldBe(count, $"{period} {measure}");
        }
    }

    [Theory]
    [InlineData("crime")]
    [InlineData("asb")]
    [InlineData("drugs")]
    public void Counts_OfPublishedTables_AreExact_AndNoOtherWardReachesThem(string measure)
    {
        var published = Targets("ward_targets.csv", row => (Measure: row[1], Name: string.Join(',', row[2..^1]).Trim('"'), Count: Count(row[^1])))
            .Where(row => row.Measure == measure).ToDictionary(row => row.Name, row => row.Count);
        published.Count.ShouldBe(10);
        var counts = files.Wards.Select((ward, i) => (ward.Name,
            Count: files.Rows.Count(row => row.Year == "2023-24" && row.Ward == i && Is(measure, row)))).ToDictionary();
        foreach (var (name, count) in published)
            counts[name].ShouldBe(count, name);
        counts.Where(ward => !published.ContainsKey(ward.Key)).Max(ward => ward.Value).ShouldBeLessThan(published.Values.Min());
    }

    [Fact]
    public void Counts_ByCategoryAndYear_AreThoseOfTheDefaultSeed()
    {
        string Line(string category) => $"{category}: " + string.Join(", ", files.Rows.Where(row => row.Category == category)
            .GroupBy(row => row.Year).OrderBy(year => year.Key, StringComparer.Ordinal).Select(year => year.Count()));
        Categories.Select(Line).ShouldBe(
        [
            "Anti-social behaviour: 3430, 3021",
            "Bicycle theft: 154, 231",
            "Burglary: 903, 843",
            "Criminal damage and arson: 1756, 1576",
            "Drugs: 396, 385",
            "Other crime: 539, 529",
            "Other theft: 1542, 1323",
            "Possession of weapons: 237, 213",
            "Public order: 1447, 1355",
            "Robbery: 104, 100",
            "Shoplifting: 2142, 1712",
            "Theft from the person: 97, 101",
            "Vehicle crime: 723, 582",
            "Violence and sexual offences: 8176, 7558",
        ]);
    }

    [Fact]
    public void Shares_WithoutPlaceAndFarAway_AreTwoPerCentAndFourPerThousand()
    {
        foreach (var year in files.Rows.GroupBy(row => row.Year))
        {
            ((double)year.Count(row => !row.HasPlace) / year.Count()).ShouldBe(0.02, 0.0001);
            ((double)year.Count(row => row.HasPlace && row.Ward < 0) / year.Count()).ShouldBe(0.004, 0.0001);
        }
        foreach (var month in files.Rows.GroupBy(row => row.Month))
            ((double)month.Count(row => !row.HasPlace) / month.Count()).ShouldBeInRange(0.01, 0.03, month.Key);
    }

    [Fact]
    public void Points_LieInTheWardTheirLsoaNames_InDegreesAndInMetres()
    {
        var inDegrees = files.Wards.Select(ward => new IndexedPointInAreaLocator(ward.Polygon)).ToList();
        var inMetres = CountyMap.Draw(DemonstrationTables.WardPoints()).Select(ward => new IndexedPointInAreaLocator(ward.Polygon)).ToList();
        var points = files.Rows.Where(row => row.Ward >= 0).Select(row => (row.Ward, row.Longitude, row.Latitude)).Distinct().ToList();
        points.Count.ShouldBeGreaterThan(5_000);
        foreach (var (ward, longitudeText, latitudeText) in points)
        {
            var (longitude, latitude) = (Degrees(longitudeText), Degrees(latitudeText));
            inDegrees[ward].Locate(new Coordinate(longitude, latitude)).ShouldBe(NetTopologySuite.Geometries.Location.Interior);
            var (easting, northing) = BritishNationalGrid.ToMetres(longitude, latitude);
            inMetres[ward].Locate(new Coordinate(easting, northing)).ShouldBe(NetTopologySuite.Geometries.Location.Interior);
        }
    }

    [Fact]
    public void Points_FarAway_AreOutsideEveryWardByFortyKilometres()
    {
        var county = CountyMap.Draw(DemonstrationTables.WardPoints()).Select(ward => ward.Polygon).ToList();
        foreach (var row in files.Rows.Where(row => row.HasPlace && row.Ward < 0))
        {
            row.LsoaName.ShouldStartWith("Beyond ");
            var (easting, northing) = BritishNationalGrid.ToMetres(Degrees(row.Longitude), Degrees(row.Latitude));
            county.Min(ward => ward.Distance(new Point(easting, northing))).ShouldBeGreaterThan(40_000);
        }
    }

    [Fact]
    public void Points_RepeatAboutFourTimesAYear_AndAFifthOfThemTakesMost()
    {
        foreach (var year in files.Rows.Where(row => row.HasPlace).GroupBy(row => row.Year))
        {
            var perPoint = year.GroupBy(row => (row.Longitude, row.Latitude)).Select(point => point.Count()).OrderDescending().ToList();
            perPoint.Average().ShouldBe(4, 0.5);
            ((double)perPoint.Take(perPoint.Count / 5).Sum() / perPoint.Sum()).ShouldBeInRange(0.65, 0.85);
        }
    }

    [Fact]
    public void Incidents_RepeatIdenticalRows()
    {
        var incidents = files.Rows.Where(row => row.IsIncident).ToList();
        (1 - (double)incidents.Distinct().Count() / incidents.Count).ShouldBeInRange(0.2, 0.35);
    }

    [Fact]
    public void Change_BetweenTheYears_DiffersByWard()
    {
        var changes = Enumerable.Range(0, 63).Select(ward =>
        {
            var crimes = files.Rows.Where(row => row.Ward == ward && !row.IsIncident).ToLookup(row => row.Year);
            return (double)crimes["2024-25"].Count() / crimes["2023-24"].Count() - 1;
        }).ToList();
        changes.Count(change => change > 0.02).ShouldBeGreaterThan(5);
        changes.Count(change => change < -0.15).ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Seasons_BringMoreIncidentsInSummerThanInWinter()
    {
        int Incidents(params string[] months) => files.Rows.Count(row => row.IsIncident && months.Contains(row.Month[5..]));
        ((double)Incidents("06", "07", "08") / Incidents("12", "01", "02")).ShouldBeInRange(1.3, 2);
    }

    private static bool Is(string measure, StreetRow row) => measure switch
    {
        "crime" => !row.IsIncident,
        "asb" => row.IsIncident,
        "drugs" => row.Category == "Drugs",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "unknown"),
    };

    private static IEnumerable<T> Targets<T>(string file, Func<string[], T> row)
    {
        using var stream = typeof(DemonstrationCounty).Assembly.GetManifestResourceStream($"geodata/demo/{file}").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => row(line.Split(',')))];
    }

    private static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Degrees(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
