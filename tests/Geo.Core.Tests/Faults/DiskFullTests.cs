using System.Diagnostics;
using Geo.Core.Intake;
using Geo.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Faults;

/// <summary>A test that mounts a small disk, which only root may.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = Missing.Database
        ?? (Environment.UserName == "root" && OperatingSystem.IsLinux() && TestCluster.AdminConnectionTo("postgres") is not null ? null : "mounting a small disk needs root and a cluster of ./geo test")
        ?? SmallDisk.Refusal;
}

/// <summary>A database on a disk of its own, a tablespace in memory that can be filled up.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int MegaBytes = 64;

    private static readonly Lazy<string?> Tried = new(Try);

    private readonly string _tablespace = $"geo_disk_{Guid.NewGuid():N}";

    /// <summary>Why this machine does not let us mount, such as a container without the capability.</summary>
    public static string? Refusal => Tried.Value;

    public string Folder { get; } = Directory.CreateTempSubdirectory("geo-disk-").FullName;

    private string Filler => Path.Combine(Folder, "filler");

    public void Mount() => Run("mount", "-t", "tmpfs", "-o", $"size={MegaBytes}m,mode=0755", "tmpfs", Folder).ShouldBe("");

    /// <summary>Moves a database that nobody has connected to yet.</summary>
    public async Task TakeAsync(TestDatabase database)
    {
        Mount();
        var space = Directory.CreateDirectory(Path.Combine(Folder, "space")).FullName;
        Run("chown", "postgres", space).ShouldBe("");
        Run("chmod", "700", space).ShouldBe("");
        await AdminAsync($"create tablespace {_tablespace} location '{space}'");
        await AdminAsync($"alter database {database.Name} set tablespace {_tablespace}");
    }

    public void Fill(int leaveKilobytes)
    {
        using var filler = new FileStream(Filler, FileMode.Create);
        var free = new DriveInfo(Folder).AvailableFreeSpace - (leaveKilobytes * 1024L);
        var zeros = new byte[1 << 16];
        for (; free > 0; free -= zeros.Length)
            filler.Write(zeros, 0, (int)Math.Min(zeros.Length, free));
    }

    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await AdminAsync($"drop tablespace if exists {_tablespace}");
        Run("umount", Folder);
        Directory.Delete(Folder);
    }

    private static async Task AdminAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(TestCluster.AdminConnectionTo("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string? Try()
    {
        var folder = Directory.CreateTempSubdirectory("geo-disk-").FullName;
        try
        {
            var told = Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder);
            if (told.Length == 0)
                Run("umount", folder);
            return told.Length == 0 ? null : $"this machine does not let us mount a small disk: {told}";
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    /// <returns>What it complains about; empty when it did it.</returns>
    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var told = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : told;
    }
}

public sealed class DiskFullTests
{
    [SmallDiskFact]
    public async Task Import_OntoAFullDisk_SaysSoLeavesTheDatabaseAndWorksWhenThereIsRoom()
    {
        await using var disk = new SmallDisk();
        await using var database = await TestDatabase.CreateAsync();
        await disk.TakeAsync(database);
        await database.ImportAreasAsync(SmallMap.Draw("AAB", "ACB"));
        var before = await database.StateAsync();
        disk.Fill(leaveKilobytes: 1024);
        var path = new StreetFile("2024-01").Add("Burglary", null, 40_000).WriteTo(database.Folder);

        using (var child = ChildImport.Start(database, path))
        {
            var (exitCode, output) = await child.EndAsync();
            exitCode.ShouldBe(1, output);
            output.ShouldContain("ran out of room");
            output.ShouldContain("nothing of what was under way is stored");
        }

        (await database.StateAsync()).ShouldBe(before);
        disk.MakeRoom();
        (await database.ImportAsync(path)).Files.Single().Landed!.State.ShouldBe(LandedState.New);
        (await database.ScalarAsync<long>("select count(*) from records.record")).ShouldBe(40_000);
    }
}
