using Geo.Core.Database;
using Geo.Core.Jobs;
using Geo.Core.Measures;
using Geo.Web.Hosting;
using Npgsql;

namespace Geo.Web.Jobs;

/// <summary>What a reader of figures should know of how they were kept up to date. Asked of the database at most every few seconds; while it is away, as last known.</summary>
internal sealed class RefreshState(GeoDatabase database, CurrentCube current, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);

    private long _asked = long.MinValue;
    private volatile IReadOnlyList<LoggedRun> _failed = [];

    /// <summary>The latest run of each job that renews figures and has failed since it last succeeded.</summary>
    public async ValueTask<IReadOnlyList<LoggedRun>> FailedAsync(CancellationToken cancellationToken)
    {
        var asked = Interlocked.Read(ref _asked);
        if (asked != long.MinValue && time.GetElapsedTime(asked) < KeptFor)
            return _failed;
        Interlocked.Exchange(ref _asked, time.GetTimestamp());
        try
        {
            var runs = await RunLog.LatestEndedAsync(database, cancellationToken);
            _failed = [.. runs.Where(run => run.Outcome == RunOutcome.Failed && AllJobs.Find(run.Job) is { RenewsFigures: true })];
        }
        catch (NpgsqlException)
        {
            // The figures are shown from memory all the same.
        }

        return _failed;
    }

    /// <summary>Sources whose records are overdue, those of a measure only where one is named.</summary>
    public IReadOnlyList<Freshness> Late(Measure? measure)
    {
        if (current.Held?.Cube is not { } cube)
            return [];
        var today = Freshness.Today(time);
        return [.. (measure is null ? cube.Sources : cube.SourcesOf(measure)).Select(source => Freshness.Of(source, today)).Where(freshness => freshness.IsLate)];
    }
}
