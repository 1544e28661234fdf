using System.Security.Cryptography;
using Geo.Core.Database;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.Areas;

/// <summary>A GeoJSON file of areas, and what its owner says of it.</summary>
public sealed record BoundarySetFile
{
    public required string Path { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>Property that holds an area's code.</summary>
    public required string CodeProperty { get; init; }

    /// <summary>Property that holds an area's name.</summary>
    public required string NameProperty { get; init; }

    /// <summary>4326 or 27700; null takes the file's own word, or else 4326.</summary>
    public int? Srid { get; init; }

    public string Vintage { get; init; } = "";

    public DateOnly? ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    public string Source { get; init; } = "";

    public string Licence { get; init; } = "";

    /// <summary>Make invalid polygons valid, and say which.</summary>
    public bool Repair { get; init; }

    /// <summary>Take holes between the areas as wanted (another authority's land, a lake).</summary>
    public bool AllowGaps { get; init; }

    public bool IsDemonstration { get; init; }
}

/// <param name="Areas">Number of areas stored.</param>
/// <param name="Repaired">Codes of areas that were made valid.</param>
public sealed record StoredBoundarySet(int Id, string Name, int Areas, IReadOnlyList<string> Repaired);

/// <summary>Checks a file of areas as a whole and stores it with its shapes for maps, all or nothing, inside the caller's transaction.</summary>
internal static class StoreBoundarySet
{
    /// <summary>Overlaps and gaps up to this area are rounding of the source's coordinates.</summary>
    public const double ToleratedSquareMetres = 1;

    /// <summary>Zooms that shapes are simplified for; a map at another zoom takes the next one up.</summary>
    public static readonly short[] Zooms = [6, 8, 10, 12, 14];

    private const double WebMercatorMetresPerPixelAtZoom0 = 156_543.03392804097;

    /// <exception cref="RefusedException">The file breaks a rule; every breach found is told, and nothing is stored.</exception>
    public static async Task<StoredBoundarySet> RunAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, BoundarySetFile file, TimeProvider time, CancellationToken cancellationToken)
    {
        var fileName = System.IO.Path.GetFileName(file.Path);
        CheckOptions(file);
        await using var context = await GeoDatabase.ContextAsync(connection, transaction, cancellationToken);
        if (await context.BoundarySets.FirstOrDefaultAsync(set => set.Name == file.Name, cancellationToken) is { } existing)
        {
            throw new RefusedException(new Fault(
                "set-exists", fileName, null, "--set", file.Name, $"A boundary set of that name was loaded at {existing.LoadedAt:yyyy-MM-dd HH:mm} UTC.",
                $"Choose another name, or remove it first: geo areas remove {file.Name}."));
        }

        await using var stream = Open(file.Path, fileName);
        var sha256 = await SHA256.HashDataAsync(stream, cancellationToken);
        stream.Position = 0;

        var srid = await LandAsync(connection, file, fileName, stream, cancellationToken);
        var repaired = file.Repair ? await RepairAsync(connection, cancellationToken) : [];
        await CheckAsync(connection, file, fileName, cancellationToken);

        var set = new BoundarySet
        {
            Name = file.Name, Kind = file.Kind, Vintage = file.Vintage, ValidFrom = file.ValidFrom, ValidTo = file.ValidTo,
            Source = file.Source, Licence = file.Licence, ContentSha256 = sha256, IsDemonstration = file.IsDemonstration,
            Transformation = srid == 27700 ? "none: supplied in EPSG:27700" : "WGS84 to EPSG:27700 by PROJ's Helmert parameters (no OSTN15 grid; up to 5 m)",
            LoadedAt = time.GetUtcNow(),
        };
        context.Add(set);
        await context.SaveChangesAsync(cancellationToken);

        await using (var command = new NpgsqlCommand("insert into areas.area (boundary_set_id, code, name, geom) select $1, code, name, geom from incoming order by code", connection))
        {
            command.Parameters.Add(new() { Value = set.Id });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        var count = await StoreShapesAsync(connection, set.Id, cancellationToken);
        return new StoredBoundarySet(set.Id, set.Name, count, repaired);
    }

    private static void CheckOptions(BoundarySetFile file)
    {
        var faults = new List<Fault>();
        if (!AreaKinds.All.Contains(file.Kind))
            faults.Add(new Fault("unknown-kind", "--kind", null, null, file.Kind, $"A kind of area is one of {string.Join(", ", AreaKinds.All)}.", "Choose one of them."));
        if (file.Name.Length is 0 or > 63 || !char.IsAsciiLetterOrDigit(file.Name[0]) || file.Name.Any(letter => !(char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')))
            faults.Add(new Fault("bad-set-name", "--set", null, null, file.Name, "The name of a set has lower-case letters, digits and hyphens, 63 at most.", "Choose such a name, for example divisions-2009."));
        if (file.Srid is not (null or 4326 or 27700))
            faults.Add(new Fault("unknown-crs", "--crs", null, null, $"{file.Srid}", "Boundaries come in EPSG 4326 (longitude, latitude) or 27700 (British National Grid).", "Reproject the file."));
        if (file.ValidTo <= file.ValidFrom)
            faults.Add(new Fault("validity-reversed", "--valid-to", null, null, $"{file.ValidTo:yyyy-MM-dd}", "A set ends after it starts.", "Correct --valid-from or --valid-to."));
        if (faults.Count > 0)
            throw new RefusedException(faults);
    }

    private static FileStream Open(string path, string fileName)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("unreadable", fileName, null, null, null, "The file cannot be read.", "Check its path and permissions."), error);
        }
    }

    /// <summary>Fills the temporary table <c>incoming</c> (number, code, name, geom in EPSG:27700).</summary>
    private static async Task<int> LandAsync(NpgsqlConnection connection, BoundarySetFile file, string fileName, Stream stream, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "create temporary table incoming_source (number int, code text, name text, geom geometry) on commit drop", cancellationToken);
        var geoJson = new GeoJsonFile(fileName);
        AreaFeatureReader? features = null;
        var srid = 0;
        var number = 0;
        await using (var copy = await connection.BeginBinaryImportAsync("copy incoming_source from stdin (format binary)", cancellationToken))
        {
            await foreach (var element in geoJson.FeaturesAsync(stream, cancellationToken))
            {
                number++;
                srid = srid == 0 ? Srid(file, fileName, geoJson.Crs) : srid;
                features ??= new AreaFeatureReader(fileName, file.CodeProperty, file.NameProperty, srid);
                if (features.Read(element, number) is not { } area)
                    continue;
                area.Geometry.SRID = srid;
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(area.Number, cancellationToken);
                await copy.WriteAsync(area.Code, cancellationToken);
                await copy.WriteAsync(area.Name, cancellationToken);
                await copy.WriteAsync<Geometry>(area.Geometry, cancellationToken);
            }

            if (features is null)
                throw new RefusedException(new Fault("no-features", fileName, null, "features", null, "The collection has no features.", "Export the areas again."));
            if (features.Faults.Count > 0)
                throw new RefusedException(features.Faults);
            if (Srid(file, fileName, geoJson.Crs) != srid) // a crs member may also stand at the end
                throw new RefusedException(new Fault("wrong-crs", fileName, null, "crs", geoJson.Crs, $"The features before it were read as EPSG {srid}.", "Say which system they are in with --crs, or put the crs member first."));
            await copy.CompleteAsync(cancellationToken);
        }

        await ExecuteAsync(
            connection,
            """
            create temporary table incoming on commit drop as
            select number, code, name, ST_Transform(geom, 27700) as geom from incoming_source;
            create index on incoming using gist (geom);
            analyze incoming;
            """,
            cancellationToken);
        return srid;
    }

    private static int Srid(BoundarySetFile file, string fileName, string? crs)
    {
        int? written = crs switch
        {
            null => null,
            _ when crs.EndsWith("CRS84", StringComparison.Ordinal) || crs.EndsWith(":4326", StringComparison.Ordinal) => 4326,
            _ when crs.EndsWith(":27700", StringComparison.Ordinal) => 27700,
            _ => throw new RefusedException(new Fault("unknown-crs", fileName, null, "crs", crs, "Boundaries come in EPSG 4326 or 27700.", "Reproject the file.")),
        };
        if (written is not null && file.Srid is not null && written != file.Srid)
            throw new RefusedException(new Fault("wrong-crs", fileName, null, "crs", crs, $"The file says EPSG {written}, the command --crs {file.Srid}.", "Leave --crs out, or correct the file."));
        return file.Srid ?? written ?? 4326;
    }

    private static async Task<IReadOnlyList<string>> RepairAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "update incoming set geom = ST_Multi(ST_CollectionExtract(ST_MakeValid(geom), 3)) where not ST_IsValid(geom) returning code", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var repaired = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            repaired.Add(reader.GetString(0));
        return repaired;
    }

    private static async Task CheckAsync(NpgsqlConnection connection, BoundarySetFile file, string fileName, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlFile.Read("Areas/ImportCheck.sql"), connection);
        command.Parameters.Add(new() { Value = ToleratedSquareMetres });
        command.Parameters.Add(new() { Value = !file.AllowGaps });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var faults = new List<Fault>();
        while (faults.Count < AreaFeatureReader.MaxFaults && await reader.ReadAsync(cancellationToken))
        {
            var (problem, code, other, squareMetres, detail) = (reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetDouble(3), reader.GetString(4));
            faults.Add(problem switch
            {
                "invalid-geometry" => new Fault(problem, fileName, null, "geometry", code, $"The polygon is not valid: {detail} (EPSG:27700).", "Repair it, or import with --repair."),
                "overlap" => new Fault(problem, fileName, null, "geometry", $"{code} and {other}", $"The areas overlap by {squareMetres:0.0} m²; more than {ToleratedSquareMetres} m² would count records twice.", "Correct the boundary between them."),
                _ => new Fault(problem, fileName, null, "geometry", other.Length > 0 ? $"{code} and {other}" : code, $"Between the areas lies a gap of {squareMetres:0.0} m² {detail} (EPSG:27700).", "Close it, or import with --allow-gaps where the land is another authority's."),
            });
        }

        if (faults.Count > 0)
            throw new RefusedException(faults);
    }

    private static async Task<int> StoreShapesAsync(NpgsqlConnection connection, int setId, CancellationToken cancellationToken)
    {
        var ids = new List<int>();
        var areas = new List<MultiPolygon>();
        await using (var command = new NpgsqlCommand("select id, ST_Transform(geom, 3857) from areas.area where boundary_set_id = $1 order by id", connection))
        {
            command.Parameters.Add(new() { Value = setId });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(reader.GetInt32(0));
                areas.Add(reader.GetFieldValue<MultiPolygon>(1));
            }
        }

        await using var copy = await connection.BeginBinaryImportAsync("copy areas.shape (area_id, zoom, geom) from stdin (format binary)", cancellationToken);
        foreach (var zoom in Zooms)
        {
            var halfPixel = WebMercatorMetresPerPixelAtZoom0 / (1 << zoom) / 2;
            var simplified = CoverageSimplifier.Simplify(areas, halfPixel);
            for (var i = 0; i < ids.Count; i++)
            {
                simplified[i].SRID = 3857;
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(ids[i], cancellationToken);
                await copy.WriteAsync(zoom, NpgsqlDbType.Smallint, cancellationToken);
                await copy.WriteAsync<Geometry>(simplified[i], cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
        return ids.Count;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
