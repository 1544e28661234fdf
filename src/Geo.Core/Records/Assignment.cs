using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Records;

/// <summary>Assigns places to areas: once per place and boundary set, in EPSG:27700.</summary>
internal static class Assignment
{
    /// <summary>Assigns places whose id is above <paramref name="afterPlaceId"/> in the given sets; returns how many rows that made.</summary>
    public static async Task<int> RunAsync(NpgsqlConnection connection, IReadOnlyList<int> boundarySetIds, int afterPlaceId, CancellationToken cancellationToken)
    {
        if (boundarySetIds.Count == 0)
            return 0;

        // Parallel workers make the planner flip the join to its slow order.
        await using var prepare = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("set local max_parallel_workers_per_gather = 0"),
                new NpgsqlBatchCommand("drop table if exists unassigned"),
                new NpgsqlBatchCommand("create temporary table unassigned (id int, geom geometry(Point, 27700)) on commit drop"),
                new NpgsqlBatchCommand("insert into unassigned select id, geom from records.place where id > $1") { Parameters = { new() { Value = afterPlaceId } } },
                new NpgsqlBatchCommand("create index on unassigned using gist (geom)"),
                new NpgsqlBatchCommand("analyze unassigned"),
            },
        };
        await prepare.ExecuteNonQueryAsync(cancellationToken);

        await using var assign = new NpgsqlCommand(SqlFile.Read("Records/Assignment.sql"), connection);
        assign.Parameters.Add(new() { Value = boundarySetIds.ToArray() });
        var rows = await assign.ExecuteNonQueryAsync(cancellationToken);
        await using var restore = new NpgsqlCommand("set local max_parallel_workers_per_gather to default", connection); // counting gains by them
        await restore.ExecuteNonQueryAsync(cancellationToken);
        await CoarsePlaces.AssignAsync(connection, boundarySetIds, [], afterPlaceId, cancellationToken);
        return rows;
    }
}
