using Geo.Core.Exports;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.HotSpots;

/// <summary>Hours by weekday. 1 January 2024 is a Monday.</summary>
public sealed class WeekHoursTests
{
    [DatabaseFact]
    public async Task Hours_OfUncertainTimes_AreSharedOut_AndSumToTheRecords()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        var file = new ExtractFile();
        for (var i = 0; i < 27; i++)
            file.Row($"s{i}", "07/01/2024", At($"06/01/2024 2{i % 4}:15")); // Saturday from 20:00 to midnight
        file.Row("weekend", "08/01/2024", At("07/01/2024 23:30", "08/01/2024 00:30")) // half an hour at each end of the week
            .Row("days", "08/01/2024", At("01/01/2024 00:00", "03/01/2024 00:00")) // 48 hours
            .Row("instant", "08/01/2024", At("04/01/2024 06:59", "04/01/2024 06:59"))
            .Row("none", "08/01/2024")
            .Row("elsewhere", "08/01/2024", [.. At("04/01/2024 06:59"), ("easting", "351500")]);
        await database.TakeInAsync(file);

        var week = await AskAsync(database, "recorded-crime", "A");

        (week.Withheld, week.Records, week.Timed, week.OverADay, week.AtMidnight).ShouldBe((null, 31, 30, 1, 0));
        week.Hours.Sum().ShouldBe(30, 1e-9);
        double Hour(int day, int hour) => week.Hours[(24 * day) + hour];
        (Hour(5, 20), Hour(5, 21), Hour(5, 22), Hour(5, 23)).ShouldBe((7, 7, 7, 6));
        (Hour(6, 23), Hour(3, 6), Hour(3, 7)).ShouldBe((0.5, 1, 0));
        Hour(0, 0).ShouldBe(0.5 + (1.0 / 48), 1e-9);
        Hour(1, 23).ShouldBe(1.0 / 48, 1e-9);
        week.Blocks.Where(block => block.IsHigh).Select(block => block.Name).ShouldBe(["Saturday from 20:00 to midnight"]);
        week.Finding.ShouldBe("Most on Saturday from 20:00 to midnight: 27 of 30; an even week would have 1");
        week.Explanation.ShouldContain("30 of 31 records tell when they happened. One that may have happened at any time between two is shared out evenly over the hours between; for 1 that is more than a day, so they say little of the hour.");

        var table = WeekHoursExport.Of(week);
        table.Columns.Select(column => column.Name).ShouldBe(["hour", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "total"]);
        using var text = new StringWriter();
        CsvTableWriter.Write(text, table);
        var lines = text.ToString().Split("\r\n");
        lines[21].ShouldBe("20:00,0.0,0.0,0.0,0.0,0.0,7.0,0.0,7.0,");
        lines[25].ShouldStartWith("All hours,1.0,0.5,0.0,1.0,0.0,27.0,0.5,30.0,\"Most on Saturday from 20:00 to midnight: 27 of 30; an even week would have 1 Total recorded crime");

        (await AskAsync(database, "recorded-crime", null)).Timed.ShouldBe(31);
    }

    [DatabaseFact]
    public async Task Hours_ThatWouldMislead_AreWithheldWithTheReason()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("ABC"));
        var file = new ExtractFile();
        for (var i = 0; i < 40; i++)
            file.Row($"a{i}", "07/01/2024", [("domestic_abuse", "Y"), .. At("06/01/2024 00:00")]);
        for (var i = 0; i < 29; i++)
            file.Row($"b{i}", "07/01/2024", [("easting", "351500"), .. At("06/01/2024 12:30")]);
        await database.TakeInAsync(file);

        (await AskAsync(database, "domestic-abuse", "A")).Withheld.ShouldBe("Domestic abuse offences may point to persons, so the hours are not told.");
        (await AskAsync(database, "recorded-crime", "A")).Withheld.ShouldBe("The source tells no times of day.");
        (await AskAsync(database, "recorded-crime", "B")).Withheld.ShouldBe("Fewer than 30 records tell when they happened, too few to show a pattern.");
        var none = await AskAsync(database, "recorded-crime", "C");
        (none.Withheld, none.Finding, none.Hours.Count, none.Blocks.Count).ShouldBe(("There are no records.", null, 0, 0));
        WeekHoursExport.Of(none).Rows.Single().Cells.Count.ShouldBe(9);
    }

    private static (string, string)[] At(string from, string to = "") => [("occurred_from", from), ("occurred_to", to)];

    private static async Task<WeekHours> AskAsync(TestDatabase database, string measure, string? area) =>
        await WeekHours.AskAsync(database.Geo, await CountCube.LoadAsync(database.Geo, default), new MeasureQuestion { Measure = measure, Period = "2024-01", Area = area }, default);
}
