using System.Globalization;
using System.Text.RegularExpressions;
using Geo.Core.Areas;
using Geo.Core.Demonstration;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Demonstration;

public sealed class DemonstrationWardsTests(DemonstrationFiles files) : IClassFixture<DemonstrationFiles>
{
    [Fact]
    public void Wards_HaveTheNamesOfTheLabelPoints_AndInventedCodes()
    {
        files.Wards.Select(ward => ward.Name).ShouldBe(DemonstrationTables.WardPoints().Select(point => point.Name));
        files.Wards.Select(ward => ward.Code).ShouldBe(Enumerable.Range(1, 63).Select(i => $"DEMO{i:0000}"));
        files.Wards.ShouldContain(ward => ward.Name == "Bayston Hill, Column and Sutton");
        files.Wards.ShouldContain(ward => ward.Name == "Bishop's Castle");
    }

    [Fact]
    public void Wards_AreValid_AndAnticlockwise()
    {
        foreach (var (_, name, polygon) in files.Wards)
        {
            polygon.IsValid.ShouldBeTrue(name);
            polygon.NumInteriorRings.ShouldBe(0, name);
            Orientation.IsCCW(polygon.ExteriorRing.CoordinateSequence).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Wards_ShareEveryInnerEdge_AndTheOthersAreOneOutline()
    {
        var edges = Edges().GroupBy(edge => edge.Edge).ToList();
        edges.ShouldAllBe(edge => edge.Count() <= 2);

        // Edges of one ward only: a gap or an overlap would close a second ring with them.
        var next = new Dictionary<Coordinate, List<Coordinate>>();
        foreach (var (a, b) in edges.Where(edge => edge.Count() == 1).Select(edge => edge.Key))
        {
            (next.TryGetValue(a, out var fromA) ? fromA : next[a] = []).Add(b);
            (next.TryGetValue(b, out var fromB) ? fromB : next[b] = []).Add(a);
        }
        next.Values.ShouldAllBe(neighbours => neighbours.Count == 2);
        var (start, before, here, length) = (next.Keys.First(), next.Keys.First(), next[next.Keys.First()][0], 1);
        for (; !here.Equals(start); length++)
            (before, here) = (here, next[here].Single(corner => !corner.Equals(before)));
        length.ShouldBe(next.Count);
    }

    [Fact]
    public void Wards_UnionHasTheSumOfTheirAreas_AndNoHole()
    {
        var union = UnaryUnionOp.Union(files.Wards.Select(ward => ward.Polygon)).ShouldBeOfType<Polygon>();
        union.NumInteriorRings.ShouldBe(0);
        union.Area.ShouldBe(files.Wards.Sum(ward => ward.Polygon.Area), 1e-12);
        for (var i = 0; i < files.Wards.Count; i++)
        {
            for (var j = 0; j < i; j++)
                files.Wards[i].Polygon.Relate(files.Wards[j].Polygon)[Location.Interior, Location.Interior].ShouldBe(Dimension.False);
        }
    }

    [Fact]
    public void Wards_HoldTheirLabelPoint_AndTheCountyHasItsSize()
    {
        var wards = CountyMap.Draw(DemonstrationTables.WardPoints());
        foreach (var ward in wards)
            ward.Polygon.Contains(new Point(ward.Point.Easting, ward.Point.Northing)).ShouldBeTrue(ward.Name);
        (wards.Sum(ward => ward.Polygon.Area) / 1e6).ShouldBe(3257, 1);
    }

    [Fact]
    public void Wards_TownsAreSmallerThanTheCountryAroundThem()
    {
        var area = CountyMap.Draw(DemonstrationTables.WardPoints()).ToDictionary(ward => ward.Name, ward => ward.Polygon.Area / 1e6);
        area["Quarry and Coton Hill"].ShouldBeLessThan(5);
        area["Oswestry South"].ShouldBeLessThan(5);
        area["Clun"].ShouldBeGreaterThan(150);
        area["Corvedale"].ShouldBeGreaterThan(150);
    }

    [Fact]
    public void Wards_HaveTheNeighboursOfTheDrawing()
    {
        var neighbours = files.Wards.ToDictionary(ward => ward.Name, _ => new SortedSet<string>(StringComparer.Ordinal));
        foreach (var pair in Edges().GroupBy(edge => edge.Edge).Select(edge => edge.ToList()).Where(edge => edge.Count == 2))
        {
            neighbours[pair[0].Ward].Add(pair[1].Ward);
            neighbours[pair[1].Ward].Add(pair[0].Ward);
        }
        neighbours["Wem"].ShouldBe(["Hodnet", "Prees", "Shawbury", "The Meres", "Whitchurch North", "Whitchurch South"]);
        neighbours["Ludlow East"].ShouldBe(["Clee", "Corvedale", "Ludlow North", "Ludlow South"]);
        neighbours["Oswestry South"].ShouldContain("Oswestry West");
        neighbours.Values.Min(ward => ward.Count).ShouldBe(2);
        neighbours.Values.Sum(ward => ward.Count).ShouldBe(322);
    }

    [Fact]
    public void GeoJson_WritesSevenDecimals_LongitudeFirst()
    {
        var text = File.ReadAllText(Path.Combine(files.Folder, "demonstration-wards.geojson"));
        var positions = Regex.Matches(text, @"\[[^\[\],]+,[^\[\],]+\]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        positions.Count.ShouldBe(files.Wards.Sum(ward => ward.Polygon.NumPoints));
        positions.ShouldAllBe(position => Regex.IsMatch(position.Value, @"^\[-[23]\.\d{7},5[23]\.\d{7}\]$", RegexOptions.None, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Population_IsThatOfTheLabelPoints_UnderTheCodesOfTheWards()
    {
        var lines = File.ReadAllText(Path.Combine(files.Folder, "demonstration-population.csv")).Split('\n');
        lines[0].ShouldBe("code,year,age_group,people");
        lines[1].ShouldBe("DEMO0001,2015,all,3611");
        lines[63].ShouldBe("DEMO0063,2015,all,4409");
        lines[190..].ShouldBe([""]);
        lines[1..190].Select(line => line.Split(',')).GroupBy(line => $"{line[1]} {line[2]}", line => int.Parse(line[3], CultureInfo.InvariantCulture)).Select(group => $"{group.Key}: {group.Sum()}").ShouldBe(["2015 all: 311566", "2017 0-17: 59300", "2018 0-17: 59710"]);
    }

    [Fact]
    public void BritishNationalGrid_AgreesWithTheHelmertTransformationOfProj()
    {
        // PROJ without the OSTN15 grid: (-2.75, 52.7) is (349415.041, 311633.467); 1 cm is 1.5e-7 and 9e-8 degrees.
        var (easting, northing) = BritishNationalGrid.ToMetres(-2.75, 52.7);
        easting.ShouldBe(349_415.041, 0.01);
        northing.ShouldBe(311_633.467, 0.01);
        var (longitude, latitude) = BritishNationalGrid.ToDegrees(349_415.041, 311_633.467);
        longitude.ShouldBe(-2.75, 1.5e-7);
        latitude.ShouldBe(52.7, 9e-8);
    }

    private IEnumerable<((Coordinate, Coordinate) Edge, string Ward)> Edges() => files.Wards.SelectMany(ward =>
        ward.Polygon.Coordinates.Zip(ward.Polygon.Coordinates.Skip(1), (a, b) =>
            (a.CompareTo(b) < 0 ? (a, b) : (b, a), ward.Name)));
}
