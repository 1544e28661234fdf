using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Cli.Intake;
using Geo.Core.Fetch;
using Geo.Core.Refresh;

namespace Geo.Cli.Fetch;

/// <summary><c>geo fetch crime</c>, <c>geo fetch boundaries</c>, <c>geo fetch population</c></summary>
internal static class FetchCommand
{
    public static Command Make(Shell shell) => new("fetch", "Fetch data from where geodata/feeds.yaml says (or the file that GEO_FEEDS names), and take it in; what is in already stays.")
    {
        Crime(shell), Boundaries(shell), Population(shell),
    };

    private static Command Crime(Shell shell) =>
        new Command("crime", "Street-level crime from data.police.uk: what was published or corrected since.").Does(shell, async (asked, database, cancellationToken) =>
        {
            var (feeds, downloads) = (shell.Feeds(), shell.Downloads);
            using var outbound = new Outbound(feeds, shell.Time);
            var fetched = await FetchDisplay.ShowAsync(shell, progress => new FetchCrime(feeds, outbound, downloads).FetchAsync(progress, cancellationToken));
            var report = await ImportDisplay.ShowAsync(shell, progress => ImportFetched.CrimeAsync(database, fetched, Environment.UserName, shell.Time, progress, cancellationToken));
            if (asked.GetValue(Commands.Json))
            {
                shell.Json(new { lastUpdated = $"{fetched.LastUpdated}", files = fetched.Files.Count, fetched.Changed, fetched.Missing, isChecked = fetched.IsChecked, import = ImportCommand.Answer(report, []) });
            }
            else
            {
                shell.Say($"data.police.uk has data to {fetched.LastUpdated}: {fetched.Files.Count:N0} files, {fetched.Changed:N0} of them new or changed.{(fetched.IsChecked == false ? " No checksum was published." : "")}");
                if (fetched.Missing.Count > 0)
                    shell.Say($"Not published: {string.Join(", ", fetched.Missing)}.");
                ImportCommand.Tell(shell, report, []);
            }

            return report.Files.Any(file => file.Refusal is not null) ? ExitCode.Refused : ExitCode.Done;
        });

    private static Command Boundaries(Shell shell)
    {
        var set = Set();
        return new Command("boundaries", "Boundary sets from feature services such as those of the ONS Open Geography Portal.") { set }.Does(shell, async (asked, database, cancellationToken) =>
        {
            var (feeds, downloads) = (shell.Feeds(), shell.Downloads);
            using var outbound = new Outbound(feeds, shell.Time);
            var sets = new List<object>();
            foreach (var feed in feeds.BoundariesOf(asked.GetValue(set)))
            {
                var fetched = await FetchDisplay.ShowAsync(shell, progress => new FetchBoundaries(outbound, downloads).FetchAsync(feed, progress, cancellationToken));
                var stored = await ImportFetched.BoundariesAsync(database, fetched, shell.Time, cancellationToken);
                sets.Add(new { set = feed.Set, fetched.Areas, isNew = stored is not null, repaired = stored?.Repaired ?? [] });
                if (!asked.GetValue(Commands.Json))
                    shell.Say(stored is null ? $"{feed.Set}: {fetched.Areas:N0} areas, as they are stored." : $"{feed.Set}: {stored.Areas:N0} areas are stored, and the records counted in them.");
            }

            if (asked.GetValue(Commands.Json))
                shell.Json(new { sets });
            return ExitCode.Done;
        });
    }

    private static Command Population(Shell shell)
    {
        var set = Set();
        return new Command("population", "People per area from Nomis, the latest year.") { set }.Does(shell, async (asked, database, cancellationToken) =>
        {
            var (feeds, downloads) = (shell.Feeds(), shell.Downloads);
            using var outbound = new Outbound(feeds, shell.Time);
            var sets = new List<object>();
            foreach (var feed in feeds.PopulationsOf(asked.GetValue(set)))
            {
                var codes = await ImportFetched.CodesAsync(database, feed.Set, cancellationToken);
                var fetched = await FetchDisplay.ShowAsync(shell, progress => new FetchPopulation(outbound, downloads).FetchAsync(feed, codes, progress, cancellationToken));
                var stored = await ImportFetched.PopulationAsync(database, fetched, shell.Time, cancellationToken);
                sets.Add(new { set = feed.Set, fetched.Areas, fetched.Years, fetched.Elsewhere, isNew = stored is not null });
                if (!asked.GetValue(Commands.Json))
                    shell.Say($"{fetched.Areas:N0} areas of {feed.Set} have a population of {string.Join(", ", fetched.Years)}{(stored is null ? ", as it is stored" : "")}.");
            }

            if (asked.GetValue(Commands.Json))
                shell.Json(new { sets });
            return ExitCode.Done;
        });
    }

    private static Argument<string?> Set() => new("SET") { Description = "One set of the feeds file; without it, all.", Arity = ArgumentArity.ZeroOrOne };
}
