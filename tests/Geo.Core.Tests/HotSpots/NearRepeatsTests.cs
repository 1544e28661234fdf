using System.Globalization;
using Geo.Core.Exports;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.HotSpots;

public sealed class NearRepeatsTests
{
    /// <summary>Records a kilometre apart, nine of them with another at a distance and after days that lie at the ends of the bands.</summary>
    [DatabaseTheory]
    [InlineData("manhattan", "2 1 0 0 2 0 0 0 2 0 0 0", "Distances are along the axes of the grid (Manhattan), nearer to the way through streets.")]
    [InlineData("euclidean", "2 1 0 0 2 1 0 0 1 0 0 0", "Distances are in a straight line (Euclidean).")]
    public async Task Pairs_InEachBand_AreThoseCountedByHand(string distance, string pairs, string told)
    {
        await using var database = await CreateAsync();
        var file = new ExtractFile();
        var day = new DateTime(2024, 3, 1);
        (int East, int North, int Days)[] others = [(0, 0, 0), (0, 0, 7), (0, 0, 8), (60, 0, 8), (70, 70, 15), (100, 0, 28), (399, 0, 29), (400, 0, 0), (1, 0, 14)];
        for (var i = 0; i < 32; i++)
        {
            var (east, north) = (350_100 + (1000 * (i % 8)), 310_100 + (1000 * (i / 8)));
            file.Row($"{i}", "20/05/2024", At(east, north, i == 0 ? null : day));
            if (i < others.Length)
                file.Row($"{i} again", "20/05/2024", At(east + others[i].East, north + others[i].North, i == 0 ? null : day.AddDays(others[i].Days)));
        }

        await database.TakeInAsync(file);

        var repeats = await AskAsync(database, "recorded-crime", "2024-05", distance);

        string.Join(' ', repeats.Bands.Select(band => band.Pairs)).ShouldBe(pairs);
        repeats.Bands.Select(band => band.Name).ShouldBe(
        [
            "at the same place within 7 days", "at the same place 8 to 14 days later", "at the same place 15 to 28 days later",
            "1 to 100 m away within 7 days", "1 to 100 m away 8 to 14 days later", "1 to 100 m away 15 to 28 days later",
            "100 to 200 m away within 7 days", "100 to 200 m away 8 to 14 days later", "100 to 200 m away 15 to 28 days later",
            "200 to 400 m away within 7 days", "200 to 400 m away 8 to 14 days later", "200 to 400 m away 15 to 28 days later",
        ]);
        (repeats.Records, repeats.OnRecordedDay).ShouldBe((41, 2));
        (repeats.Footing.Mapped, repeats.Footing.Rough, repeats.Footing.NotLocated, repeats.Footing.Total, repeats.Footing.Outside).ShouldBe((41, 0, 0, 41, 0));
        repeats.Explanation.ShouldBe(
            "Total recorded crime, May 2024. Source: West Mercia Police, offence extract (Information sharing agreement of the partnership). "
            + "All areas and records without a location; not those outside the area. All 41 records are on the map. "
            + "Knox's test of 41 records: pairs by distance and days apart, held against 999 shuffles of the days over the records. A band is flagged that has at least 1.2 times the pairs of chance with p below 0.05; those are told as found that are beyond chance although all 12 are looked at (false discovery rate 5%). "
            + $"{told} The day is that on which it happened or began; for 2 of the 41 records, which tell none, the day of recording. Records of one incident count each and look like repeats at the same place. "
            + $"As at 1 June 2024 09:00 UTC, data version {repeats.Origin.Version}.");
    }

    [DatabaseFact]
    public async Task PlantedNearRepeats_AreFlagged_AndToldInASentence()
    {
        await using var database = await CreateAsync();
        var random = new Random(20240301);
        var file = new ExtractFile();
        for (var i = 0; i < 50; i++)
        {
            var (east, north, day) = (350_000 + random.Next(11_000), 310_000 + random.Next(11_000), new DateTime(2023, 1, 1).AddDays(random.Next(350)));
            Burglary(file, $"{i}", day, east, north);
            Burglary(file, $"{i} again", day.AddDays(2), east + 50, north);
        }

        await database.TakeInAsync(file);

        var repeats = await AskAsync(database, "residential-burglary", "2023-01..2023-12");

        var flagged = repeats.Bands.Where(band => band.IsFlagged).ShouldHaveSingleItem();
        (flagged.Name, flagged.Pairs, flagged.PValue, flagged.IsFinding).ShouldBe(("1 to 100 m away within 7 days", 50, 0.001, true));
        flagged.AdjustedPValue.ShouldBe(0.012, 1e-9);
        flagged.Ratio!.Value.ShouldBeGreaterThan(10);
        repeats.Finding.ShouldBe("Residential burglary: after one, another 1 to 100 m away within 7 days is 20.5 times as likely as by chance (50 pairs where chance gives 2.4, p = 0.001).");
        (await AskAsync(database, "residential-burglary", "2023-01..2023-12")).Bands.ShouldBe(repeats.Bands, "the shuffles have a seed");
        (repeats with { Bands = [.. repeats.Bands.Select(band => band with { AdjustedPValue = 0.06 })] }).Finding.ShouldBe(
            "Residential burglary: nothing shows for certain that one makes another nearby soon after more likely; 1 of the 12 bands of distance and time has clearly more pairs than chance gives when looked at alone, but with 12 looked at chance may explain that.");
        (repeats with { Bands = [repeats.Bands[0] with { IsFlagged = true, AdjustedPValue = 0.01, Pairs = 1, Expected = 0.02, Ratio = 50 }, .. repeats.Bands.Skip(1)] }).Finding.ShouldBe(
            "Residential burglary: after one, another at the same place within 7 days is 50.0 times as likely as by chance (1 pair where chance gives 0.020, p = 1.000). "
            + "Also 1 to 100 m away within 7 days: 20.5 times (50 pairs where chance gives 2.4, p = 0.001).");
    }

    [DatabaseFact]
    public async Task ScatteredRecords_AreNotFlagged_AndNothingIsClaimed()
    {
        await using var database = await CreateAsync();
        var random = new Random(20240302);
        var file = new ExtractFile();
        for (var i = 0; i < 200; i++)
            Burglary(file, $"{i}", new DateTime(2023, 1, 1).AddDays(random.Next(365)), 350_000 + random.Next(1000), 310_000 + random.Next(1000));
        await database.TakeInAsync(file);

        var repeats = await AskAsync(database, "residential-burglary", "2023-01..2023-12");

        repeats.Bands.ShouldAllBe(band => !band.IsFlagged);
        repeats.Bands.Sum(band => band.Pairs).ShouldBeGreaterThan(300);
        repeats.Finding.ShouldBe("Residential burglary: nothing shows that one makes another nearby soon after more likely; in none of the 12 bands of distance and time are there clearly more pairs than chance gives. This does not prove that there are no near repeats.");
        repeats.Explanation.ShouldContain(" The day is that on which it happened or began. ");
    }

    [DatabaseFact]
    public async Task Records_FewerThanThirty_AreNotTested()
    {
        await using var database = await CreateAsync();
        var file = new ExtractFile();
        for (var i = 0; i < 30; i++)
            file.Row($"{i}", i < 29 ? "05/01/2024" : "05/02/2024");
        await database.TakeInAsync(file);

        var repeats = await AskAsync(database, "recorded-crime", "2024-01");

        repeats.Withheld.ShouldBe("29 records have a point and a day, fewer than the 30 that near repeats can be told from chance by.");
        (repeats.Bands.Count, repeats.Finding, repeats.Records).ShouldBe((0, null, 0));
        repeats.Explanation.ShouldContain(repeats.Withheld!);
        (await AskAsync(database, "recorded-crime", "2024-01..2024-02")).Records.ShouldBe(30);
        (await AskAsync(database, "recorded-crime", "2024-02")).Withheld.ShouldBe("1 record has a point and a day, fewer than the 30 that near repeats can be told from chance by.");
    }

    [DatabaseFact]
    public async Task Records_WithManyWithoutAPoint_AreNotTested()
    {
        await using var database = await CreateAsync();
        var file = new ExtractFile();
        for (var i = 0; i < 50; i++)
            file.Row($"{i}", "05/01/2024", i < 10 ? [("easting", ""), ("northing", "")] : []);
        await database.TakeInAsync(file);

        (await AskAsync(database, "recorded-crime", "2024-01")).Withheld
            .ShouldBe("20% of the records have no point on the map: 0 of 40 in the area are told only roughly, and 10 of 50 are not located. Above 15% a map of the rest would mislead; the league table counts them all.");
    }

    [DatabaseFact]
    public async Task Records_MoreThanFiveThousand_AreRefusedWithWhatToDo()
    {
        await using var database = await CreateAsync();
        var file = new ExtractFile();
        for (var i = 0; i < 2001; i++)
            file.Row($"{i}", "05/01/2024", ("easting", $"{350_000 + i}"));
        await database.TakeInAsync(file);

        var refusal = await Should.ThrowAsync<QuestionException>(() => AskAsync(database, "recorded-crime", "2024-01"));

        (refusal.Kind, $"{refusal.Parameter}: {refusal.Message}").ShouldBe((QuestionFault.Invalid, "period: 2,001 records are more than the 2,000 that are tested at once; take a shorter period, one area or a narrower measure."));
    }

    [DatabaseFact]
    public async Task Distance_ThatThereIsNot_IsRefused()
    {
        await using var database = await CreateAsync();
        await database.TakeInAsync(new ExtractFile().Row("1", "05/01/2024"));

        var refusal = await Should.ThrowAsync<QuestionException>(() => AskAsync(database, "recorded-crime", "2024-01", "by-bus"));

        (refusal.Kind, $"{refusal.Parameter}: {refusal.Message}").ShouldBe((QuestionFault.Invalid, "distance: 'by-bus' is not how distance is measured."));
        refusal.Choices.ShouldBe(["manhattan", "euclidean"]);
    }

    [DatabaseFact]
    public async Task Records_AsAtAnEarlierMoment_AndOfOneArea_AreThoseOfThenAndThere()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        await database.TakeInAsync(File(30, 32));
        var then = database.Clock.GetUtcNow();
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.TakeInAsync(File(35, 40));

        (await AskAsync(database, "recorded-crime", "2024-01")).Records.ShouldBe(75);
        (await AskAsync(database, "recorded-crime", "2024-01", area: "B")).Records.ShouldBe(40);
        (await NearRepeats.AskAsync(database.Geo, await CountCube.LoadAsAtAsync(database.Geo, then, default), Question("recorded-crime", "2024-01"), "manhattan", default)).Records.ShouldBe(62);

        static ExtractFile File(int inA, int inB)
        {
            var file = new ExtractFile();
            for (var i = 0; i < inA + inB; i++)
                file.Row($"{i}", "05/01/2024", ("easting", i < inA ? "350500" : "351500"));
            return file;
        }
    }

    [DatabaseFact]
    public async Task Csv_HasALineForEachBand_AndExplainsItself()
    {
        await using var database = await CreateAsync();
        var file = new ExtractFile();
        for (var i = 0; i < 30; i++)
            file.Row($"{i}", "05/01/2024", ("easting", $"{350_000 + (i / 2 * 500)}"));
        await database.TakeInAsync(file);
        var repeats = await AskAsync(database, "recorded-crime", "2024-01");
        using var text = new StringWriter();

        var table = NearRepeatsExport.Of(repeats);
        CsvTableWriter.Write(text, table);

        table.Title.ShouldBe("Total recorded crime, January 2024: nothing shows that one makes another nearby soon after more likely");
        var lines = text.ToString().Split("\r\n");
        lines.Length.ShouldBe(1 + 12 + 1 + 1);
        lines[0].ShouldBe("band,from_metres,to_metres,from_days,to_days,pairs,expected,ratio,p_value,adjusted_p_value,flagged,note");
        lines[1].ShouldBe("at the same place within 7 days,0,1,0,7,15,15.000,1.00,1.000,1.000,no,");
        lines[12].ShouldBe("200 to 400 m away 15 to 28 days later,200,400,15,28,0,0.000,,1.000,1.000,no,");
        lines[13].ShouldBe($"All bands,,,,,,,,,,,\"{repeats.Finding} {repeats.Explanation}\"");
    }

    /// <summary>A square of 12 km, all one area.</summary>
    private static async Task<TestDatabase> CreateAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw([.. Enumerable.Repeat(new string('A', 12), 12)]));
        return database;
    }

    private static void Burglary(ExtractFile file, string reference, DateTime day, int east, int north) =>
        file.Row(reference, day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), [("offence_code", "28E"), .. At(east, north, day)]);

    private static (string Column, string Cell)[] At(int east, int north, DateTime? day) =>
        [("easting", $"{east}"), ("northing", $"{north}"), ("occurred_from", day?.ToString("dd/MM/yyyy 23:30", CultureInfo.InvariantCulture) ?? "")];

    private static MeasureQuestion Question(string measure, string period, string? area = null) => new() { Measure = measure, Period = period, Area = area };

    private static async Task<NearRepeats> AskAsync(TestDatabase database, string measure, string period, string distance = "manhattan", string? area = null) =>
        await NearRepeats.AskAsync(database.Geo, await CountCube.LoadAsync(database.Geo, default), Question(measure, period, area), distance, default);
}
