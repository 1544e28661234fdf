using Geo.Core.Intake;
using Geo.Core.Refresh;
using Geo.Core.Tests.Intake;
using Geo.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Faults;

/// <summary>What goes wrong around an import: another import, a killed process, a database that goes away, a full disk. Rerun gives exactly the clean result.</summary>
public sealed class FaultTests
{
    // What a database holds for its readers; ids and times of publication may differ from run to run, figures and rows may not.
    internal const string Contents = """
        select 'batch', b.month::text, encode(b.content_sha256, 'hex'), b.rows_read, b.rows_accepted, b.rows_quarantined, b.rows_not_located, b.superseded_at is null from intake.batch b
        union all
        select 'record', r.month::text, md5(string_agg(concat_ws('|', r.row_number, r.category_id, p.x, p.y, o.value, l.value, encode(r.reference, 'hex')), ';' order by r.row_number)), count(*), 0, 0, 0, true
        from records.record r left join records.place p on p.id = r.place_id left join records.term o on o.id = r.outcome_id left join records.term l on l.id = r.lsoa_id
        group by r.month, r.batch_id
        union all
        select 'count', '', md5(string_agg(concat_ws('|', a.code, c.area_id < 1, c.category_id, c.cumulative), ';' order by a.code, c.area_id, c.category_id)), count(*), 0, 0, 0, true
        from measures.area_count c left join areas.area a on a.id = c.area_id
        union all
        select 'place', '', md5(string_agg(concat_ws('|', p.x, p.y, p.name, a.code), ';' order by p.x, p.y, a.code)), count(*), 0, 0, 0, true
        from records.place p left join records.place_area pa on pa.place_id = p.id left join areas.area a on a.id = pa.area_id
        order by 1, 2, 3
        """;

    private static readonly SmallMap Map = SmallMap.Draw("AAB", "ACB");

    [DatabaseFact]
    public async Task Import_OfTheSameFileFromTwoAtOnce_TakesItOnceAndNamesTheBatchToTheOther()
    {
        await using var database = await WithWardsAsync();
        var path = Month("2024-01", 2000).WriteTo(database.Folder);
        await using var other = new Database.GeoDatabase(database.ConnectionString);
        using var files = FindFiles.In([path]);

        var reports = await Task.WhenAll(
            ImportRecords.RunAsync(database.Geo, files.Files, "one", database.Clock, null, default),
            ImportRecords.RunAsync(other, files.Files, "other", database.Clock, null, default));

        var landed = reports.Select(report => report.Files.Single().Landed!).OrderBy(file => file.State).ToList();
        landed.Select(file => file.State).ShouldBe([LandedState.New, LandedState.AlreadyImported]);
        landed[1].Batch.Id.ShouldBe(landed[0].Batch.Id);
        (await database.RowsAsync("select count(*), min(rows_read) from intake.batch")).ShouldBe(["1|2000"]);
        (await database.ScalarAsync<long>("select count(*) from records.record")).ShouldBe(2000);
    }

    [DatabaseFact]
    public async Task Import_FromTwoProcessesAtOnce_TakesTheFileOnceAndNamesTheBatchToTheOther()
    {
        await using var database = await WithWardsAsync();
        var path = Month("2024-01", 2000).WriteTo(database.Folder);
        using var one = ChildImport.Start(database, path);
        using var other = ChildImport.Start(database, path);

        var ends = new[] { await one.EndAsync(), await other.EndAsync() };

        ends.ShouldAllBe(end => end.ExitCode == 0);
        var batch = await database.ScalarAsync<int>("select id from intake.batch");
        ends.Count(end => end.Output.Contains($"new: batch {batch}", StringComparison.Ordinal)).ShouldBe(1, ends[0].Output + ends[1].Output);
        ends.Count(end => end.Output.Contains($"already imported as batch {batch}", StringComparison.Ordinal)).ShouldBe(1, ends[0].Output + ends[1].Output);
    }

    [DatabaseFact]
    public async Task Import_KilledAtTwentyPoints_GivesTheCleanResultWhenRunAgain()
    {
        const int Points = 20;
        await using var clean = await WithWardsAsync();
        var folder = clean.NewFolder();
        foreach (var month in new[] { "2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06" })
            Month(month, 5_000).WriteTo(folder);
        using (var child = ChildImport.Start(clean, folder))
            (await child.EndAsync()).ExitCode.ShouldBe(0);
        var expected = await clean.RowsAsync(Contents);

        // A point is a step of the import and some time after it, so that a busy machine is no less at work.
        var random = new Random(20240611);
        await using var database = await WithWardsAsync();
        var killed = 0;
        for (var i = 0; i < Points; i++)
        {
            using var child = ChildImport.Start(database, folder);
            await child.StepsAsync(random.Next(1, 8));
            await Task.Delay(random.Next(0, 40));
            if (!child.HasExited)
            {
                child.Kill();
                killed++;
            }

            await child.EndAsync();
            var months = await database.RowsAsync("select month, rows_read, (select count(*) from records.record r where r.batch_id = b.id) from intake.batch b");
            months.ShouldAllBe(month => month.EndsWith("|5000|5000", StringComparison.Ordinal), "a month is there whole or not at all");
            if (months.Count == 0)
                continue;

            // It got through: the next points need a database without it.
            (await database.RowsAsync(Contents)).ShouldBe(expected);
            await database.ExecuteAsync("truncate intake.batch, intake.quarantine, records.record, records.place, records.place_area, records.term, measures.cube, measures.area_count cascade");
        }

        killed.ShouldBeGreaterThanOrEqualTo(Points / 2);
        using (var again = ChildImport.Start(database, folder))
            (await again.EndAsync()).ExitCode.ShouldBe(0);
        (await database.RowsAsync(Contents)).ShouldBe(expected);
    }

    [DatabaseFact]
    public async Task Import_WhoseConnectionIsCut_FailsClearlyAndGivesTheCleanResultWhenRunAgain()
    {
        await using var database = await WithWardsAsync();
        if (TestCluster.AdminConnectionTo(database.Name) is not { } admin)
            return; // only the superuser can end another's session
        await using var clean = await WithWardsAsync();
        var path = Month("2024-01", 20_000).WriteTo(database.Folder);
        (await clean.ImportAsync(path)).Files.Single().Landed.ShouldNotBeNull();
        var before = await database.StateAsync();
        await using var superuser = NpgsqlDataSource.Create(admin);
        using var files = FindFiles.In([path]);
        var cut = false;

        // Once rows flow.
        var progress = new OnReport(report =>
        {
            if (cut || report.Rows < 5_000)
                return;
            cut = true;
            using var command = superuser.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'geo_writer'");
            command.ExecuteNonQuery();
        });
        var error = await Should.ThrowAsync<Exception>(() => ImportRecords.RunAsync(database.Geo, files.Files, "tests", database.Clock, progress, default));

        cut.ShouldBeTrue();
        error.ShouldBeAssignableTo<NpgsqlException>(error.ToString());
        (await database.StateAsync()).ShouldBe(before);
        (await database.ImportAsync(path)).Files.Single().Landed!.State.ShouldBe(LandedState.New);
        (await database.RowsAsync(Contents)).ShouldBe(await clean.RowsAsync(Contents));
    }

    [DatabaseFact]
    public async Task Import_OfAProcessWhoseConnectionIsCut_SaysSoWithoutAStackTrace()
    {
        await using var database = await WithWardsAsync();
        if (TestCluster.AdminConnectionTo(database.Name) is not { } admin)
            return;
        var path = Month("2024-01", 100_000).WriteTo(database.Folder);
        await using var superuser = NpgsqlDataSource.Create(admin);
        using var child = ChildImport.Start(database, path);
        var cut = false;
        while (!cut && !child.HasExited)
        {
            await using var command = superuser.CreateCommand(
                "select coalesce(bool_or(pg_terminate_backend(pid)), false) from pg_stat_activity where datname = current_database() and usename = 'geo_writer' and query ilike 'copy records.record%'");
            cut = (bool)(await command.ExecuteScalarAsync())!;
        }

        var (exitCode, output) = await child.EndAsync();

        cut.ShouldBeTrue(output);
        exitCode.ShouldBe(3, output);
        output.ShouldNotContain("   at Geo.");
        (await database.ScalarAsync<long>("select count(*) from intake.batch")).ShouldBe(0);
    }

    private static StreetFile Month(string month, int rows)
    {
        var random = new Random(rows);
        var file = new StreetFile(month);
        for (var i = 0; i < rows; i++)
            file.Add(i % 5 == 0 ? StreetFile.Asb : "Burglary", i % 50 == 0 ? null : Map.At(random.Next(400) / 100.0, random.Next(200) / 100.0));
        return file;
    }

    private static async Task<TestDatabase> WithWardsAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        return database;
    }

    private sealed class OnReport(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}
