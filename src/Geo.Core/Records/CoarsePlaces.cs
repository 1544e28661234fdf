using Geo.Core.Database;
using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.Records;

/// <summary>Finds the polygons of places that are told only roughly, and the areas that hold them.</summary>
internal static class CoarsePlaces
{
    private static readonly string[] Statements = SqlFile.Statements("Records/CoarsePlaces.sql");

    /// <summary>Looks up polygons in a set that is new, or in all sets for the places that have none.</summary>
    /// <returns>The places whose polygon is another than it was.</returns>
    public static async Task<IReadOnlyList<int>> LocateAsync(NpgsqlConnection connection, int? boundarySetId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Statements[0], connection);
        command.Parameters.Add(new() { Value = boundarySetId is { } id ? id : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var located = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
            located.Add(reader.GetInt32(0));
        return located;
    }

    /// <summary>Assigns these places and those whose id is above another, in the given sets.</summary>
    public static async Task AssignAsync(NpgsqlConnection connection, IReadOnlyList<int> boundarySetIds, IReadOnlyList<int> places, int afterPlaceId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Statements[1], connection);
        command.Parameters.Add(new() { Value = boundarySetIds.ToArray() });
        command.Parameters.Add(new() { Value = places.ToArray() });
        command.Parameters.Add(new() { Value = afterPlaceId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
