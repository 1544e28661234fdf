using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core;
using Geo.Core.Refresh;

namespace Geo.Cli.Areas;

/// <summary><c>geo areas remove</c></summary>
internal static class RemoveAreasCommand
{
    public static Command Make(Shell shell)
    {
        var name = new Argument<string>("NAME") { Description = "Of the boundary set." };
        return new Command("remove", "Remove a boundary set with its populations and counts; the records stay.") { name }.Does(shell, async (asked, database, cancellationToken) =>
        {
            var set = asked.GetRequiredValue(name);
            if (!await RemoveAreas.RunAsync(database, set, shell.Time, cancellationToken))
                throw new RefusedException(new Fault("unknown-set", "NAME", null, null, set, "There is no such boundary set.", "List them with: ./geo areas list"));
            if (asked.GetValue(Commands.Json))
                shell.Json(new { removed = set });
            else
                shell.Say($"{set} is removed.");
            return ExitCode.Done;
        });
    }
}
