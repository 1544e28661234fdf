using Geo.Core.Database;
using Geo.Core.Measures;

namespace Geo.Web.Hosting;

/// <summary>Earlier data versions that were asked for lately. Each is counted from the records, one at a time, and kept for whoever asks next.</summary>
internal sealed class PastCubes
{
    private const int Most = 4;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly LinkedList<(long Now, long Version, Snapshot Snapshot)> _latest = new();

    /// <param name="now">The current version: a cube of the past stands on today's areas, so it goes with a new one.</param>
    public async Task<Snapshot> AtAsync(GeoDatabase database, long now, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var (version, published) = await CountCube.VersionAtAsync(database, moment, cancellationToken);
            var held = _latest.FirstOrDefault(entry => entry.Now == now && entry.Version == version);
            if (held.Snapshot is not null)
                _latest.Remove(held);
            else
                held = (now, version, new Snapshot(await CountCube.LoadAsAtAsync(database, version == 0 ? moment : published, cancellationToken)));
            _latest.AddFirst(held);
            if (_latest.Count > Most)
                _latest.RemoveLast();
            return held.Snapshot;
        }
        finally
        {
            _one.Release();
        }
    }
}
