using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Geo.Core.Backup;
using Xunit;

namespace Geo.Testing;

/// <summary>A test that stops and starts a PostgreSQL of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrivateServerFactAttribute : FactAttribute
{
    public PrivateServerFactAttribute() => Skip = Missing.Database ?? PrivateServer.Refusal;
}

/// <summary>A PostgreSQL of the test's own, set up as ./geo sets its own up, with a database that has the three roles and PostGIS.</summary>
public sealed class PrivateServer : IAsyncDisposable
{
    private static readonly string? Programs = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));

    private readonly string _folder = Directory.CreateTempSubdirectory("geo-server-").FullName;

    /// <summary>Why this machine cannot make one; null where it can.</summary>
    public static string? Refusal { get; } = Missing.Unless(OperatingSystem.IsLinux() && Programs is not null, "no initdb and pg_ctl on the PATH, where ./geo test puts those of its PostgreSQL");

    /// <summary>Without a user.</summary>
    public string ConnectionString { get; private set; } = "";

    private string Data => Path.Combine(_folder, "cluster");

    private string Log => Path.Combine(_folder, "log");

    public static async Task<PrivateServer> StartAsync()
    {
        var server = new PrivateServer();
        try
        {
            await server.MakeAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>As when the machine fails: nobody is told goodbye, and the next start recovers.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");

    public Task StartAgainAsync() => RunAsync("pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Log, "start");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task MakeAsync()
    {
        var password = Guid.NewGuid().ToString("N");
        var (own, pass) = (Path.Combine(_folder, "password"), Path.Combine(_folder, "pgpass"));
        foreach (var (path, text) in new[] { (own, password), (pass, $"127.0.0.1:*:*:*:{password}\n") })
        {
            await using var file = BackupFolder.NewFile(path);
            await file.WriteAsync(Encoding.UTF8.GetBytes(text));
        }

        if (Environment.UserName == "root")
            await RunPlainAsync("chown", "-R", "postgres:", _folder); // initdb and postgres refuse to run as root
        await RunAsync("initdb", "-D", Data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", $"--pwfile={own}", "--no-sync");
        var port = FreePort();
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.conf"),
            $"{await File.ReadAllTextAsync(Repository.At("deploy", "postgresql.conf"))}\nport = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nshared_buffers = 64MB\nfsync = off\n"); // the machine itself does not fail
        await StartAgainAsync();
        await RunAsync(
            "psql", $"host=127.0.0.1 port={port} user=postgres dbname=postgres passfile={pass}", "-Xq", "-v", "ON_ERROR_STOP=1", "-v", "database=geo", "-v", "for_tests=off",
            "-v", $"owner_password={password}", "-v", $"writer_password={password}", "-v", $"reader_password={password}", "-f", await CopyAsync("database.sql"));
        if (Environment.UserName == "root")
            await RunPlainAsync("chown", "root", pass); // whoever reads it owns it
        ConnectionString = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database=geo;Passfile={pass}");
    }

    /// <summary>Where the server's user may read it.</summary>
    private async Task<string> CopyAsync(string name)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, await File.ReadAllTextAsync(Repository.At("deploy", name)));
        return path;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        string[] asServer = Environment.UserName == "root" ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] : [];
        await RunPlainAsync("env", ["-i", "LC_ALL=C.UTF-8", $"HOME={_folder}", $"PATH={Environment.GetEnvironmentVariable("PATH")}", .. asServer, Path.Combine(Programs!, program), .. arguments]);
    }

    /// <summary>What it says goes to a file: a server that stays behind would keep a pipe open.</summary>
    private async Task RunPlainAsync(string program, params string[] arguments)
    {
        var told = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_folder)}.told");
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "told=$1; shift; cd /; exec \"$@\" > \"$told\" 2>&1 < /dev/null", "sh", told, program, .. arguments]) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        var words = await File.ReadAllTextAsync(told);
        File.Delete(told);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {words}");
    }
}
