using System.Diagnostics;
using System.Globalization;

namespace Geo.Benchmarks.Statistics;

/// <summary>A million random calls of every method: no NaN, no exception outside the documented ones.</summary>
/// <remarks>Asked for by name it makes the million calls, among all suites ten thousand. GEO_FUZZ_CALLS sets another number, GEO_FUZZ_METHODS names some, divided by commas.</remarks>
internal static class FuzzSuite
{
    public static Task<int> RunAsync()
    {
        var wanted = Environment.GetEnvironmentVariable("GEO_FUZZ_CALLS");
        var calls = int.TryParse(wanted, NumberStyles.Integer, CultureInfo.InvariantCulture, out var given)
            ? given
            : Environment.GetCommandLineArgs().Contains("fuzz-statistics") ? 1_000_000 : 10_000;
        var named = Environment.GetEnvironmentVariable("GEO_FUZZ_METHODS")?.Split(',') ?? [];
        var chosen = FuzzCalls.All.Select((call, i) => (Call: call, Seed: i)).Where(item => named.Length == 0 || named.Contains(item.Call.Name)).ToList();
        Console.WriteLine($"{chosen.Count} methods, {calls:N0} random calls each");
        var failures = 0;
        var clock = Stopwatch.StartNew();
        Parallel.ForEach(chosen, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, item =>
        {
            var started = clock.Elapsed;
            var failure = FuzzCalls.Run(item.Call, calls, item.Seed);
            Console.WriteLine($"  {item.Call.Name,-44} {(clock.Elapsed - started).TotalSeconds,8:N1} s  {failure ?? "clean"}");
            if (failure is not null)
                Interlocked.Increment(ref failures);
        });
        Console.WriteLine($"{failures} of {chosen.Count} methods failed; {clock.Elapsed.TotalSeconds:N0} s.");
        return Task.FromResult(failures);
    }
}
