using Geo.Core.Backup;
using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Core.Tests.Cli;
using Geo.Core.Tests.Faults;
using Geo.Core.Tests.Intake;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Backup;

/// <summary><c>geo backup</c> and <c>geo restore</c>: every row comes back as it was, or nothing is changed.</summary>
public sealed class BackupTests
{
    /// <summary>A migration that the program before did not know, the last; it can be applied to what it made itself.</summary>
    private const string Newest = "20261122230000_hot_spots_found";

    [DatabaseFact]
    public async Task Restore_BringsEveryRowBack_LeavesErasedOnesErased_AndKeepsWhatWasThere()
    {
        await using var database = await IntakeOfJanuaryAsync();
        await database.TakeInAsync(new StreetFile("2024-01").Add("Drugs", IntakeDatabase.Map.Inside('C'), 5));
        await UndoBatch.RunAsync(database.Geo, 2, wholeFile: true, "somebody", database.Clock, default);
        await database.ExecuteAsync("insert into jobs.run (job, trigger, node, started_at, outcome) values ('refresh', 'hand', 'n', '2024-06-01 08:00+00', 'running')");
        await database.ExecuteAsync($"""delete from schema_history where "MigrationId" = '{Newest}'"""); // as an earlier program left it
        var before = await DataAsync(database);

        var made = await RunAsync(database, "backup", "--to", Path.Combine(database.Folder, "kept"), "--json");
        made.ExitCode.ShouldBe(0, made.Error);
        var dump = made.Json.GetProperty("path").GetString()!;
        var at = made.Json.GetProperty("manifest").GetProperty("madeAt").GetDateTimeOffset().UtcDateTime.ToString("d MMMM yyyy HH:mm", null);
        ModeOf(Path.GetDirectoryName(dump)!).ShouldBe("700");
        Directory.GetFiles(Path.GetDirectoryName(dump)!).Select(ModeOf).ShouldBe(["600", "600"]);

        await database.TakeInAsync(new StreetFile("2024-02").Add("Burglary", IntakeDatabase.Map.Inside('B'), 4));
        var later = await DataAsync(database);
        var version = await CountCube.LatestVersionAsync(database.Geo, default);

        var restored = await RunAsync(database, "restore", dump, "--yes");
        Forget(database);
        restored.ExitCode.ShouldBe(0, restored.Error);
        var kept = (await RestoreBackup.KeptAsync(database.Geo, default)).ShouldHaveSingleItem();
        restored.Output.ReplaceLineEndings("\n").ShouldBe($"""
            Restored the state of {at} UTC: {made.Json.GetProperty("manifest").GetProperty("rows").GetInt64():N0} rows in {made.Json.GetProperty("manifest").GetProperty("tables").GetArrayLength()} tables, each as backed up.
            It was brought up to date: {Newest}.
            What it took the place of is kept as the database {kept}; ./geo restore --back --yes puts it back, ./geo restore --drop-old --yes drops it.

            """);
        (await DataAsync(database)).ShouldBe(before);
        (await database.CountsAsync()).ShouldBe("A 3, B 2, C 0; outside 0; not located 1; total 6");
        (await database.RowsAsync("select id, undone_by from intake.batch where superseded_at is not null order by id")).ShouldBe(["1|", "2|somebody"]);
        (await database.RowsAsync($"select version, reason from measures.data_version order by version desc limit 1")).ShouldBe([$"{version + 1}|the backup of {at} UTC was restored"]);
        (await database.RowsAsync("select outcome, message from jobs.run")).ShouldBe([$"cancelled|Cancelled: the backup of {at} UTC was restored."]);
        await database.ShouldPassItsCheckAsync();
        await database.TakeInAsync(new StreetFile("2024-02").Add("Burglary", IntakeDatabase.Map.Inside('A'))); // it goes on from there

        var back = await RunAsync(database, "restore", "--back", "--drop-old", "--yes");
        Forget(database);
        back.ExitCode.ShouldBe(0, back.Error);
        (await DataAsync(database)).ShouldBe(later);
        (await RestoreBackup.KeptAsync(database.Geo, default)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Restore_OfWhatIsDamagedNewerOrNoBackup_SaysSoAndChangesNothing()
    {
        await using var database = await IntakeOfJanuaryAsync();
        var dump = Path.Combine(database.Folder, "geo.dump");
        (await MakeBackup.RunAsync(database.Geo, dump, database.Clock, null, default)).Manifest.MadeAt.ShouldBe(database.Clock.GetUtcNow());
        var (manifest, bytes, before) = (await File.ReadAllTextAsync($"{dump}.json"), await File.ReadAllBytesAsync(dump), await database.StateAsync());

        (await RefusedAsync(database, dump)).ShouldBe("geo: --yes: Nothing is changed yet. The state of 1 June 2024 09:00 UTC, " +
            $"{BackupFile.Open(dump).Manifest.Rows:N0} rows in {BackupFile.Open(dump).Manifest.Tables.Count} tables, would take the place of what is there, and that would be kept.\n     Add --yes.\n");
        (await RefusedAsync(database)).ShouldBe("geo: FILE: Which backup?\n     There is none yet; ./geo backup makes one.\n");
        (await RefusedAsync(database, $"{dump}.old", "--yes")).ShouldBe($"geo: {dump}.old: There is no such file.\n     Name a backup, a file that ends in .dump; ./geo backup makes one.\n");

        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(dump, bytes);
        (await RefusedAsync(database, dump, "--yes")).ShouldEndWith($"geo: {dump}: The backup is damaged: its SHA-256 is not the one that its manifest tells.\n     Copy it again from where it is kept, or name another backup.\n");
        await File.WriteAllBytesAsync(dump, bytes[..100]);
        (await RefusedAsync(database, dump, "--yes")).ShouldContain($"The backup is damaged: it has 100 bytes, and its manifest tells {bytes.Length:N0}.\n");
        await File.WriteAllTextAsync($"{dump}.json", manifest.Replace(Newest, "20991231000000_later", StringComparison.Ordinal));
        (await RefusedAsync(database, dump, "--yes")).ShouldBe($"geo: {dump}: It was made by a newer program, 0.1.0: this one does not know the migration 20991231000000_later.\n     Install that version of Geo, then restore it.\n");
        await File.WriteAllTextAsync($"{dump}.json", "{\n}");
        (await RefusedAsync(database, dump, "--yes")).ShouldStartWith($"geo: {dump}.json, line 2: This is no manifest of a backup.");
        File.Delete($"{dump}.json");
        (await RefusedAsync(database, dump, "--yes")).ShouldStartWith($"geo: {dump}.json: The manifest is not beside the backup, so nobody can say what it holds.");

        (await database.StateAsync()).ShouldBe(before);
    }

    [DatabaseFact]
    public async Task Backup_WhileTheDatabaseIsWrittenTo_IsOfOneMoment()
    {
        await using var database = await IntakeOfJanuaryAsync();
        var making = MakeBackup.RunAsync(database.Geo, Path.Combine(database.Folder, "geo.dump"), database.Clock, null, default);
        var writes = 0;
        for (; !making.IsCompleted; writes++)
            await database.ExecuteAsync("update intake.source set feed = feed || '.'; insert into measures.data_version (published_at, reason) values ('2024-06-01', 'written meanwhile')");

        var proved = await CheckBackup.RunAsync(database.Geo, await making, database.Clock, null, _ => { }, default);

        writes.ShouldBeGreaterThan(10);
        proved.Manifest.CheckedAt.ShouldBe(database.Clock.GetUtcNow());
    }

    [DatabaseFact]
    public async Task Backup_KilledHalfWay_LeavesNothingUnderItsName_AndTheNextClearsUp()
    {
        await using var database = await IntakeOfJanuaryAsync();
        var folder = database.NewFolder();
        await using (var holder = await database.Geo.Owner.OpenConnectionAsync())
        await using (var holding = await holder.BeginTransactionAsync())
        {
            await using (var hold = new Npgsql.NpgsqlCommand("lock table records.record in access exclusive mode", holder))
                await hold.ExecuteNonQueryAsync(); // pg_dump waits for it, in the middle
            using var child = ChildImport.StartCommand(database, "backup", "--to", folder);
            while (await DumpsAsync(database, "and wait_event_type = 'Lock'") == 0 && !child.HasExited)
                await Task.Delay(50);
            child.Kill();
        }

        while (await DumpsAsync(database) > 0)
            await Task.Delay(50);
        var left = Directory.GetFiles(folder).ShouldHaveSingleItem();
        left.ShouldEndWith(".dump.part");
        BackupFolder.All(folder).ShouldBeEmpty();

        File.SetLastWriteTimeUtc(left, DateTime.UnixEpoch);
        (await RunAsync(database, "backup", "--to", folder)).ExitCode.ShouldBe(0);
        Directory.GetFiles(folder).Select(Path.GetExtension).ShouldBe([".dump", ".json"], ignoreOrder: true);
    }

    [SmallDiskFact]
    public async Task Backup_OntoAFullDisk_SaysSoAndLeavesNothing()
    {
        await using var disk = new SmallDisk();
        await using var database = await TestDatabase.CreateAsync();
        disk.Mount();
        disk.Fill(leaveKilobytes: 16);
        var dump = Path.Combine(disk.Folder, "geo.dump");

        var run = await RunAsync(database, "backup", "--to", dump);

        (run.ExitCode, run.Error).ShouldBe((1, $"geo: {dump}.part: There is no room for the backup on this disk.\n     Free some space, or name a folder on another disk with --to.\n"));
        Directory.GetFiles(disk.Folder, "geo*").ShouldBeEmpty();
        disk.MakeRoom();
        (await RunAsync(database, "backup", "--to", dump)).ExitCode.ShouldBe(0);
        File.Delete(dump);
        File.Delete($"{dump}.json");
    }

    [DatabaseFact]
    public async Task Backup_WithoutItsProgramOrWithAnNewestOne_SaysWhatToInstall()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (folder, server) = (database.NewFolder(), await database.ScalarAsync<int>("select current_setting('server_version_num')::int / 10000"));

        (await RunWithAsync(database, folder, "backup")).Error.ShouldBe($"geo: pg_dump: It is not on this machine.\n     Install postgresql-client-{server}; where the database runs in a container, README.md tells how to back it up.\n");

        var old = Path.Combine(folder, "pg_dump");
        await File.WriteAllTextAsync(old, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 12.22'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (await RunWithAsync(database, folder, "backup")).Error.ShouldBe($"geo: {old}: It is of PostgreSQL 12, and the server is {server}.\n     Install postgresql-client-{server} and put its folder first on the PATH.\n");
        Directory.Exists(BackupFolder.Of(database.Folder)).ShouldBeFalse();
    }

    private static async Task<TestDatabase> IntakeOfJanuaryAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(IntakeDatabase.Map);
        await database.TakeInAsync(IntakeDatabase.January());
        return database;
    }

    private static Task<CommandRun> RunAsync(TestDatabase database, params string[] args) => RunWithAsync(database, Environment.GetEnvironmentVariable("PATH")!, args);

    private static Task<CommandRun> RunWithAsync(TestDatabase database, string path, params string[] args) =>
        CommandRun.WithAsync(name => name switch { "GEO_DATABASE" => database.ConnectionString, "GEO_DATA_DIR" => database.Folder, "PATH" => path, _ => null }, CancellationToken.None, args);

    private static async Task<string> RefusedAsync(TestDatabase database, params string[] args)
    {
        var run = await RunAsync(database, ["restore", .. args]);
        run.ExitCode.ShouldBe(1, run.Output);
        return run.Error;
    }

    /// <summary>All but the versions under which it was published.</summary>
    private static async Task<string> DataAsync(TestDatabase database) =>
        string.Join('\n', (await database.StateAsync()).Split('\n').Where(line => !line.StartsWith("measures.data_version|", StringComparison.Ordinal)));

    private static string ModeOf(string path) => OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private static Task<long> DumpsAsync(TestDatabase database, string which = "") =>
        database.ScalarAsync<long>($"select count(*) from pg_stat_activity where datname = current_database() and application_name = 'pg_dump' {which}");

    /// <summary>Our connections were ended too.</summary>
    private static void Forget(TestDatabase database)
    {
        foreach (var role in new[] { database.Geo.Owner, database.Geo.Writer, database.Geo.Reader })
            role.Clear();
    }
}
