namespace Geo.Core.Jobs;

/// <summary>The whole refresh: what came in is taken in, counted and published, looked at, and told.</summary>
public sealed class RefreshChain : Job
{
    public override string Slug => "refresh";

    public override string Name => "Refresh";

    public override string Description => "Fetches what a feeds file of the installation names, takes in what partners left in the inbox, counts it and publishes it, checks the quality of the data, finds what changed more than chance explains and which squares have become hot spots, and tidies up.";

    public override IReadOnlyList<string> Inputs => ["the feeds file", "the inbox", "all batches", "the count cube", "the run log"];

    public override TimeSpan TimeLimit => TimeSpan.FromHours(4);

    public override IReadOnlyList<Step> Steps =>
    [
        .. FetchFeeds.WhereConfigured,
        new("take in the inbox", TakeInboxAsync, StopsTheRest: false),
        new("check the quality of the data", DataQuality.CheckAsync, StopsTheRest: false),
        new("find signals", FindSignals.RunAsync, StopsTheRest: false),
        new("find hot spots", FindHotSpots.RunAsync, StopsTheRest: false),
        new("tidy up", TidyUp.RunAsync),
    ];

    /// <summary>One at a time with <see cref="WatchInbox"/>.</summary>
    private static async Task<StepResult> TakeInboxAsync(StepRun run, CancellationToken cancellationToken)
    {
        JobLock? held;
        while ((held = await JobLock.TryAsync(run.Database, WatchInbox.InboxSlug, cancellationToken)) is null)
        {
            run.Tell("waiting for a run that is taking it in", 0);
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }

        await using (held)
            return await held.WhileHeldAsync(stop => Inbox.TakeAsync(run, stop), cancellationToken);
    }
}

/// <summary>Looks into the inbox between refreshes, so that a partner's file counts minutes after it came.</summary>
public sealed class WatchInbox : Job
{
    internal const string InboxSlug = "inbox";

    public override string Slug => InboxSlug;

    public override string Name => "Inbox";

    public override string Description => "Takes in what partners left in the inbox and publishes it; where something came, the quality of the data is checked as well.";

    public override IReadOnlyList<string> Inputs => ["the inbox"];

    public override IReadOnlyList<Step> Steps => [new("take in the inbox", TakeAsync)];

    private static async Task<StepResult> TakeAsync(StepRun run, CancellationToken cancellationToken)
    {
        var taken = await Inbox.TakeAsync(run, cancellationToken);
        if (taken.Message.Length == 0)
            return taken;
        var checkedToo = await DataQuality.CheckAsync(run, cancellationToken);
        return taken with { Message = $"{taken.Message} {checkedToo.Message}".TrimEnd() };
    }
}

/// <summary>The jobs there are.</summary>
public static class AllJobs
{
    public static IReadOnlyList<Job> All { get; } = [new RefreshChain(), new WatchInbox(), new FetchFeeds(), new TellAlerts(), new KeepBackups()];

    public static Job? Find(string slug) => All.FirstOrDefault(job => job.Slug == slug);
}
