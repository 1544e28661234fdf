using Geo.Core.Database;
using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.HotSpots;

/// <summary>Brings the lattice up to date with the records that count.</summary>
internal static class RefreshLattice
{
    private const string Columns = "month, category_id, flags, area_ids, cell_xs, cell_ys, counts, easts, norths";

    private static readonly string Count = SqlFile.Read("HotSpots/RefreshLattice.sql");

    /// <summary>Recounts the given months of every given boundary set, inside the caller's transaction: the cost is that of those months alone.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<int> boundarySetIds, IReadOnlyCollection<Month> months, CancellationToken cancellationToken)
    {
        foreach (var set in boundarySetIds)
        {
            await using var forget = Command(connection, "delete from hotspots.lattice where boundary_set_id = $1 and month = any ($2)", set, months);
            await forget.ExecuteNonQueryAsync(cancellationToken);
            await using var keep = Command(connection, $"insert into hotspots.lattice (boundary_set_id, {Columns}) select $1, {Columns} from ({Count}) counted", set, months);
            keep.Parameters.Add(Moment(null));
            await keep.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Reads what is kept of a boundary set, or counts its cells as at an earlier moment; a row has a month, a category, flags, and the six arrays.</summary>
    internal static NpgsqlCommand Read(NpgsqlConnection connection, int boundarySetId, DateTimeOffset? moment)
    {
        if (moment is null)
            return new NpgsqlCommand($"select {Columns} from hotspots.lattice where boundary_set_id = $1", connection) { Parameters = { new() { Value = boundarySetId } } };
        var command = Command(connection, Count, boundarySetId, null);
        command.Parameters.Add(Moment(moment));
        return command;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, int boundarySetId, IEnumerable<Month>? months)
    {
        object days = months is null ? DBNull.Value : months.Distinct().Order().Select(month => month.FirstDay).ToArray();
        return new(sql, connection) { Parameters = { new() { Value = boundarySetId }, new() { Value = days, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date } } };
    }

    private static NpgsqlParameter Moment(DateTimeOffset? moment) => new() { Value = moment is { } at ? at.ToUniversalTime() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
