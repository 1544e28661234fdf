using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core.Refresh;

namespace Geo.Cli.Measures;

/// <summary><c>geo indicators import</c></summary>
internal static class IndicatorsCommand
{
    public static Command Make(Shell shell)
    {
        var file = new Argument<string>("FILE") { Description = "A CSV with the columns indicator, area, from, to, numerator, denominator, value, lower_95, upper_95, comparator, source, commentary." };
        return new Command("indicators", "Figures that agencies supply ready-made.")
        {
            new Command("import", "Store values of indicators; one that differs takes the place of the earlier.") { file }.Does(shell, async (asked, database, cancellationToken) =>
            {
                var stored = await ImportIndicators.RunAsync(database, asked.GetRequiredValue(file), shell.Time, cancellationToken);
                if (asked.GetValue(Commands.Json))
                    shell.Json(new { stored.New, stored.Replaced, stored.Same });
                else
                    shell.Say($"{stored.New:N0} new, {stored.Replaced:N0} replaced, {stored.Same:N0} known already.");
                return ExitCode.Done;
            }),
        };
    }
}
