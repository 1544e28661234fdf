using Geo.Core.Database;
using Geo.Core.Fetch;

namespace Geo.Core.Jobs;

/// <summary>
/// Something that is done again and again, in steps that are recorded as they end. Every step has an idempotent effect: what was
/// killed half-way is repeated to the same result.
/// </summary>
public abstract class Job
{
    /// <summary>Its name in addresses, schedules and the run log, such as <c>refresh</c>.</summary>
    public abstract string Slug { get; }

    /// <summary>As people read it.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a sentence or two.</summary>
    public abstract string Description { get; }

    /// <summary>What it reads, in words.</summary>
    public abstract IReadOnlyList<string> Inputs { get; }

    /// <summary>A run that takes longer is stopped and has failed.</summary>
    public virtual TimeSpan TimeLimit => TimeSpan.FromHours(1);

    public abstract IReadOnlyList<Step> Steps { get; }

    /// <summary>Whether figures may be old because a run of it failed; pages that show figures say so.</summary>
    public virtual bool RenewsFigures => true;
}

/// <param name="Name">Never changed while runs of it may have to be continued.</param>
/// <param name="StopsTheRest">False where the steps after it are worth doing even when it failed; the run has failed all the same.</param>
public sealed record Step(string Name, Func<StepRun, CancellationToken, Task<StepResult>> RunAsync, bool StopsTheRest = true);

/// <param name="Message">What was done, in a sentence, without record-level data.</param>
/// <param name="Rows">Rows that it wrote or looked at, as the step counts them.</param>
public sealed record StepResult(string Message, long Rows = 0);

/// <summary>What jobs work with.</summary>
/// <param name="Folder">Where files lie that come in, go out and are kept: <c>GEO_DATA_DIR</c>.</param>
/// <param name="Node">Which process of which machine it is.</param>
/// <param name="FeedsFile">What is fetched from where; null for the shipped file.</param>
/// <param name="FeedsMayBeHere">For tests: feeds and webhooks may lie on this machine.</param>
/// <param name="AlertsFile">Whom to tell of what; null for nobody.</param>
/// <param name="Programs">Where <c>pg_dump</c> and <c>pg_restore</c> are, written like PATH; null for PATH itself.</param>
public sealed record JobHost(
    GeoDatabase Database, TimeProvider Time, string Folder, string Node, string? FeedsFile = null, bool FeedsMayBeHere = false, string? AlertsFile = null, string? Programs = null)
{
    /// <summary>A name for this process that no other has.</summary>
    public static string ThisNode { get; } = $"{Environment.MachineName}-{Environment.ProcessId}";
}

/// <summary>A step under way.</summary>
/// <param name="scheduledFor">The moment that a schedule names; null for runs by hand.</param>
/// <param name="say">Adds a line to the run's log.</param>
/// <param name="tell">Tells how far it is.</param>
public sealed class StepRun(JobHost host, DateTimeOffset? scheduledFor, Action<string> say, Action<string, long> tell)
{
    public GeoDatabase Database => host.Database;

    public TimeProvider Time => host.Time;

    public string Folder => host.Folder;

    /// <summary>Whether the installation says itself what is fetched from where.</summary>
    public bool HasFeedsFile => host.FeedsFile is not null;

    internal JobHost Host => host;

    public DateTimeOffset? ScheduledFor => scheduledFor;

    /// <exception cref="RefusedException">The file breaks a rule.</exception>
    public Feeds Feeds() => Fetch.Feeds.Load(host.FeedsFile, host.FeedsMayBeHere);

    public void Say(string line) => say(line);

    public void Tell(string message, long rows) => tell(message, rows);
}
