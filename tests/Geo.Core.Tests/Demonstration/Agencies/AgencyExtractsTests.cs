using System.Collections.Concurrent;
using System.Globalization;
using Geo.Core.Demonstration;
using Geo.Core.Demonstration.Agencies;
using Geo.Core.Intake;
using Geo.Core.Records;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Demonstration.Agencies;

public sealed class AgencyExtractsTests
{
    private static readonly ConcurrentDictionary<int, Lazy<IReadOnlyList<DemonstrationExtract>>> Made = new();

    private static readonly string[] Sections =
        ["children", "safeguarding_adults", "a_and_e", "da_children", "dvpn", "domestic_homicides", "domestic_homicides_national", "road_safety", "iom"];

    public static TheoryData<string> Sources =>
        ["childrens-front-door", "child-exploitation", "adult-safeguarding", "istv", "stats19", "protection-notices", "domestic-homicides", "offender-management"];

    [Fact]
    public void Make_WithTheSameSeed_MakesTheSameBytes_AndWithAnotherOthers()
    {
        Make(1).SequenceEqual(Extracts(1)).ShouldBeTrue();
        Extracts(2).Select(extract => extract.FileName).ShouldBe(Extracts(1).Select(extract => extract.FileName));
        Extracts(2).Zip(Extracts(1)).Count(pair => pair.First.Text == pair.Second.Text).ShouldBe(0);
    }

    [Theory]
    [InlineData(DemonstrationCounty.DefaultSeed)]
    [InlineData(1)]
    [InlineData(-7)]
    public void Records_Counted_GiveThePublishedFigures(int seed)
    {
        var records = Extracts(seed).SelectMany(AgencyRecord.Read).ToLookup(record => Catalogue.Find(record.Category.Id).Classification);
        var wrong = new List<string>();
        foreach (var (fact, how, _) in Rules().Where(rule => rule.How.Length > 0))
        {
            var printed = Facts.Find(fact);
            var (figure, instead) = FactRule.Answer(how, question => AgencyRecord.Answer(records, question));
            var expected = instead?.ToString(CultureInfo.InvariantCulture) ?? printed.Value;
            var decimals = expected.Split('.') is [_, var behind] ? behind.Length : 0;
            var told = Math.Round((decimal)figure, decimals, MidpointRounding.AwayFromZero);
            if (told != decimal.Parse(expected, CultureInfo.InvariantCulture) || (instead is not null && told == decimal.Parse(printed.Value, CultureInfo.InvariantCulture)))
                wrong.Add($"{fact} {printed.Measure}: {figure} and not {expected} ({how})");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Rules_TellOfEveryFigureOfTheirSections_HowOrWhyNot()
    {
        var rules = Rules();
        var told = rules.Select(rule => Facts.Find(rule.Fact));
        told.ShouldBe(Facts.All.Where(fact => Sections.Contains(fact.Id.Split('/')[0])), ignoreOrder: true);
        rules.ShouldAllBe(rule => rule.How.Length > 0 || rule.Why.Length > 0);
        rules.ShouldAllBe(rule => !rule.How.Contains(" = ", StringComparison.Ordinal) || rule.Why.StartsWith("printed", StringComparison.Ordinal));
    }

    [Fact]
    public void Attendances_AreFewerInEveryMonthThatTheReportDoesNotName()
    {
        var months = Extracts(1).Where(extract => extract.Source == "istv").SelectMany(AgencyRecord.Read)
            .Where(record => record.Day >= new DateOnly(2022, 9, 1) && record.Day <= new DateOnly(2023, 8, 31)).CountBy(record => Month.Of(record.Day)).Select(month => month.Value).OrderDescending().ToList();
        months[..3].ShouldBe([43, 38, 37]);
        months[3].ShouldBeLessThan(37);
    }

    [Fact]
    public void ChildrensRecords_LeaveOutTheYearsWithoutReports()
    {
        var files = Extracts(1).Where(extract => extract.Source is "childrens-front-door" or "child-exploitation").ToLookup(extract => extract.FileName.EndsWith("2018-03.csv", StringComparison.Ordinal));
        var earlier = files[true].SelectMany(AgencyRecord.Read).ToList();
        earlier.Where(record => record.Day > new DateOnly(2018, 3, 31) || record.Ended >= new DateOnly(2021, 4, 1)).Take(3).ShouldBeEmpty();
        earlier.Where(record => record.Category.Group is ("Plans and care" or "At risk") && record.Ended is null).Take(3).ShouldBeEmpty();
        var later = files[false].SelectMany(AgencyRecord.Read).ToList();
        later.Where(record => record.Day < new DateOnly(2019, 4, 1) || record.Ended >= AgencyExtracts.ExtractedOn).Take(3).ShouldBeEmpty();
        later.Where(record => record.Day < new DateOnly(2021, 4, 1) && record.Ended < new DateOnly(2021, 4, 1)).Take(3).ShouldBeEmpty();
    }

    [DatabaseTheory]
    [MemberData(nameof(Sources))]
    public async Task Import_TakesEveryRow(string source)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        database.Clock.Advance(AgencyExtracts.ExtractedOn.ToDateTime(new TimeOnly(12, 0)) - database.Clock.GetUtcNow().UtcDateTime);
        var extracts = Extracts(DemonstrationCounty.DefaultSeed).Where(extract => extract.Source == source).ToList();
        foreach (var extract in extracts)
        {
            extract.ExtractedOn.ShouldBe(AgencyExtracts.ExtractedOn);
            var path = Path.Combine(database.NewFolder(), extract.FileName);
            await File.WriteAllTextAsync(path, extract.Text);

            var report = await ImportExtract.RunAsync(database.Geo, SourceDescription.Find(source), ExtractFiles.Of([path]), "tests", database.Clock, null, default);

            var outcome = report.Files.ShouldHaveSingleItem();
            var landed = outcome.Landed ?? throw outcome.Refusal!;
            landed.Months.ShouldAllBe(month => month.State == LandedState.New && month.Batch.RowsQuarantined == 0);
            landed.Months[^1].Month.ShouldBe(extract.FileName.Contains("2018-03.csv", StringComparison.Ordinal) ? Month.Of(2018, 3) : Month.Of(2025, 3));
        }

        (await database.ScalarAsync<int>("select count(*) from records.record")).ShouldBe(extracts.Sum(extract => AgencyRecord.Read(extract).Count));
    }

    private static IReadOnlyList<DemonstrationExtract> Extracts(int seed) => Made.GetOrAdd(seed, _ => new(() => Make(seed))).Value;

    private static List<DemonstrationExtract> Make(int seed) => [.. AgencyExtracts.Make(CountyMap.Draw(DemonstrationTables.WardPoints()), seed)];

    private static List<(string Fact, string How, string Why)> Rules() =>
        DemonstrationTables.Read("agency_facts.csv", row => (row.GetField("fact")!, row.GetField("how")!, row.GetField("why")!));
}
