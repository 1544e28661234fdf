using System.CommandLine;
using System.CommandLine.Parsing;
using Geo.Cli.Hosting;
using Geo.Core.Areas;
using Geo.Core.Refresh;
using Microsoft.EntityFrameworkCore;

namespace Geo.Cli.Areas;

/// <summary><c>geo areas import</c></summary>
internal static class ImportAreasCommand
{
    private const int RepairedTold = 20;

    public static Command Make(Shell shell)
    {
        var file = new Argument<string>("FILE") { Description = "A GeoJSON FeatureCollection of polygons, in WGS84 or EPSG:27700." };
        var kind = new Option<string>("--kind") { Description = $"One of {string.Join(", ", AreaKinds.All)}.", Required = true };
        var name = new Option<string>("--set") { Description = "A new name for the set, such as divisions-2009.", Required = true };
        var code = new Option<string>("--code") { Description = "The property that holds an area's code.", Required = true };
        var areaName = new Option<string>("--name") { Description = "The property that holds an area's name.", Required = true };
        var crs = new Option<int?>("--crs") { Description = "4326 or 27700, where the file does not say it itself.", HelpName = "EPSG", CustomParser = Crs };
        var vintage = Text("--vintage", "The year or edition of the boundaries, such as 2013.");
        var validFrom = Given.Day("--valid-from", "First day in force, as 2013-05-02.");
        var validTo = Given.Day("--valid-to", "First day no longer in force.");
        var source = Text("--source", "Who published the boundaries; printed with every figure.");
        var licence = Text("--licence", "Under what licence.");
        var repair = new Option<bool>("--repair") { Description = "Make invalid polygons valid, and tell which." };
        var allowGaps = new Option<bool>("--allow-gaps") { Description = "Holes between the areas are wanted: another authority's land, a lake." };
        kind.AcceptOnlyFromAmong([.. AreaKinds.All]);
        return new Command("import", "Check a set of boundaries as a whole, store it and count every month in it.")
        {
            file, kind, name, code, areaName, crs, vintage, validFrom, validTo, source, licence, repair, allowGaps,
        }.Does(shell, async (asked, database, cancellationToken) =>
        {
            await using var context = database.Context(database.Reader);
            var demonstration = await context.BoundarySets.AnyAsync(set => set.IsDemonstration, cancellationToken);
            var stored = await ImportAreas.RunAsync(
                database,
                new BoundarySetFile
                {
                    Path = asked.GetRequiredValue(file), Name = asked.GetRequiredValue(name), Kind = asked.GetRequiredValue(kind),
                    CodeProperty = asked.GetRequiredValue(code), NameProperty = asked.GetRequiredValue(areaName), Srid = asked.GetValue(crs),
                    Vintage = asked.GetRequiredValue(vintage), ValidFrom = asked.GetValue(validFrom), ValidTo = asked.GetValue(validTo),
                    Source = asked.GetRequiredValue(source), Licence = asked.GetRequiredValue(licence), Repair = asked.GetValue(repair), AllowGaps = asked.GetValue(allowGaps),
                },
                shell.Time, cancellationToken);
            if (asked.GetValue(Commands.Json))
            {
                shell.Json(new { set = stored.Name, stored.Areas, stored.Repaired, demonstrationRemoved = demonstration });
                return ExitCode.Done;
            }

            shell.Say($"{stored.Name}: {stored.Areas:N0} areas are stored, and the records counted in them.");
            if (demonstration)
                shell.Say("The demonstration data was removed: the database now holds real data.");
            if (stored.Repaired.Count > 0)
                shell.Say($"Made valid: {string.Join(", ", stored.Repaired.Take(RepairedTold))}{(stored.Repaired.Count > RepairedTold ? $" and {stored.Repaired.Count - RepairedTold:N0} more" : "")}.");
            return ExitCode.Done;
        });
    }

    private static Option<string> Text(string name, string description) => new(name) { Description = description, DefaultValueFactory = _ => "", HelpName = name.TrimStart('-') };

    private static int? Crs(ArgumentResult given)
    {
        var text = Given.Single(given);
        switch (text.StartsWith("EPSG:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text)
        {
            case "4326":
                return 4326;
            case "27700":
                return 27700;
            default:
                given.AddError($"--crs: '{Shell.Plain(text)}' is not taken; it is 4326 (longitude and latitude, WGS84) or 27700 (British National Grid).");
                return null;
        }
    }
}
