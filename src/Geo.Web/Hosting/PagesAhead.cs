using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Web.Dashboards;
using Geo.Web.Layout;

namespace Geo.Web.Hosting;

/// <summary>
/// Makes the home page and the dashboards, hot spots included, of a new data version before somebody asks for them: one after the other, and only when no
/// newer version has come for a while, for in a refresh they follow each other quickly.
/// </summary>
internal sealed class PagesAhead(CurrentCube current, DashboardFolder dashboards, DashboardStore store, GeoDatabase database, IConfiguration configuration, ILogger<PagesAhead> log) : BackgroundService
{
    /// <summary>Whether it does so: <c>Geo:PagesAhead</c>, true unless told otherwise.</summary>
    public const string Setting = "Geo:PagesAhead";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(4);

    /// <summary>The data version whose pages are made.</summary>
    public long Made { get; private set; } = -1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue(Setting, true))
            return;
        using var timer = new PeriodicTimer(LookEvery);
        var (seen, still) = (default(Snapshot), TimeSpan.Zero);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (current.Held is not { Cube.IsEmpty: false } held)
                continue;
            (seen, still) = (held, held == seen ? still + LookEvery : TimeSpan.Zero);
            if (still >= Settled && Made != held.Cube.Version)
                await MakeAsync(held, stoppingToken);
        }
    }

    private async Task MakeAsync(Snapshot snapshot, CancellationToken stoppingToken)
    {
        var isWhole = await TryAsync("/", () => HomeNews.AskAsync(snapshot, database));
        foreach (var (slug, dashboard, _) in dashboards.All().Where(item => item.Dashboard is not null))
        {
            if (stoppingToken.IsCancellationRequested || current.Held != snapshot)
                return;
            isWhole &= await TryAsync($"/dashboards/{slug}", async () =>
            {
                foreach (var (number, (answer, _)) in (await store.AskAsync(snapshot, dashboard!, new DashboardAddress(null, null, null).Filter(dashboard!))).Index())
                {
                    if (answer is not null)
                        await PanelMarkup.OfAsync(answer, number);
                }
            });
        }

        if (isWhole)
            Made = snapshot.Cube.Version;
    }

    /// <summary>Whoever asks for a page that cannot be made is told why; here the next look tries again.</summary>
    private async Task<bool> TryAsync(string page, Func<Task> make)
    {
        try
        {
            await make();
            return true;
        }
        catch (QuestionException)
        {
            return true; // the page says so, and always will of this version
        }
        catch (Exception error)
        {
            log.LogWarning(error, "{Page} could not be made ahead", page);
            return false;
        }
    }
}
