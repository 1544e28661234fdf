using System.CommandLine;
using Geo.Core.Database;
using Geo.Core.Records;

namespace Geo.Cli.Hosting;

/// <summary><c>geo migrate</c></summary>
internal static class MigrateCommand
{
    public static Command Make(Shell shell) =>
        new Command("migrate", "Bring the database up to date with this program.").Does(shell, async (asked, database, cancellationToken) =>
        {
            var applied = await Migrate.RunAsync(database, cancellationToken);
            await Catalogue.StoreAsync(database, cancellationToken);
            if (asked.GetValue(Commands.Json))
                shell.Json(new { database = database.Address, applied });
            else
                shell.Say(applied.Count == 0 ? "The database is up to date." : $"The database is brought up to date: {string.Join(", ", applied)}.");
            return ExitCode.Done;
        });
}
