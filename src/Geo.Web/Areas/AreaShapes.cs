using System.Collections.Concurrent;
using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Web.Hosting;

namespace Geo.Web.Areas;

/// <summary>An area as a map draws it: its GeoJSON geometry in WGS84, as UTF-8.</summary>
internal sealed record AreaShape(string Code, string Name, byte[] Geometry);

/// <summary>Geometry for maps. A boundary set never changes under its id, so what was read once is kept.</summary>
internal sealed class AreaShapes(GeoDatabase database)
{
    /// <summary>The zoom that GeoJSON is drawn for unless asked otherwise: a county on a page, sharp at twice the size.</summary>
    public const int DefaultZoom = 10;

    /// <summary>The zooms that Core stores shapes for; a test holds the two together.</summary>
    public static readonly short[] Zooms = [6, 8, 10, 12, 14];

    private const int MostSets = 32;

    private static readonly string Sql = EmbeddedSql.Read("Areas/AreaShapes.sql");

    private readonly ConcurrentDictionary<(int Set, short Zoom), Lazy<Task<IReadOnlyList<AreaShape>>>> _shapes = new();

    /// <summary>The stored zoom that serves a map of <paramref name="zoom"/>: the next one up.</summary>
    public static short StoredZoom(int zoom)
    {
        foreach (var stored in Zooms)
        {
            if (stored >= zoom)
                return stored;
        }

        return Zooms[^1];
    }

    /// <summary>In order of code.</summary>
    public async Task<IReadOnlyList<AreaShape>> OfAsync(BoundarySet set, int zoom)
    {
        var key = (set.Id, StoredZoom(zoom));
        if (_shapes.Count > MostSets)
            _shapes.Clear();
        var shapes = _shapes.GetOrAdd(key, static (key, self) => new(() => self.ReadAsync(key.Set, key.Zoom)), this);
        try
        {
            return await shapes.Value;
        }
        catch
        {
            _shapes.TryRemove(new(key, shapes)); // the next request asks the database again
            throw;
        }
    }

    // Shared by all who wait for it, so it does not end when one of them goes away; the connection has its own time limit.
    private async Task<IReadOnlyList<AreaShape>> ReadAsync(int setId, short zoom)
    {
        await using var command = database.Reader.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = setId });
        command.Parameters.Add(new() { Value = zoom });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var shapes = new List<AreaShape>();
        while (await reader.ReadAsync(CancellationToken.None))
            shapes.Add(new AreaShape(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
        return shapes;
    }
}
