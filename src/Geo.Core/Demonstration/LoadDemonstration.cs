using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Intake;
using Geo.Core.Refresh;
using Microsoft.EntityFrameworkCore;

namespace Geo.Core.Demonstration;

/// <summary>Brings the demonstration county in, through the same intake as real files.</summary>
public static class LoadDemonstration
{
    private static readonly (string Name, string Kind)[] Sets = [(DemonstrationCounty.Wards, "ward"), (DemonstrationCounty.Towns, "town")];

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

        var wards = CountyMap.Draw(DemonstrationTables.WardPoints());
        var folder = Directory.CreateTempSubdirectory("geo-demonstration-");
        try
        {
            await DemonstrationCounty.WriteAreasAsync(folder.FullName, wards, cancellationToken);
            foreach (var (name, kind) in Sets)
            {
                await RemoveAreas.RunAsync(database, name, time, cancellationToken); // areas without records: an earlier load was broken off
                await ImportAreas.RunAsync(
                    database,
                    new BoundarySetFile
                    {
                        Path = Path.Combine(folder.FullName, $"{name}.geojson"), Name = name, Kind = kind, CodeProperty = "code", NameProperty = "name",
                        Vintage = "demonstration", Source = "drawn schematically, not real boundaries", Licence = "Demonstration data", IsDemonstration = true, AllowGaps = kind == "town",
                    },
                    time, cancellationToken);
            }

            await ImportPopulation.RunAsync(database, new PopulationFile { Path = Path.Combine(folder.FullName, "demonstration-population.csv"), BoundarySet = DemonstrationCounty.Wards }, time, cancellationToken);
            await ImportIndicators.RunAsync(database, Path.Combine(folder.FullName, DemonstrationCounty.Indicators), isDemonstration: true, new NoonOf(DemonstrationCounty.FirstExtract), cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        foreach (var group in DemonstrationCounty.Extracts(wards, seed).GroupBy(extract => (extract.ExtractedOn, extract.Source)))
        {
            var report = await ImportExtract.RunAsync(
                database, SourceDescription.Find(group.Key.Source).AsDemonstration(), [.. group.Select(File)], "geo demo", new NoonOf(group.Key.ExtractedOn), progress, cancellationToken);
            if (report.Files.FirstOrDefault(file => file.Refusal is not null) is { } refused)
                throw refused.Refusal!;
        }

        return true;
    }

    private static InputFile File(DemonstrationExtract extract)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(extract.Text);
        return new InputFile(extract.FileName, bytes.Length, () => new MemoryStream(bytes));
    }

    /// <summary>Stands still at noon (UTC) of a day, when its files came in.</summary>
    private sealed class NoonOf(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
    }
}
