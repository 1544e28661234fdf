using Geo.Core.Database;
using Geo.Core.Fetch;
using Geo.Core.Jobs;

namespace Geo.Web.Jobs;

/// <summary>Jobs as this host runs them, where the setting <c>GEO_SCHEDULER</c> is <c>on</c>, or has other nodes run them.</summary>
internal static class JobsSetup
{
    private const string Setting = "GEO_SCHEDULER";

    public static void AddJobs(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddSingleton<RefreshState>();
        JobScheduler.Add(
            builder.Services,
            provider => new JobHost(
                provider.GetRequiredService<GeoDatabase>(), provider.GetRequiredService<TimeProvider>(),
                configuration["GEO_DATA_DIR"] is { Length: > 0 } folder ? folder : Path.Combine(Path.GetTempPath(), "geo"), JobHost.ThisNode,
                configuration[Feeds.Setting] is { Length: > 0 } feeds ? feeds : null, configuration[Feeds.LoopbackSetting] == "1",
                configuration[AlertSettings.Setting] is { Length: > 0 } alerts ? alerts : null),
            Schedule.Load(configuration[Schedule.Setting] is { Length: > 0 } path ? path : null),
            isNode: configuration[Setting] == "on");
    }
}
