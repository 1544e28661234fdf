using System.Collections.Concurrent;

namespace Geo.Core.Fetch;

/// <summary>Lets requests to one host go at most so many a second.</summary>
internal sealed class Pace(double requestsPerSecond, TimeProvider time)
{
    private readonly TimeSpan _between = TimeSpan.FromSeconds(1 / requestsPerSecond);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _next = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits until it is this request's turn.</summary>
    public Task TurnAsync(string host, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = _next.AddOrUpdate(host, _ => now + _between, (_, turn) => (turn > now ? turn : now) + _between);
        var wait = next - _between - now;
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
