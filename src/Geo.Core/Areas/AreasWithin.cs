using Geo.Core.Database;

namespace Geo.Core.Areas;

/// <summary>The areas of a set that belong to an area of another, such as the wards of a town.</summary>
public static class AreasWithin
{
    private static readonly string Sql = SqlFile.Read("Areas/AreasWithin.sql");

    /// <returns>Codes.</returns>
    public static async Task<IReadOnlySet<string>> ReadAsync(GeoDatabase database, int boundarySetId, int areaId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = boundarySetId });
        command.Parameters.Add(new() { Value = areaId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            codes.Add(reader.GetString(0));
        return codes;
    }
}
