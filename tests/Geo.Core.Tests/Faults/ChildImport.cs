using System.Diagnostics;
using Geo.Testing;

namespace Geo.Core.Tests.Faults;

/// <summary><c>geo import</c> as a process of its own, as somebody would run it.</summary>
internal sealed class ChildImport : IDisposable
{
    // As ./geo runs it: from its own folder, beside that of the tests in artifacts/bin/PROJECT/CONFIGURATION.
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Geo.Cli", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Geo.Cli.dll");

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ChildImport(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    public static ChildImport Start(TestDatabase database, params string[] paths)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "import", .. paths])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["GEO_DATABASE"] = database.ConnectionString;
        return new ChildImport(Process.Start(start)!);
    }

    /// <summary>SIGKILL: nothing of the process gets to clean up.</summary>
    public void Kill() => _process.Kill();

    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output + await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
