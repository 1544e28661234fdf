using Geo.Core.Exports;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.HotSpots;

public sealed class RepeatPlacesTests
{
    private const string JanuaryAndFebruary = "2024-01..2024-02";

    [DatabaseFact]
    public async Task Places_OfTwoMonths_AreThoseCountedByHand()
    {
        await using var database = await CountedByHandAsync();
        await database.ExecuteAsync("update records.place set name = 'The Old Mill' where x = 35090000");

        var places = await AskAsync(database, "recorded-crime", JanuaryAndFebruary);

        Lines(places).ShouldBe(
        [
            "1 SJ50501050  Area A 3 1 2024-01 2024-02",
            "2 SJ50901090 The Old Mill Area A 2 0 2024-02 2024-02",
            "3 SJ51501050  Area B 2 2 2024-01 2024-01",
        ]);
        places.Totals.ShouldBe(new PlaceTotals(Places: 4, Repeats: 3, Records: 8, RecordsAtRepeats: 7, PlacesForHalf: 2));
        (places.Totals!.ShareAtRepeats, places.Totals.PerCentForHalf).ShouldBe((87.5, 50));
        (places.Footing.Mapped, places.Footing.Rough, places.Footing.NotLocated, places.Footing.Total, places.Footing.Outside).ShouldBe((8, 0, 1, 9, 1));
        places.Explanation.ShouldBe(
            "Total recorded crime, January 2024 to February 2024. Source: West Mercia Police, offence extract (Information sharing agreement of the partnership). "
            + "All areas and records without a location; not those outside the area. 8 of 9 records are on the map; 1 is not located. 1 more lies outside the area. "
            + "4 places have a record or more and 3 two or more, with 7 of the 8 records (88%). Half of the records are at 2 of the places with a record (50%); places without one are not known and not counted. "
            + "A place is a point as the source tells it: several addresses may share one, and records of one incident count each. The period before is November 2023 to December 2023. "
            + $"As at 1 June 2024 09:00 UTC, data version {places.Origin.Version}.");
    }

    [DatabaseFact]
    public async Task Places_OfOneArea_AndTheMostOfAll_LeaveTheTotalsOfTheGround()
    {
        await using var database = await CountedByHandAsync();

        var inB = await AskAsync(database, "recorded-crime", JanuaryAndFebruary, question => question with { Area = "B" });
        Lines(inB).ShouldBe(["1 SJ51501050  Area B 2 2 2024-01 2024-01"]);
        inB.Totals.ShouldBe(new PlaceTotals(1, 1, 2, 2, 1));
        (inB.Footing.Mapped, inB.Footing.Rough, inB.Footing.NotLocated, inB.Footing.Total, inB.Footing.Outside).ShouldBe((2, 0, 0, 2, 0));

        var first = await AskAsync(database, "recorded-crime", JanuaryAndFebruary, question => question with { Top = 1 });
        Lines(first).ShouldBe(["1 SJ50501050  Area A 3 1 2024-01 2024-02"]);
        first.Totals.ShouldBe(new PlaceTotals(4, 3, 8, 7, 2));
    }

    [DatabaseFact]
    public async Task PeriodBefore_WithoutDataForAllOfIt_IsLeftOut()
    {
        await using var database = await CountedByHandAsync();

        var places = await AskAsync(database, "recorded-crime", "2023-12..2024-02");

        Lines(places).First().ShouldBe("1 SJ51501050  Area B 4 - 2023-12 2024-01");
        places.Explanation.ShouldContain("There are no data for all of September 2023 to November 2023, so the period before is left out.");
    }

    [DatabaseFact]
    public async Task Places_WithoutRecords_AreNone()
    {
        await using var database = await CountedByHandAsync();

        var places = await AskAsync(database, "residential-burglary", JanuaryAndFebruary);

        places.Rows.ShouldBeEmpty();
        places.Totals.ShouldBe(new PlaceTotals(0, 0, 0, 0, 0));
        places.Explanation.ShouldContain("No place has a record.");
    }

    [DatabaseFact]
    public async Task Places_AsAtAnEarlierMoment_AreThoseOfThen()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        await database.TakeInAsync(new ExtractFile().Row("1", "05/01/2024").Row("2", "06/01/2024"));
        var then = database.Clock.GetUtcNow();
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.TakeInAsync(new ExtractFile().Row("1", "05/01/2024").Row("2", "06/01/2024").Row("3", "07/01/2024").Row("4", "06/01/2024", ("easting", "351500")).Row("5", "07/01/2024", ("easting", "351500")));

        Lines(await AskAsync(database, "recorded-crime", "2024-01")).ShouldBe(["1 SJ50501050  Area A 3 - 2024-01 2024-01", "2 SJ51501050  Area B 2 - 2024-01 2024-01"]);
        Lines(await RepeatPlaces.AskAsync(database.Geo, await CountCube.LoadAsAtAsync(database.Geo, then, default), Question("recorded-crime", "2024-01"), default))
            .ShouldBe(["1 SJ50501050  Area A 2 - 2024-01 2024-01"]);
    }

    [DatabaseFact]
    public async Task Places_OfASensitiveMeasure_AreListedFromFiveRecords()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        var file = new ExtractFile();
        var reference = 0;
        Add("350500", 3, 6);
        Add("350600", 5, 5);
        Add("350700", 1, 4);

        void Add(string easting, int january, int february)
        {
            for (var i = 0; i < january + february; i++)
                file.Row($"{reference++}", i < january ? "05/01/2024" : "05/02/2024", ("domestic_abuse", "Y"), ("easting", easting));
        }

        await database.TakeInAsync(file);

        var places = await AskAsync(database, "domestic-abuse", "2024-02");

        Lines(places).ShouldBe(["1 SJ50501050  Area A 6 - 2024-02 2024-02", "2 SJ50601050  Area A 5 5 2024-02 2024-02"]);
        places.Totals.ShouldBe(new PlaceTotals(3, 3, 15, 15, 2));
        places.Explanation.ShouldContain("Places with fewer than 5 records are not listed, nor is a number before that is lower.");
    }

    [DatabaseFact]
    public async Task Places_WithManyRecordsWithoutAPoint_AreWithheldWithTheReason()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        var file = new ExtractFile();
        for (var i = 0; i < 40; i++)
            file.Row($"{i}", "05/01/2024", i < 8 ? [("easting", ""), ("northing", "")] : []);
        await database.TakeInAsync(file);

        var places = await AskAsync(database, "recorded-crime", "2024-01");

        (places.Rows.Count, places.Totals).ShouldBe((0, null));
        places.Withheld.ShouldBe("20% of the records have no point on the map: 0 of 32 in the area are told only roughly, and 8 of 40 are not located. Above 15% a map of the rest would mislead; the league table counts them all.");
        places.Explanation.ShouldContain(places.Withheld!);
    }

    [DatabaseTheory]
    [InlineData("asb", QuestionFault.Invalid, "measure: Street-level records are published at map points that stand for several streets or addresses, not where they happened. Two of them at one point need not be at one place, so repeats cannot be told; ask for a measure of an extract that tells the places.")]
    [InlineData("hate-strands", QuestionFault.Invalid, "measure: 'hate-strands' counts a record once for each of its marks, so that a record with two would look like a repeat; ask for a measure that counts records.")]
    [InlineData("offender-cohort", QuestionFault.Invalid, "measure: 'offender-cohort' counts people, who do not add up over months and areas; ask for it as a table of the whole period.")]
    [InlineData("nothing", QuestionFault.NotFound, "measure: There is no measure 'nothing'.")]
    public async Task Measure_WhoseRepeatsCannotBeTold_IsRefused(string measure, QuestionFault kind, string told)
    {
        await using var database = await CountedByHandAsync();

        var repeats = await Should.ThrowAsync<QuestionException>(() => AskAsync(database, measure, "2024-01"));
        var near = await Should.ThrowAsync<QuestionException>(async () => await NearRepeats.AskAsync(database.Geo, await CountCube.LoadAsync(database.Geo, default), Question(measure, "2024-01"), "manhattan", default));

        foreach (var refusal in new[] { repeats, near })
        {
            (refusal.Kind, $"{refusal.Parameter}: {refusal.Message}").ShouldBe((kind, told));
            refusal.Choices.ShouldContain("residential-burglary");
            if (measure != "nothing")
                refusal.Choices.ShouldNotContain(measure);
        }
    }

    [DatabaseFact]
    public async Task Csv_HasALineForEachPlace_AndExplainsItself()
    {
        await using var database = await CountedByHandAsync();
        await database.ExecuteAsync("update records.place set name = '=1+1' where x = 35090000");
        using var text = new StringWriter();

        var places = await AskAsync(database, "recorded-crime", JanuaryAndFebruary);
        var table = RepeatPlacesExport.Of(places);
        CsvTableWriter.Write(text, table);

        table.Title.ShouldBe("Total recorded crime, January 2024 to February 2024: 3 places with two records or more have 7 of the 8 records");
        text.ToString().Split("\r\n").ShouldBe(
        [
            "rank,grid_reference,name,area,count,previous,first_month,last_month,note",
            "1,SJ50501050,,Area A,3,1,2024-01,2024-02,",
            "2,SJ50901090,'=1+1,Area A,2,0,2024-02,2024-02,",
            "3,SJ51501050,,Area B,2,2,2024-01,2024-01,",
            $",,All places,,8,,,,\"{places.Explanation}\"",
            "",
        ]);
    }

    /// <summary>Four places with records in January and February 2024, one with some before alone, one record without a point and one outside.</summary>
    private static async Task<TestDatabase> CountedByHandAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        var b = ("easting", "351500");
        await database.TakeInAsync(new ExtractFile()
            .Row("1", "05/11/2023").Row("2", "05/01/2024").Row("3", "06/01/2024").Row("4", "07/02/2024")
            .Row("5", "01/12/2023", b).Row("6", "02/12/2023", b).Row("7", "08/01/2024", b).Row("8", "08/01/2024", b)
            .Row("9", "09/02/2024", ("easting", "350700"))
            .Row("10", "10/12/2023", ("easting", "350300"), ("northing", "310200"))
            .Row("11", "10/02/2024", ("easting", "350900"), ("northing", "310900")).Row("12", "11/02/2024", ("easting", "350900"), ("northing", "310900"))
            .Row("13", "12/02/2024", ("easting", ""), ("northing", ""))
            .Row("14", "13/02/2024", ("easting", "360500")));
        return database;
    }

    private static MeasureQuestion Question(string measure, string period) => new() { Measure = measure, Period = period };

    private static async Task<RepeatPlaces> AskAsync(TestDatabase database, string measure, string period, Func<MeasureQuestion, MeasureQuestion>? with = null)
    {
        var question = Question(measure, period);
        return await RepeatPlaces.AskAsync(database.Geo, await CountCube.LoadAsync(database.Geo, default), with?.Invoke(question) ?? question, default);
    }

    private static IEnumerable<string> Lines(RepeatPlaces places) =>
        places.Rows.Select(row => $"{row.Rank} {row.Reference} {row.Name} {row.Area} {row.Count} {(row.Previous is { } previous ? previous : "-")} {row.First} {row.Last}");
}
