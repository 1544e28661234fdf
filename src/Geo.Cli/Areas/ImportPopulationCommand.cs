using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core.Areas;
using Geo.Core.Refresh;

namespace Geo.Cli.Areas;

/// <summary><c>geo areas population</c></summary>
internal static class ImportPopulationCommand
{
    private const int AreasTold = 10;

    public static Command Make(Shell shell)
    {
        var file = new Argument<string>("FILE") { Description = "A CSV with a header and a row per area (and year, and age group)." };
        var set = new Option<string>("--set") { Description = "The boundary set whose areas it counts.", Required = true };
        var code = new Option<string>("--code") { Description = "The column of the areas' codes.", DefaultValueFactory = _ => "code", HelpName = "COLUMN" };
        var people = new Option<string>("--people") { Description = "The column of the people.", DefaultValueFactory = _ => "people", HelpName = "COLUMN" };
        var year = Given.Whole("--year", "The year of all rows, where there is no column year.", "YEAR");
        var ageGroup = new Option<string>("--age-group") { Description = "The age group of all rows, where there is no column age_group.", DefaultValueFactory = _ => Population.AllAges };
        return new Command("population", "Store people per area, for rates; figures of the same area, year and age group are replaced.")
        {
            file, set, code, people, year, ageGroup,
        }.Does(shell, async (asked, database, cancellationToken) =>
        {
            var stored = await ImportPopulation.RunAsync(
                database,
                new PopulationFile
                {
                    Path = asked.GetRequiredValue(file), BoundarySet = asked.GetRequiredValue(set), CodeColumn = asked.GetRequiredValue(code),
                    PeopleColumn = asked.GetRequiredValue(people), Year = asked.GetValue(year), AgeGroup = asked.GetRequiredValue(ageGroup),
                },
                shell.Time, cancellationToken);
            if (asked.GetValue(Commands.Json))
            {
                shell.Json(new { set = asked.GetValue(set), stored.Rows, stored.Areas, stored.Years, stored.AreasWithout });
                return ExitCode.Done;
            }

            shell.Say($"{stored.Areas:N0} areas of {asked.GetValue(set)} have a population of {string.Join(", ", stored.Years)}.");
            if (stored.AreasWithout.Count > 0)
                shell.Say($"Without a figure in the file, so no rates are told for that year: {string.Join(", ", stored.AreasWithout.Take(AreasTold))}{(stored.AreasWithout.Count > AreasTold ? $" and {stored.AreasWithout.Count - AreasTold:N0} more" : "")}.");
            return ExitCode.Done;
        });
    }
}
