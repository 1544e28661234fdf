using System.Diagnostics;

namespace Geo.Testing;

/// <summary><c>geo worker</c> as a process of its own.</summary>
public sealed class WorkerNode : IDisposable
{
    // As ./geo runs it: from its own folder, beside that of the tests in artifacts/bin/PROJECT/CONFIGURATION.
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Geo.Cli", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Geo.Cli.dll");

    private readonly Process _process;
    private readonly Task<string> _output;

    private WorkerNode(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    /// <param name="schedules">Path of the schedules that it runs by.</param>
    public static WorkerNode Start(TestDatabase database, string dataFolder, string schedules)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "worker"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["GEO_DATABASE"] = database.ConnectionString;
        start.Environment["GEO_DATA_DIR"] = dataFolder;
        start.Environment["GEO_SCHEDULES"] = schedules;
        return new(Process.Start(start)!);
    }

    /// <summary>SIGKILL: nothing of the process gets to clean up.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote, once it has ended.</summary>
    public Task<string> OutputAsync() => _output;

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
