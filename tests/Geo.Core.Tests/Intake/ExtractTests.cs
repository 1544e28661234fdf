using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>Extracts of partners, taken in as their descriptions say.</summary>
public sealed class ExtractTests
{
    [DatabaseFact]
    public async Task Import_CountsRecordsByCodeAndFlag_InTheirAreas()
    {
        await using var database = await WithAreasAsync();

        await database.TakeInAsync(new ExtractFile()
            .Row("1", "03/02/2024")
            .Row("2", "29/02/2024", ("hate_strands", "Race;Faith"), ("domestic_abuse", "Y"))
            .Row("3", "01/02/2024", ("offence_code", "105/01"), ("easting", "351500"))
            .Row("4", "01/02/2024", ("offence_code", "92E"), ("easting", ""), ("northing", ""))
            .Row("5", "01/02/2024", ("easting", "450000")));

        var cube = await CountCube.LoadAsync(database.Geo, default);
        Counts(cube, "recorded-crime").ShouldBe("A 2, B 1, Not located 1, Outside the area (not in the total) 1, Total 4");
        Counts(cube, "violence-with-injury").ShouldBe("A 2, B 0, Not located 0, Outside the area (not in the total) 1, Total 2");
        Counts(cube, "hate-crime").ShouldBe("A 1, B 0, Not located 0, Outside the area (not in the total) 0, Total 1");
        Counts(cube, "hate-strands").ShouldBe("A 2, B 0, Not located 0, Outside the area (not in the total) 0, Total 2");
        Counts(cube, "domestic-abuse").ShouldBe("A 1, B 0, Not located 0, Outside the area (not in the total) 0, Total 1");
        await database.ShouldPassItsCheckAsync();
    }

    [DatabaseFact]
    public async Task Import_KeepsPersonsAndReferences_OnlyAsKeyedHashes()
    {
        await using var database = await WithAreasAsync();

        await database.TakeInAsync(new ExtractFile().Row(
            "SECRET-1", "03/02/2024", ("victim_reference", "PERSON-7"), ("victim_age", "34"), ("victim_sex", "F"), ("victim_ethnicity", "White British"),
            ("suspect_reference", "PERSON-7"), ("suspect_age", "34"), ("outcome", "Charged"), ("occurred_from", "02/02/2024 23:30")));

        (await database.RowsAsync("select role, length(person), age, sex, ethnicity from records.role order by role")).ShouldBe(["suspect|32|34||", "victim|32|34|Female|White British"]);
        (await database.ScalarAsync<int>("select count(distinct person) from records.role")).ShouldBe(1);
        (await database.RowsAsync("select t.kind, t.value from records.detail d join records.term t on t.id = d.term_id")).ShouldBe(["outcome|Charged"]);
        var everything = await database.RowsAsync("select concat(r, d, o) from records.record r, records.detail d, records.role o");
        everything.ShouldAllBe(row => !row.Contains("SECRET") && !row.Contains("PERSON"));
    }

    [DatabaseFact]
    public async Task Import_OfTheSameFile_ChangesNothing()
    {
        await using var database = await WithAreasAsync();
        await database.TakeInAsync(Year());
        var before = await database.StateAsync();

        var again = await database.TakeInAsync(Year());

        again.Months.ShouldAllBe(month => month.State == LandedState.AlreadyImported);
        (await database.StateAsync()).ShouldBe(before);
    }

    [DatabaseFact]
    public async Task Import_OfACorrectedFile_ReplacesTheMonthsThatChanged_AndReconcilesToTheLastRecord()
    {
        await using var database = await WithAreasAsync();
        await database.TakeInAsync(Year());
        var before = database.Clock.GetUtcNow();
        database.Clock.Advance(TimeSpan.FromDays(30));

        var corrected = await database.TakeInAsync(new ExtractFile()
            .Row("1", "03/01/2024")
            .Row("2", "05/02/2024", ("easting", "351500")) // another place
            .Row("3", "06/02/2024", ("offence_code", "105A")) // reclassified
            .Row("5", "07/02/2024", ("hate_strands", "Race;Age")) // a strand more
            .Row("6", "08/03/2024") // was of February
            .Row("7", "28/02/2024")); // late; 4 is cancelled

        corrected.Months.Select(month => $"{month.Month} {month.State}").ShouldBe(["2024-01 AlreadyImported", "2024-02 Replaced", "2024-03 New"]);
        (await ReasonsAsync(database, "violence-with-injury", before)).ShouldBe("5 > Late 1, Cancelled -1, ReclassifiedOut -1, MovedOut -1 > 3, 1 relocated");
        (await ReasonsAsync(database, "hate-strands", before)).ShouldBe("1 > FlagAdded 1 > 2, 0 relocated");
        (await ReasonsAsync(database, "recorded-crime", before)).ShouldBe("5 > Late 1, Cancelled -1, MovedOut -1 > 4, 1 relocated");
        var then = await CountCube.LoadAsAtAsync(database.Geo, before, default);
        Counts(then, "violence-with-injury").ShouldBe("A 5, B 0, Not located 0, Outside the area (not in the total) 0, Total 5");
        await database.ShouldPassItsCheckAsync();
    }

    [DatabaseFact]
    public async Task Import_OfTheSameRowTwice_CountsItOnce_AndOfOneKeyWithTwoContents_NotAtAll()
    {
        await using var database = await WithAreasAsync();

        var landed = await database.TakeInAsync(new ExtractFile()
            .Row("1", "03/02/2024").Row("1", "03/02/2024")
            .Row("2", "04/02/2024").Row("2", "04/02/2024", ("offence_code", "5D")).Row("3", "05/02/2024"));

        landed.Months.ShouldHaveSingleItem().Batch.RowsAccepted.ShouldBe(2);
        (await database.RowsAsync("select row_number, code, reason, raw from intake.quarantine order by row_number")).ShouldBe(
        [
            "3|duplicate-row|The same row stands on line 2; it counts once. |…,03/02/2024,8N,…,,,350500,310500,,,,,,,,,,,…,,,,…,,,",
            "4|duplicate-key|Lines 4 and 5 have one key and differ; neither counts. Correct it at the source: a key stands for one record.|…,04/02/2024,8N,…,,,350500,310500,,,,,,,,,,,…,,,,…,,,",
            "5|duplicate-key|Lines 4 and 5 have one key and differ; neither counts. Correct it at the source: a key stands for one record.|…,04/02/2024,5D,…,,,350500,310500,,,,,,,,,,,…,,,,…,,,",
        ]);
    }

    [DatabaseFact]
    public async Task Import_OfARowWithAnotherNumberOfColumns_KeepsNothingOfIt()
    {
        await using var database = await WithAreasAsync();
        await database.TakeInAsync(new ExtractFile().Row("1", "03/02/2024").Line("05/02/2024,SECRET-1,8N,PERSON-7"));

        (await database.RowsAsync("select row_number, code, value, raw from intake.quarantine")).ShouldBe(["3|ragged-row|4 columns|…,…,…,…"]);
    }

    [DatabaseFact]
    public async Task Try_SaysWhatWouldHappen_AndKeepsNothing()
    {
        await using var database = await WithAreasAsync();
        var before = await database.StateAsync();

        var source = new ExtractFile();
        var report = await ImportExtract.TryAsync(database.Geo, source.Source, Year().In(database.NewFolder()), database.Clock, null, default);

        report.Files.ShouldHaveSingleItem().Landed!.Months.ShouldAllBe(month => month.State == LandedState.New);
        (await database.StateAsync()).ShouldBe(before);
    }

    [DatabaseFact]
    public async Task NewSource_IsOneYamlFile()
    {
        await using var database = await WithAreasAsync();
        var folder = database.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "council-asb.yaml"), """
            source: council-asb
            agency: Shropshire Council
            feed: complaints
            classification: asb-type
            delimiter: "\t"
            columns:
              - { name: Case, is: key }
              - { name: Reported, is: recorded, format: d MMMM yyyy }
              - { name: Kind, is: category, values: { Noise: nuisance, Litter: environmental } }
              - { name: Easting, is: easting, blank: true }
              - { name: Northing, is: northing, blank: true }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "cases.tsv"), "Case\tReported\tKind\tEasting\tNorthing\tTeam\n7\t3 February 2024\tNoise\t350500\t310500\tWest\n8\t4 February 2024\tLitter\t\t\tWest\n");

        var landed = await database.TakeInAsync(SourceDescription.Find(Path.Combine(folder, "council-asb.yaml")), ExtractFiles.Of([Path.Combine(folder, "cases.tsv")]));

        landed.NotKept.ShouldBe(["Team"]);
        Counts(await CountCube.LoadAsync(database.Geo, default), "asb-incidents").ShouldBe("A 1, B 0, Not located 1, Outside the area (not in the total) 0, Total 2");
    }

    [Fact]
    public async Task Draft_NamesWhatItSees_AndLeavesOutWhatMayNotBeKept()
    {
        var folder = Directory.CreateTempSubdirectory("geo-test-").FullName;
        var path = Path.Combine(folder, "Hate Crime 2024.csv");
        await File.WriteAllTextAsync(path, "ref,day,seen at,Surname,race,easting,grade\n1,03/02/2024,03/02/2024 10:00,Smith,Y,350500,A\n2,04/02/2024,,Jones,N,,B\n2,04/02/2024,,Jones,N,,B\n");

        (await DraftDescription.OfAsync(ExtractFiles.Of([path])[0], default)).Split('\n')[1..].ShouldBe(
        [
            "source: hate-crime-2024", "agency: FILL-IN", "feed: FILL-IN", "licence: \"\"", "classification: FILL-IN",
            "rhythm: monthly # the file holds 2024-02 alone; there are monthly, quarterly, yearly", "late-after: 45 days # from the end of the month that is due; its sender knows", "columns:",
            "  - { name: ref, is: FILL-IN } # seen: 1, 2",
            "  - { name: day, is: recorded, format: \"dd/MM/yyyy\" }",
            "  - { name: \"seen at\", is: occurred-from, format: \"dd/MM/yyyy HH:mm\", blank: true }",
            "  # Surname: The column looks like a name, a date of birth, an address or a number that identifies a person; Geo keeps no such thing. Take it out at the source.",
            "  - { name: race, is: flag, flag: FILL-IN, values: { \"N\": \"no\", \"Y\": \"yes\" } }",
            "  - { name: easting, is: easting, blank: true }",
            "  - { name: grade, is: FILL-IN } # seen: A, B",
            "",
        ]);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("2024-01 2024-02 2024-03", "quarterly", "the file holds 3 months from 2024-01 to 2024-03")]
    [InlineData("2023-04 2023-05 2023-06 2023-07 2023-08 2023-09 2023-10 2023-11 2023-12 2024-01 2024-02 2024-03", "yearly", "the file holds 12 months from 2023-04 to 2024-03")]
    [InlineData("2023-03 2023-06 2023-09", "quarterly", "the file holds 3 months from 2023-03 to 2023-09")]
    [InlineData("2022-03 2023-03", "yearly", "the file holds 2 months from 2022-03 to 2023-03")]
    [InlineData("2024-02 2024-03 2024-04", null, "the file holds 3 months from 2024-02 to 2024-04")]
    [InlineData("", null, "no month is seen in the file")]
    public async Task Draft_SaysARhythm_WhereTheMonthsOfTheFileLetItBeSeen(string months, string? rhythm, string held)
    {
        var folder = Directory.CreateTempSubdirectory("geo-test-").FullName;
        var path = Path.Combine(folder, "extract.csv");
        // More rows than the draft looks at, and the later months only behind them.
        var rows = months.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany((month, i) => Enumerable.Repeat($"x,{month}-05,{month}-06 10:00", i == 0 ? 1_200 : 1));
        await File.WriteAllLinesAsync(path, ["ref,day,seen", .. rows]);

        var draft = await DraftDescription.OfAsync(ExtractFiles.Of([path])[0], default);

        draft.ShouldContain(rhythm is null ? $"\n# rhythm: monthly # or quarterly, yearly: how often it comes; {held}. Without it the source is never late.\n# late-after: 45 days #" : $"\nrhythm: {rhythm} # {held}; there are monthly, quarterly, yearly\nlate-after: {(rhythm == "yearly" ? 120 : 45)} days #");
        Directory.Delete(folder, recursive: true);
    }

    private static ExtractFile Year() => new ExtractFile()
        .Row("1", "03/01/2024").Row("2", "05/02/2024").Row("3", "06/02/2024").Row("4", "06/02/2024").Row("5", "07/02/2024", ("hate_strands", "Race")).Row("6", "08/02/2024");

    private static async Task<TestDatabase> WithAreasAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        return database;
    }

    [DatabaseFact]
    public async Task Reconciliation_CountsWhatTheTablesCount_AndTellsWhatWasRelocatedAcrossTheBorder()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        Task ImportAsync(string first, string second) => database.TakeInAsync(
            new ExtractFile().Row("1", "03/02/2024", ("easting", first)).Row("2", "03/02/2024", ("easting", second)).Row("3", "03/02/2024", ("easting", "450000")));
        await ImportAsync("450000", "450000");
        var before = database.Clock.GetUtcNow();
        database.Clock.Advance(TimeSpan.FromDays(30));

        await ImportAsync("350500", "450000");
        (await ReasonsAsync(database, "recorded-crime", before)).ShouldBe("0 > RelocatedIn 1 > 1, 0 relocated");
        before = database.Clock.GetUtcNow();
        database.Clock.Advance(TimeSpan.FromDays(30));
        await ImportAsync("450000", "350600");
        (await ReasonsAsync(database, "recorded-crime", before)).ShouldBe("1 > RelocatedIn 1, RelocatedOut -1 > 1, 0 relocated");
    }

    private static string Counts(CountCube cube, string measure)
    {
        var table = LeagueTable.Ask(cube, new MeasureQuestion { Measure = measure, Period = "2024-02" });
        return string.Join(", ", table.Rows.OrderBy(row => row.Code).Select(row => $"{row.Code} {row.Count}").Concat(table.Footing.Select(row => $"{row.Name} {row.Count}")));
    }

    private static async Task<string> ReasonsAsync(TestDatabase database, string measure, DateTimeOffset before)
    {
        var told = await Reconciliation.OfAsync(database.Geo, measure, "2024-02", before, database.Clock.GetUtcNow(), default);
        (told.CountBefore + told.Reasons.Sum(reason => reason.Count)).ShouldBe(told.CountAfter);
        return $"{told.CountBefore} > {string.Join(", ", told.Reasons.Select(reason => $"{reason.Difference} {reason.Count}"))} > {told.CountAfter}, {told.Relocated} relocated";
    }
}
