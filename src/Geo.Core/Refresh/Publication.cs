using Geo.Core.Intake;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Core.Records;
using Npgsql;

namespace Geo.Core.Refresh;

/// <summary>The steps that every change of data ends with, inside its one transaction: assign places, count months, announce the version.</summary>
internal static class Publication
{
    /// <summary>The channel on which hosts hear of a new data version.</summary>
    public const string Channel = "geo_data_version";

    private const long IntakeLock = 0x47656f_496e; // "GeoIn"

    /// <summary>Waits until no other change of data is under way; the lock ends with the transaction.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, Action? waiting, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = IntakeLock } } };
        while (!(bool)(await command.ExecuteScalarAsync(cancellationToken))!)
        {
            waiting?.Invoke();
            await Task.Delay(100, cancellationToken);
        }
    }

    public static async Task<int[]> BoundarySetsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select coalesce(array_agg(id order by id), '{}') from areas.boundary_set", connection);
        return (int[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <param name="afterPlaceId">Places above this id are new.</param>
    public static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<int> boundarySets, int afterPlaceId, IReadOnlyCollection<Month> months, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await Assignment.RunAsync(connection, boundarySets, afterPlaceId, cancellationToken);
        await CountAsync(connection, boundarySets, months, cancellationToken);
        await AnnounceAsync(connection, reason, now, cancellationToken);
    }

    /// <summary>Counts months anew, by area and by cell.</summary>
    public static async Task CountAsync(NpgsqlConnection connection, IReadOnlyList<int> boundarySets, IReadOnlyCollection<Month> months, CancellationToken cancellationToken)
    {
        await RefreshCube.RunAsync(connection, boundarySets, months, cancellationToken);
        await RefreshLattice.RunAsync(connection, boundarySets, months, cancellationToken);
    }

    public static async Task AnnounceAsync(NpgsqlConnection connection, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "with published as (insert into measures.data_version (published_at, reason) values ($1, $2) returning version) select pg_notify($3, version::text) from published", connection);
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = reason });
        command.Parameters.Add(new() { Value = Channel });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Removes demonstration data, if there is any; returns the months it had.</summary>
    public static async Task<IReadOnlyList<Month>?> RemoveDemonstrationAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var months = new List<Month>();
        await using (var command = new NpgsqlCommand("select b.month from intake.batch b join intake.source s on s.id = b.source_id where s.is_demonstration", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                months.Add(Month.Of(reader.GetFieldValue<DateOnly>(0)));
        }

        await using var remove = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("delete from records.record where batch_id in (select b.id from intake.batch b join intake.source s on s.id = b.source_id where s.is_demonstration)"),
                new NpgsqlBatchCommand("delete from intake.source where is_demonstration"),
                new NpgsqlBatchCommand("delete from areas.boundary_set where is_demonstration"),
                new NpgsqlBatchCommand("delete from measures.indicator where is_demonstration"),
            },
        };
        var removed = await remove.ExecuteNonQueryAsync(cancellationToken);
        if (removed == 0)
            return null;
        await using var places = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("set local enable_nestloop = off"), // tables just filled have no statistics, and row by row this takes a minute
                new NpgsqlBatchCommand("delete from records.place p where not exists (select from records.record r where r.place_id = p.id)"),
                new NpgsqlBatchCommand("delete from records.coarse_place p where not exists (select from records.record r where r.place_id = p.id)"),
                new NpgsqlBatchCommand("delete from records.place_area pa where not exists (select from records.place p where p.id = pa.place_id) and not exists (select from records.coarse_place p where p.id = pa.place_id)"),
            },
        };
        await places.ExecuteNonQueryAsync(cancellationToken);
        return months;
    }

    public static Month MonthOf(Batch batch) => Month.Of(batch.Month);
}
