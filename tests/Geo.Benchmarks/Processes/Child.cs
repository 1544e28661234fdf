using System.Diagnostics;
using System.Globalization;

namespace Geo.Benchmarks.Processes;

/// <param name="Seconds">From the start of the program to its end.</param>
/// <param name="PeakMegabytes">Most memory it held at once (VmHWM).</param>
internal sealed record Finished(double Seconds, double PeakMegabytes, string Output);

/// <summary>Programs run to their end.</summary>
internal static class Child
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public static async Task<Finished> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var peak = PeakAsync(process);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new Finished(seconds, await peak, await output)
            : throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {await errors}{await output}");
    }

    /// <summary>Whether a program can be found, and so measured with.</summary>
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<double> PeakAsync(Process process)
    {
        var kilobytes = 0L;
        while (true)
        {
            try
            {
                // The system keeps the maximum, so only growth in the very last moments is missed.
                var line = (await File.ReadAllLinesAsync($"/proc/{process.Id}/status")).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (line is null)
                    break; // it has ended
                kilobytes = long.Parse(line["VmHWM:".Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                break;
            }

            await Task.Delay(LookEvery);
        }

        return kilobytes / 1024.0;
    }
}
