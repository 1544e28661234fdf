using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Core.Tests.Cli;
using Geo.Core.Tests.Intake;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Refresh;

/// <summary>What was taken in by mistake is undone: what counted before counts again, and every moment keeps what was known then.</summary>
public sealed class UndoBatchTests
{
    private static readonly SmallMap Map = IntakeDatabase.Map;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [DatabaseFact]
    public async Task Undo_OfACorrectedMonth_BringsTheEarlierOneBack_AndEveryMomentKeepsWhatWasKnown()
    {
        await using var database = await WithWardsAsync();
        var first = (await database.TakeInAsync(IntakeDatabase.January())).Single().Batch;
        var imported = database.Clock.GetUtcNow();
        var corrected = database.Clock.Advance(Day);
        var mistake = (await database.TakeInAsync(Mistake())).Single().Batch;
        var version = await CountCube.LatestVersionAsync(database.Geo, default);
        var undoneAt = database.Clock.Advance(Day);

        var plan = await UndoBatch.PlanAsync(database.Geo, mistake.Id, wholeFile: true, default);
        var undone = await UndoBatch.RunAsync(database.Geo, mistake.Id, wholeFile: true, "somebody", database.Clock, default);

        var restored = undone.Months.ShouldHaveSingleItem().Restored!.Value;
        undone.Months.ShouldBe([new(Month.Of(2024, 1), mistake.Id, 12, first.Id, 8, restored)]);
        plan.Months.ShouldBe([undone.Months[0] with { Restored = null }]);
        (undone.Source, undone.File).ShouldBe(("west-mercia-street", "2024-01-west-mercia-street.csv"));
        (await database.CountsAsync()).ShouldBe("A 3, B 2, C 0; outside 0; not located 1; total 6");
        (await TotalAsync(database, imported)).ShouldBe(6);
        (await TotalAsync(database, corrected)).ShouldBe(10);
        (await TotalAsync(database, undoneAt.AddTicks(-10))).ShouldBe(10);
        (await TotalAsync(database, undoneAt)).ShouldBe(6);
        (await database.RowsAsync("select id, superseded_by, undone_by, restores, rows_accepted, loaded_by from intake.batch order by id")).ShouldBe(
            [$"{first.Id}|{mistake.Id}|||8|tests", $"{mistake.Id}|{restored}|somebody||12|tests", $"{restored}|||{first.Id}|8|somebody"]);
        (await CountCube.LatestVersionAsync(database.Geo, default)).ShouldBe(version + 1);
        (await database.RowsAsync("select reason from measures.data_version order by version desc limit 1")).ShouldBe(["west-mercia-street: 2024-01-west-mercia-street.csv undone"]);
        await database.ShouldPassItsCheckAsync();
    }

    [DatabaseFact]
    public async Task Undo_AgainAndAgain_GoesBackToTheMonthWithoutData()
    {
        await using var database = await WithWardsAsync();
        await database.TakeInAsync(IntakeDatabase.January());
        await database.TakeInAsync(new StreetFile("2024-02").Add("Burglary", Map.Inside('B')));
        await database.TakeInAsync(Mistake());

        (await UndoAsync(database)).ShouldBe("12 > 8");
        (await UndoAsync(database)).ShouldBe("8 > nothing");

        (await database.CountsAsync()).ShouldBe("A 0, B 1, C 0; outside 0; not located 0; total 1");
        (await CountCube.LoadAsync(database.Geo, default)).Sources.Single().Months.ShouldBe([Month.Of(2024, 2)]);
        await database.ShouldPassItsCheckAsync();
        (await Should.ThrowAsync<RefusedException>(() => UndoAsync(database, 1))).Faults.Single().ToString().ShouldStartWith("batch 1: It counts no more: batch 3 took its place. Undo batch 3 instead.");
        (await Should.ThrowAsync<RefusedException>(() => UndoAsync(database, 3))).Faults.Single().ToString()
            .ShouldBe("batch 3: It was undone already, on 1 June 2024 09:00 UTC by tests. To have it count again, import its file again.");
        (await Should.ThrowAsync<RefusedException>(() => UndoAsync(database, 99))).Faults.Single().ToString().ShouldBe("batch 99: There is no such batch. List them with: ./geo batches");
    }

    [DatabaseFact]
    public async Task Import_OfAnUndoneFile_TakesItInAgain_AndOfTheRestoredOne_ChangesNothing()
    {
        await using var database = await WithWardsAsync();
        await database.TakeInAsync(IntakeDatabase.January());
        await database.TakeInAsync(Mistake());
        await UndoAsync(database);

        var same = (await database.TakeInAsync(IntakeDatabase.January())).Single();
        var again = (await database.TakeInAsync(Mistake())).Single();

        (same.State, same.Batch.Id).ShouldBe((LandedState.AlreadyImported, 3));
        (again.State, again.Superseded!.Id).ShouldBe((LandedState.Replaced, 3));
        (await database.CountsAsync()).ShouldEndWith("total 10");
        (await UndoAsync(database)).ShouldBe("12 > 8");
        (await UndoAsync(database)).ShouldBe("8 > nothing");
        await database.ShouldPassItsCheckAsync();
    }

    [DatabaseFact]
    public async Task Undo_OfAnExtract_UndoesItsMonthsTogether_WithAllThatIsKnownOfTheirRecords()
    {
        await using var database = await WithWardsAsync(SmallMap.Draw("AB"));
        await database.TakeInAsync(new ExtractFile().Row("1", "03/02/2024", ("outcome", "Charged"), ("victim_age", "34"), ("domestic_abuse", "Y")).Row("2", "04/03/2024").Row("3", "04/03/2024", ("offence_code", "ZZ9")));
        var first = database.Clock.GetUtcNow();
        const string Known = """
            select r.month, r.row_number, r.flags, encode(r.reference, 'hex'), o.recorded_on, t.value, p.age, (select string_agg(concat(q.row_number, q.code, q.raw), ';') from intake.quarantine q where q.batch_id = b.id)
            from intake.batch b join records.record r on r.batch_id = b.id join records.occurrence o using (batch_id, row_number)
            left join records.detail d using (batch_id, row_number) left join records.term t on t.id = d.term_id left join records.role p using (batch_id, row_number)
            where b.superseded_at is null order by 1, 2
            """;
        var known = await database.RowsAsync(Known);
        database.Clock.Advance(Day);
        var moved = await database.TakeInAsync(new ExtractFile().Row("1", "05/03/2024").Row("4", "06/02/2024").Row("2", "04/03/2024").Row("5", "01/04/2024"));
        database.Clock.Advance(Day);

        var undone = await UndoBatch.RunAsync(database.Geo, moved.Months[1].Batch.Id, wholeFile: true, "tests", database.Clock, default);

        undone.Months.Select(month => $"{month.Month}: {month.Records} > {month.RecordsBefore}").ShouldBe(["2024-02: 1 > 1", "2024-03: 2 > 1", "2024-04: 1 > 0"]);
        (await database.RowsAsync(Known)).ShouldBe(known);
        known.Count.ShouldBe(2);
        known[0].ShouldContain("|Charged|34|4unknown-code");
        var reconciliation = await Reconciliation.OfAsync(database.Geo, "recorded-crime", "2024-02..2024-03", first, database.Clock.GetUtcNow(), default);
        (reconciliation.CountBefore, reconciliation.CountAfter, reconciliation.Reasons.Count, reconciliation.Relocated).ShouldBe((2, 2, 0, 0));
        await database.ShouldPassItsCheckAsync();
    }

    [DatabaseFact]
    public async Task Undo_OfOneMonthAlone_LeavesTheOthersOfItsFile()
    {
        await using var database = await WithWardsAsync();
        var landed = await database.TakeInAsync(new ExtractFile().Row("1", "03/02/2024").Row("2", "04/03/2024"));

        var run = await CommandRun.OfAsync(database.ConnectionString, "batches", "--undo", $"{landed.Months[1].Batch.Id}", "--only-month", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.GetProperty("months").EnumerateArray().Select(month => month.GetProperty("month").GetString()).ShouldBe(["2024-03"]);
        (await database.RowsAsync("select to_char(month, 'YYYY-MM'), superseded_at is null from intake.batch order by 1")).ShouldBe(["2024-02|True", "2024-03|False"]);
        (await CommandRun.OfAsync(database.ConnectionString, "batches")).Output.ShouldContain($"no: undone by {Environment.UserName}");
    }

    [DatabaseFact]
    public async Task Undo_OfTheSameBatchFromTwoAtOnce_HappensOnce()
    {
        await using var database = await WithWardsAsync();
        await database.TakeInAsync(IntakeDatabase.January());
        await database.TakeInAsync(Mistake());

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                return await UndoAsync(database, 2);
            }
            catch (RefusedException refusal)
            {
                return refusal.Faults[0].Code;
            }
        }));

        both.Order().ShouldBe(["12 > 8", "not-counting"]);
        (await database.ScalarAsync<long>("select count(*) from intake.batch")).ShouldBe(3);
        (await database.CountsAsync()).ShouldEndWith("total 6");
    }

    private static StreetFile Mistake() => IntakeDatabase.January().Add("Burglary", Map.Inside('C'), 4);

    /// <summary>Undoes the batch that counts for January.</summary>
    private static async Task<string> UndoAsync(TestDatabase database, int? batch = null)
    {
        batch ??= await database.ScalarAsync<int>("select id from intake.batch where month = '2024-01-01' and superseded_at is null");
        var month = (await UndoBatch.RunAsync(database.Geo, batch.Value, wholeFile: true, "tests", database.Clock, default)).Months.Single();
        return $"{month.Records} > {(month.Restored is null ? "nothing" : month.RecordsBefore)}";
    }

    private static async Task<long> TotalAsync(TestDatabase database, DateTimeOffset asAt)
    {
        var cube = await CountCube.LoadAsAtAsync(database.Geo, asAt, default);
        return LeagueTable.Ask(cube, new MeasureQuestion { Measure = "crime" }).Total.Count;
    }

    private static async Task<TestDatabase> WithWardsAsync(SmallMap? map = null)
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(map ?? Map);
        return database;
    }
}
