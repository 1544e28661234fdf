using System.Data;
using Geo.Core.Database;
using Geo.Core.Measures;
using Npgsql;

namespace Geo.Core.HotSpots;

/// <summary>Counts by cell of the National Grid (EPSG:27700) of one boundary set, held in memory. Immutable.</summary>
/// <remarks>Only records that lie at a point inside an area have a cell. A cell on a border has its records by area.</remarks>
public sealed class Lattice
{
    /// <summary>Side of the smallest cell in metres; every other cell is made of these.</summary>
    public const int BaseMetres = 50;

    private readonly Dictionary<int, List<Slice>> _months = [];

    private Lattice()
    {
    }

    /// <summary>Loads the cells of the data that a cube holds: those that are kept, or, where the database has gone on since, those counted as at the cube's moment.</summary>
    public static async Task<Lattice> LoadAsync(GeoDatabase database, CountCube cube, CubeSet set, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using (var latest = new NpgsqlCommand("select coalesce(max(version), 0), coalesce(max(published_at), '-infinity') from measures.data_version", connection))
        await using (var reader = await latest.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            if (reader.GetInt64(0) == cube.Version && cube.AsAt >= reader.GetFieldValue<DateTimeOffset>(1))
            {
                await reader.DisposeAsync();
                return await ReadAsync(RefreshLattice.Read(connection, set.Set.Id, null), cancellationToken);
            }
        }

        return await ReadAsync(RefreshLattice.Read(connection, set.Set.Id, cube.AsAt), cancellationToken);
    }

    private static async Task<Lattice> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var lattice = new Lattice();
        await using var read = command;
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            lattice.Add(Month.Of(reader.GetFieldValue<DateOnly>(0)), new Slice(
                reader.GetInt16(1), reader.GetInt32(2), reader.GetFieldValue<int[]>(3), reader.GetFieldValue<int[]>(4), reader.GetFieldValue<int[]>(5), reader.GetFieldValue<int[]>(6),
                reader.GetFieldValue<int[]>(7), reader.GetFieldValue<int[]>(8)));
        }

        return lattice;
    }

    /// <summary>Cells with records of a measure over a run of months.</summary>
    /// <param name="areaId">Only records of this area; null for all.</param>
    internal CellCounts Count(Measure measure, Period period, int? areaId)
    {
        var cells = new Dictionary<(int X, int Y), CellCount>();
        foreach (var month in period.Each)
        {
            foreach (var slice in _months.GetValueOrDefault(month.Number, []))
            {
                var times = measure.Times(slice.CategoryId, slice.Flags);
                for (var i = 0; times > 0 && i < slice.Counts.Length; i++)
                {
                    if (areaId is { } only && slice.AreaIds[i] != only)
                        continue;
                    ref var cell = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(cells, (slice.Xs[i], slice.Ys[i]), out _);
                    cell = new CellCount(
                        slice.Xs[i], slice.Ys[i], cell.Count + (times * slice.Counts[i]), slice.AreaIds[i], cell.East + (times * slice.Easts[i]), cell.North + (times * slice.Norths[i]));
                }
            }
        }

        return new CellCounts(BaseMetres, [.. cells.Values.OrderBy(cell => cell.Y).ThenBy(cell => cell.X)]);
    }

    private void Add(Month month, Slice slice)
    {
        if (!_months.TryGetValue(month.Number, out var slices))
            _months.Add(month.Number, slices = []);
        slices.Add(slice);
    }

    private sealed record Slice(short CategoryId, int Flags, int[] AreaIds, int[] Xs, int[] Ys, int[] Counts, int[] Easts, int[] Norths);
}

/// <summary>Records in a cell.</summary>
/// <param name="X">Easting of its western edge over the side of a cell.</param>
/// <param name="Y">Northing of its southern edge over the side of a cell.</param>
/// <param name="AreaId">The area that most, or the last, of them lie in: it names the cell for people.</param>
/// <param name="East">How far they lie from its western edge in metres, summed.</param>
/// <param name="North">How far they lie from its southern edge in metres, summed.</param>
internal readonly record struct CellCount(int X, int Y, long Count, int AreaId, long East = 0, long North = 0);

/// <summary>The cells of one size that have records, from the south-west, row by row.</summary>
internal sealed record CellCounts(int CellMetres, IReadOnlyList<CellCount> Cells)
{
    public long Total { get; } = Cells.Sum(cell => cell.Count);

    /// <summary>The same records in larger cells, a multiple of these.</summary>
    public CellCounts In(int cellMetres)
    {
        if (cellMetres == CellMetres)
            return this;
        var ratio = cellMetres / CellMetres;
        var cells = Cells.GroupBy(cell => (X: Math.DivRem(cell.X, ratio).Quotient, Y: Math.DivRem(cell.Y, ratio).Quotient))
            .Select(group => new CellCount(group.Key.X, group.Key.Y, group.Sum(cell => cell.Count), group.GroupBy(cell => cell.AreaId).MaxBy(area => (area.Sum(cell => cell.Count), -area.Key))!.Key));
        return new CellCounts(cellMetres, [.. cells.OrderBy(cell => cell.Y).ThenBy(cell => cell.X)]);
    }
}
