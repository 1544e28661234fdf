using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Intake;
using Geo.Core.Refresh;
using Microsoft.EntityFrameworkCore;

namespace Geo.Core.Demonstration;

/// <summary>Brings the demonstration county in, through the same intake as real files.</summary>
public static class LoadDemonstration
{
    private const string SetName = "demonstration-wards";

    /// <param name="onlyIfEmpty">Do nothing where there are areas or batches already.</param>
    /// <returns>True when it was loaded.</returns>
    /// <exception cref="RefusedException">The database holds data and <paramref name="onlyIfEmpty"/> is false.</exception>
    public static async Task<bool> RunAsync(
        GeoDatabase database, int seed, bool onlyIfEmpty, TimeProvider time, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        await using (var context = database.Context(database.Reader))
        {
            if (await context.Batches.AnyAsync(cancellationToken) || await context.BoundarySets.AnyAsync(set => !set.IsDemonstration, cancellationToken))
            {
                return onlyIfEmpty ? false : throw new RefusedException(new Fault(
                    "not-empty", database.Address, null, null, null, "The database holds data already.", "Load the demonstration into an empty database (another GEO_DATA_DIR)."));
            }
        }

        await RemoveAreas.RunAsync(database, SetName, time, cancellationToken); // wards without records: an earlier load was broken off
        var folder = Directory.CreateTempSubdirectory("geo-demonstration-");
        try
        {
            await DemonstrationCounty.WriteAsync(folder.FullName, seed, cancellationToken);
            await ImportAreas.RunAsync(
                database,
                new BoundarySetFile
                {
                    Path = Path.Combine(folder.FullName, "demonstration-wards.geojson"), Name = SetName, Kind = "ward", CodeProperty = "code", NameProperty = "name",
                    Vintage = "demonstration", Source = "drawn schematically, not real boundaries", Licence = "Demonstration data", IsDemonstration = true,
                },
                time, cancellationToken);
            await ImportPopulation.RunAsync(database, new PopulationFile { Path = Path.Combine(folder.FullName, "demonstration-population.csv"), BoundarySet = SetName }, time, cancellationToken);
            using var files = FindFiles.In([Path.Combine(folder.FullName, "street")]);
            var report = await ImportRecords.RunAsync(database, files.Files, "geo demo", time, progress, cancellationToken);
            return report.Files.FirstOrDefault(file => file.Refusal is not null) is { } refused ? throw refused.Refusal! : true;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
