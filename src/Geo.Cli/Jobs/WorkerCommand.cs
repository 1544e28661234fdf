using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Geo.Cli.Jobs;

/// <summary><c>geo worker</c></summary>
internal static class WorkerCommand
{
    public static Command Make(Shell shell) =>
        new Command("worker", "Run jobs by their schedules until it is stopped; any number of workers and web hosts may.").Does(shell, async (_, database, cancellationToken) =>
        {
            var host = JobsCommand.HostOf(shell, database);
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Quartz", LogLevel.Warning);
            builder.Services.AddSingleton(database);
            JobScheduler.Add(builder.Services, _ => host, Schedule.Load(shell.Setting(Schedule.Setting)));
            using var worker = builder.Build();
            await worker.RunAsync(cancellationToken);
            return ExitCode.Done;
        });
}
