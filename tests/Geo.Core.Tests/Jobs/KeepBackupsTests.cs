using Geo.Core.Backup;
using Geo.Core.Jobs;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>The backups of every night: made, proved by restoring them, and removed when they are old.</summary>
public sealed class KeepBackupsTests
{
    [DatabaseFact]
    public async Task Backup_OfEveryNight_IsProvedByRestoringIt_AndItsAgeIsTold()
    {
        await using var database = await TestDatabase.CreateAsync();
        var backups = BackupFolder.Of(database.Folder);
        (await CheckedAsync(database)).ShouldBe((CheckState.Warning, $"there is no checked backup in {backups}"));
        await TestCluster.ExecuteAsync($"create database {database.Name}_{CheckBackup.Suffix}"); // what a check leaves that was killed

        (await RunAsync(database)).Outcome.ShouldBe(RunOutcome.Done);

        var backup = BackupFolder.All(backups).ShouldHaveSingleItem();
        (await RunAsync(database, later: TimeSpan.FromHours(1))).Message.ShouldEndWith(" each as backed up. Removed 1 old backup.");
        var runs = await RunLog.LatestAsync(database.Geo, "backup", 2, default);
        runs[1].Message.ShouldBe($"Backed up to geo-2024-06-01-090000.dump, {backup.Manifest.Bytes / 1e6:N1} MB. Restored it beside: {backup.Manifest.Rows:N0} rows in {backup.Manifest.Tables.Count} tables, each as backed up.");
        Directory.GetFiles(backups).Select(Path.GetFileName).ShouldBe(["geo-2024-06-01-100000.dump", "geo-2024-06-01-100000.dump.json"], ignoreOrder: true);
        (await ScratchAsync(database)).ShouldBe(0);

        (await CheckedAsync(database)).ShouldBe((CheckState.Passed, "the last checked backup was made on 1 June 2024 10:00 UTC, 0 hours ago"));
        database.Clock.Advance(TimeSpan.FromHours(49));
        (await CheckedAsync(database)).ShouldBe((CheckState.Warning, "the last checked backup was made on 1 June 2024 10:00 UTC, 49 hours ago"));
    }

    [DatabaseFact]
    public async Task Backup_ThatIsNotWhatItsManifestTells_FailsTheRunAndIsSetAside()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = BackupFolder.Of(database.Folder);
        var backup = await MakeBackup.RunAsync(database.Geo, BackupFolder.NewPath(folder, database.Clock.GetUtcNow()), database.Clock, null, default);
        var tables = backup.Manifest.Tables.Select(table => table.Name switch { "records.category" => table with { Hash = "1" }, "records.term" => table with { Rows = 5 }, _ => table }).ToList();

        var refused = await Should.ThrowAsync<RefusedException>(() => CheckBackup.RunAsync(database.Geo, backup with { Manifest = backup.Manifest with { Tables = tables } }, database.Clock, null, _ => { }, default));

        refused.Faults.Select(fault => fault.ToString()).ShouldBe(
        [
            "records.category: Rows that were restored are not those that the manifest was made of. Use another backup, and make a new one with ./geo backup.",
            "records.term: The manifest has 5 rows, and 0 were restored. Use another backup, and make a new one with ./geo backup.",
        ]);
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(["geo-2024-06-01-090000.failed.dump", "geo-2024-06-01-090000.failed.dump.json"], ignoreOrder: true);
        BackupFolder.All(folder).ShouldBeEmpty();
        (await ScratchAsync(database)).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task Check_ThatLosesTheDatabase_LeavesTheBackupToBeCheckedAgain()
    {
        await using var database = await TestDatabase.CreateAsync();
        var backup = await MakeBackup.RunAsync(database.Geo, Path.Combine(database.NewFolder(), "geo-1.dump"), database.Clock, null, default);
        await using var superuser = Npgsql.NpgsqlDataSource.Create(TestCluster.AdminConnectionTo("postgres")!);
        var check = CheckBackup.RunAsync(database.Geo, backup, database.Clock, null, _ => { }, default);
        while (!check.IsCompleted)
        {
            await using var end = superuser.CreateCommand($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database.Name}_{CheckBackup.Suffix}' and application_name = 'pg_restore'");
            await end.ExecuteNonQueryAsync();
        }

        (await Should.ThrowAsync<RefusedException>(check)).Message.ShouldStartWith("pg_restore: It did not finish: ");

        BackupFolder.All(Path.GetDirectoryName(backup.Path)!).ShouldHaveSingleItem().Manifest.CheckedAt.ShouldBeNull();
        (await ScratchAsync(database)).ShouldBe(0);
        (await CheckBackup.RunAsync(database.Geo, backup, database.Clock, null, _ => { }, default)).Manifest.CheckedAt.ShouldNotBeNull();
    }

    [DatabaseFact]
    public async Task Backup_WhereItsProgramIsMissing_SaysSoAndHasNotFailed()
    {
        await using var database = await TestDatabase.CreateAsync();

        var run = await RunAsync(database, programs: database.NewFolder());

        var server = await database.ScalarAsync<int>("select current_setting('server_version_num')::int / 10000");
        (run.Outcome, run.Message).ShouldBe((RunOutcome.Done, $"Skipped: pg_dump: It is not on this machine. Install postgresql-client-{server}; where the database runs in a container, README.md tells how to back it up."));
    }

    [Fact]
    public void Kept_AreTheLatestAndTheBestOfSevenDaysAndFourWeeks()
    {
        var night = new DateTimeOffset(2024, 6, 1, 4, 30, 0, TimeSpan.Zero); // a Saturday
        var all = Enumerable.Range(0, 40).SelectMany(days => new[] { (night.AddDays(-days), days is not 0 and not 20), (night.AddDays(-days).AddHours(-2), days != 20) }).ToList();

        BackupFolder.Kept(all).Order().Select(at => $"{at:MM-dd HH}").ShouldBe(["05-11 04", "05-19 04", "05-26 04", "05-27 04", "05-28 04", "05-29 04", "05-30 04", "05-31 04", "06-01 02", "06-01 04"]);
    }

    private static async Task<LoggedRun> RunAsync(TestDatabase database, string? programs = null, TimeSpan later = default)
    {
        database.Clock.Advance(later);
        await RunJob.RunAsync(new(database.Geo, database.Clock, database.Folder, "one", Programs: programs), new KeepBackups(), new(RunTrigger.Hand), default);
        return (await RunLog.LatestAsync(database.Geo, "backup", 1, default)).Single();
    }

    private static async Task<(CheckState State, string Found)> CheckedAsync(TestDatabase database)
    {
        var result = (await Check.RunAsync(database.Geo, database.Folder, null, database.Clock, default).ToListAsync()).Single(result => result.Name == "backup");
        return (result.State, result.Found);
    }

    private static Task<long> ScratchAsync(TestDatabase database) => database.ScalarAsync<long>($"select count(*) from pg_database where starts_with(datname, '{database.Name}_')");
}
