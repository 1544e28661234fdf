using System.Globalization;
using Geo.Core.Backup;
using Geo.Core.Dashboards;
using Geo.Core.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Geo.Core.Refresh;

public enum CheckState
{
    Passed,

    /// <summary>Worth knowing; nothing is wrong.</summary>
    Warning,

    Failed,
}

/// <param name="Name">Short stable name, such as <c>totals</c>.</param>
/// <param name="Question">What was looked at, in words.</param>
/// <param name="Found">What was found.</param>
/// <param name="Hint">What to do; null when passed.</param>
public sealed record CheckResult(string Name, string Question, CheckState State, string Found, string? Hint);

/// <summary>Diagnoses an installation: the database, its roles and room, and that what it holds is consistent.</summary>
public static class Check
{
    private const int OldestPostgis = 300; // 3.0: the functions that Areas uses
    private const int FaultsTold = 5;
    private const double LeastFreeBytes = 1e9;
    private const int OldestBackupHours = 48;
    private const string Report = "This should not happen; please report it. ";

    /// <summary>By name: the question, whether it is only worth knowing, and the hint. In the order of Refresh/Check.sql.</summary>
    private static readonly (string Name, string Question, CheckState Otherwise, string Hint)[] Data =
    [
        ("boundaries", "every area is a valid polygon", CheckState.Failed, "Remove the set (geo areas remove NAME) and import it again with --repair."),
        ("assignment", "every place is assigned once per boundary set", CheckState.Failed, Report + "Removing the boundary set and importing it again assigns all places anew."),
        ("batches", "every batch has the records it took in", CheckState.Failed, Report + "Restore the latest backup, or empty the database and import the files again."),
        ("totals", "the counts agree with the records", CheckState.Failed, Report + "Removing the boundary set and importing it again counts all months anew."),
        ("lattice", "the counts by cell agree with the records", CheckState.Failed, Report + "Removing the boundary set and importing it again counts all months anew."),
        ("months", "no month is missing", CheckState.Warning, "Import the missing months; until then comparisons with them are refused."),
    ];

    /// <summary>Runs the checks, each whatever the others found; when the database cannot be reached or lacks its tables, the rest is left out.</summary>
    /// <param name="dataFolder">A folder on the disk that holds the database and its backups, or null where it is not on this machine.</param>
    /// <param name="dashboardsFolder">Where the dashboards are; null where nobody says.</param>
    public static async IAsyncEnumerable<CheckResult> RunAsync(
        GeoDatabase database, string? dataFolder, string? dashboardsFolder, TimeProvider time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reached = await ReachedAsync(database, cancellationToken);
        yield return reached;
        if (dataFolder is not null)
        {
            yield return Disk(dataFolder);
            yield return BackupOf(dataFolder, time.GetUtcNow());
        }

        if (dashboardsFolder is not null)
            yield return DashboardsOf(dashboardsFolder);
        if (reached.State == CheckState.Failed)
            yield break;
        yield return await TryAsync("postgis", "PostGIS is there and new enough", ct => PostgisAsync(database, ct), cancellationToken);
        var migrated = await TryAsync("migrated", "the database is up to date with this program", ct => MigratedAsync(database, ct), cancellationToken);
        yield return migrated;
        if (migrated.State == CheckState.Failed)
            yield break;
        yield return await TryAsync("roles", "the reader can only read, and the writer can write", ct => RolesAsync(database, ct), cancellationToken);
        var statements = SqlFile.Statements("Refresh/Check.sql");
        for (var i = 0; i < Data.Length; i++)
        {
            var (check, sql) = (Data[i], statements[i]);
            yield return await TryAsync(check.Name, check.Question, ct => AskAsync(database, check, sql, ct), cancellationToken);
        }
    }

    private static async Task<CheckResult> ReachedAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        const string question = "the database answers each role";
        foreach (var (role, source) in new[] { ("geo_owner", database.Owner), ("geo_writer", database.Writer), ("geo_reader", database.Reader) })
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
            }
            catch (NpgsqlException error)
            {
                return new("reachable", question, CheckState.Failed, $"{database.Address} does not let {role} in: {error.Message}", "Start it with ./geo up; ./geo status tells what runs.");
            }
        }

        return new("reachable", question, CheckState.Passed, database.Address, null);
    }

    private static CheckResult Disk(string folder)
    {
        const string question = "the disk has room";
        var drive = new DriveInfo(folder);
        var free = drive.AvailableFreeSpace;
        var found = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:0.0} GB free on the disk of {folder}");
        return free < LeastFreeBytes
            ? new("disk", question, CheckState.Failed, found, "Free some space: an import that finds the disk full stores nothing.")
            : new("disk", question, CheckState.Passed, found, null);
    }

    private static CheckResult BackupOf(string folder, DateTimeOffset now)
    {
        const string question = "there is a backup of the last two days that was checked by restoring it";
        const string hint = "Make one with ./geo jobs run backup; ./geo up makes one every night. Where the database runs in a container, README.md tells how to back it up.";
        try
        {
            if (BackupFolder.LatestChecked(folder, now) is not { } madeAt)
                return new("backup", question, CheckState.Warning, $"there is no checked backup in {BackupFolder.Of(folder)}", hint);
            var hours = (now - madeAt).TotalHours;
            var found = string.Create(CultureInfo.InvariantCulture, $"the last checked backup was made on {madeAt.UtcDateTime:d MMMM yyyy HH:mm} UTC, {hours:0} hours ago");
            return hours > OldestBackupHours ? new("backup", question, CheckState.Warning, found, hint) : new("backup", question, CheckState.Passed, found, null);
        }
        catch (RefusedException refused)
        {
            return new("backup", question, CheckState.Warning, refused.Message, hint);
        }
    }

    private static CheckResult DashboardsOf(string folder)
    {
        const string question = "every dashboard follows the rules";
        var files = Directory.GetFiles(folder, "*.yaml");
        var wrong = files.Order(StringComparer.Ordinal).SelectMany(DashboardFile.FaultsOf).Select(fault => $"{fault}").ToArray();
        return wrong.Length == 0
            ? new("dashboards", question, CheckState.Passed, string.Create(CultureInfo.InvariantCulture, $"{files.Length:N0} in {folder}"), null)
            : new("dashboards", question, CheckState.Failed, Told(wrong), $"Mend these lines in {folder}; dashboard.schema.json there lets an editor say so while you write.");
    }

    private static async Task<CheckResult> PostgisAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        const string question = "PostGIS is there and new enough";
        await using var command = database.Reader.CreateCommand(
            "select coalesce((select extversion from pg_extension where extname = 'postgis'), '') || ' on PostgreSQL ' || current_setting('server_version')");
        var found = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        var parts = found.Split(' ')[0].Split('.');
        var version = parts.Length > 1 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var major) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var minor)
            ? (major * 100) + minor
            : 0;
        return version >= OldestPostgis
            ? new("postgis", question, CheckState.Passed, $"PostGIS {found}", null)
            : new("postgis", question, CheckState.Failed, version == 0 ? "there is no PostGIS in the database" : $"PostGIS {found}", "As the superuser, in this database: create extension postgis; (or: alter extension postgis update). PostGIS 3 is wanted.");
    }

    private static async Task<CheckResult> MigratedAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        const string question = "the database is up to date with this program";
        await using var context = database.Context(database.Owner); // the history is the owner's
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        return pending.Count == 0
            ? new("migrated", question, CheckState.Passed, "no migration is missing", null)
            : new("migrated", question, CheckState.Failed, $"missing: {string.Join(", ", pending)}", "Bring it up to date: ./geo migrate");
    }

    private static async Task<CheckResult> RolesAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        const string question = "the reader can only read, and the writer can write";
        await using var command = database.Reader.CreateCommand(
            """
            select coalesce(array_agg(wrong order by wrong), '{}') from (
              select 'geo_reader can write to ' || c.oid::regclass as wrong
              from pg_class c
              where c.relnamespace = any ('{areas,intake,records,measures}'::regnamespace[]) and c.relkind in ('r', 'p', 'v')
                and has_table_privilege('geo_reader', c.oid, 'insert, update, delete, truncate')
              union all
              select 'geo_writer cannot write to ' || c.oid::regclass
              from pg_class c
              where c.relnamespace = any ('{areas,intake,records,measures}'::regnamespace[]) and c.relkind in ('r', 'p')
                and not (has_table_privilege('geo_writer', c.oid, 'insert') and has_table_privilege('geo_writer', c.oid, 'delete'))
              union all
              select rolname || ' is a superuser' from pg_roles where rolname in ('geo_owner', 'geo_writer', 'geo_reader') and rolsuper
            ) faults
            """);
        var wrong = (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
        return wrong.Length == 0
            ? new("roles", question, CheckState.Passed, "geo_owner, geo_writer, geo_reader", null)
            : new("roles", question, CheckState.Failed, Told(wrong), "Somebody changed the roles by hand; take the extra rights away with REVOKE, give the missing ones with GRANT.");
    }

    private static async Task<CheckResult> AskAsync(
        GeoDatabase database, (string Name, string Question, CheckState Otherwise, string Hint) check, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.Writer.CreateCommand(sql); // the reader's statements end after 15 seconds
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var wrong = reader.GetFieldValue<string[]>(1);
        return wrong.Length == 0
            ? new(check.Name, check.Question, CheckState.Passed, "", null)
            : new(check.Name, check.Question, check.Otherwise, Told(wrong), check.Hint);
    }

    private static async Task<CheckResult> TryAsync(string name, string question, Func<CancellationToken, Task<CheckResult>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(cancellationToken);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            return new(name, question, CheckState.Failed, $"could not be asked: {error.GetBaseException().Message}", "Bring the database up to date (./geo migrate); if that does not help, please report it.");
        }
    }

    private static string Told(string[] wrong) =>
        string.Join("; ", wrong.Take(FaultsTold)) + (wrong.Length > FaultsTold ? string.Create(CultureInfo.InvariantCulture, $"; and {wrong.Length - FaultsTold:N0} more") : "");
}
