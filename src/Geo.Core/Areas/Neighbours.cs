using Geo.Core.Database;

namespace Geo.Core.Areas;

/// <summary>Areas that share a border or a corner (queen contiguity).</summary>
public static class Neighbours
{
    private static readonly string Sql = SqlFile.Read("Areas/Neighbours.sql");

    /// <summary>Ids of the areas around one, of its own boundary set.</summary>
    public static async Task<IReadOnlySet<int>> OfAsync(GeoDatabase database, int areaId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = areaId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var around = new HashSet<int>();
        while (await reader.ReadAsync(cancellationToken))
            around.Add(reader.GetInt32(0));
        return around;
    }
}
