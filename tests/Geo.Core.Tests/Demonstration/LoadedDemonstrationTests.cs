using Geo.Core.Demonstration;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Demonstration;

/// <summary>The demonstration county once it is loaded, asked as anybody would ask.</summary>
public sealed class LoadedDemonstrationTests(LoadedDemonstrationTests.County county) : IClassFixture<LoadedDemonstrationTests.County>
{
    private static readonly DateTimeOffset Earlier = new(2024, 12, 31, 0, 0, 0, TimeSpan.Zero);

    [DatabaseFact]
    public void LeagueTable_AsTheFirstReportKnewIt_PrintsItsTotalAndItsTen()
    {
        var table = LeagueTable.Ask(county.Then, new MeasureQuestion { Measure = "recorded-crime", Period = "2023-24", Compare = "year-before" });

        (table.Total.Count, table.Total.Change).ShouldBe((18_216, -864));
        table.Rows.Take(10).Select(row => row.Count).ShouldBe(PrintedFacts.All.Where(fact => fact is { Measure: "Total recorded crime", Unit: "count" } && fact.Dimension("rank") is not null).Select(fact => (long)fact.Value));
        table.Rows[0].Name.ShouldBe("Quarry and Coton Hill");
        Count(county.Then, "hate-crime").ShouldBe(340);
        Count(county.Then, "hate-strands").ShouldBe(337);
        Count(county.Then, "domestic-related").ShouldBe(5_049);
        Count(county.Then, "asb-incidents").ShouldBe(3_430);
    }

    [DatabaseFact]
    public void LeagueTable_AsLastExtracted_PrintsTheSecondReport()
    {
        Count(county.Now, "recorded-crime").ShouldBe(18_208);
        Count(county.Now, "violence-with-injury").ShouldBe(2_222);
        Count(county.Now, "hate-crime").ShouldBe(330);
        Count(county.Now, "asb-incidents").ShouldBe(3_345);
        Count(county.Now, "recorded-crime", "2024-25").ShouldBe(16_508);
        Count(county.Now, "domestic-abuse", "2024-25").ShouldBe(2_625);
        Count(county.Now, "domestic-incidents", "2024-25").ShouldBe(3_932);
        Count(county.Now, "serious-violence", "2024-25").ShouldBe(1_350);
    }

    [DatabaseFact]
    public void LeagueTable_OfTowns_PrintsSeriousViolenceOfDomesticAbuse()
    {
        var table = LeagueTable.Ask(county.Then, new MeasureQuestion { Measure = "serious-violence-domestic", Period = "2020-09..2021-08", Areas = "town" });

        table.Rows.ToDictionary(row => row.Name, row => row.Count).ShouldBe(new Dictionary<string, long>
        {
            ["Shrewsbury"] = 326, ["Oswestry"] = 89, ["Market Drayton"] = 52, ["Whitchurch"] = 48, ["Ludlow"] = 40, ["Bridgnorth"] = 23,
        }, ignoreOrder: true);
    }

    [DatabaseFact]
    public void Breakdown_TellsTheTwoLinesOfTraffickingApart()
    {
        var lines = Breakdown.Ask(county.Then, new MeasureQuestion { Measure = "drug-offences", Period = "2023-24", Compare = "year-before" }, "offence").Rows;

        lines.Where(line => line.Name.StartsWith("Trafficking", StringComparison.Ordinal)).Select(line => (line.Name, line.Count, line.Change))
            .ShouldBe([("Trafficking of drugs", 160, 9), ("Trafficking in controlled drugs", 4, -2)]);
        lines.Sum(line => line.Count).ShouldBe(396);
    }

    [DatabaseTheory]
    [InlineData("recorded-crime", 18_216, 18_208)]
    [InlineData("violence-with-injury", 2_228, 2_222)]
    [InlineData("hate-crime", 340, 330)]
    [InlineData("asb-incidents", 3_430, 3_345)]
    [InlineData("domestic-abuse", 3_260, 3_140)]
    public async Task Reconciliation_ExplainsTheDifferenceToTheLastRecord(string measure, int before, int after)
    {
        var reconciliation = await Reconciliation.OfAsync(county.Database.Geo, measure, "2023-24", Earlier, county.Now.AsAt, default);

        (reconciliation.CountBefore, reconciliation.CountAfter).ShouldBe((before, after));
        reconciliation.Reasons.Sum(reason => reason.Count).ShouldBe(after - before);
        if (measure == "recorded-crime")
        {
            reconciliation.Reasons.ToDictionary(reason => reason.Difference, reason => reason.Count).ShouldBe(new Dictionary<Difference, long>
            {
                [Difference.Late] = 30, [Difference.Cancelled] = -34, [Difference.ReclassifiedIn] = 5, [Difference.ReclassifiedOut] = -3, [Difference.MovedIn] = 3, [Difference.MovedOut] = -9,
            });
            reconciliation.Relocated.ShouldBeInRange(30, 40);
        }
    }

    private static long Count(CountCube cube, string measure, string period = "2023-24") => LeagueTable.Ask(cube, new MeasureQuestion { Measure = measure, Period = period }).Total.Count;

    /// <summary>Loaded once, and asked for what was known at two moments.</summary>
    public sealed class County : IAsyncLifetime
    {
        public TestDatabase Database { get; } = new();

        public CountCube Then { get; private set; } = null!;

        public CountCube Now { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (Missing.Database is not null)
                return;
            await Database.InitializeAsync();
            await LoadDemonstration.RunAsync(Database.Geo, DemonstrationCounty.DefaultSeed, onlyIfEmpty: false, Database.Clock, null, default);
            Then = await CountCube.LoadAsAtAsync(Database.Geo, Earlier, default);
            Now = await CountCube.LoadAsync(Database.Geo, default);
        }

        public Task DisposeAsync() => Database.DisposeAsync();
    }
}
