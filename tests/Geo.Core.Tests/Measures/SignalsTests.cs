using Geo.Core.Exports;
using Geo.Core.Jobs;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

/// <summary>Two areas over 25 months: A as usual and then twice as many, B one a month.</summary>
public sealed class UsualMonths : TestDatabase
{
    /// <summary>Their limits for a January were worked out apart from the product: by days 19.097 to 43.308 about 31.203.</summary>
    public static readonly long[] Usual = [30, 28, 33, 27, 31, 35, 29, 30, 32, 26, 34, 31, 28, 33, 30, 29, 36, 27, 31, 30, 34, 28, 32, 30];

    public CountCube Cube { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (Name.Length == 0)
            return;
        await ImportAreasAsync(SmallMap.Draw("AB"));
        var file = new ExtractFile();
        var reference = 0;
        foreach (var (month, count) in Usual.Append(60).Index())
        {
            var day = $"05/{(month % 12) + 1:00}/{2022 + (month / 12)}";
            for (var i = 0; i < count; i++)
                file.Row($"{++reference}", day);
            file.Row($"{++reference}", day, ("easting", "351500"));
        }

        await TakeInAsync(file);
        Cube = await CountCube.LoadAsync(Geo, default);
    }
}

public sealed class SignalsTests(UsualMonths county) : IClassFixture<UsualMonths>
{
    private static readonly Measure Crime = Measure.Find("recorded-crime")!;

    [DatabaseFact]
    public void LastMonth_IsHeldAgainstTheTwoYearsBefore_ByDays()
    {
        var signals = Signals.Ask(county.Cube, new MeasureQuestion { Measure = "recorded-crime", Area = "A", Period = "2023-04..2024-01" });

        signals.Series.Text.ShouldBe("Total recorded crime, Area A: 60 in January 2024, above the limit of 43 that chance explains.");
        signals.Series.Months.Count.ShouldBe(25);
        signals.Series.Last.Centre!.Value.ShouldBe(31.20287698, 1e-7);
        signals.Series.Last.Lower!.Value.ShouldBe(19.09739872, 1e-7);
        signals.Series.Last.Upper!.Value.ShouldBe(43.30835525, 1e-7);
        signals.Series.Months.SkipLast(1).ShouldAllBe(month => !month.IsSignal);
        using var csv = new StringWriter();
        CsvTableWriter.Write(csv, SignalsExport.Of(signals));
        csv.ToString().Split("\r\n")[25].ShouldStartWith("2024-01,60,31.2,19.1,43.3,outside the limits,\"Total recorded crime, April 2023 to January 2024. Source: West Mercia Police, offence extract (Information sharing agreement of the partnership). Only Area A (A). Boundaries: wards. A month is judged by an XmR chart");
    }

    [DatabaseFact]
    public void Month_BeforeWhichTooLittleIsKnown_IsNotJudged()
    {
        Text("2022-12", "A").ShouldBe("Total recorded crime, Area A: 31 in December 2022; not judged: there are data of 11 months before it, and it takes 12.");
        Text("2023-01", "A").ShouldBe("Total recorded crime, Area A: 28 in January 2023, within the 20 to 42 that chance explains.");
        Text("2024-01", "B").ShouldBe("Total recorded crime, Area B: 1 in January 2024; not judged: fewer than 2 a month on average.");
        Text("2024-01", null).ShouldBe("Total recorded crime, all areas: 61 in January 2024, above the limit of 44 that chance explains.");
    }

    [DatabaseFact]
    public void Exceptions_TellHowManyWereLookedAt_AndWhatStands()
    {
        var exceptions = Exceptions.Ask(county.Cube, ["recorded-crime", "hate-crime"], new MeasureQuestion { Measure = "" });

        exceptions.Finding.ShouldBe("2 signals in 2 series, where about 0 would arise by chance; 2 stand when all are allowed for");
        exceptions.Rows.Select(row => $"{row.Series.Area?.Code} {row.Series.Last.Count} {row.Stands}").ShouldBe([" 61 True", "A 60 True"]);
        exceptions.NotJudged.ShouldBe(2);
        exceptions.Explanation.ShouldStartWith("Total recorded crime and Hate crime, January 2024. Source: West Mercia Police");
        exceptions.Explanation.ShouldContain("Only for all areas together, as a month of one may point to persons: Hate crime.");
        Exceptions.Ask(county.Cube, ["recorded-crime"], new MeasureQuestion { Measure = "", Period = "2023-12" }).Rows.ShouldBeEmpty();
        Should.Throw<QuestionException>(() => Exceptions.Ask(county.Cube, [], new MeasureQuestion { Measure = "" })).Message.ShouldBe("Name the measures to look at.");
    }

    [DatabaseFact]
    public void Job_KeepsWhatStands_OfEveryMeasureInItsLatestMonth()
    {
        var latest = Exceptions.Latest(county.Cube)!;

        FindSignals.Of(latest).Where(finding => finding.Subject.StartsWith("recorded-crime", StringComparison.Ordinal)).ShouldBe(
        [
            new(FindingKind.Signal, "recorded-crime", Month.Of(2024, 1), "Total recorded crime, all areas: 61 in January 2024, above the limit of 44 that chance explains."),
            new(FindingKind.Signal, "recorded-crime/A", Month.Of(2024, 1), "Total recorded crime, Area A: 60 in January 2024, above the limit of 43 that chance explains."),
        ]);
        var sensitive = latest.Rows[0].Series with { Measure = Crime with { Protection = "sensitive" }, Area = null };
        FindSignals.Of(latest with { Rows = [new(sensitive, 0, true), new(sensitive, 0, false)] }).ShouldBe(
            [new(FindingKind.Signal, "recorded-crime", Month.Of(2024, 1), "Total recorded crime, January 2024: there is a signal.")]);
        FindSignals.Of(null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(30, "within the 20 to 43 that chance explains")]
    [InlineData(5, "below the limit of 20 that chance explains")]
    public void Sentence_OfAMonthWithinOrBelow(long last, string told) => Judged([.. UsualMonths.Usual, last]).Text.ShouldEndWith($": {last} in January 2024, {told}.");

    [Fact]
    public void Sentence_OfARun_ATrendAndTwoNearALimit()
    {
        long[] steady = [.. Enumerable.Repeat<long[]>([33, 27], 9).SelectMany(pair => pair)];
        Judged([.. steady, 34, 34, 34, 34, 34, 34, 34]).Text.ShouldEndWith(": 34 in January 2024, the last of 7 months in a row above the usual 32.");
        long[] wild = [.. Enumerable.Repeat<long[]>([20, 40], 9).SelectMany(pair => pair)];
        Judged([.. wild, 24, 26, 28, 30, 32, 34, 36]).Text.ShouldEndWith(": 36 in January 2024, after 6 rises in a row.");
        long[] tame = [.. Enumerable.Repeat<long[]>([28, 32], 11).SelectMany(pair => pair)];
        Judged([.. tame, 31, 40, 40]).Text.ShouldEndWith(": 40 in January 2024; with the month before near the upper limit of what chance explains, 43.");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void SteadySeries_SignalAsOftenAsIsSaid(double mean)
    {
        var random = new Random(7);
        var judged = Enumerable.Range(0, 20_000).Select(_ => Judged([.. Enumerable.Range(0, 25).Select(_ => Poisson(random, mean))])).ToList();

        (judged.Count(series => series.Last.IsSignal) / 20_000.0).ShouldBe(Signalling.FalseAlarms, 0.007);
        (judged.Count(series => series.PValue < 0.05) / 20_000.0).ShouldBeInRange(0.02, 0.05);
    }

    /// <summary>The sum of exponential waits: exact, whatever the mean.</summary>
    private static long Poisson(Random random, double mean)
    {
        var count = -1L;
        for (var waited = 0.0; waited < mean; count++)
            waited -= Math.Log(1 - random.NextDouble());
        return count;
    }

    /// <summary>Months that end with January 2024.</summary>
    private static SignalSeries Judged(long[] counts) => Signalling.Judge(Crime, null, new Period(Month.Of(2024, 1).Plus(1 - counts.Length), Month.Of(2024, 1), ""), counts);

    private string Text(string period, string? area) => Signals.Ask(county.Cube, new MeasureQuestion { Measure = "recorded-crime", Area = area, Period = period }).Series.Text;
}
