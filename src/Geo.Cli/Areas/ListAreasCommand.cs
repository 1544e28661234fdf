using System.CommandLine;
using Geo.Cli.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Geo.Cli.Areas;

/// <summary><c>geo areas list</c></summary>
internal static class ListAreasCommand
{
    public static Command Make(Shell shell) =>
        new Command("list", "The boundary sets there are.").Does(shell, async (asked, database, cancellationToken) =>
        {
            await using var context = database.Context(database.Reader);
            var sets = await context.BoundarySets.OrderBy(set => set.Kind).ThenBy(set => set.Name).Select(set => new
            {
                set.Name, set.Kind, set.Vintage, set.ValidFrom, set.ValidTo, set.Source, set.Licence, set.Transformation, set.IsDemonstration, set.LoadedAt,
                Areas = context.Areas.Count(area => area.BoundarySetId == set.Id),
                PopulationYears = context.Populations.Where(people => context.Areas.Any(area => area.Id == people.AreaId && area.BoundarySetId == set.Id))
                    .Select(people => people.Year).Distinct().OrderBy(year => year).ToList(),
            }).ToListAsync(cancellationToken);
            if (asked.GetValue(Commands.Json))
                shell.Json(new { sets });
            else if (sets.Count == 0)
                shell.Say("There is no boundary set yet; import one with: ./geo areas import FILE --kind ward --set NAME --code PROPERTY --name PROPERTY");
            else
                shell.Table(
                    ["Set", "Kind", ">Areas", "In force", "Populations", "Source", "Licence"],
                    sets.Select(set => (string[])
                    [
                        set.Name, set.Kind, $"{set.Areas:N0}", InForce(set.ValidFrom, set.ValidTo), string.Join(", ", set.PopulationYears), set.Source, set.Licence,
                    ]));
            return ExitCode.Done;
        });

    private static string InForce(DateOnly? from, DateOnly? to) => (from, to) switch
    {
        (null, null) => "not told",
        (null, { } until) => $"until {until:yyyy-MM-dd}",
        ({ } since, null) => $"since {since:yyyy-MM-dd}",
        ({ } since, { } until) => $"{since:yyyy-MM-dd} until {until:yyyy-MM-dd}",
    };
}
