using Geo.Core.Database;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Geo.Core.Jobs;

/// <summary>
/// Runs jobs by their schedules on this node, and those that somebody asked for. Any number of nodes may do so: their store is in the database,
/// so that each time fires once, and what a node that died was running is continued by another.
/// </summary>
public sealed class JobScheduler(ISchedulerFactory factory, JobHost host, IReadOnlyList<Schedule> schedules, ILogger<JobScheduler> log) : BackgroundService
{
    /// <summary>How soon a node is noticed to be dead, and what another process asked for or changed is noticed by a node that has nothing to do.</summary>
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FollowsClock = TimeSpan.FromMinutes(1);

    internal static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <param name="isNode">False for a process that runs no jobs itself, and may ask others to.</param>
    public static void Add(IServiceCollection services, Func<IServiceProvider, JobHost> host, IReadOnlyList<Schedule> schedules, bool isNode = true)
    {
        services.AddSingleton(host);
        services.TryAddSingleton(provider => provider.GetRequiredService<JobHost>().Time); // by which the scheduler goes too
        services.AddSingleton(schedules);
        services.AddTransient<ScheduledJob>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "geo";
                scheduler.IdleWaitTime = CheckIn;
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(4);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.DataSourceFactory = provider => provider.GetRequiredService<JobHost>().Database.Scheduler);
                store.ProvisionSchema();
                store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (CheckIn, CheckIn));
                store.ConfigureStore(options =>
                {
                    options.StoreJobDataAsStrings = true;
                    options.RecoverFiringsCancelledByShutdown = true;
                });
            });
        });
        if (isNode)
            services.AddHostedService<JobScheduler>();
    }

    /// <summary>Waits for a database that is not there yet; the host goes on meanwhile.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IScheduler? scheduler = null;
        var told = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                scheduler = await factory.GetScheduler(stoppingToken);
                await ScheduleState.ApplyAsync(scheduler, host.Database, schedules, host.Time.GetUtcNow(), stoppingToken);
                await scheduler.Start(stoppingToken);
                log.LogInformation("Runs jobs as node {Node}", scheduler.SchedulerInstanceId);
                break;
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                if (!told)
                    log.LogWarning(error, "The scheduler waits for the database {Address}", host.Database.Address);
                told = true;
                await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(FollowsClock, host.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await ScheduleState.FollowClockAsync(scheduler!, stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database is away: the scheduler says so itself, and the next look finds the same.
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        if (scheduler is not null)
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
    }
}

/// <summary>What the scheduler fires: runs the job of the key's name.</summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledJob(JobHost host) : IJob
{
    /// <summary>The group of the triggers that schedules make.</summary>
    public const string BySchedule = "schedule";

    /// <summary>The key under which a trigger by hand says who asked.</summary>
    public const string AskedBy = "asked-by";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var job = AllJobs.Find(context.JobDetail.Key.Name)!;
        var isScheduled = (context.Recovering ? context.RecoveringTriggerKey : context.Trigger.Key)?.Group == BySchedule;
        var period = isScheduled ? context.ScheduledFireTimeUtc : null;
        RunRequest continues = new(RunTrigger.CatchUp, period, OnlyContinues: true);
        var request = context.Recovering ? continues
            : isScheduled ? new(RunTrigger.Schedule, period)
            : new(RunTrigger.Hand, AskedBy: context.MergedJobDataMap.TryGetString(AskedBy, out var who) ? who ?? "" : "");
        while (true)
        {
            try
            {
                if (await RunJob.RunAsync(host, job, request, cancellationToken) != RunOutcome.Interrupted)
                    return;
                request = continues;
            }
            catch (NpgsqlException error) when (error.IsTransient && !cancellationToken.IsCancellationRequested)
            {
                // The database is away: what was to be done is done when it is back.
            }

            cancellationToken.ThrowIfCancellationRequested(); // handed to another node, or to this one when it is back
            await Task.Delay(JobScheduler.RetryAfter, cancellationToken);
        }
    }
}
