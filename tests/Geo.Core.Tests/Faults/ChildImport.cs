using System.Diagnostics;
using System.Text;
using Geo.Testing;

namespace Geo.Core.Tests.Faults;

/// <summary><c>geo import</c>, or another command, as a process of its own, as somebody would run it.</summary>
internal sealed class ChildImport : IDisposable
{
    // As ./geo runs it: from its own folder, beside that of the tests in artifacts/bin/PROJECT/CONFIGURATION.
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Geo.Cli", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Geo.Cli.dll");

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private volatile int _steps;

    private ChildImport(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = ErrorAsync();
    }

    public bool HasExited => _process.HasExited;

    public static ChildImport Start(TestDatabase database, params string[] paths) => StartCommand(database, ["import", .. paths]);

    public static ChildImport StartCommand(TestDatabase database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["GEO_DATABASE"] = database.ConnectionString;
        return new ChildImport(Process.Start(start)!);
    }

    /// <summary>Waits until so many steps were told (a file being read, counted, published), or the process is at its end.</summary>
    public async Task StepsAsync(int steps)
    {
        while (_steps < steps && !_error.IsCompleted)
            await Task.Delay(1);
    }

    /// <summary>SIGKILL: nothing of the process gets to clean up.</summary>
    public void Kill() => _process.Kill();

    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output + await _error);
    }

    private async Task<string> ErrorAsync()
    {
        var text = new StringBuilder();
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            _steps++;
        }

        return text.ToString();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
