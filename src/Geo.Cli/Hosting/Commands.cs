using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Geo.Cli.Areas;
using Geo.Cli.Backup;
using Geo.Cli.Dashboards;
using Geo.Cli.Demonstration;
using Geo.Cli.Fetch;
using Geo.Cli.Footing;
using Geo.Cli.Intake;
using Geo.Cli.Jobs;
using Geo.Cli.Measures;
using Geo.Core.Database;
using Geo.Core.Measures;

namespace Geo.Cli.Hosting;

/// <summary>The commands there are, and how one is run.</summary>
internal static class Commands
{
    /// <summary>What is under way when Ctrl+C comes is rolled back by the database within this time.</summary>
    private static readonly TimeSpan TimeToCancel = TimeSpan.FromSeconds(30);

    public static Option<bool> Json { get; } = new("--json") { Description = "Answer in JSON, for machines.", Recursive = true };

    public static async Task<int> RunAsync(string[] args, Shell shell, CancellationToken cancellationToken)
    {
        var asked = Root(shell).Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = shell.Out, Error = shell.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToCancel,
        };
        if (asked.Action is not ParseErrorAction)
            return await asked.InvokeAsync(configuration, cancellationToken);

        return Tell(shell, asked.GetValue(Json), Misused(asked));
    }

    /// <summary>A command that works on the database, and tells what went wrong in words.</summary>
    public static Command Does(this Command command, Shell shell, Func<ParseResult, GeoDatabase, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (asked, cancellationToken) =>
        {
            string? address = null;
            try
            {
                await using var database = shell.Database();
                address = database.Address;
                return await action(asked, database, cancellationToken);
            }
            catch (Exception error)
            {
                return Tell(shell, asked.GetValue(Json), error, address, cancellationToken.IsCancellationRequested);
            }
        });
        return command;
    }

    /// <summary>A command that needs no database.</summary>
    public static Command Does(this Command command, Shell shell, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (asked, cancellationToken) =>
        {
            try
            {
                return await action(asked, cancellationToken);
            }
            catch (Exception error)
            {
                return Tell(shell, asked.GetValue(Json), error, null, cancellationToken.IsCancellationRequested);
            }
        });
        return command;
    }

    private static Command Root(Shell shell)
    {
        var root = new Command("geo", $"Crime, incidents and referrals by area.\n\n{ExitCode.Told}") { Json, new HelpOption(), new VersionOption() };
        root.Add(AreasCommand.Make(shell));
        root.Add(ImportCommand.Make(shell));
        root.Add(FetchCommand.Make(shell));
        root.Add(SourceCommand.Make(shell));
        root.Add(BatchesCommand.Make(shell));
        root.Add(LeagueTableCommand.Make(shell));
        root.Add(ExportCommand.Make(shell));
        root.Add(ReconcileCommand.Make(shell));
        root.Add(IndicatorsCommand.Make(shell));
        root.Add(LintCommand.Make(shell));
        root.Add(JobsCommand.Make(shell));
        root.Add(WorkerCommand.Make(shell));
        root.Add(DemoCommand.Make(shell));
        root.Add(MigrateCommand.Make(shell));
        root.Add(BackupCommand.Make(shell));
        root.Add(RestoreCommand.Make(shell));
        root.Add(CheckCommand.Make(shell));
        return root;
    }

    private static int Tell(Shell shell, bool json, Exception error, string? address, bool cancelled)
    {
        if (shell.Debug)
            shell.Error.WriteLine(error);
        return Tell(shell, json, error is QuestionException question ? Asked(question) : Failure.Of(error, address, cancelled));
    }

    private static int Tell(Shell shell, bool json, Failure failure)
    {
        foreach (var problem in failure.Problems)
        {
            shell.Warn($"geo: {problem.Message}");
            if (problem.Remedy.Length > 0)
                shell.Warn($"     {problem.Remedy}");
        }

        if (json)
            shell.Json(new { failure.ExitCode, failure.Problems });
        return failure.ExitCode;
    }

    private static Failure Asked(QuestionException question) => question.Kind == QuestionFault.Incomplete
        ? new Failure(ExitCode.Refused, question.Message, "import the missing months with ./geo import, choose other periods, or compare all the same with --allow-missing")
        : new Failure(ExitCode.WrongUsage, $"{question.Parameter}: {question.Message}", question.Choices.Count > 0 ? $"there are: {string.Join(", ", question.Choices)}" : "");

    private static Failure Misused(ParseResult asked)
    {
        var command = asked.CommandResult.Command;
        var remedy = $"{Path(command)} --help tells how it is used";
        return command.Subcommands.Count > 0
            ? new Failure(ExitCode.WrongUsage, asked.UnmatchedTokens is [var word, ..] ? $"there is no command '{word}'" : "which command?", remedy)
            : new Failure(ExitCode.WrongUsage, [.. asked.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal).Select(message => new Problem(message, remedy, null))]);
    }

    private static string Path(Symbol command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : $"./{command.Name}";
}
