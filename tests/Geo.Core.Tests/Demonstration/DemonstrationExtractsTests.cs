using System.Text;
using Geo.Core.Demonstration;
using Geo.Core.Intake;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using Shouldly;
using Xunit;
using static Geo.Core.Tests.Demonstration.PoliceRows;

namespace Geo.Core.Tests.Demonstration;

public sealed class DemonstrationExtractsTests(DemonstrationFiles files) : IClassFixture<DemonstrationFiles>
{
    private static readonly string[] Sources = ["police-asb", "police-domestic-incidents", "police-offences"];

    private static readonly Lazy<PoliceRows> Rows = new(() => new(DemonstrationCounty.DefaultSeed));

    [Fact]
    public void Files_OfThePolice_AreOneForEachSourceAndFinancialYear() =>
        files.Extracts.Where(path => path.Contains("/police-", StringComparison.Ordinal)).ShouldBe(
            new[] { ("2024-06-30", new[] { "2021-22", "2022-23", "2023-24" }), ("2025-06-30", ["2022-23", "2023-24", "2024-25"]) }
                .SelectMany(on => Sources.SelectMany(source => on.Item2.Select(year => $"{on.Item1}/{source}-{year}.csv")))
                .Append("2024-06-30/police-offences-2020-21.csv").Order(StringComparer.Ordinal));

    [Fact]
    public void Files_HaveTheHeaderOfTheirSource_InOrderOfTheDay()
    {
        foreach (var path in files.Extracts.Where(path => path.Contains("/police-", StringComparison.Ordinal)))
        {
            var source = Sources.Single(source => path.Contains(source, StringComparison.Ordinal));
            var lines = File.ReadAllText(Path.Combine(files.Folder, path), Encoding.UTF8).Split("\r\n");
            lines[0].Split(',').ShouldBe(SourceDescription.Find(source).Columns.Select(column => column.Name));
            lines[^1].ShouldBeEmpty();
            lines[1..^1].Select(line => line.Split(',')[1]).Select(day => $"{day[6..]}{day[3..5]}{day[..2]}").ShouldBeInOrder();
            lines[1..^1].Select(line => line.Split(',')[0]).Distinct().Count().ShouldBe(lines.Length - 2);
        }
    }

    [Fact]
    public void Towns_AreTheUnionsOfTheirWards()
    {
        var townOf = DemonstrationTables.TownOfWard();
        files.Towns.Select(town => town.Name).ShouldBe(["Bridgnorth", "Ludlow", "Market Drayton", "Oswestry", "Shrewsbury", "Whitchurch"]);
        foreach (var (_, name, area) in files.Towns)
        {
            area.IsValid.ShouldBeTrue(name);
            area.Area.ShouldBe(UnaryUnionOp.Union(files.Wards.Where(ward => townOf.GetValueOrDefault(ward.Name) == name).Select(ward => (Geometry)ward.Polygon)).Area, 1e-9);
        }
    }

    [Fact]
    public void LaterExtract_TellsMostOffencesAsTheEarlierOne_AndTheRestForEachReason()
    {
        var before = Years("2022-23", "2023-24").SelectMany(year => Rows.Value.All(Earlier, year)).ToDictionary(row => row.Reference);
        var now = Years("2022-23", "2023-24", "2024-25").SelectMany(year => Rows.Value.All(Later, year)).ToDictionary(row => row.Reference);
        var start = new DateOnly(2023, 4, 1);
        var both = before.Values.Where(row => now.ContainsKey(row.Reference)).Select(row => (Was: row, Now: now[row.Reference])).ToList();

        now.Values.Count(row => row.Recorded < new DateOnly(2024, 4, 1) && !before.ContainsKey(row.Reference)).ShouldBe(30);
        before.Keys.Count(reference => !now.ContainsKey(reference)).ShouldBe(34);
        both.Count(pair => pair.Was.Code != pair.Now.Code).ShouldBe(36);
        both.Count(pair => pair.Was.Recorded.Year == 2024 && pair.Was.Recorded.Month == 3 && pair.Now.Recorded.Month == 4).ShouldBe(6);
        both.Count(pair => pair.Was.Recorded < start != pair.Now.Recorded < start).ShouldBe(6);
        both.Count(pair => pair.Was.Recorded >= start && pair.Now.IsHate && !pair.Was.IsHate).ShouldBe(5);
        both.Count(pair => pair.Was.Recorded >= start && pair.Was.IsHate && !pair.Now.IsHate).ShouldBe(13);
        both.Count(pair => pair.Was.Victim != pair.Now.Victim || pair.Was.Suspect != pair.Now.Suspect).ShouldBe(0);
    }

    [Fact]
    public void People_OfAnOffence_AreTwo_AndTheSamePersonIsToldTheSame()
    {
        var rows = Rows.Value.All(Earlier, "2022-23");
        rows.ShouldAllBe(row => row.Victim == null || row.Victim != row.Suspect);
        var cells = rows.SelectMany(row => new[] { row.Victim, row.Suspect }).OfType<PersonCell>().ToList();
        cells.Distinct().GroupBy(person => person.Reference).ShouldAllBe(person => person.Count() == 1);
        rows.Where(row => row.Code == "46").ShouldAllBe(row => row.Victim == null);
        var others = rows.Where(row => !row.IsSerious).SelectMany(row => new[] { row.Victim, row.Suspect }).OfType<PersonCell>().ToList();
        ((double)others.Count(person => person.Ethnicity.Length == 0) / others.Count).ShouldBe(0.2, 0.02);
    }

    [Fact]
    public void Burglaries_OfHomes_FollowEachOtherNearby()
    {
        var wards = CountyMap.Draw(DemonstrationTables.WardPoints());
        var text = DemonstrationCounty.Extracts(wards, DemonstrationCounty.DefaultSeed).First(extract => extract.FileName == "police-offences-2022-23.csv").Text;
        var burglaries = text.Split("\r\n").Select(line => line.Split(',')).Where(cells => cells.Length > 7 && cells[2] is "28E" or "28F" && cells[6].Length > 0)
            .Select(cells => (Day: DateOnly.ParseExact(cells[1], "dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture), At: new Spot(int.Parse(cells[6], System.Globalization.CultureInfo.InvariantCulture), int.Parse(cells[7], System.Globalization.CultureInfo.InvariantCulture)))).ToList();

        var followed = burglaries.Count(one => burglaries.Exists(other => other.Day > one.Day && other.Day.DayNumber - one.Day.DayNumber <= 14 && other.At.IsWithin(200, one.At)));

        ((double)followed / burglaries.Count).ShouldBeGreaterThan(0.12);
    }

    private static string[] Years(params string[] years) => years;
}
