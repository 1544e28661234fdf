using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Geo.Benchmarks.Processes;
using Geo.Core;

namespace Geo.Benchmarks.Refresh;

/// <summary>
/// People at work, each with a table or page every fifth of a second, of a host that keeps no answers: all are made anew, whether or not data
/// comes in meanwhile. Now and then it is the same table, to see that every version of the data gives one answer.
/// </summary>
internal sealed class Readers : IAsyncDisposable
{
    private const int People = 4;
    private const string Same = "/api/v1/league-tables/recorded-crime?period=2023-04..2023-12";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly string[] Asked =
    [
        "/api/v1/league-tables/recorded-crime?", "/api/v1/league-tables/violence-with-injury?compare=year-before&", "/api/v1/trends/violence-with-injury?", "/api/v1/breakdowns/recorded-crime?",
        "/api/v1/tables/recorded-crime?rows=outcome&", "/api/v1/movers/violence-with-injury?compare=year-before&", "/api/v1/tables/violence-with-injury?rows=area&columns=month&",
    ];

    private readonly WebHost _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private readonly ConcurrentDictionary<long, string> _answers = [];
    private ConcurrentBag<double> _times = [];
    private int _looks;
    private int _mixed;

    private Readers(WebHost host)
    {
        _host = host;
        _reading = Task.WhenAll(Enumerable.Range(0, People).Select(ReadAsync));
    }

    public int Looks => _looks;

    /// <summary>Answers that are not that of their version, or of a version before the reader's last.</summary>
    public int Mixed => _mixed;

    public int Versions => _answers.Count;

    public static Readers Start(WebHost host) => new(host);

    /// <returns>Milliseconds of the answers that were given while something went on.</returns>
    public async Task<IReadOnlyCollection<double>> WhileAsync(Task something)
    {
        var times = _times = [];
        await await Task.WhenAny(something, _reading);
        _times = [];
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync(int person)
    {
        var random = new Random(person);
        var version = 0L;
        await Task.Delay(Pause * person / People);
        for (var turn = 0; !_stop.IsCancellationRequested; turn++)
        {
            var watch = Stopwatch.StartNew();
            if (turn % 5 == 4)
                version = Look(await _host.GetAsync(Same), version);
            else
                await _host.GetAsync($"{Asked[random.Next(Asked.Length)]}period={Months(random)}");
            var times = _times;
            times.Add(watch.Elapsed.TotalMilliseconds);
            if (Pause - watch.Elapsed is { Ticks: > 0 } rest)
                await Task.Delay(rest);
        }
    }

    private static string Months(Random random)
    {
        var first = Month.Of(2023, 4).Plus(random.Next(6));
        return $"{first}..{first.Plus(random.Next(6))}";
    }

    private long Look(byte[] answer, long before)
    {
        using var table = JsonDocument.Parse(answer);
        var version = table.RootElement.GetProperty("dataVersion").GetInt64();
        Interlocked.Increment(ref _looks);
        var hash = Convert.ToHexString(SHA256.HashData(answer));
        if (version < before || _answers.GetOrAdd(version, hash) != hash)
            Interlocked.Increment(ref _mixed);
        return version;
    }
}
