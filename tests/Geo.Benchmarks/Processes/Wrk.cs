using System.Globalization;
using System.Text.RegularExpressions;

namespace Geo.Benchmarks.Processes;

/// <param name="PerSecond">Requests answered a second.</param>
/// <param name="Milliseconds">Mean time from sending a request to having its answer.</param>
/// <param name="ProcessorMilliseconds">Processor time that the host spent on each: what other programs on the machine do does not add to it.</param>
internal sealed record Load(double PerSecond, double Milliseconds, double ProcessorMilliseconds);

/// <summary>wrk, a client that asks a web host as fast as it answers.</summary>
internal static partial class Wrk
{
    public const string Program = "wrk";

    private static readonly Dictionary<string, double> Milliseconds = new(StringComparer.Ordinal) { ["us"] = 0.001, ["ms"] = 1, ["s"] = 1000 };

    /// <exception cref="InvalidOperationException">Not every answer was a good one.</exception>
    public static async Task<Load> AskAsync(WebHost host, string path, int connections, int seconds)
    {
        var address = new Uri(host.Client.BaseAddress!, path);
        var before = host.ProcessorTime;
        var run = await Child.RunAsync(Program, ["-t1", $"-c{connections}", $"-d{seconds}s", address.ToString()], new Dictionary<string, string>(StringComparer.Ordinal));
        var spent = host.ProcessorTime - before;
        var latency = Latency().Match(run.Output);
        var rate = Rate().Match(run.Output);
        var requests = Requests().Match(run.Output);
        return rate.Success && latency.Success && requests.Success && !run.Output.Contains("Non-2xx", StringComparison.Ordinal) && !run.Output.Contains("Socket errors", StringComparison.Ordinal)
            ? new Load(Number(rate.Groups["rate"]), Number(latency.Groups["mean"]) * Milliseconds[latency.Groups["unit"].Value], spent.TotalMilliseconds / Number(requests.Groups["count"]))
            : throw new InvalidOperationException($"{address}: {run.Output}");
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s*(?<rate>[0-9.]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"(?<count>[0-9]+) requests in", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Requests();

    [GeneratedRegex(@"Latency\s+(?<mean>[0-9.]+)(?<unit>us|ms|s)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Latency();
}
