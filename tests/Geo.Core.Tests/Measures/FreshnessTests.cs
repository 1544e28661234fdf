using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

/// <summary>How old data is, and from when it is late.</summary>
public sealed class FreshnessTests
{
    [Theory]
    [InlineData("monthly", 45, "2024-03", "2024-06-15")] // April ends on the 30th, and the 45th day after it is 14 June
    [InlineData("monthly", 90, "2023-12", "2024-05-01")]
    [InlineData("quarterly", 45, "2024-03", "2024-08-15")]
    [InlineData("yearly", 120, "2024-03", "2025-07-30")]
    public void Source_IsLate_FromThatDay(string rhythm, int days, string last, string lateFrom)
    {
        Month.TryParse(last, out var month).ShouldBeTrue();
        var source = new SourceMonths("istv", "Hospital", "attendances", "", "istv", false, [month], [1], new Rhythm(rhythm, days));
        var day = DateOnly.ParseExact(lateFrom, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        Freshness.Of(source, day).IsLate.ShouldBeTrue();
        Freshness.Of(source, day.AddDays(-1)).IsLate.ShouldBeFalse();
        Freshness.Of(source with { IsDemonstration = true }, day.AddDays(1000)).IsLate.ShouldBeFalse("invented records are of no day");
        Freshness.Of(source with { Rhythm = null }, day.AddDays(1000)).IsLate.ShouldBeFalse("nobody said when more was to come");
    }

    [Fact]
    public void Words_TellAgeAndWhenMoreWasExpected()
    {
        var source = new SourceMonths("istv", "Hospital", "attendances", "", "istv", false, [Month.Of(2024, 3)], [1], new Rhythm("monthly", 45));

        var late = Freshness.Of(source, new(2024, 6, 20));
        late.Age.ShouldBe("data to 31 March 2024, 81 days old");
        late.Late.ShouldBe("Hospital, attendances, is late: data to 31 March 2024, 81 days old. Newer records were expected by 14 June 2024.");
        Freshness.Of(source, new(2024, 4, 1)).Age.ShouldBe("data to 31 March 2024, 1 day old");
    }

    [Fact]
    public void Today_IsTheDayInLondon()
    {
        var clock = new TestClock();
        clock.Advance(new DateTimeOffset(2024, 6, 30, 23, 30, 0, TimeSpan.Zero) - clock.GetUtcNow());
        Freshness.Today(clock).ShouldBe(new DateOnly(2024, 7, 1));
    }

    [Theory]
    [InlineData("rhythm: weekly\nlate-after: 45 days", "file.yaml, column rhythm, value 'weekly': A rhythm is one of monthly, quarterly, yearly. CONTRIBUTING.md tells how a source is described.")]
    [InlineData("rhythm: monthly", "file.yaml, column late-after, value '': A source with a rhythm says when it is late, such as late-after: 45 days; one without does not. CONTRIBUTING.md tells how a source is described.")]
    [InlineData("late-after: 45 days", "file.yaml, column late-after, value '45 days': A source with a rhythm says when it is late, such as late-after: 45 days; one without does not. CONTRIBUTING.md tells how a source is described.")]
    [InlineData("rhythm: monthly\nlate-after: 6 weeks", "file.yaml, column late-after, value '6 weeks': A source with a rhythm says when it is late, such as late-after: 45 days; one without does not. CONTRIBUTING.md tells how a source is described.")]
    public void Rhythm_ThatIsNone_IsRefused(string lines, string told)
    {
        var text = $$"""
            source: made
            agency: Agency
            feed: extract
            classification: asb-type
            {{lines}}
            columns:
              - { name: id, is: key }
              - { name: day, is: recorded, format: dd/MM/yyyy }
              - { name: kind, is: category }
            """;
        Should.Throw<RefusedException>(() => SourceDescription.Read(new StringReader(text), "file.yaml")).Message.ShouldBe(told);
    }

    [DatabaseFact]
    public async Task Import_OfASource_KeepsItsRhythm()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        await database.TakeInAsync(new StreetFile("2024-01").Add("Burglary", null));

        var cube = await CountCube.LoadAsync(database.Geo, default);

        cube.Sources.Single().Rhythm.ShouldBe(Rhythm.StreetLevel);
        var table = Trend.Ask(cube, new MeasureQuestion { Measure = "crime", Areas = "ward" }, "month");
        TrendExport.Of(table).About.Single(fact => fact.Name == "Data to").Value.ShouldBe(
            "West Mercia Police, street-level crime: data to 31 January 2024, 122 days old when published; late from 30 May 2024 unless newer records came since");
        SourceDescription.Shipped.Select(name => SourceDescription.Find(name).Rhythm).ShouldAllBe(rhythm => rhythm.Length > 0);
    }
}
