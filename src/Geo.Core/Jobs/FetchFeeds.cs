using Geo.Core.Fetch;
using Geo.Core.Refresh;

namespace Geo.Core.Jobs;

/// <summary>
/// Fetches and takes in what the feeds file names. As a job of its own it runs by hand; within a refresh it runs where the installation has a
/// feeds file of its own (<c>GEO_FEEDS</c>), so that nobody's data comes over the network unasked.
/// </summary>
public sealed class FetchFeeds : Job
{
    private const string By = "refresh";

    public override string Slug => "fetch";

    public override string Name => "Fetch";

    public override string Description => "Fetches boundaries, populations and street-level crime from where the feeds file says, and takes in what is new or was corrected.";

    public override IReadOnlyList<string> Inputs => ["the feeds file", "data.police.uk", "the Open Geography Portal", "Nomis"];

    public override TimeSpan TimeLimit => TimeSpan.FromHours(4);

    public override IReadOnlyList<Step> Steps =>
    [
        new("fetch boundaries", BoundariesAsync, StopsTheRest: false),
        new("fetch populations", PopulationsAsync, StopsTheRest: false),
        new("fetch crime", CrimeAsync),
    ];

    /// <summary>The same, for a chain that has more to do after them.</summary>
    internal static IEnumerable<Step> WhereConfigured => new FetchFeeds().Steps.Select(step => step with
    {
        StopsTheRest = false,
        RunAsync = (run, cancellationToken) => run.HasFeedsFile ? step.RunAsync(run, cancellationToken) : Task.FromResult(new StepResult("")),
    });

    private static async Task<StepResult> BoundariesAsync(StepRun run, CancellationToken cancellationToken)
    {
        var feeds = run.Feeds();
        using var outbound = new Outbound(feeds, run.Time);
        var areas = await EachAsync(feeds.Boundaries, async feed =>
        {
            var fetched = await new FetchBoundaries(outbound, Downloads(run)).FetchAsync(feed, new Telling(run), cancellationToken);
            if (await ImportFetched.BoundariesAsync(run.Database, fetched, run.Time, cancellationToken) is not { } stored)
                return 0;
            run.Say($"{feed.Set}: {stored.Areas:N0} areas are stored, and the records counted in them.");
            return stored.Areas;
        });
        return new(areas == 0 ? "" : $"Stored {areas:N0} areas of new boundaries.", areas);
    }

    private static async Task<StepResult> PopulationsAsync(StepRun run, CancellationToken cancellationToken)
    {
        var feeds = run.Feeds();
        using var outbound = new Outbound(feeds, run.Time);
        var areas = await EachAsync(feeds.Populations, async feed =>
        {
            var codes = await ImportFetched.CodesAsync(run.Database, feed.Set, cancellationToken);
            var fetched = await new FetchPopulation(outbound, Downloads(run)).FetchAsync(feed, codes, new Telling(run), cancellationToken);
            return await ImportFetched.PopulationAsync(run.Database, fetched, run.Time, cancellationToken) is null ? 0 : fetched.Areas;
        });
        return new(areas == 0 ? "" : $"Stored the population of {areas:N0} areas.", areas);
    }

    /// <summary>One that is refused keeps none of the others back.</summary>
    /// <exception cref="RefusedException">Some were refused.</exception>
    private static async Task<int> EachAsync<TFeed>(IEnumerable<TFeed> feeds, Func<TFeed, Task<int>> take)
    {
        var (areas, faults) = (0, new List<Fault>());
        foreach (var feed in feeds)
        {
            try
            {
                areas += await take(feed);
            }
            catch (RefusedException refusal)
            {
                faults.AddRange(refusal.Faults);
            }
        }

        return faults.Count == 0 ? areas : throw new RefusedException(faults);
    }

    /// <exception cref="RefusedException">Files were refused; the others are taken in.</exception>
    private static async Task<StepResult> CrimeAsync(StepRun run, CancellationToken cancellationToken)
    {
        var feeds = run.Feeds();
        if (feeds.Crime is null)
            return new("");
        using var outbound = new Outbound(feeds, run.Time);
        var fetched = await new FetchCrime(feeds, outbound, Downloads(run)).FetchAsync(new Telling(run), cancellationToken);
        if (fetched.Missing.Count > 0)
            run.Say($"Not published: {string.Join(", ", fetched.Missing)}.");
        var report = await ImportFetched.CrimeAsync(run.Database, fetched, By, run.Time, new InboxFile.Progress(run), cancellationToken);
        var faults = report.Files.SelectMany(file => file.Refusal?.Faults ?? []).ToList();
        if (faults.Count > 0)
            throw new RefusedException(faults);
        var taken = report.Files.Select(file => file.Landed!).Where(landed => landed.State != Intake.LandedState.AlreadyImported).ToList();
        var rows = taken.Sum(landed => (long)landed.Batch.RowsRead);
        return new(taken.Count == 0 ? "" : $"Took in {taken.Count:N0} {(taken.Count == 1 ? "month" : "months")} of crime to {fetched.LastUpdated}, {rows:N0} rows.", rows);
    }

    private static string Downloads(StepRun run) => Path.Combine(run.Folder, "downloads");

    private sealed class Telling(StepRun run) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => run.Tell($"{value.What}: {value.Step}", 0);
    }
}
