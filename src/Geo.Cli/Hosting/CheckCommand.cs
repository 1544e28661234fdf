using System.CommandLine;
using Geo.Core.Refresh;

namespace Geo.Cli.Hosting;

/// <summary><c>geo check</c></summary>
internal static class CheckCommand
{
    public static Command Make(Shell shell) =>
        new Command("check", "Diagnose this installation; every failure prints a hint.").Does(shell, async (asked, database, cancellationToken) =>
        {
            var json = asked.GetValue(Commands.Json);
            var results = new List<CheckResult>();
            await foreach (var result in Check.RunAsync(database, shell.DataFolder, shell.DashboardsFolder, shell.Time, cancellationToken))
            {
                results.Add(result);
                if (!json)
                    Tell(shell, result);
            }

            var exitCode = ExitCodeOf(results);
            if (json)
                shell.Json(new { passed = exitCode == ExitCode.Done, checks = results });
            else
                shell.Say(exitCode == ExitCode.Done ? "All is well." : "Something is wrong; the hints say what to do.");
            return exitCode;
        });

    private static int ExitCodeOf(IReadOnlyList<CheckResult> results)
    {
        var failed = results.Where(result => result.State == CheckState.Failed).ToList();
        if (failed.Count == 0)
            return ExitCode.Done;
        return failed.Exists(result => result.Name == "reachable") ? ExitCode.NoDatabase : ExitCode.Refused;
    }

    private static void Tell(Shell shell, CheckResult result)
    {
        var state = result.State switch { CheckState.Passed => "ok    ", CheckState.Warning => "note  ", _ => "FAILED" };
        var told = (result.State, result.Found) switch
        {
            (CheckState.Passed, "") => result.Question,
            (CheckState.Passed, var found) => $"{result.Question} ({found})",
            (_, var found) => found,
        };
        shell.Say($"{state}  {result.Name,-10}  {told}");
        if (result.Hint is not null)
            shell.Say($"                    {result.Hint}");
    }
}
