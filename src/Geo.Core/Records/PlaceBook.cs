using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.Records;

/// <summary>
/// The places and terms that are known, by their natural keys, so that a row finds its ids without asking the database.
/// New ones get ids at once and are stored by <see cref="StoreNewAsync"/>. Used by one import at a time (the intake lock holds that).
/// </summary>
internal sealed class PlaceBook
{
    private const int Wgs84 = 4326;

    private readonly Dictionary<long, int> _places = [];
    private readonly Dictionary<(string Kind, string Value), int> _terms = [];
    private readonly List<(int Id, int X, int Y, string Name)> _newPlaces = [];
    private readonly List<(int Id, string Kind, string Value)> _newTerms = [];
    private int _lastPlaceId;
    private int _lastTermId;

    /// <summary>The highest place id handed out so far.</summary>
    public int LastPlaceId => _lastPlaceId;

    public static async Task<PlaceBook> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var book = new PlaceBook();
        await using (var command = new NpgsqlCommand("select id, x, y from records.place where srid = $1", connection) { Parameters = { new() { Value = Wgs84 } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                book._places[Key(reader.GetInt32(1), reader.GetInt32(2))] = reader.GetInt32(0);
        }

        await using (var command = new NpgsqlCommand("select id, kind, value from records.term", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                book._terms[(reader.GetString(1), reader.GetString(2))] = reader.GetInt32(0);
        }

        await using (var command = new NpgsqlCommand("select coalesce((select max(id) from records.place), 0), coalesce((select max(id) from records.term), 0)", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            book._lastPlaceId = reader.GetInt32(0);
            book._lastTermId = reader.GetInt32(1);
        }

        return book;
    }

    /// <summary>The id of the place at longitude and latitude in millionths of a degree (WGS84); the first name it is seen with stays.</summary>
    public int Place(int longitudeMicrodegrees, int latitudeMicrodegrees, string name)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, Key(longitudeMicrodegrees, latitudeMicrodegrees), out var known);
        if (!known)
        {
            id = ++_lastPlaceId;
            _newPlaces.Add((id, longitudeMicrodegrees, latitudeMicrodegrees, name));
        }

        return id;
    }

    /// <summary>The id of a value kept word for word, or null for a blank one.</summary>
    public int? Term(string kind, string value)
    {
        if (value.Length == 0)
            return null;
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, (kind, value), out var known);
        if (!known)
        {
            id = ++_lastTermId;
            _newTerms.Add((id, kind, value));
        }

        return id;
    }

    /// <summary>Forgets what is new: the file that brought it was refused.</summary>
    public void ForgetNew()
    {
        foreach (var (_, x, y, _) in _newPlaces)
            _places.Remove(Key(x, y));
        foreach (var (_, kind, value) in _newTerms)
            _terms.Remove((kind, value));
        _newPlaces.Clear();
        _newTerms.Clear();
    }

    public async Task StoreNewAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_newTerms.Count > 0)
        {
            await using var copy = await connection.BeginBinaryImportAsync("copy records.term (id, kind, value) from stdin (format binary)", cancellationToken);
            foreach (var (id, kind, value) in _newTerms)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(id, cancellationToken);
                await copy.WriteAsync(kind, cancellationToken);
                await copy.WriteAsync(value, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
            _newTerms.Clear();
        }

        if (_newPlaces.Count == 0)
            return;
        await using var insert = new NpgsqlCommand(
            """
            insert into records.place (id, srid, x, y, name, geom)
            select id, 4326, x, y, name, ST_Transform(ST_SetSRID(ST_MakePoint(x / 1e6, y / 1e6), 4326), 27700)
            from unnest($1, $2, $3, $4) as new (id, x, y, name)
            """,
            connection);
        insert.Parameters.Add(new() { Value = _newPlaces.ConvertAll(place => place.Id), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new() { Value = _newPlaces.ConvertAll(place => place.X), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new() { Value = _newPlaces.ConvertAll(place => place.Y), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new() { Value = _newPlaces.ConvertAll(place => place.Name), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        _newPlaces.Clear();
    }

    private static long Key(int x, int y) => ((long)x << 32) | (uint)y;
}
