using System.CommandLine;
using Geo.Cli.Hosting;

namespace Geo.Cli.Areas;

/// <summary><c>geo areas</c></summary>
internal static class AreasCommand
{
    public static Command Make(Shell shell) => new("areas", "Boundary sets and their populations.")
    {
        ImportAreasCommand.Make(shell), ImportPopulationCommand.Make(shell), ListAreasCommand.Make(shell), RemoveAreasCommand.Make(shell),
    };
}
