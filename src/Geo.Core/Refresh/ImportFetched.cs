using System.Security.Cryptography;
using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Fetch;
using Geo.Core.Intake;
using Microsoft.EntityFrameworkCore;

namespace Geo.Core.Refresh;

/// <summary>Takes in what was fetched. What is in already stays as it is, so that it may be done again at any time.</summary>
public static class ImportFetched
{
    /// <exception cref="RefusedException">An area's crimes would count beside those of a force.</exception>
    public static async Task<ImportReport> CrimeAsync(
        GeoDatabase database, FetchedCrime fetched, string loadedBy, TimeProvider time, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var isArea = fetched.Files.Any(file => Path.GetFileName(file).Contains("-area-", StringComparison.Ordinal));
        await using (var command = database.Reader.CreateCommand(
            """
            select slug from intake.source s
            where classification = 'street-level' and not is_demonstration and slug like 'area-%' <> $1 and exists (select from intake.batch b where b.source_id = s.id and superseded_at is null)
            order by slug limit 1
            """))
        {
            command.Parameters.Add(new() { Value = isArea });
            if (await command.ExecuteScalarAsync(cancellationToken) is string other)
                throw new RefusedException(new Fault("counted-twice", "crime", null, null, other, "The database has street-level crime of forces or of an area already, and the other would count the same crimes again.", "Fetch as before, or start with another database."));
        }

        using var found = FindFiles.In(fetched.Files);
        return await ImportRecords.RunAsync(database, found.Files, loadedBy, time, progress, cancellationToken);
    }

    /// <returns>Null where the set is stored already, made from the same file.</returns>
    /// <exception cref="RefusedException">The file breaks a rule, or the set was made from another one.</exception>
    public static async Task<StoredBoundarySet?> BoundariesAsync(GeoDatabase database, FetchedBoundaries fetched, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var context = database.Context(database.Reader);
        if (await context.BoundarySets.AsNoTracking().FirstOrDefaultAsync(set => set.Name == fetched.File.Name, cancellationToken) is not { } stored)
            return await ImportAreas.RunAsync(database, fetched.File, time, cancellationToken);
        await using var stream = File.OpenRead(fetched.File.Path);
        return (await SHA256.HashDataAsync(stream, cancellationToken)).AsSpan().SequenceEqual(stored.ContentSha256) ? null
            : throw new RefusedException(new Fault(
                "set-differs", Path.GetFileName(fetched.File.Path), null, "set", stored.Name, $"The set was stored at {stored.LoadedAt:yyyy-MM-dd HH:mm} UTC with other boundaries than the service has now.",
                $"Name the new ones otherwise in the feeds file, with valid-from, so that both can be asked for; or remove the old ones first: geo areas remove {stored.Name}."));
    }

    /// <summary>The codes of a set's areas, to fetch populations for.</summary>
    /// <exception cref="RefusedException">There is no such set.</exception>
    public static async Task<IReadOnlySet<string>> CodesAsync(GeoDatabase database, string set, CancellationToken cancellationToken)
    {
        var codes = (await ColumnAsync(database, "select a.code from areas.area a join areas.boundary_set s on s.id = a.boundary_set_id where s.name = $1", set, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        return codes.Count > 0 ? codes : throw new RefusedException(new Fault("unknown-set", "populations", null, "set", set, "There is no such boundary set yet.", $"Fetch its boundaries first: geo fetch boundaries {set}; or import them with geo areas import."));
    }

    /// <returns>Null where the same numbers are stored already.</returns>
    /// <exception cref="RefusedException">The file breaks a rule.</exception>
    public static async Task<StoredPopulation?> PopulationAsync(GeoDatabase database, FetchedPopulation fetched, TimeProvider time, CancellationToken cancellationToken)
    {
        var stored = await ColumnAsync(
            database,
            "select concat_ws(',', a.code, p.year, p.age_group, p.people) from areas.population p join areas.area a on a.id = p.area_id join areas.boundary_set s on s.id = a.boundary_set_id where s.name = $1",
            fetched.File.BoundarySet, cancellationToken);
        var lines = (await File.ReadAllLinesAsync(fetched.File.Path, cancellationToken)).Skip(1);
        return lines.All(stored.ToHashSet(StringComparer.Ordinal).Contains) ? null : await ImportPopulation.RunAsync(database, fetched.File, time, cancellationToken);
    }

    private static async Task<List<string>> ColumnAsync(GeoDatabase database, string sql, string set, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(sql);
        command.Parameters.Add(new() { Value = set });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            values.Add(reader.GetString(0));
        return values;
    }
}
