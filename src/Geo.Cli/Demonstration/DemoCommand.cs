using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Cli.Intake;
using Geo.Core.Demonstration;

namespace Geo.Cli.Demonstration;

/// <summary><c>geo demo load</c>, <c>geo demo write</c></summary>
internal static class DemoCommand
{
    public static Command Make(Shell shell) => new("demo", "Make or load the demonstration data: an invented county, not real.")
    {
        Load(shell), Write(shell),
    };

    private static Option<int?> Seed() =>
        Given.Whole("--seed", $"Another seed gives other data; the same seed gives the same bytes (without it: {DemonstrationCounty.DefaultSeed}).", "N");

    private static Command Load(Shell shell)
    {
        var seed = Seed();
        var ifEmpty = new Option<bool>("--if-empty") { Description = "Only when the database holds no data at all." };
        return new Command("load", "Load the demonstration county; importing real data removes it again.") { ifEmpty, seed }.Does(shell, async (asked, database, cancellationToken) =>
        {
            var loaded = await ImportDisplay.ShowAsync(shell, progress =>
                LoadDemonstration.RunAsync(database, asked.GetValue(seed) ?? DemonstrationCounty.DefaultSeed, asked.GetValue(ifEmpty), shell.Time, progress, cancellationToken));
            if (asked.GetValue(Commands.Json))
                shell.Json(new { loaded });
            else
                shell.Say(loaded ? "The demonstration data is loaded. It is not real; importing real data removes it." : "There is data in the database already; nothing was loaded.");
            return ExitCode.Done;
        });
    }

    private static Command Write(Shell shell)
    {
        var seed = Seed();
        var folder = new Argument<string>("FOLDER") { Description = "Where to; made when missing." };
        return new Command("write", "Write the demonstration county's files to a folder, as agencies would send them.") { folder, seed }.Does(shell, async (asked, cancellationToken) =>
        {
            var path = asked.GetRequiredValue(folder);
            await DemonstrationCounty.WriteAsync(path, asked.GetValue(seed) ?? DemonstrationCounty.DefaultSeed, cancellationToken);
            if (asked.GetValue(Commands.Json))
                shell.Json(new { folder = path, seed = asked.GetValue(seed) ?? DemonstrationCounty.DefaultSeed });
            else
                shell.Say($"Written to {path}: wards, towns, populations, and the extracts of two years in a folder each.");
            return ExitCode.Done;
        });
    }
}
