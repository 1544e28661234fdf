using System.IO.Compression;
using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>What happens to content and months that are there already, and how files are found.</summary>
public sealed class ReimportTests
{
    private static readonly SmallMap Map = IntakeDatabase.Map;

    [DatabaseFact]
    public async Task Import_OfTheSameFileAgain_ChangesNothing()
    {
        await using var database = await WithWardsAsync();
        var first = (await database.TakeInAsync(IntakeDatabase.January())).Single();
        var before = await database.StateAsync();

        var again = (await database.TakeInAsync(IntakeDatabase.January().Named("2024-01-west-mercia-street.csv"))).Single();

        first.State.ShouldBe(LandedState.New);
        again.State.ShouldBe(LandedState.AlreadyImported);
        again.Batch.Id.ShouldBe(first.Batch.Id);
        (await database.StateAsync()).ShouldBe(before);
    }

    [DatabaseTheory]
    [InlineData("\n", false)]
    [InlineData("\r", false)]
    [InlineData("\r\n", true)]
    public async Task Import_OfTheSameRowsWrittenOtherwise_ChangesNothing(string lineEnd, bool byteOrderMark)
    {
        await using var database = await WithWardsAsync();
        var first = (await database.TakeInAsync(IntakeDatabase.January())).Single();
        var before = await database.StateAsync();

        var copy = IntakeDatabase.January().WithLineEnd(lineEnd);
        var again = (await database.TakeInAsync(byteOrderMark ? copy.WithByteOrderMark() : copy)).Single();

        again.State.ShouldBe(LandedState.AlreadyImported);
        again.Batch.Id.ShouldBe(first.Batch.Id);
        (await database.StateAsync()).ShouldBe(before);
    }

    [DatabaseFact]
    public async Task Import_OfALaterDownload_ReplacesTheMonthAndKeepsTheEarlierStateReadable()
    {
        await using var database = await WithWardsAsync();
        var first = (await database.TakeInAsync(IntakeDatabase.January())).Single();
        var asAtFirst = database.Clock.GetUtcNow();
        var versionBefore = await CountCube.LatestVersionAsync(database.Geo, default);
        database.Clock.Advance(TimeSpan.FromDays(30));

        var later = (await database.TakeInAsync(IntakeDatabase.January().Add("Burglary", Map.Inside('C'), 4))).Single();

        later.State.ShouldBe(LandedState.Replaced);
        later.Superseded!.Id.ShouldBe(first.Batch.Id);
        (await database.CountsAsync()).ShouldBe("A 3, B 2, C 4; outside 0; not located 1; total 10");
        (await CountCube.LatestVersionAsync(database.Geo, default)).ShouldBe(versionBefore + 1);
        (await AsAtAsync(database, asAtFirst)).ShouldBe("A 3, B 2, C 0, not located 1");
        (await AsAtAsync(database, database.Clock.GetUtcNow())).ShouldBe("A 3, B 2, C 4, not located 1");
        (await AsAtAsync(database, asAtFirst.AddSeconds(-1))).ShouldBe("A 0, B 0, C 0, not located 0");
    }

    [DatabaseFact]
    public async Task Import_OfAnEarlierDownloadAfterALaterOne_BringsItBack()
    {
        await using var database = await WithWardsAsync();
        await database.TakeInAsync(IntakeDatabase.January());
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.TakeInAsync(IntakeDatabase.January().Add("Burglary", Map.Inside('C'), 4));
        database.Clock.Advance(TimeSpan.FromDays(1));

        (await database.TakeInAsync(IntakeDatabase.January())).Single().State.ShouldBe(LandedState.Replaced);

        (await database.CountsAsync()).ShouldBe("A 3, B 2, C 0; outside 0; not located 1; total 6");
    }

    [DatabaseFact]
    public async Task Import_OfIdenticalAsbRows_CountsEachOfThem()
    {
        await using var database = await WithWardsAsync();
        var landed = (await database.TakeInAsync(new StreetFile().Add(StreetFile.Asb, Map.Inside('B'), 5))).Single();

        landed.Batch.RowsWithoutReference.ShouldBe(5);
        (await database.CountsAsync("asb")).ShouldBe("A 0, B 5, C 0; outside 0; not located 0; total 5");
        (await database.CountsAsync("crime")).ShouldBe("A 0, B 0, C 0; outside 0; not located 0; total 0");
    }

    [DatabaseFact]
    public async Task Import_OfARepeatedCrimeIdWithAnotherPlace_CountsBothAndTellsOfIt()
    {
        await using var database = await WithWardsAsync();
        var reference = StreetFile.Reference("the same");
        var landed = (await database.TakeInAsync(new StreetFile()
            .AddRow(place: Map.Inside('A'), reference: reference)
            .AddRow(place: Map.Inside('B'), reference: reference.ToUpperInvariant())
            .AddRow(reference: reference))).Single();

        landed.Batch.RepeatedReferences.ShouldBe(2);
        (await database.CountsAsync()).ShouldBe("A 1, B 1, C 0; outside 0; not located 1; total 3");
    }

    [DatabaseFact]
    public async Task Import_OfColumnsInAnotherOrderAndAFieldOverTwoLines_Reads()
    {
        await using var database = await WithWardsAsync();
        var (longitude, latitude) = Map.Inside('C');
        var text = "Month,Crime type,Latitude,Longitude,Crime ID,Reported by,Falls within,Location,LSOA code,LSOA name,Last outcome category,Context\n"
            + FormattableString.Invariant($"2024-01,Drugs,{latitude},{longitude},,West Mercia Police,West Mercia Police,\"On or near \"\"The\nSquare\"\"\",,,,\n");
        var path = Path.Combine(database.NewFolder(), "2024-01-west-mercia-street.csv");
        await File.WriteAllTextAsync(path, text);

        (await database.ImportAsync(path)).Files.Single().Landed!.State.ShouldBe(LandedState.New);

        (await database.CountsAsync("drugs")).ShouldBe("A 0, B 0, C 1; outside 0; not located 0; total 1");
        (await database.RowsAsync("select name from records.place")).ShouldBe(["On or near \"The\nSquare\""]);
    }

    [DatabaseFact]
    public async Task Import_OfTextThatLooksLikeCode_KeepsItAsText()
    {
        await using var database = await WithWardsAsync();
        await database.TakeInAsync(new StreetFile()
            .AddRow(place: Map.Inside('A'), location: "'; drop table records.record; --")
            .AddRow(place: Map.Inside('B'), location: "<script>alert(1)</script>", outcome: "=cmd|'/c calc'!A0"));

        (await database.RowsAsync("select name from records.place order by id")).ShouldBe(["'; drop table records.record; --", "<script>alert(1)</script>"]);
        (await database.RowsAsync("select value from records.term where kind = 'outcome' order by 1")).ShouldContain("=cmd|'/c calc'!A0");
    }

    [DatabaseFact]
    public async Task Import_OfAFolderAndAZip_TakesTheStreetFilesAndNamesTheRest()
    {
        await using var database = await WithWardsAsync();
        var folder = database.NewFolder();
        Directory.CreateDirectory(Path.Combine(folder, "2024-02"));
        new StreetFile("2024-02").Add("Burglary", Map.Inside('A')).WriteTo(Path.Combine(folder, "2024-02"));
        await File.WriteAllTextAsync(Path.Combine(folder, "2024-02", "2024-02-west-mercia-outcomes.csv"), "x");
        await using (var zip = await ZipFile.OpenAsync(Path.Combine(folder, "download.zip"), ZipArchiveMode.Create))
        {
            await using var entry = await zip.CreateEntry("2024-03/2024-03-west-mercia-street.csv").OpenAsync();
            await entry.WriteAsync(new StreetFile("2024-03").Add("Burglary", Map.Inside('B'), 2).Bytes());
        }

        using var found = FindFiles.In([folder]);
        found.PassedOver.ShouldBe(["2024-02/2024-02-west-mercia-outcomes.csv"]);
        var report = await database.ImportAsync(folder);

        report.Files.Select(file => $"{file.File}: {file.Landed!.State}").ShouldBe(
            ["2024-02/2024-02-west-mercia-street.csv: New", "download.zip!2024-03/2024-03-west-mercia-street.csv: New"]);
        (await database.CountsAsync(period: "2024-02..2024-03")).ShouldBe("A 1, B 2, C 0; outside 0; not located 0; total 3");
    }

    [DatabaseFact]
    public async Task Import_OfAGoodAndABadFile_TakesTheGoodOne()
    {
        await using var database = await WithWardsAsync();
        var folder = database.NewFolder();
        new StreetFile("2024-01").Add("Burglary", Map.Inside('A')).WriteTo(folder);
        new StreetFile("2024-02", "Gwent Police").AddRow(month: "2024-03").Add("Burglary", Map.At(0.3, 0.3)).WriteTo(folder);
        new StreetFile("2024-03").Add("Burglary", Map.At(0.7, 0.7)).WriteTo(folder);

        var report = await database.ImportAsync(folder);

        report.Files.Select(file => file.Landed?.State.ToString() ?? file.Refusal!.Faults[0].Code).ShouldBe(["New", "month-differs", "New"]);
        (await database.CountsAsync(period: "2024-01..2024-03")).ShouldBe("A 2, B 0, C 0; outside 0; not located 0; total 2");
        (await database.RowsAsync("select slug from intake.source")).ShouldBe(["west-mercia-street"]);
        (await database.ScalarAsync<long>("select count(*) from records.place")).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task Import_OfTwoForces_KeepsTheirMonthsApart()
    {
        await using var database = await WithWardsAsync();
        await database.TakeInAsync(new StreetFile("2024-01").Add("Burglary", Map.Inside('A')), new StreetFile("2024-01", "British Transport Police").Add("Burglary", Map.Inside('A'), 2));

        (await database.CountsAsync()).ShouldBe("A 3, B 0, C 0; outside 0; not located 0; total 3");
        (await database.RowsAsync("select slug, agency from intake.source order by 1")).ShouldBe(["british-transport-street|British Transport Police", "west-mercia-street|West Mercia Police"]);
    }

    private static async Task<TestDatabase> WithWardsAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        return database;
    }

    private static async Task<string> AsAtAsync(TestDatabase database, DateTimeOffset asAt)
    {
        var set = (await CountCube.LoadAsync(database.Geo, default)).Sets.Single();
        var month = Month.Of(2024, 1);
        var counts = await AreaCounts.AsAtAsync(database.Geo, set.Set.Id, Measure.Find("crime")!, new Period(month, month, ""), asAt, default);
        return string.Join(", ", set.Areas.Select(area => $"{area.Code} {counts.GetValueOrDefault(area.Id)}")) + $", not located {counts.GetValueOrDefault(-1)}";
    }
}
